//! Ordinals within a line: 一是…；二是…, （1）…；（2）….

use super::{
    brackets::Brackets,
    marks,
    ordinal::{self, Ordinal},
};
use crate::{
    catalog::layout::{Layout, Rank},
    span::Span,
};
use std::collections::BTreeMap;

/// An ordinal and the byte where it begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) at: usize,
    pub(super) ordinal: Ordinal,
}

/// The ordinals of a line in text order, the one at its head included; within the line only those that count on from
/// one another.
pub(super) fn in_line(layout: &Layout, text: &str, content: Span, head: Option<Ordinal>) -> Vec<Placed> {
    let found = candidates(layout, text, content, head);
    let mut by_rank: BTreeMap<Rank, Vec<usize>> = BTreeMap::new();
    let mut kept = vec![false; found.len()];
    for (index, placed) in found.iter().enumerate() {
        by_rank.entry(placed.ordinal.rank).or_default().push(index);
    }
    for indices in by_rank.values() {
        for pair in indices.windows(2) {
            if counts_on(found[pair[0]].ordinal, found[pair[1]].ordinal) {
                kept[pair[0]] = true;
                kept[pair[1]] = true;
            }
        }
    }
    if head.is_some() {
        kept[0] = true;
    }
    found.into_iter().zip(kept).filter_map(|(placed, keep)| keep.then_some(placed)).collect()
}

/// Whether `next` follows `before` in a series: the next number, or 最后 after any.
fn counts_on(before: Ordinal, next: Ordinal) -> bool {
    next.number == before.number + 1 || (next.number == 99 && before.number < 99)
}

fn candidates(layout: &Layout, text: &str, content: Span, head: Option<Ordinal>) -> Vec<Placed> {
    let words = content.of(text);
    let mut found: Vec<Placed> = head.map(|ordinal| Placed { at: content.from(), ordinal }).into_iter().collect();
    let mut at = head.map_or(0, |ordinal| ordinal.length);
    let mut before = words[..at].chars().last();
    let mut brackets = None;
    while let Some(c) = words[at..].chars().next() {
        // （一） opens a bracket itself, so a bracket shields only what follows its first mark.
        let open = before.is_some_and(|b| marks::is_clause_mark(b) || marks::is_close_round(b)) && may_begin(layout, c);
        if let Some(placed) = open.then(|| ordinal::at_start(layout, &words[at..])).flatten().filter(|placed| may_stand_inside(*placed)) {
            let pairs = brackets.get_or_insert_with(|| Brackets::of(words));
            if pairs.around(at).is_none_or(|pair| pair.0 == at) {
                found.push(Placed { at: content.from() + at, ordinal: placed });
                at += placed.length;
                before = words[..at].chars().last();
                continue;
            }
        }
        before = Some(c);
        at += c.len_utf8();
    }
    found
}

fn may_begin(layout: &Layout, c: char) -> bool {
    c == marks::ORDINAL
        || marks::is_open_round(c)
        || marks::digit(c).is_some()
        || marks::han_digit(c).is_some()
        || c == marks::TEN
        || matches!(c, '\u{2460}'..='\u{249B}')
        || layout.opens_sequence(c)
}

fn may_stand_inside(ordinal: Ordinal) -> bool {
    matches!(ordinal.rank, Rank::HanRound | Rank::Digit | Rank::DigitRound | Rank::Circled | Rank::Sequence | Rank::Copula)
        && ordinal.number > 0
}
