//! Which quantities are figures: not dates, denominators, parts of the text, names or mere descriptions.

use super::{Figure, words::Kind};
use crate::{catalog::Catalog, extract::quantity::unit::Unit, model::Comparator, span::Span};

/// The shortest Chinese numeral that counts something: 一 is an article.
const FEWEST: f64 = 2.0;

/// Whether the quantity is a figure.
pub(super) fn holds(catalog: &Catalog, text: &str, names: &[Span], figure: &Figure<'_>) -> bool {
    let words = &catalog.figures;
    let quantity = figure.quantity;
    let (before, after) = (figure.before(text), figure.after(text));
    if quantity.describes || words.ends(Kind::Some, before).is_some() || words.begins(Kind::Level, after).is_some() {
        return false;
    }
    // Where a change began is no figure of its own: 从|第24位|上升至第19位.
    let began = words.ends(Kind::From, before).is_some() && words.begins(Kind::Attain, after).is_some();
    if began || denied(catalog, before) {
        return false;
    }
    if quantity.chinese && words.ends(Kind::Vague, before).is_some() {
        return false;
    }
    if quantity.kind == Unit::Streak {
        return true;
    }
    if inside(names, quantity.span) || in_brackets(before) {
        return false;
    }
    match quantity.kind {
        // 第三，… opens a point.
        Unit::Rank => !before.trim().is_empty(),
        Unit::Money | Unit::Share | Unit::Measure | Unit::Streak => true,
        Unit::Ratio => words.within(Kind::Plain, before).is_some(),
        Unit::Duration => attained(catalog, before) && !year(quantity.value) || streak(catalog, before, after),
        Unit::Count if words.ends(Kind::Series, before).is_some() => streak(catalog, before, after),
        Unit::Weak if quantity.chinese => false,
        Unit::Count | Unit::Weak => counts(catalog, figure, text),
        Unit::Plain => plain(catalog, figure, text),
    }
}

/// A classifier counts things; parts of the text and manners of speaking are none.
fn counts(catalog: &Catalog, figure: &Figure<'_>, text: &str) -> bool {
    let words = &catalog.figures;
    let quantity = figure.quantity;
    let after = figure.after(text);
    if quantity.chinese && (quantity.value < FEWEST || quantity.value >= 10.0 && quantity.comparator == Comparator::Equal) {
        return false;
    }
    let noun: String = after.chars().take_while(|&c| c.is_alphanumeric()).take(6).collect();
    let part = words.begins(Kind::Part, &noun).is_some() || words.ends(Kind::Part, &noun).is_some();
    let one_of = words.within(Kind::Of, after.split(super::joins).next().unwrap_or("")).is_some();
    !part && !one_of && !ranks(catalog, after)
}

/// Whether a rank follows: what is counted is then the ground of comparison (全国20个重点城市榜首).
fn ranks(catalog: &Catalog, after: &str) -> bool {
    let after = after.split(super::joins).next().unwrap_or("");
    let found = catalog.quantity.find(after, Span::new(0, after.len()));
    found.iter().any(|quantity| quantity.kind == Unit::Rank)
}

/// A number without a unit: 万 or 亿 alone (2.8亿), or a ratio whose name says so (倍差缩小至1.58).
fn plain(catalog: &Catalog, figure: &Figure<'_>, text: &str) -> bool {
    let quantity = figure.quantity;
    if !quantity.unit.is_empty() {
        return true;
    }
    let before = figure.before(text);
    attained(catalog, before)
        && catalog.figures.within(Kind::Plain, before).is_some()
        && !figure.after(text).starts_with(char::is_alphanumeric)
}

fn attained(catalog: &Catalog, before: &str) -> bool {
    catalog.figures.ends(Kind::Attain, before).is_some()
}

/// Whether the verb before the number is denied: 尚未达到.
fn denied(catalog: &Catalog, before: &str) -> bool {
    let attain = catalog.figures.ends(Kind::Attain, before).map(|length| &before[..before.len() - length]);
    attain.is_some_and(|words| catalog.titles.last_word(words, "denied").is_some())
}

/// 连续6年获评
fn streak(catalog: &Catalog, before: &str, after: &str) -> bool {
    catalog.figures.ends(Kind::Series, before).is_some() && catalog.figures.begins(Kind::Streak, after).is_some()
}

fn year(value: f64) -> bool {
    (1900.0..2100.0).contains(&value)
}

/// Whether a bracket is open at the end of `before`.
fn in_brackets(before: &str) -> bool {
    let mut depth = 0i32;
    for c in before.chars() {
        match c {
            '(' | '\u{FF08}' => depth += 1,
            ')' | '\u{FF09}' => depth -= 1,
            _ => {}
        }
    }
    depth > 0
}

/// Whether `span` lies in a title or short quotation, which is a name.
fn inside(names: &[Span], span: Span) -> bool {
    let next = names.partition_point(|name| name.end <= span.start);
    names.get(next).is_some_and(|name| name.start < span.start)
}
