//! What each line is.

use super::{
    LineKind, byline,
    byline::Prefix,
    lines::Raw,
    marks,
    ordinal::{self, Ordinal},
};
use crate::{
    catalog::layout::{Layout, Rank, Role},
    span::Span,
};
use std::collections::BTreeSet;

/// Longest heading, in characters.
const LONGEST_HEADING: usize = 50;
/// Longest heading without ordinal, in characters.
const LONGEST_PLAIN: usize = 36;

/// A line with what it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typed {
    pub(super) raw: Raw,
    pub(super) kind: LineKind,
    /// The prefix that names the speaker.
    pub(super) byline: Option<Span>,
    /// The ordinal that the line begins with.
    pub(super) ordinal: Option<Ordinal>,
}

/// Says what every line is, the title apart.
pub(super) fn classify(layout: &Layout, text: &str, raws: &[Raw]) -> Vec<Typed> {
    let known = byline::known_names(layout, text, raws.iter().map(|raw| raw.content));
    let mut lines: Vec<Typed> = raws.iter().map(|&raw| alone(layout, text, raw, &known)).collect();
    let full: Vec<usize> = (0..lines.len()).filter(|&index| lines[index].kind != LineKind::Blank).collect();
    bylines(layout, text, &mut lines, &full);
    topics(layout, text, &mut lines, &full);
    signatures(text, &mut lines, &full);
    occasions(layout, text, &mut lines, &full);
    lists(&mut lines, &full);
    lines
}

/// What a line is, seen alone.
fn alone(layout: &Layout, text: &str, raw: Raw, known: &BTreeSet<&str>) -> Typed {
    let words = raw.content.of(text);
    let mut typed = Typed { raw, kind: LineKind::Text, byline: None, ordinal: ordinal::at_start(layout, words) };
    typed.kind = if !words.contains(char::is_alphanumeric) {
        if raw.span.is_empty() { LineKind::Blank } else { LineKind::Text }
    } else if is_caption(layout, words) {
        LineKind::Caption
    } else if is_imprint(layout, text, raw.content) || is_number(words) {
        LineKind::Imprint
    } else if typed.ordinal.is_none() && (byline::is_post_and_name(layout, words) || byline::is_roster(layout, words)) {
        LineKind::Byline
    } else if is_callout(words) || layout.starts(Role::Salutation, words).is_some() {
        LineKind::Text
    } else if raw.hashes > 0 || is_heading(layout, words, typed.ordinal) {
        LineKind::Heading
    } else {
        LineKind::Text
    };
    if typed.kind == LineKind::Text && typed.ordinal.is_none() {
        match byline::prefix(layout, text, raw.content, known) {
            Some(Prefix::Question) => typed.kind = LineKind::Question,
            Some(Prefix::Speaker(span)) => typed.byline = Some(span),
            None => {}
        }
    }
    typed
}

/// ▲…, 图1 …, 表2 …
fn is_caption(layout: &Layout, words: &str) -> bool {
    let shape =
        |c: char| matches!(c, '\u{25B2}' | '\u{25B3}' | '\u{25B6}' | '\u{25BA}' | '\u{25BC}' | '\u{25BD}' | '\u{2191}' | '\u{2193}');
    if words.starts_with(shape) && words.chars().count() <= 120 {
        return true;
    }
    let Some(figure) = layout.starts(Role::Figure, words) else { return false };
    let rest = words[figure.word.len()..].trim_start();
    let numbered = marks::number(rest, 3).or_else(|| marks::han_number(rest)).map(|(_, length)| &rest[length..]);
    numbered.is_some_and(|rest| rest.chars().count() <= 40 && !rest.contains(marks::is_full_stop) && !rest.starts_with(marks::is_comma))
}

/// A line that gives date or occasion: （2026年1月20日）, ——2026年1月20日在…会议上, 新华社北京1月20日电.
fn is_imprint(layout: &Layout, text: &str, span: Span) -> bool {
    let words = span.of(text);
    if words.len() > 240 || words.contains(marks::is_full_stop) {
        return false;
    }
    let Some(date) = super::dates::scan(text, span, 1).into_iter().find(|found| found.month > 0) else { return false };
    let before =
        text[span.from()..date.span.from()].trim_matches(|c: char| marks::is_dash(c) || marks::is_open_round(c) || c.is_whitespace());
    let after = text[date.span.to()..span.to()].trim_matches(|c: char| marks::is_close_round(c) || c.is_whitespace());
    let label = before.trim_end_matches(|c: char| marks::is_colon(c) || c.is_whitespace());
    let opens = before.is_empty() || layout.is(Role::DateLabel, label);
    let closes = after.is_empty() || layout.ends(Role::Occasion, after).is_some() || layout.ends(Role::DateTail, after).is_some();
    let bracketed = words.starts_with(marks::is_open_round) && words.ends_with(marks::is_close_round) && words.chars().count() <= 60;
    let dateline = before.chars().count() <= 12 && layout.is(Role::Dateline, after);
    let dashed = before.is_empty() && words.starts_with(marks::is_dash);
    (opens && (closes || dashed)) || (bracketed && date.year > 0) || dateline
}

/// 临政发〔2031〕3号: the number of a document.
fn is_number(words: &str) -> bool {
    let year = words.find(['\u{3014}', '[', '\u{FF3B}']).map(|at| words[at..].trim_start_matches(|c: char| marks::digit(c).is_none()));
    words.chars().take(31).count() <= 30
        && words.ends_with(marks::DAY_SPOKEN)
        && year.is_some_and(|year| marks::number(year, 4).is_some_and(|(year, _)| year > 1900))
}

/// `[!NOTE] …`
fn is_callout(words: &str) -> bool {
    words.starts_with("[!")
}

