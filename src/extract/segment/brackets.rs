//! Matched quotation marks and brackets of one line: what lies inside does not end a sentence or begin a point.

use std::collections::BTreeMap;

/// Pairs longer than this (bytes) shield nothing, so that a quoted speech still has sentences.
const LONGEST: usize = 900;

/// Outermost matched pairs of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    pairs: Vec<(usize, usize)>,
}

impl Brackets {
    /// Finds the pairs of `line`, in one pass; a mark without partner is no bracket.
    pub(super) fn of(line: &str) -> Self {
        let mut open: Vec<(char, usize)> = Vec::new();
        let mut waiting: BTreeMap<char, usize> = BTreeMap::new();
        let mut pairs = Vec::new();
        for (at, c) in line.char_indices() {
            let closes_straight = c == '"' && waiting.get(&c).is_some_and(|&count| count > 0);
            if let Some(close) = closer(c).filter(|_| !closes_straight) {
                open.push((close, at));
                *waiting.entry(close).or_default() += 1;
            } else if let Some(count) = waiting.get_mut(&c).filter(|count| **count > 0) {
                *count -= 1;
                // Marks opened since then have no partner; each is dropped once.
                while let Some((close, start)) = open.pop() {
                    if close == c {
                        pairs.push((start, at + c.len_utf8()));
                        break;
                    }
                    if let Some(count) = waiting.get_mut(&close) {
                        *count -= 1;
                    }
                }
            }
        }
        Self { pairs: outermost(pairs) }
    }

    /// The pair around `offset` (its marks included), if any.
    pub(super) fn around(&self, offset: usize) -> Option<(usize, usize)> {
        let next = self.pairs.partition_point(|pair| pair.1 <= offset);
        self.pairs.get(next).copied().filter(|pair| pair.0 <= offset)
    }

    /// The pairs, in order; they do not overlap.
    pub(super) fn pairs(&self) -> &[(usize, usize)] {
        &self.pairs
    }

    /// A cursor for offsets that only grow.
    pub(super) fn cursor(&self) -> Cursor<'_> {
        Cursor { pairs: &self.pairs, next: 0 }
    }
}

fn outermost(mut pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    pairs.retain(|(start, end)| end - start <= LONGEST);
    pairs.sort_unstable();
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for pair in pairs {
        if kept.last().is_none_or(|last| pair.0 >= last.1) {
            kept.push(pair);
        }
    }
    kept
}

/// Answers for growing offsets whether they lie within a pair.
pub(super) struct Cursor<'a> {
    pairs: &'a [(usize, usize)],
    next: usize,
}

impl Cursor<'_> {
    /// The pair around `offset` (its marks included), if any; offsets must not decrease from call to call.
    pub(super) fn around(&mut self, offset: usize) -> Option<(usize, usize)> {
        while self.pairs.get(self.next).is_some_and(|pair| pair.1 <= offset) {
            self.next += 1;
        }
        self.pairs.get(self.next).copied().filter(|pair| pair.0 <= offset)
    }
}

fn closer(c: char) -> Option<char> {
    Some(match c {
        '\u{201C}' => '\u{201D}',
        '\u{2018}' => '\u{2019}',
        '\u{300A}' => '\u{300B}',
        '\u{3008}' => '\u{3009}',
        '\u{300C}' => '\u{300D}',
        '\u{300E}' => '\u{300F}',
        '\u{FF08}' => '\u{FF09}',
        '\u{3010}' => '\u{3011}',
        '\u{3014}' => '\u{3015}',
        '(' => ')',
        '[' => ']',
        '"' => '"',
        _ => return None,
    })
}
