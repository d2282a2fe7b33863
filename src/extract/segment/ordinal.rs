//! Ordinals: 第三章, 一、, （二）, 3., ①, 一是, 首先.

use super::marks;
use crate::catalog::layout::{Layout, Rank};

/// An ordinal at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ordinal {
    /// Its kind.
    pub(super) rank: Rank,
    /// Its number; 99 for 最后, 0 for a decimal such as 1.2.
    pub(super) number: u32,
    /// Bytes of the ordinal with its punctuation.
    pub(super) length: usize,
}

/// The ordinal that `text` begins with.
pub(super) fn at_start(layout: &Layout, text: &str) -> Option<Ordinal> {
    let first = text.chars().next()?;
    let found = match first {
        marks::ORDINAL => numbered_unit(layout, text).or_else(|| counted(text)),
        _ if marks::is_open_round(first) => round(text),
        _ if marks::digit(first).is_some() => digits(text),
        '\u{2460}'..='\u{2473}' => Some(Ordinal { rank: Rank::Circled, number: first as u32 - 0x245F, length: 3 }),
        '\u{2474}'..='\u{2487}' => Some(Ordinal { rank: Rank::Circled, number: first as u32 - 0x2473, length: 3 }),
        '\u{2488}'..='\u{249B}' => Some(Ordinal { rank: Rank::Circled, number: first as u32 - 0x2487, length: 3 }),
        _ => han(layout, text).or_else(|| sequence(layout, text)),
    }?;
    // An ordinal with nothing after it counts nothing.
    (!text[found.length..].trim().is_empty()).then_some(found)
}

/// 第三章, 第二节, 第四条: a counted unit of a text.
fn numbered_unit(layout: &Layout, text: &str) -> Option<Ordinal> {
    let start = marks::ORDINAL.len_utf8();
    let rest = &text[start..];
    let (number, length) = marks::han_number(rest).or_else(|| marks::number(rest, 3))?;
    let rest = &rest[length..];
    let (unit, rank) = layout.unit(rest)?;
    Some(Ordinal { rank, number, length: start + length + unit })
}

/// 第一，
fn counted(text: &str) -> Option<Ordinal> {
    let start = marks::ORDINAL.len_utf8();
    let (number, length) = marks::han_number(&text[start..])?;
    let mark = text[start + length..].chars().next()?;
    let counts = marks::is_comma(mark) || mark == marks::ENUMERATION;
    counts.then(|| Ordinal { rank: Rank::Sequence, number, length: start + length + mark.len_utf8() })
}

/// （一） and （1）, with full-width and half-width brackets in any mix.
fn round(text: &str) -> Option<Ordinal> {
    let start = text.chars().next()?.len_utf8();
    let inner = &text[start..];
    let (number, length, rank) = marks::han_number(inner)
        .map(|(number, length)| (number, length, Rank::HanRound))
        .or_else(|| marks::number(inner, 3).map(|(number, length)| (number, length, Rank::DigitRound)))?;
    let close = inner[length..].chars().next().filter(|&c| marks::is_close_round(c))?;
    Some(Ordinal { rank, number, length: start + length + close.len_utf8() })
}

/// 1. 1． 1、 1） 1.2 — but not the decimal 1.2万, nor a year.
fn digits(text: &str) -> Option<Ordinal> {
    let (number, mut length) = marks::number(text, 3)?;
    let spaces = text[length..].len() - text[length..].trim_start_matches(' ').len();
    let mark = text[length + spaces..].chars().next()?;
    if marks::is_close_round(mark) {
        return Some(Ordinal { rank: Rank::DigitRound, number, length: length + spaces + mark.len_utf8() });
    }
    if mark != marks::ENUMERATION && !marks::is_dot(mark) {
        return None;
    }
    length += spaces + mark.len_utf8();
    if marks::number(&text[length..], 3).is_none() {
        return (!text[length..].starts_with(|c: char| marks::digit(c).is_some())).then_some(Ordinal { rank: Rank::Digit, number, length });
    }
    outline_number(text, length)
}

/// 1.2 or 1.2.3 before white space.
fn outline_number(text: &str, mut length: usize) -> Option<Ordinal> {
    while let Some((_, more)) = marks::number(&text[length..], 3) {
        length += more;
        match text[length..].chars().next()? {
            c if marks::is_dot(c) => length += c.len_utf8(),
            c if c.is_whitespace() => return Some(Ordinal { rank: Rank::Digit, number: 0, length }),
            _ => return None,
        }
    }
    None
}

/// 一、 and 一是.
fn han(layout: &Layout, text: &str) -> Option<Ordinal> {
    let (number, length) = marks::han_number(text)?;
    let rest = &text[length..];
    let mark = rest.chars().next()?;
    if mark == marks::ENUMERATION || marks::is_dot(mark) {
        let after = &rest[mark.len_utf8()..];
        // 一、二、三产业 counts no point.
        let listed = marks::han_number(after).is_some_and(|(_, more)| after[more..].starts_with(marks::ENUMERATION));
        return (!listed).then_some(Ordinal { rank: Rank::Han, number, length: length + mark.len_utf8() });
    }
    let copula = layout.copula(rest)?;
    let comma = rest[copula..].chars().next().filter(|&c| marks::is_comma(c)).map_or(0, char::len_utf8);
    Some(Ordinal { rank: Rank::Copula, number, length: length + copula + comma })
}

/// 首先，其次，最后，
fn sequence(layout: &Layout, text: &str) -> Option<Ordinal> {
    let (mut length, number) = layout.sequence(text)?;
    if let Some(copula) = layout.copula(&text[length..]) {
        length += copula;
    }
    let mark = text[length..].chars().next()?;
    let pause = if marks::is_comma(mark) || marks::is_colon(mark) { mark.len_utf8() } else { 0 };
    Some(Ordinal { rank: Rank::Sequence, number, length: length + pause })
}
