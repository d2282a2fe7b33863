//! The characters that shape a line: stops, brackets, quotation marks, digits, date units.

use crate::span::Span;

/// 年
pub(super) const YEAR: char = '\u{5E74}';
/// 月
pub(super) const MONTH: char = '\u{6708}';
/// 日
pub(super) const DAY: char = '\u{65E5}';
/// 号
pub(super) const DAY_SPOKEN: char = '\u{53F7}';
/// 第
pub(super) const ORDINAL: char = '\u{7B2C}';
/// 、
pub(super) const ENUMERATION: char = '\u{3001}';

/// A full stop (。 and its half-width form).
pub(super) fn is_full_stop(c: char) -> bool {
    matches!(c, '\u{3002}' | '\u{FF61}')
}

/// A mark that ends a sentence: 。！？ and their half-width forms.
pub(super) fn is_sentence_end(c: char) -> bool {
    is_full_stop(c) || matches!(c, '\u{FF01}' | '\u{FF1F}' | '!' | '?')
}

/// ： and `:`.
pub(super) fn is_colon(c: char) -> bool {
    matches!(c, '\u{FF1A}' | ':')
}

/// ； and `;`.
pub(super) fn is_semicolon(c: char) -> bool {
    matches!(c, '\u{FF1B}' | ';')
}

/// ， and `,`.
pub(super) fn is_comma(c: char) -> bool {
    matches!(c, '\u{FF0C}' | ',')
}

/// A mark after which a new clause, and so an ordinal within a line, may begin.
pub(super) fn is_clause_mark(c: char) -> bool {
    is_sentence_end(c) || is_colon(c) || is_semicolon(c) || is_comma(c) || c == ENUMERATION || is_dash(c) || c.is_whitespace()
}

/// A mark that a heading does not end with.
pub(super) fn is_pause(c: char) -> bool {
    is_colon(c) || is_semicolon(c) || is_comma(c) || c == ENUMERATION
}

/// — ― － and `-`.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '\u{2014}' | '\u{2015}' | '\u{2013}' | '\u{FF0D}' | '-' | '\u{2500}')
}

/// （ and `(`.
pub(super) fn is_open_round(c: char) -> bool {
    matches!(c, '\u{FF08}' | '(')
}

/// ） and `)`.
pub(super) fn is_close_round(c: char) -> bool {
    matches!(c, '\u{FF09}' | ')')
}

/// `.` and ．
pub(super) fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{FF0E}')
}

/// A Han character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{323AF}' | '\u{3007}')
}

/// The value of an ASCII or full-width digit.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '\u{FF10}'..='\u{FF19}' => Some(c as u32 - 0xFF10),
        _ => None,
    }
}

/// The value of a Han digit (〇 零 一 … 九).
pub(super) fn han_digit(c: char) -> Option<u32> {
    let digits = ['\u{3007}', '\u{4E00}', '\u{4E8C}', '\u{4E09}', '\u{56DB}', '\u{4E94}', '\u{516D}', '\u{4E03}', '\u{516B}', '\u{4E5D}'];
    match c {
        '\u{96F6}' | '\u{25CB}' | '\u{25EF}' | '\u{FF2F}' => Some(0),
        _ => digits.iter().position(|&known| known == c).map(|value| value as u32),
    }
}

/// 十
pub(super) const TEN: char = '\u{5341}';
/// 百
pub(super) const HUNDRED: char = '\u{767E}';

/// The Han number that `text` begins with (一 … 九百九十九) and its length in bytes.
pub(super) fn han_number(text: &str) -> Option<(u32, usize)> {
    let (mut total, mut current, mut length) = (0, None, 0);
    for c in text.chars() {
        match (han_digit(c), c) {
            (Some(value), _) if current.is_none_or(|before| before == 0) => current = Some(value),
            (None, TEN) => total += current.take().unwrap_or(1) * 10,
            (None, HUNDRED) => total += current.take().unwrap_or(1) * 100,
            _ => break,
        }
        length += c.len_utf8();
        if length > 15 {
            return None;
        }
    }
    (length > 0).then_some((total + current.unwrap_or(0), length))
}

/// The number in digits that `text` begins with and its length in bytes; none where it has more than `most` digits.
pub(super) fn number(text: &str, most: usize) -> Option<(u32, usize)> {
    let (mut value, mut length) = (0_u32, 0);
    for (count, c) in text.chars().enumerate() {
        let Some(next) = digit(c) else { break };
        if count == most {
            return None;
        }
        value = value * 10 + next;
        length += c.len_utf8();
    }
    (length > 0).then_some((value, length))
}

/// `span` without white space at its ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.from() + (inner.len() - inner.trim_start().len());
    let end = start + inner.trim().len();
    Span::new(start, end)
}

/// `span` without the white space and pauses (；，、：) at its end.
pub(super) fn trim_pauses(text: &str, span: Span) -> Span {
    let inner = span.of(text).trim_end_matches(|c: char| is_pause(c) || c.is_whitespace());
    Span::new(span.from(), span.from() + inner.len())
}
