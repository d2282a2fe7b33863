//! Finds the words of a table in a text, all at once.

use crate::span::Span;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use std::{collections::BTreeMap, fmt};

/// A set of words, each with a value, compiled for reading texts in linear time.
///
/// ```
/// use hongtu::catalog::phrases::Phrases;
/// let phrases = Phrases::new([("ab", 1), ("abc", 2)]);
/// let found: Vec<_> = phrases.find("xabcab").map(|(span, value)| (span.start, value)).collect();
/// assert_eq!(found, [(1, 2), (4, 1)]);
/// ```
#[derive(Clone)]
pub struct Phrases<T> {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    values: Vec<T>,
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
        let values = words.values().copied().collect();
        let patterns = words.keys().zip(0u32..);
        let automaton = (!words.is_empty()).then(|| {
            CharwiseDoubleArrayAhoCorasickBuilder::new()
                .match_kind(MatchKind::LeftmostLongest)
                .build_with_values(patterns)
                .expect("words are distinct and not empty, and far fewer than the automaton can hold")
        });
        Self { automaton, values }
    }

    /// The words in `text`, leftmost first, of several that begin together the longest; not overlapping.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, T)> + 'a {
        self.automaton
            .iter()
            .flat_map(move |automaton| automaton.leftmost_find_iter(text))
            .map(|found| (Span::new(found.start(), found.end()), self.values[found.value() as usize]))
    }
}
