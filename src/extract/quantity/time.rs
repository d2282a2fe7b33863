//! Times as they are written: 2025年, 2025年12月9日, 今年, “十五五”时期.

use super::numeral::{Numerals, digit};
use crate::{
    catalog::{lexicon::Lexicon, phrases::Phrases},
    error::Defect,
    span::Span,
    text,
};

const KINDS: [&str; 7] = ["year-mark", "month-mark", "relative", "period", "vague", "recent", "coming"];
const LISTS: [&str; 4] = ["by", "base", "span", "day"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    YearMark,
    MonthMark,
    Relative(i8),
    Period(u8),
    Vague,
    Recent,
    Coming,
}

/// What a time expression names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A year, with month and day where they are written.
    Date(u16, Option<u8>, Option<u8>),
    /// A month and day without a year.
    Day(u8, u8),
    /// Years from the document's own year: 去年 is -1.
    Relative(i8),
    /// A five-year plan by its number: “十五五” is 15.
    Period(u8),
    /// The five years that the document looks back on: 五年来.
    Recent,
    /// The five years to come: 未来五年.
    Coming,
    /// A time without a year: 近年来.
    Vague,
}

/// How a time stands to what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// In that time.
    At,
    /// Until it: 到2030年.
    By,
    /// Compared with it: 比去年.
    Base,
}

/// A time expression in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Its characters, without the words before it that give the role.
    pub span: Span,
    /// What it names.
    pub when: When,
    /// How it stands to what is said.
    pub role: Role,
}

/// The words of time, compiled.
#[derive(Clone, Debug)]
pub struct TimeWords {
    words: Phrases<Word>,
    by: Vec<String>,
    base: Vec<String>,
    after: Vec<String>,
    months: Vec<String>,
    days: Vec<String>,
}

impl TimeWords {
    /// Compiles the table `time`.
    pub fn load(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let mut words = Vec::new();
        let mut lists: [Vec<String>; 4] = Default::default();
        let mut months = Vec::new();
        for row in lexicon.table("time") {
            let value: i8 = row.cell(2).parse().unwrap_or(0);
            let list = |name: &str| LISTS.iter().position(|known| *known == name);
            let word = match row.cell(1) {
                "year-mark" => Word::YearMark,
                "month-mark" => {
                    months.push(row.word().to_owned());
                    Word::MonthMark
                }
                "relative" => Word::Relative(value),
                "period" => Word::Period(value.unsigned_abs()),
                "vague" => Word::Vague,
                "recent" => Word::Recent,
                "coming" => Word::Coming,
                other => {
                    match list(other) {
                        Some(index) => lists[index].push(row.word().to_owned()),
                        None => defects.push(Defect {
                            file: "data/lexicon/time.tsv".to_owned(),
                            line: row.line,
                            problem: text::unknown(other, KINDS.iter().chain(&LISTS).copied()),
                        }),
                    }
                    continue;
                }
            };
            words.push((row.word(), word));
        }
        let [by, base, after, days] = lists;
        Self { words: Phrases::new(words), by, base, after, months, days }
    }

    /// The times of `text`, in order.
    pub fn find(&self, numerals: &Numerals, text: &str) -> Vec<Time> {
        let mut times: Vec<Time> = Vec::new();
        for (span, word) in self.words.find(text) {
            let free = times.last().is_none_or(|last| last.span.end <= span.start);
            if let Some(time) = free.then(|| self.time(numerals, text, span, word)).flatten() {
                times.push(time);
            }
        }
        times
    }

    fn time(&self, numerals: &Numerals, text: &str, span: Span, word: Word) -> Option<Time> {
        let (span, when) = match word {
            Word::YearMark => self.date(numerals, text, span)?,
            Word::MonthMark => self.month_day(text, span)?,
            Word::Period(number) => (self.period(text, span)?, When::Period(number)),
            Word::Relative(years) => (span, When::Relative(years)),
            Word::Vague => (span, When::Vague),
            Word::Recent => (span, When::Recent),
            Word::Coming => (span, When::Coming),
        };
        let before = text[..span.from()].trim_end_matches(text::is_quote);
        let ends = |words: &[String]| words.iter().any(|word| before.ends_with(word.as_str()));
        let role = match (ends(&self.base), ends(&self.by)) {
            (true, _) => Role::Base,
            (_, true) => Role::By,
            _ => Role::At,
        };
        Some(Time { span, when, role })
    }

    fn date(&self, numerals: &Numerals, text: &str, mark: Span) -> Option<(Span, When)> {
        let (start, year) = numerals.year_before(text, mark.from())?;
        let Some((month, after_month)) = part(text, mark.to(), &self.months) else {
            return Some((Span::new(start, mark.to()), When::Date(year, None, None)));
        };
        Some(match part(text, after_month, &self.days) {
            Some((day, end)) => (Span::new(start, end), When::Date(year, Some(month), Some(day))),
            None => (Span::new(start, after_month), When::Date(year, Some(month), None)),
        })
    }

    fn month_day(&self, text: &str, mark: Span) -> Option<(Span, When)> {
        let digits = text[..mark.from()].chars().rev().take_while(|&c| digit(c).is_some()).map(char::len_utf8);
        let start = mark.from() - digits.take(2).sum::<usize>();
        let (month, after_month) = part(text, start, &self.months)?;
        let (day, end) = part(text, after_month, &self.days)?;
        Some((Span::new(start, end), When::Day(month, day)))
    }

    /// A plan's number is a time only in quotation marks or before a word like 时期; before 规划 it names a text.
    fn period(&self, text: &str, span: Span) -> Option<Span> {
        let inner = &text[span.to()..];
        let rest = inner.trim_start_matches(text::is_quote);
        let quoted = rest.len() < inner.len();
        let follows = self.after.iter().filter(|word| rest.starts_with(word.as_str())).map(String::len).max();
        let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        match follows {
            Some(length) => Some(Span::new(span.from(), text.len() - rest.len() + length)),
            None if quoted && ends => Some(Span::new(span.from(), text.len() - rest.len())),
            None => None,
        }
    }
}

/// A one- or two-digit number at `from` and the mark (月, 日) after it.
fn part(text: &str, from: usize, marks: &[String]) -> Option<(u8, usize)> {
    let mut value = 0u8;
    let mut end = from;
    for c in text[from..].chars().take(2) {
        let Some(d) = digit(c) else { break };
        value = value * 10 + d as u8;
        end += c.len_utf8();
    }
    let mark = marks.iter().find(|mark| end > from && text[end..].starts_with(mark.as_str()))?;
    Some((value, end + mark.len()))
}

/// The first and last year of a five-year plan.
pub fn years(period: u8) -> (u16, u16) {
    let first = 1981 + (u16::from(period).max(6) - 6) * 5;
    (first, first + 4)
}

impl Time {
    /// The years it covers, first and last, where `own` is the document's own year.
    pub fn years(&self, own: Option<u16>) -> Option<(u16, u16)> {
        match self.when {
            When::Date(year, ..) => Some((year, year)),
            When::Period(number) => Some(years(number)),
            When::Relative(offset) => own.and_then(|own| own.checked_add_signed(i16::from(offset))).map(|year| (year, year)),
            When::Day(..) => own.map(|own| (own, own)),
            When::Recent | When::Coming | When::Vague => None,
        }
    }
}
