//! Lists of responsible bodies: 牵头单位：…；责任单位：…, （…牵头，…配合）, 由…牵头.

use super::{BodyList, BodyRole, Line, LineKind, Point, brackets::Brackets, marks, sentences::Nesting};
use crate::{
    catalog::layout::{Entry, Layout, Role},
    span::Span,
};

/// Longest list, in bytes.
const LONGEST: usize = 1200;

/// The lists of a document, in text order; their points are filled in later.
pub(super) fn find(layout: &Layout, text: &str, lines: &[Line]) -> Vec<BodyList> {
    let mut lists = Vec::new();
    for line in lines.iter().filter(|line| !matches!(line.kind, LineKind::Blank | LineKind::Title)) {
        if layout.has(Role::Body, line.span.of(text)) {
            labelled(layout, text, line.span, &mut lists);
        }
        if layout.has(Role::BodyTail, line.span.of(text)) {
            tailed(layout, text, line.span, &mut lists);
        }
    }
    lists.sort_by_key(|list| (list.label.start.min(list.list.start), list.list));
    lists
}

/// `label：list`, up to a stop, a closing bracket or the next label.
fn labelled(layout: &Layout, text: &str, line: Span, lists: &mut Vec<BodyList>) {
    let words = line.of(text);
    let mut labels: Vec<(usize, usize, usize, BodyRole)> = Vec::new();
    for (at, colon) in words.char_indices().filter(|&(_, c)| marks::is_colon(c)) {
        let before = words[..at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '\u{3011}' | ']'));
        if let Some(label) = layout.ends(Role::Body, before) {
            labels.push((before.len() - label.word.len(), before.len(), at + colon.len_utf8(), role(label)));
        }
    }
    for (index, &(start, end, after, role)) in labels.iter().enumerate() {
        let limit = labels.get(index + 1).map_or(words.len(), |next| next.0);
        let rest = &words[after..limit];
        let stop = list_end(rest);
        let list = marks::trim_pauses(text, marks::trim(text, Span::new(line.from() + after, line.from() + after + stop)));
        if !list.is_empty() && list.len() <= LONGEST {
            lists.push(BodyList { role, label: Span::new(line.from() + start, line.from() + end), list, point: None });
        }
    }
}

/// Finds the point of each list.
///
/// A list that ends a line with several points, and is the only one there, is for all of them: it belongs to the point
/// around them.
pub(super) fn place(lists: &mut [BodyList], lines: &[Line], points: &[Point]) {
    let mut nesting = Nesting::new(points);
    let mut group = (usize::MAX, 0);
    for list in lists {
        let start = list.label.start.min(list.list.start);
        let number = lines.partition_point(|line| line.span.start <= start).saturating_sub(1);
        if group.0 != number {
            group = (number, start);
        }
        let inner = |point: usize| points[point].ordinal.start > lines[number].span.start;
        let mut point = nesting.around(start);
        let parted = point.is_some_and(|point| points[point].ordinal.start >= group.1);
        while let Some(current) = point.filter(|&current| !parted && inner(current)) {
            point = points[current].parent;
        }
        list.point = point;
    }
}

/// Where a list ends: at a stop, a semicolon or a bracket that closes around it.
fn list_end(rest: &str) -> usize {
    let mut depth = 0_u32;
    for (at, c) in rest.char_indices() {
        if marks::is_open_round(c) {
            depth += 1;
        } else if marks::is_close_round(c) {
            if depth == 0 {
                return at;
            }
            depth -= 1;
        } else if depth == 0 && (marks::is_sentence_end(c) || marks::is_semicolon(c) || matches!(c, '\u{3010}' | '[')) {
            return at;
        }
    }
    rest.len()
}

