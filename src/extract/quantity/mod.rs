//! Numbers, units, comparators and times as a grammar over text.

pub mod numeral;
pub mod time;
pub mod unit;

use crate::{
    catalog::{characters::Characters, lexicon::Lexicon},
    error::Defect,
    model::Comparator,
    span::Span,
};
use numeral::Number;
use unit::{Prefix, Side, Unit, Units};

/// The compiled tables of the grammar.
#[derive(Clone, Debug)]
pub struct Grammar {
    /// Numeral characters.
    pub numerals: numeral::Numerals,
    /// Words of time.
    pub times: time::TimeWords,
    /// Units and comparators.
    pub units: Units,
    /// What a number or a rank in words begins with.
    opening: Characters,
}

/// A number with what stands around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// From the comparator or prefix before the number to the comparator after the unit.
    pub span: Span,
    /// How it is meant.
    pub comparator: Comparator,
    /// The number; 万 and 亿 stay in the unit.
    pub value: f64,
    /// The end of a range (5%—5.5%).
    pub upper: Option<f64>,
    /// The unit with its 万 and 亿; empty for a plain number.
    pub unit: String,
    /// What the unit measures.
    pub kind: Unit,
    /// Whether the number is written in Chinese numerals.
    pub chinese: bool,
    /// Whether it says 以上 before a noun, as in 30户以上村寨, and so only describes that noun; things counted are a figure all the same.
    pub describes: bool,
}

impl Grammar {
    /// Compiles the tables `numerals`, `time`, `units` and `comparators`.
    pub fn load(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let (numerals, units) = (numeral::Numerals::load(lexicon, defects), Units::load(lexicon, defects));
        let opening = numerals.characters().chain(units.begins_first()).collect();
        Self { numerals, times: time::TimeWords::load(lexicon, defects), units, opening }
    }

    /// The quantities of `text` within `span`, in order.
    pub fn find(&self, text: &str, span: Span) -> Vec<Quantity> {
        let text = &text[..span.to()];
        let mut found = Vec::new();
        let mut at = span.from();
        while let Some((offset, c)) = text[at..].char_indices().find(|&(_, c)| self.opening.contains(c)) {
            at += offset;
            let next = at + c.len_utf8();
            at = if numeral::digit(c).is_some() || self.numerals.has(c) {
                let (quantity, end) = self.quantity(text, span.from(), at);
                found.extend(quantity);
                end.max(next)
            } else {
                self.first(text, at).map_or(next, |quantity| {
                    let end = quantity.span.to();
                    found.push(quantity);
                    end
                })
            };
        }
        found
    }

