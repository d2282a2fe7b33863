//! The document's own date: from a line that gives it, from the lead, or from the title of a yearly report; never from a clock.

use super::{Line, LineKind, marks};
use crate::{
    catalog::layout::{Layout, Role},
    span::Span,
};

/// How far apart (days of a year) two dates may be for one to lend the other its year.
const NEAR_DAYS: i32 = 15;
/// Lines at either end of a document where its date may stand.
const EDGE_LINES: usize = 15;

/// A date in a text; a part that is missing is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
}

impl Found {
    pub(super) fn is_full(self) -> bool {
        self.year > 0 && self.month > 0 && self.day > 0
    }

    pub(super) fn text(self) -> String {
        match (self.month, self.day) {
            (0, _) => format!("{:04}", self.year),
            (month, 0) => format!("{:04}-{month:02}", self.year),
            (month, day) => format!("{:04}-{month:02}-{day:02}", self.year),
        }
    }

    fn day_of_year(self) -> i32 {
        (self.month as i32 - 1) * 30 + self.day as i32
    }
}

/// The document's date, where the text gives one.
pub(super) fn of_document(layout: &Layout, text: &str, lines: &[Line], title: Option<Span>) -> Option<(String, Span)> {
    let found = imprint(text, lines).or_else(|| lead(layout, text, lines)).or_else(|| annual(layout, text, title?))?;
    Some((found.text(), found.span))
}

/// A line of its own: （2026年1月20日）, 2026年1月20日, ——2026年1月20日在……会议上.
fn imprint(text: &str, lines: &[Line]) -> Option<Found> {
    let full: Vec<&Line> = lines.iter().filter(|line| line.kind != LineKind::Blank).collect();
    let (head, tail) = full.split_at(full.len().min(EDGE_LINES));
    let last = &tail[tail.len().saturating_sub(EDGE_LINES)..];
    let dated = |line: &&&Line| line.kind == LineKind::Imprint;
    let first_date = |line: &Line| scan(text, line.span, 1).into_iter().find(|found| found.year > 0 && found.month > 0);
    head.iter()
        .filter(dated)
        .find_map(|line| first_date(line))
        .or_else(|| last.iter().rev().filter(dated).find_map(|line| first_date(line)))
}

/// The lead of a report: 12月10日，…, 今天（3月7日）…, 新华社北京10月16日电; a year that is not said is taken from a date near by.
fn lead(layout: &Layout, text: &str, lines: &[Line]) -> Option<Found> {
    let first = lines.iter().filter(|line| matches!(line.kind, LineKind::Text | LineKind::Imprint)).take(3);
    let found = first.flat_map(|line| scan(text, line.span, 3)).find(|found| is_lead(layout, text, lines, *found))?;
    if found.year > 0 {
        return Some(found);
    }
    let year = lines
        .iter()
        .flat_map(|line| scan(text, line.span, usize::MAX))
        .filter(|other| other.is_full())
        .map(|other| (distance(found, other), other.year))
        .filter(|&(distance, _)| distance.abs() <= NEAR_DAYS)
        .min_by_key(|&(distance, year)| (distance.abs(), year))?
        .1;
    Some(Found { year, ..found })
}

/// Days between two dates within a year.
fn distance(a: Found, b: Found) -> i32 {
    a.day_of_year() - b.day_of_year()
}

fn is_lead(layout: &Layout, text: &str, lines: &[Line], found: Found) -> bool {
    if found.month == 0 || found.day == 0 {
        return false;
    }
    let Some(line) = lines.iter().find(|line| line.span.contains(found.span)) else { return false };
    let before = &text[line.span.from()..found.span.from()];
    let after = &text[found.span.to()..line.span.to()];
    let first = lines.iter().find(|line| line.kind == LineKind::Text).is_some_and(|first| first.span == line.span);
    let subject = first && before.chars().count() <= 24 && !before.contains(|c| marks::is_clause_mark(c) || crate::text::is_quote(c));
    let opens = before.chars().count() <= 8 && !before.contains(marks::is_comma);
    let shown = layout.ends(Role::DateLead, before.trim_end_matches(marks::is_open_round)).is_some();
    let dateline = before.chars().count() <= 14 && layout.starts(Role::Dateline, after.trim_start()).is_some();
    // The lead's main clause dates the report; a range or a later clause does not.
    let ranged = after.starts_with(|c: char| marks::is_dash(c) || c == '\u{81F3}' || c == '\u{8D77}');
    (opens || shown || dateline || subject) && !ranged
}

