//! Finds the words of a table in a text, all at once.

use super::characters::Characters;
use crate::span::Span;
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, fmt, iter};

/// A set of words, each with a value, compiled for reading texts in linear time.
///
/// The first two characters of a word rule out nearly every place of a text by a glance at a small table, which an automaton for thousands of
/// words is too large for.
///
/// ```
/// use hongtu::catalog::phrases::Phrases;
/// let phrases = Phrases::new([("ab", 1), ("abc", 2)]);
/// let found: Vec<_> = phrases.find("xabcab").map(|(span, value)| (span.start, value)).collect();
/// assert_eq!(found, [(1, 2), (4, 1)]);
/// assert_eq!(phrases.find_all("xabcab").count(), 3);
/// ```
#[derive(Clone)]
pub struct Phrases<T> {
    /// One bit for all first two characters with the same mix.
    possible: Box<[u64; SLOTS / 64]>,
    /// Words of one character.
    alone: Characters,
    /// How long, in bytes, the words with the same first two characters are, longest first.
    lengths: FxHashMap<[char; 2], Vec<usize>>,
    values: FxHashMap<Box<str>, T>,
}

const SLOTS: usize = 1 << 16;

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        let possible = Box::new([0; SLOTS / 64]);
        Self { possible, alone: Characters::default(), lengths: FxHashMap::default(), values: FxHashMap::default() }
    }
}

impl<T> fmt::Debug for Phrases<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Phrases").field("words", &self.values.len()).finish_non_exhaustive()
    }
}

impl<T: Copy> Phrases<T> {
    /// Compiles the words; of a word that stands twice the last value counts.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let words: BTreeMap<&str, T> = words.into_iter().filter(|(word, _)| !word.is_empty()).collect();
        let mut phrases = Self::default();
        for (word, value) in words {
            let mut characters = word.chars();
            match (characters.next(), characters.next()) {
                (Some(first), Some(second)) => {
                    let slot = slot(first, second);
                    phrases.possible[slot / 64] |= 1 << (slot % 64);
                    let lengths = phrases.lengths.entry([first, second]).or_default();
                    let longer = lengths.partition_point(|&length| length > word.len());
                    if lengths.get(longer) != Some(&word.len()) {
                        lengths.insert(longer, word.len());
                    }
                }
                (first, _) => phrases.alone.extend(first),
            }
            phrases.values.insert(word.into(), value);
        }
        phrases
    }

    /// The words in `text`, leftmost first, of several that begin together the longest; not overlapping.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, T)> + 'a {
        let mut free = 0;
        self.places(text).filter_map(move |(at, pair)| {
            let (length, value) = (at >= free).then(|| self.beginning(&text[at..], pair).next()).flatten()?;
            free = at + length;
            Some((Span::new(at, free), value))
        })
    }

    /// All words in `text`, by where they begin, the longer first.
    pub fn find_all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, T)> + 'a {
        self.places(text).flat_map(move |(at, pair)| {
            let words = self.beginning(&text[at..], pair);
            words.map(move |(length, value)| (Span::new(at, at + length), value))
        })
    }

    /// The places of `text` at which a word may begin, each with the two characters there; the last character has [`NOTHING`] behind it.
    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, [char; 2])> + 'a {
        let mut rest = text.char_indices();
        let mut next = rest.next();
        iter::from_fn(move || {
            while let Some((at, first)) = next {
                next = rest.next();
                let pair = [first, next.map_or(NOTHING, |(_, second)| second)];
                if self.is_possible(pair) || self.alone.contains(first) {
                    return Some((at, pair));
                }
            }
            None
        })
    }

    #[inline]
    fn is_possible(&self, [first, second]: [char; 2]) -> bool {
        let slot = slot(first, second);
        self.possible[slot / 64] >> (slot % 64) & 1 == 1
    }

    /// The words with which `text` begins, longest first, with their lengths; `pair` are its first characters.
    fn beginning<'a>(&'a self, text: &'a str, pair: [char; 2]) -> impl Iterator<Item = (usize, T)> + 'a {
        let lengths = self.lengths.get(&pair).map_or(&[][..], Vec::as_slice);
        let alone = self.alone.contains(pair[0]).then(|| pair[0].len_utf8());
        let words = lengths.iter().copied().chain(alone);
        words.filter_map(|length| Some((length, *self.values.get(text.get(..length)?)?)))
    }
}

/// What stands behind the last character; no word has it.
const NOTHING: char = '\0';

#[inline]
fn slot(first: char, second: char) -> usize {
    let mix = u32::from(first).wrapping_mul(0x9E37_79B1) ^ u32::from(second).wrapping_mul(0x85EB_CA6B);
    (mix >> 16) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_from_the_left_the_longest_first() {
        let phrases = Phrases::new([("市", 1), ("市委", 2), ("市委员会", 3), ("委员", 4), ("𠀀市", 5)]);
        let found = |text: &str| phrases.find(text).map(|(span, value)| (span.of(text).to_owned(), value)).collect::<Vec<_>>();
        let pairs = |pairs: &[(&str, i32)]| pairs.iter().map(|&(word, value)| (word.to_owned(), value)).collect::<Vec<_>>();
        assert_eq!(found("全市委员"), pairs(&[("市委", 2)]));
        assert_eq!(found("市委员会委员市"), pairs(&[("市委员会", 3), ("委员", 4), ("市", 1)]));
        assert_eq!(found("𠀀市"), pairs(&[("𠀀市", 5)]));
        assert_eq!(found(""), pairs(&[]));
        let all: Vec<i32> = phrases.find_all("市委员会").map(|(_, value)| value).collect();
        assert_eq!(all, [3, 2, 1, 4]);
    }
}
