//! Which points are measures (举措), and what each is called.

use super::{brackets::Brackets, marks};
use crate::{
    catalog::layout::{Layout, Rank, Role},
    span::Span,
};

/// The name of a point whose words are `words`: up to the first full stop outside brackets, without pauses at its end.
pub(super) fn name(text: &str, words: Span) -> Span {
    let words = marks::trim(text, words);
    let inner = words.of(text);
    let Some(first) = inner.find(marks::is_full_stop) else { return marks::trim_pauses(text, words) };
    // Brackets are looked for only a little beyond the first stop, so that long lines stay cheap.
    let reach = inner[first..].char_indices().nth(LONGEST_QUOTE).map_or(inner.len(), |(at, _)| first + at);
    let near = &inner[..reach];
    let brackets = Brackets::of(near);
    let mut cursor = brackets.cursor();
    let end = near.char_indices().find(|&(at, c)| marks::is_full_stop(c) && cursor.around(at).is_none()).map_or(first, |(at, _)| at);
    marks::trim_pauses(text, Span::new(words.from(), words.from() + end))
}

/// How far after the first stop a quotation that holds it may end, in characters.
const LONGEST_QUOTE: usize = 120;

/// `name` without a list of responsible bodies in brackets at its end.
pub(super) fn without_bodies(layout: &Layout, text: &str, name: Span) -> Span {
    let words = name.of(text);
    if !words.ends_with(marks::is_close_round) {
        return name;
    }
    let Some(open) = words.rfind(marks::is_open_round) else { return name };
    let inside = &words[open..];
    if layout.has(Role::Body, inside) || layout.has(Role::BodyTail, inside) {
        marks::trim_pauses(text, Span::new(name.from(), name.from() + open))
    } else {
        name
    }
}

/// Whether a point of `rank` called `name` is a measure: an article of a law is none, nor is a chapter that only names a
/// part of the text (总体要求, 重点任务, 2025年工作回顾).
pub(super) fn is_measure(layout: &Layout, text: &str, rank: Rank, name: Span) -> bool {
    let words = name.of(text);
    if words.chars().filter(|c| marks::is_han(*c)).count() < 2 || rank == Rank::Article {
        return false;
    }
    if rank == Rank::HanRound || rank >= Rank::DigitRound {
        return true;
    }
    // Four characters as 保障措施 begin with what would be a verb elsewhere.
    let short = words.chars().count() <= 4;
    layout.ends(Role::PartEnd, words).is_none() || (!short && layout.starts(Role::Act, words).is_some())
}
