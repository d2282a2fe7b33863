//! The indicator: the words of the text that say what the number measures.

use super::{Figure, joins, words::Kind};
use crate::{catalog::Catalog, extract::quantity::unit::Unit, model::Entity, text};

/// The longest indicator, in characters.
const LONGEST: usize = 40;

/// Reads the indicators of a sentence, one after the other.
#[derive(Default)]
pub(super) struct Indicators {
    /// The quality that the figure before in the sentence measures.
    topic: String,
}

impl Indicators {
    /// The words before the number without the verb that attains it, and for counts the thing counted; words that tell more
    /// of a quality (同比增长) stand after it.
    pub(super) fn read(&mut self, catalog: &Catalog, text: &str, figure: &Figure<'_>) -> String {
        let words = &catalog.figures;
        let before = strip_times(catalog, figure.before(text).trim());
        let mut indicator = words.trim_end(Kind::Each, words.trim_end(Kind::Attain, before)).trim_end().to_owned();
        let bare = words.begins(Kind::Bare, &indicator) == Some(indicator.len());
        if bare && !self.topic.is_empty() && matches!(figure.quantity.kind, Unit::Ratio | Unit::Share | Unit::Rank) {
            indicator.clear();
        } else if bare && figure.quantity.kind != Unit::Count {
            indicator.extend(figure.after(text).chars().take_while(|&c| !ends(c)));
        }
        let ranked = figure.quantity.kind == Unit::Rank && words.begins(Kind::Attain, before).is_some();
        if indicator.is_empty() || ranked || words.begins(Kind::More, &indicator).is_some() {
            indicator.insert_str(0, &self.topic);
        } else {
            if figure.quantity.kind == Unit::Count {
                indicator.extend(figure.after(text).chars().take_while(|&c| !ends(c)));
            }
            self.topic.clone_from(&indicator);
        }
        if indicator.is_empty() {
            indicator.extend(figure.after(text).chars().take_while(|&c| !ends(c)));
        }
        let length = indicator.chars().count();
        indicator.chars().skip(length.saturating_sub(LONGEST)).collect()
    }
}

/// The indicator without what only says whose it is: the holder's name, 全市, 预计.
pub(super) fn of_holder(catalog: &Catalog, holder: &Entity, indicator: &str) -> String {
    let named = |name: &String| indicator.rfind(name.as_str()).map(|at| at + name.len());
    let after = std::iter::once(&holder.name).chain(&holder.aliases).filter_map(named).max();
    let mut rest = after.map_or(indicator, |at| &indicator[at..]);
    loop {
        let inner = rest.trim_start_matches(|c: char| text::is_quote(c) || c.is_whitespace());
        match catalog.figures.begins(Kind::Lead, inner) {
            Some(length) if length < inner.len() => rest = &inner[length..],
            _ => break,
        }
    }
    let short = if rest.len() < indicator.len() { rest.trim_start_matches(|c: char| joins(c) || text::is_quote(c)) } else { rest };
    if short.is_empty() { indicator.to_owned() } else { short.to_owned() }
}

/// The text after the last time in it.
fn strip_times<'a>(catalog: &Catalog, words: &'a str) -> &'a str {
    let times = catalog.quantity.times.find(&catalog.quantity.numerals, words);
    times.last().map_or(words, |time| &words[time.span.to()..]).trim_start_matches(|c: char| ends(c) || text::is_quote(c))
}

fn ends(c: char) -> bool {
    c == '\u{3001}' || c.is_whitespace() || super::breaks(c)
}