/// The year in the title of a yearly report.
fn annual(layout: &Layout, text: &str, title: Span) -> Option<Found> {
    layout.has(Role::Annual, title.of(text)).then(|| scan(text, title, 1)).and_then(|found| found.into_iter().find(|found| found.year > 0))
}

/// Up to `most` dates in `span`, in order.
pub(super) fn scan(text: &str, span: Span, most: usize) -> Vec<Found> {
    let mut dates = Vec::new();
    let mut at = span.from();
    let mut before = None;
    while at < span.to() && dates.len() < most {
        let Some(c) = text[at..span.to()].chars().next() else { break };
        let starts = (marks::digit(c).is_some() || marks::han_digit(c).is_some() || c == marks::TEN) && !before.is_some_and(is_numeral);
        match starts.then(|| date(&text[at..span.to()])).flatten() {
            Some((found, length)) => {
                dates.push(Found { span: Span::new(at, at + length), ..found });
                at += length;
                before = None;
            }
            None => {
                before = Some(c);
                at += c.len_utf8();
            }
        }
    }
    dates
}

fn is_numeral(c: char) -> bool {
    marks::digit(c).is_some() || marks::is_dot(c) || marks::han_digit(c).is_some()
}

/// The date that `text` begins with and its length.
fn date(text: &str) -> Option<(Found, usize)> {
    numeric(text).or_else(|| written(text))
}

/// 2023-12-26, 2023/12/26, 2023.12.26
fn numeric(text: &str) -> Option<(Found, usize)> {
    let (year, mut length) = marks::number(text, 4).filter(|(year, _)| is_year(*year))?;
    let mark = text[length..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, more) = marks::number(&text[length + 1..], 2)?;
    length += 1 + more;
    let (day, more) = marks::number(text[length..].strip_prefix(mark)?, 2)?;
    length += 1 + more;
    valid(Found { year, month, day, ..Found::default() }).map(|found| (found, length))
}

/// 2023年12月26日, 2023年12月, 2023年, 12月26日, 二〇二三年十二月二十六日
fn written(text: &str) -> Option<(Found, usize)> {
    let mut found = Found::default();
    let mut length = 0;
    if let Some((year, more)) = year(text) {
        found.year = year;
        length = more;
    }
    let rest = &text[length..];
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    if let Some((month, more)) = unit(&rest[spaces..], &[marks::MONTH]) {
        found.month = month;
        length += spaces + more;
        let rest = &text[length..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        if let Some((day, more)) = unit(&rest[spaces..], &[marks::DAY, marks::DAY_SPOKEN]) {
            found.day = day;
            length += spaces + more;
        }
    }
    if length == 0 || (found.year == 0 && found.day == 0) {
        return None;
    }
    valid(found).map(|found| (found, length))
}

fn year(text: &str) -> Option<(u32, usize)> {
    let (value, length) = marks::number(text, 4).or_else(|| {
        let digits: Vec<u32> = text.chars().take(4).map_while(marks::han_digit).collect();
        let length = text.chars().take(4).map(char::len_utf8).sum();
        (digits.len() == 4).then(|| (digits.iter().fold(0, |sum, digit| sum * 10 + digit), length))
    })?;
    let rest = text[length..].trim_start_matches(' ');
    let end = text.len() - rest.strip_prefix(marks::YEAR)?.len();
    is_year(value).then_some((value, end))
}

fn unit(text: &str, units: &[char]) -> Option<(u32, usize)> {
    let (value, length) = marks::number(text, 2).or_else(|| marks::han_number(text))?;
    let rest = text[length..].trim_start_matches(' ');
    Some((value, text.len() - rest.strip_prefix(units)?.len()))
}

fn is_year(value: u32) -> bool {
    (1900..=2199).contains(&value)
}

fn valid(found: Found) -> Option<Found> {
    (found.month <= 12 && found.day <= 31).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_form() {
        let read = |text: &str| {
            scan(text, Span::new(0, text.len()), 9).iter().map(|found| (found.year, found.month, found.day)).collect::<Vec<_>>()
        };
        assert_eq!(read("2025年12月9日，12月10日；2025 年 3 月"), [(2025, 12, 9), (0, 12, 10), (2025, 3, 0)]);
        assert_eq!(read("二〇二三年十二月二十六日 2023-12-26 2024/1/5"), [(2023, 12, 26), (2023, 12, 26), (2024, 1, 5)]);
        assert_eq!(read("增长3.5%、12个月、第13月"), []);
    }
}