/// （…牵头，…配合） in brackets, 由…牵头，…配合 in running text.
fn tailed(layout: &Layout, text: &str, line: Span, lists: &mut Vec<BodyList>) {
    let words = line.of(text);
    for (start, end) in rounds(words) {
        let inside = &words[start..end];
        if layout.has(Role::Body, inside) && inside.contains(marks::is_colon) {
            continue;
        }
        clauses(layout, text, Span::new(line.from() + start, line.from() + end), lists, false);
    }
    led(layout, text, line, lists);
}

/// The insides of the round brackets of a line.
fn rounds(words: &str) -> Vec<(usize, usize)> {
    Brackets::of(words)
        .pairs()
        .iter()
        .filter(|(start, _)| words[*start..].starts_with(marks::is_open_round))
        .map(|&(start, end)| (start + width(&words[start..]), end - words[..end].chars().next_back().map_or(0, char::len_utf8)))
        .collect()
}

fn width(words: &str) -> usize {
    words.chars().next().map_or(0, char::len_utf8)
}

/// 由 … 牵头, and the clauses after it.
fn led(layout: &Layout, text: &str, line: Span, lists: &mut Vec<BodyList>) {
    let words = line.of(text);
    for lead in layout.entries(Role::BodyLead) {
        for (at, _) in words.match_indices(&lead.word) {
            let starts = words[..at].chars().next_back().is_none_or(marks::is_clause_mark);
            if !starts {
                continue;
            }
            let rest = &words[at + lead.word.len()..];
            let stop = rest
                .char_indices()
                .take(400)
                .find(|&(_, c)| marks::is_sentence_end(c) || marks::is_close_round(c))
                .map_or(rest.len(), |(at, _)| at);
            let begin = line.from() + at + lead.word.len();
            clauses(layout, text, Span::new(begin, begin + stop), lists, true);
        }
    }
}

/// Clauses that end with 牵头, 配合, 负责: what stands before is the list.
fn clauses(layout: &Layout, text: &str, span: Span, lists: &mut Vec<BodyList>, leads: bool) {
    let mut start = span.from();
    let mut first = true;
    let words = span.of(text);
    let breaks = words.char_indices().filter(|&(_, c)| marks::is_comma(c) || marks::is_semicolon(c) || marks::is_sentence_end(c));
    let ends: Vec<(usize, usize)> = breaks.map(|(at, c)| (span.from() + at, at + c.len_utf8() + span.from())).collect();
    for (end, next) in ends.into_iter().chain([(span.to(), span.to())]) {
        let clause = marks::trim(text, Span::new(start, end));
        let found = tail(layout, clause.of(text), leads && first);
        match found {
            Some((length, end, role)) => {
                let list = marks::trim(text, Span::new(clause.from(), clause.from() + length));
                let label = Span::new(clause.from() + length, clause.from() + end);
                let known = lists.iter().rev().take(8).any(|other| other.label.overlaps(label));
                if !list.is_empty() && list.len() <= LONGEST && !known {
                    lists.push(BodyList { role, label, list, point: None });
                }
                start = next;
                first = false;
            }
            // A list may itself hold commas; in running text the first clause must already be one.
            None if leads => return,
            None => {}
        }
    }
}

/// The list's length before a tail word at the end of `clause`, the tail's end and its role; the first clause after 由
/// may go on after the tail (由省科技厅牵头组建…).
fn tail(layout: &Layout, clause: &str, open: bool) -> Option<(usize, usize, BodyRole)> {
    if let Some(entry) = layout.ends(Role::BodyTail, clause) {
        let list = clause.len() - entry.word.len();
        return (list > 0).then(|| (list, clause.len(), role(entry)));
    }
    if !open {
        return None;
    }
    let leads = layout.entries(Role::BodyTail).iter().filter(|entry| entry.value == "lead");
    leads
        .filter_map(|entry| clause.find(&entry.word).filter(|&at| at > 0).map(|at| (at, at + entry.word.len(), role(entry))))
        .min_by_key(|&(at, end, _)| (at, usize::MAX - end))
}

fn role(entry: &Entry) -> BodyRole {
    if entry.value == "lead" { BodyRole::Lead } else { BodyRole::Support }
}