    /// The quantity whose number begins at `at`, and where reading goes on.
    fn quantity(&self, text: &str, from: usize, at: usize) -> (Option<Quantity>, usize) {
        let Some(number) = self.numerals.at(text, at) else { return (None, at) };
        let before = &text[from..at];
        let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '/' | '-' | '\u{FF0B}');
        if before.ends_with(joined) || text[number.end..].starts_with(['+', '\u{FF0B}']) {
            return (None, number.unit_end);
        }
        match self.units.prefix(before) {
            Some((word, Prefix::Ordinal)) => self.rank(text, at - word.len(), number),
            Some((word, Prefix::Share(sign))) => {
                let start = at - word.len();
                let quantity = self.finish(text, from, start, number, number.end, sign.to_string(), Unit::Share);
                let end = quantity.span.to();
                (Some(quantity), end)
            }
            None => self.measured(text, from, at, number),
        }
    }

    /// 第4位, 第1: a rank, where a rank's unit or the end of the clause follows.
    fn rank(&self, text: &str, start: usize, number: Number) -> (Option<Quantity>, usize) {
        let rest = &text[number.end..];
        let unit = match self.units.rank(rest) {
            Some(unit) => unit,
            None if ends_clause(rest) => "",
            None => return (None, number.unit_end),
        };
        let end = number.end + unit.len();
        let unit = if unit.is_empty() { self.units.rank_unit() } else { unit };
        let quantity = Quantity {
            span: Span::new(start, end),
            comparator: Comparator::Equal,
            value: number.value,
            upper: None,
            unit: unit.to_owned(),
            kind: Unit::Rank,
            chinese: number.chinese,
            describes: false,
        };
        (Some(quantity), end)
    }

    fn first(&self, text: &str, at: usize) -> Option<Quantity> {
        let word = self.units.first(&text[at..])?;
        let end = at + word.len();
        ends_clause(&text[end..]).then(|| Quantity {
            span: Span::new(at, end),
            comparator: Comparator::Equal,
            value: 1.0,
            upper: None,
            unit: self.units.rank_unit().to_owned(),
            kind: Unit::Rank,
            chinese: true,
            describes: false,
        })
    }

    fn measured(&self, text: &str, from: usize, at: usize, number: Number) -> (Option<Quantity>, usize) {
        if let Some(quantity) = self.ratio(text, from, at, number) {
            let end = quantity.span.to();
            return (Some(quantity), end);
        }
        let mut end = number.end;
        let mut comparator = None;
        let inside = |end: usize| {
            let (length, comparator) = self.units.at(&text[end..], Side::Inside)?;
            let after = end + length;
            let goes_on = self.numerals.myriads(text, after) > after || self.units.unit(&text[after..]).is_some();
            goes_on.then_some((after, comparator))
        };
        if let Some((after, found)) = inside(end) {
            (end, comparator) = (after, Some(found));
        }
        let myriads_end = self.numerals.myriads(text, end);
        let mut unit = text[end..myriads_end].to_owned();
        end = myriads_end;
        if let Some((after, found)) = inside(end) {
            (end, comparator) = (after, Some(found));
        }
        let myriad = !unit.is_empty();
        let kind = match self.units.unit(&text[end..]) {
            Some((word, kind)) => {
                unit.push_str(if word == "\u{FF05}" { "%" } else { word });
                end += word.len();
                kind
            }
            None if text[end..].starts_with(|c: char| c.is_ascii_alphabetic()) => return (None, end),
            None => Unit::Plain,
        };
        // A Chinese numeral without a unit is a part of a word (统一, 千方百计), and so is one of scales alone (百家).
        let word = number.chinese
            && ((kind == Unit::Plain && !myriad) || (number.bare && !matches!(kind, Unit::Money | Unit::Plain | Unit::Streak)));
        if word {
            return (None, number.unit_end);
        }
        let mut quantity = self.finish(text, from, at, number, end, unit, kind);
        if let (Some(inside), Comparator::Equal) = (comparator, quantity.comparator) {
            quantity.comparator = inside;
        }
        let end = quantity.span.to();
        (Some(quantity), end)
    }

    /// 1.76:1
    fn ratio(&self, text: &str, from: usize, at: usize, number: Number) -> Option<Quantity> {
        let rest = &text[number.end..];
        let colon = rest.chars().next().filter(|c| matches!(c, ':' | '\u{FF1A}' | '\u{2236}'))?;
        let second = number.end + colon.len_utf8();
        text[second..].starts_with(|c| numeral::digit(c).is_some()).then_some(())?;
        let other = self.numerals.at(text, second)?;
        let unit = format!(":{}", &text[second..other.end]);
        Some(self.finish(text, from, at, number, other.end, unit, Unit::Ratio))
    }

    /// Adds comparators and the end of a range around a number whose unit ends at `end`.
    #[expect(clippy::too_many_arguments, reason = "the pieces of one quantity, read one after the other by its only two callers")]
    fn finish(&self, text: &str, from: usize, start: usize, number: Number, end: usize, unit: String, kind: Unit) -> Quantity {
        let before = self.units.before(&text[from..start]);
        let (mut end, mut unit, mut kind) = (end, unit, kind);
        let upper = self.upper(text, number, end).map(|(value, after, other, other_kind)| {
            end = after;
            if kind == Unit::Plain {
                (unit, kind) = (other, other_kind);
            }
            value
        });
        let after = self.units.at(&text[end..], Side::After);
        end += after.map_or(0, |(length, _)| length);
        let limit = after.is_some_and(|(_, comparator)| comparator != Comparator::About);
        let describes = limit && !matches!(kind, Unit::Count | Unit::Weak) && !ends_clause(&text[end..]);
        Quantity {
            span: Span::new(start - before.map_or(0, |(length, _)| length), end),
            comparator: before.or(after).map_or(Comparator::Equal, |(_, comparator)| comparator),
            value: number.value,
            upper,
            unit,
            kind,
            chinese: number.chinese,
            describes,
        }
    }

    /// The second number of a range, where it ends, and its unit.
    fn upper(&self, text: &str, number: Number, end: usize) -> Option<(f64, usize, String, Unit)> {
        let (length, _) = self.units.at(&text[end..], Side::Range)?;
        let at = end + length;
        let other = self.numerals.at(text, at).filter(|other| other.value > number.value && !other.chinese && !number.chinese)?;
        let myriads = self.numerals.myriads(text, other.end);
        let (word, kind) = self.units.unit(&text[myriads..])?;
        let unit = format!("{}{}", &text[other.end..myriads], if word == "\u{FF05}" { "%" } else { word });
        Some((other.value, myriads + word.len(), unit, kind))
    }
}

/// Whether nothing but punctuation follows.
fn ends_clause(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '\u{201C}' | '\u{300A}'))
}