fn is_heading(layout: &Layout, words: &str, ordinal: Option<Ordinal>) -> bool {
    let Some(ordinal) = ordinal else { return is_plain_heading(words) };
    let rest = words[ordinal.length..].trim();
    let body = rest.strip_suffix(marks::is_full_stop).unwrap_or(rest);
    let bare = body.len() == rest.len();
    let shaped = body.chars().count() <= LONGEST_HEADING
        && !body.contains(|c| marks::is_sentence_end(c) || marks::is_semicolon(c) || marks::is_colon(c))
        && !body.ends_with(marks::is_pause)
        && !ends_with_bodies(layout, body);
    shaped
        && match ordinal.rank {
            Rank::Book | Rank::Part | Rank::Chapter | Rank::Section => bare,
            Rank::Han | Rank::HanRound => true,
            Rank::Digit => bare,
            _ => false,
        }
}

fn ends_with_bodies(layout: &Layout, body: &str) -> bool {
    body.ends_with(marks::is_close_round) && (layout.has(Role::Body, body) || layout.has(Role::BodyTail, body))
}

fn is_plain_heading(words: &str) -> bool {
    let last = words.chars().last();
    words.chars().filter(|c| marks::is_han(*c)).count() >= 2
        && words.chars().take(LONGEST_PLAIN + 1).count() <= LONGEST_PLAIN
        && !words.contains(|c| marks::is_full_stop(c) || marks::is_semicolon(c) || marks::is_colon(c) || matches!(c, '|' | '\t'))
        && !last.is_some_and(|c| marks::is_pause(c) || marks::is_sentence_end(c) || matches!(c, '\u{2026}' | '\u{2014}'))
        && !words.starts_with(|c: char| marks::is_dash(c) || marks::digit(c).is_some() && words.ends_with(|c| marks::digit(c).is_some()))
}

/// A post on one line with the name on the next, or the other way round.
fn bylines(layout: &Layout, text: &str, lines: &mut [Typed], full: &[usize]) {
    for pair in full.windows(2) {
        let (first, second) = (lines[pair[0]], lines[pair[1]]);
        if !is_loose(first) || !is_loose(second) {
            continue;
        }
        let (a, b) = (first.raw.content.of(text), second.raw.content.of(text));
        let split =
            (byline::is_post(layout, a) && byline::is_name(layout, b)) || (byline::is_name(layout, a) && byline::is_post(layout, b));
        if split {
            lines[pair[0]].kind = LineKind::Byline;
            lines[pair[1]].kind = LineKind::Byline;
        }
    }
}

fn is_loose(line: Typed) -> bool {
    line.kind == LineKind::Heading && line.ordinal.is_none() && line.raw.hashes == 0
}

/// 介绍了…… after a byline, on up to three lines.
fn topics(layout: &Layout, text: &str, lines: &mut [Typed], full: &[usize]) {
    for start in 1..full.len() {
        let line = lines[full[start]];
        if !is_loose(line)
            || lines[full[start - 1]].kind != LineKind::Byline
            || layout.starts(Role::Topic, line.raw.content.of(text)).is_none()
        {
            continue;
        }
        lines[full[start]].kind = LineKind::Topic;
        let mut last = start;
        while layout.ends(Role::TopicEnd, lines[full[last]].raw.content.of(text)).is_none() && last < start + 2 {
            let Some(next) = full.get(last + 1).filter(|&&next| is_loose(lines[next])) else { break };
            // Only a line that closes the topic continues it; any other is a heading.
            if layout.ends(Role::TopicEnd, lines[*next].raw.content.of(text)).is_none() {
                break;
            }
            last += 1;
            lines[full[last]].kind = LineKind::Topic;
        }
    }
}

/// The second line of ——2026年1月20日在……会议上.
fn occasions(layout: &Layout, text: &str, lines: &mut [Typed], full: &[usize]) {
    for pair in full.windows(2) {
        let (first, second) = (lines[pair[0]], lines[pair[1]]);
        let open = first.kind == LineKind::Imprint && layout.ends(Role::Occasion, first.raw.content.of(text)).is_none();
        if open && is_loose(second) && layout.ends(Role::Occasion, second.raw.content.of(text)).is_some() {
            lines[pair[1]].kind = LineKind::Imprint;
        }
    }
}

/// Who issues a document, on a line of its own between the text and the date (落款).
fn signatures(text: &str, lines: &mut [Typed], full: &[usize]) {
    for three in full.windows(3) {
        let ended = lines[three[0]].raw.content.of(text).ends_with(|c| marks::is_sentence_end(c) || marks::is_close_round(c));
        let dated = lines[three[2]].kind == LineKind::Imprint && !lines[three[2]].raw.content.of(text).starts_with(marks::is_open_round);
        if ended && dated && lines[three[0]].kind == LineKind::Text && is_loose(lines[three[1]]) {
            lines[three[1]].kind = LineKind::Imprint;
        }
    }
}

/// A run of three or more bare lines, or of points of one kind, is a list, not a stack of headings.
fn lists(lines: &mut [Typed], full: &[usize]) {
    let mut start = 0;
    while start < full.len() {
        let first = lines[full[start]];
        let alike = |line: Typed| match first.ordinal {
            None => is_loose(line),
            Some(ordinal) => {
                line.kind == LineKind::Heading
                    && ordinal.rank == Rank::Digit
                    && line.ordinal.is_some_and(|other| other.rank == ordinal.rank)
            }
        };
        let mut end = start;
        while end < full.len() && alike(lines[full[end]]) {
            end += 1;
        }
        let least = if first.ordinal.is_some() { 2 } else { 3 };
        if end - start >= least && start > 0 {
            for &index in &full[start..end] {
                lines[index].kind = LineKind::Text;
            }
        }
        start = end.max(start + 1);
    }
}
