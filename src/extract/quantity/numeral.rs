//! Numbers as they are written: `1.8`, `３,000`, 两, 百分之三十, 千亿.

use crate::{catalog::lexicon::Lexicon, error::Defect};
use rustc_hash::FxHashMap;

/// What a numeral character does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Numeral {
    Digit(f64),
    Scale(f64),
    Myriad(f64),
}

/// The numeral characters (数字).
#[derive(Clone, Debug, Default)]
pub struct Numerals {
    characters: FxHashMap<char, Numeral>,
}

/// A number at a place of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The value without the myriads (万, 亿) that follow it.
    pub value: f64,
    /// One past the last byte of the number proper.
    pub end: usize,
    /// One past the last byte of the myriads that follow directly; `end` where none do.
    pub unit_end: usize,
    /// Whether it is written in Chinese numerals.
    pub chinese: bool,
    /// Whether it is Chinese and has no digit, as in 千亿 or 百.
    pub bare: bool,
}

impl Numerals {
    /// Compiles the table `numerals`.
    pub fn load(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let mut characters = FxHashMap::default();
        for row in lexicon.table("numerals") {
            let value = row.cell(2).parse().unwrap_or(0.0);
            let numeral = match row.cell(1) {
                "digit" => Some(Numeral::Digit(value)),
                "scale" => Some(Numeral::Scale(value)),
                "myriad" => Some(Numeral::Myriad(value)),
                _ => None,
            };
            match (row.word().chars().next(), numeral) {
                (Some(c), Some(numeral)) => _ = characters.insert(c, numeral),
                _ => defects.push(Defect {
                    file: "data/lexicon/numerals.tsv".to_owned(),
                    line: row.line,
                    problem: "a numeral is one character with the kind digit, scale or myriad".to_owned(),
                }),
            }
        }
        Self { characters }
    }

    /// The characters with which a number may begin: digits of either width, and Chinese numerals.
    pub fn characters(&self) -> impl Iterator<Item = char> {
        ('0'..='9').chain('\u{FF10}'..='\u{FF19}').chain(self.characters.keys().copied())
    }

    /// Whether `c` is a Chinese numeral.
    pub fn has(&self, c: char) -> bool {
        self.characters.contains_key(&c)
    }

    /// The number that begins at byte `start` of `text`, where one does.
    pub fn at(&self, text: &str, start: usize) -> Option<Number> {
        let first = text[start..].chars().next()?;
        if digit(first).is_some() {
            return Some(self.arabic(text, start));
        }
        self.characters.get(&first)?;
        self.chinese(text, start)
    }

    /// The Chinese digit or digits that end at byte `end`, as one number read digit by digit (二〇二五).
    pub fn year_before(&self, text: &str, end: usize) -> Option<(usize, u16)> {
        let mut year = 0u32;
        let mut place = 1u32;
        let mut start = end;
        for (offset, c) in text[..end].char_indices().rev().take(5) {
            let Some(value) = self.plain_digit(c) else { break };
            if place > 1000 {
                return None;
            }
            year += value * place;
            place *= 10;
            start = offset;
        }
        let is_year = place == 10_000 && (1900..2100).contains(&year);
        is_year.then_some((start, year as u16))
    }

    fn plain_digit(&self, c: char) -> Option<u32> {
        digit(c).or_else(|| match self.characters.get(&c) {
            Some(&Numeral::Digit(value)) => Some(value as u32),
            _ => None,
        })
    }

    fn arabic(&self, text: &str, start: usize) -> Number {
        let mut written = String::new();
        let mut end = start;
        let mut rest = text[start..].char_indices().peekable();
        while let Some((offset, c)) = rest.next() {
            if let Some(value) = digit(c) {
                written.push(char::from(b'0' + value as u8));
                end = start + offset + c.len_utf8();
                continue;
            }
            let next_is_digit = rest.peek().is_some_and(|&(_, next)| digit(next).is_some());
            let point = matches!(c, '.' | '\u{FF0E}') && !written.contains('.');
            if point && next_is_digit {
                written.push('.');
            } else if !(c == ',' && groups_thousands(&text[start + offset + 1..])) {
                break;
            }
        }
        let value = written.parse().unwrap_or(0.0);
        Number { value, end, unit_end: self.myriads(text, end), chinese: false, bare: false }
    }

    fn chinese(&self, text: &str, start: usize) -> Option<Number> {
        let (mut total, mut section, mut current) = (0.0, 0.0, None);
        let mut bare = true;
        let mut end = start;
        for (offset, c) in text[start..].char_indices() {
            let after = start + offset + c.len_utf8();
            match self.characters.get(&c) {
                Some(&Numeral::Digit(value)) => {
                    // Digits in a row are read digit by digit, as in 一九九三.
                    current = Some(current.unwrap_or(0.0) * 10.0 + value);
                    bare = false;
                }
                Some(&Numeral::Scale(scale)) => {
                    section += current.unwrap_or(1.0) * scale;
                    current = None;
                }
                Some(&Numeral::Myriad(factor)) if self.numeral_after(text, after) => {
                    total += (section + current.take().unwrap_or(0.0)).max(1.0) * factor;
                    section = 0.0;
                }
                _ => break,
            }
            end = after;
        }
        let unit_end = self.myriads(text, end);
        let mut value = total + section + current.unwrap_or(0.0);
        if end == start {
            value = 1.0;
        }
        (unit_end > start).then_some(Number { value, end, unit_end, chinese: true, bare })
    }

    fn numeral_after(&self, text: &str, at: usize) -> bool {
        text[at..].chars().next().is_some_and(|c| matches!(self.characters.get(&c), Some(Numeral::Digit(_) | Numeral::Scale(_))))
    }

    /// One past the myriads at byte `from`; `from` where there are none.
    pub fn myriads(&self, text: &str, from: usize) -> usize {
        let mut end = from;
        for c in text[from..].chars().take(3) {
            match self.characters.get(&c) {
                Some(Numeral::Myriad(_)) => end += c.len_utf8(),
                Some(&Numeral::Scale(scale)) if scale >= 100.0 && self.starts_myriad(text, end + c.len_utf8()) => end += c.len_utf8(),
                _ => break,
            }
        }
        end
    }

    fn starts_myriad(&self, text: &str, at: usize) -> bool {
        text[at..].chars().next().is_some_and(|c| matches!(self.characters.get(&c), Some(Numeral::Myriad(_))))
    }
}

/// The value of an Arabic digit, half or full width.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(u32::from(c) - u32::from('0')),
        '\u{FF10}'..='\u{FF19}' => Some(u32::from(c) - 0xFF10),
        _ => None,
    }
}

fn groups_thousands(after_comma: &str) -> bool {
    let digits = after_comma.chars().take(4).take_while(|&c| digit(c).is_some()).count();
    digits == 3
}
