//! The indicator: the words of the text that say what the number measures.

use super::{Figure, words::Kind};
use crate::{catalog::Catalog, extract::quantity::unit::Unit};

/// The longest indicator, in characters.
const LONGEST: usize = 40;

/// The words before the number without the verb that attains it, and for counts the thing counted.
pub(super) fn read(catalog: &Catalog, text: &str, figure: &Figure<'_>) -> String {
    let words = &catalog.figures;
    let before = words.trim_end(Kind::Attain, figure.before(text).trim()).trim();
    let mut indicator = strip_times(catalog, before).to_owned();
    if figure.quantity.kind == Unit::Count || indicator.is_empty() {
        indicator.extend(figure.after(text).chars().take_while(|&c| !ends(c)));
    }
    let length = indicator.chars().count();
    if length > LONGEST { indicator.chars().skip(length - LONGEST).collect() } else { indicator }
}

/// The text after the last time in it.
fn strip_times<'a>(catalog: &Catalog, text: &'a str) -> &'a str {
    let times = catalog.quantity.times.find(&catalog.quantity.numerals, text);
    times.last().map_or(text, |time| &text[time.span.to()..]).trim_start_matches(|c: char| ends(c) || crate::text::is_quote(c))
}

fn ends(c: char) -> bool {
    c == '\u{3001}' || c.is_whitespace() || super::breaks(c)
}
