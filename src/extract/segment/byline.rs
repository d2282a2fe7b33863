//! Who speaks, from the form of a line: a post and a name, a name before a colon, a question, an answer.

use super::marks;
use crate::{
    catalog::layout::{Layout, Role},
    span::Span,
};
use std::collections::BTreeSet;

/// Longest byline, in characters.
const LONGEST: usize = 60;

/// Longest label before a person who is presented, in characters.
const LONGEST_LABEL: usize = 6;

/// What stands before a line's first colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    /// A reporter asks.
    Question,
    /// Someone answers or speaks; the span runs up to and including the colon.
    Speaker(Span),
}

/// Whether `line` is a post and a name, as in 市发展改革委主任王某某, and nothing else.
pub(super) fn is_post_and_name(layout: &Layout, line: &str) -> bool {
    let line = line.trim_start_matches(marks::is_dash).trim();
    is_short_and_plain(line) && name_after_post(layout, line).is_some()
}

/// Whether `line` presents someone after a label, as in 主持人：市政府新闻办主任　王某某.
pub(super) fn is_roster(layout: &Layout, line: &str) -> bool {
    before_colon(line).is_some_and(|(label, end)| {
        label.chars().count() <= LONGEST_LABEL && (is_post_and_name(layout, line[end..].trim()) || is_name(layout, line[end..].trim()))
    })
}

/// Whether `line` is a post without a name.
pub(super) fn is_post(layout: &Layout, line: &str) -> bool {
    is_short_and_plain(line) && line.chars().count() > 2 && layout.ends(Role::Post, line).is_some()
}

/// Whether `line` is a name and nothing else.
pub(super) fn is_name(layout: &Layout, line: &str) -> bool {
    line.len() <= LONGEST && layout.is_name(line)
}

/// Where the name that follows the last post of `text` begins.
fn name_after_post(layout: &Layout, text: &str) -> Option<usize> {
    let text = text.trim_end();
    layout
        .entries(Role::Post)
        .iter()
        .filter_map(|post| text.rfind(&post.word).map(|at| at + post.word.len()))
        .filter(|&end| layout.is_name(text[end..].trim()))
        .max()
}

fn is_short_and_plain(line: &str) -> bool {
    line.len() <= LONGEST * 4
        && line.chars().count() <= LONGEST
        && !line.contains(|c| marks::is_sentence_end(c) || marks::is_colon(c) || marks::is_semicolon(c))
        && line.contains(marks::is_han)
}

/// What stands before the first colon of `line`, or in the brackets that it begins with.
pub(super) fn prefix(layout: &Layout, text: &str, line: Span, known: &BTreeSet<&str>) -> Option<Prefix> {
    let words = line.of(text);
    if let Some(bracketed) = bracketed(layout, words, known) {
        return Some(match bracketed {
            (length, true) => Prefix::Speaker(Span::new(line.from(), line.from() + length)),
            (_, false) => Prefix::Question,
        });
    }
    let (before, end) = before_colon(words)?;
    let head = before.trim();
    let outer = head.split(marks::is_open_round).next().unwrap_or(head).trim();
    let outer = without_verb(layout, outer);
    if layout.ends(Role::Question, outer).is_some() && outer.chars().count() <= 20 && name_after_post(layout, outer).is_none() {
        return Some(Prefix::Question);
    }
    let speaks = layout.is(Role::Answer, outer)
        || layout.starts(Role::Chair, outer).is_some_and(|chair| chair.word == outer || layout.is_name(&outer[chair.word.len()..]))
        || (is_short_and_plain(outer) && name_after_post(layout, outer).is_some())
        || (known.contains(outer) && layout.is_name(outer));
    speaks.then(|| Prefix::Speaker(Span::new(line.from(), line.from() + end)))
}

/// 王某某答 without 答, 王某某表示 without 表示; a lone 答 stays.
fn without_verb<'a>(layout: &Layout, words: &'a str) -> &'a str {
    let verb = [Role::Answer, Role::Say].iter().find_map(|&role| layout.ends(role, words));
    verb.map(|verb| words[..words.len() - verb.word.len()].trim_end()).filter(|rest| !rest.is_empty()).unwrap_or(words)
}

/// The words before a colon near the start, and the end of the colon.
fn before_colon(words: &str) -> Option<(&str, usize)> {
    let (at, colon) = words.char_indices().take(LONGEST + 20).find(|&(_, c)| marks::is_colon(c) || marks::is_sentence_end(c))?;
    marks::is_colon(colon).then(|| (&words[..at], at + colon.len_utf8()))
}

/// 【记者】…, [赵某某]…: the length of the brackets, and whether they name who speaks rather than who asks.
fn bracketed(layout: &Layout, words: &str, known: &BTreeSet<&str>) -> Option<(usize, bool)> {
    let (open, length, inner) = in_brackets(words)?;
    if layout.ends(Role::Question, inner).is_some() {
        return Some((length, false));
    }
    let speaks = layout.is(Role::Answer, inner)
        || layout.starts(Role::Chair, inner).is_some()
        || name_after_post(layout, inner).is_some()
        || (layout.is_name(inner) && (known.contains(inner) || open == '['));
    speaks.then_some((length, true))
}

/// The opening bracket, the length with a colon that follows, and the words inside, where `words` begins with brackets.
fn in_brackets(words: &str) -> Option<(char, usize, &str)> {
    let open = words.chars().next()?;
    let close = match open {
        '\u{3010}' => '\u{3011}',
        '[' => ']',
        '\u{FF3B}' => '\u{FF3D}',
        _ => return None,
    };
    let end = words.char_indices().take(LONGEST).find(|&(_, c)| c == close)?.0;
    let mut length = end + close.len_utf8();
    if let Some(colon) = words[length..].chars().next().filter(|&c| marks::is_colon(c)) {
        length += colon.len_utf8();
    }
    Some((open, length, words[open.len_utf8()..end].trim()))
}

/// Names that stand after a post somewhere in `text`, among the words that stand alone before a colon in a line.
pub(super) fn known_names<'a>(layout: &Layout, text: &'a str, lines: impl Iterator<Item = Span>) -> BTreeSet<&'a str> {
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for line in lines {
        let words = line.of(text);
        if let Some((before, _)) = before_colon(words).filter(|(before, _)| before.len() <= 60 && layout.is_name(before.trim())) {
            asked.insert(before.trim());
        } else if let Some((_, _, inner)) = in_brackets(words).filter(|(_, _, inner)| layout.is_name(inner)) {
            asked.insert(inner);
        } else if words.len() <= LONGEST && layout.is_name(words) {
            asked.insert(words);
        }
    }
    named_after_post(layout, text, &asked)
}

/// Those of `names` that follow a post somewhere in `text`; one pass.
fn named_after_post<'a>(layout: &Layout, text: &str, names: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let firsts: BTreeSet<char> = names.iter().filter_map(|name| name.chars().next()).collect();
    let mut found = BTreeSet::new();
    if names.is_empty() {
        return found;
    }
    for (at, _) in text.char_indices().filter(|(_, c)| firsts.contains(c)) {
        let ends = text[at..].char_indices().skip(1).take(4).map(|(end, c)| end + c.len_utf8());
        let hits = ends.filter_map(|end| names.get(&text[at..at + end])).copied();
        let name = hits.last().filter(|_| layout.ends(Role::Post, text[..at].trim_end()).is_some());
        found.extend(name);
    }
    found
}
