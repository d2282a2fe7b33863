//! A set of words that is asked which of them begins or ends at a place in a text.

use rustc_hash::FxHashMap;

/// Affixes with what is known of each; among several that fit the longest is meant.
#[derive(Clone, Debug)]
pub struct Affixes<T> {
    /// Longest first.
    entries: Vec<(Box<str>, T)>,
    /// The entries of each phrase.
    numbers: FxHashMap<Box<str>, Vec<u32>>,
    /// How long, in bytes, the phrases with this first character are, longest first.
    by_first: FxHashMap<char, Vec<usize>>,
    /// How long those with this last character are, longest first.
    by_last: FxHashMap<char, Vec<usize>>,
}

impl<T> Default for Affixes<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), numbers: FxHashMap::default(), by_first: FxHashMap::default(), by_last: FxHashMap::default() }
    }
}

impl<T> FromIterator<(String, T)> for Affixes<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(phrases: I) -> Self {
        let mut entries: Vec<(Box<str>, T)> =
            phrases.into_iter().filter(|(phrase, _)| !phrase.is_empty()).map(|(phrase, known)| (phrase.into(), known)).collect();
        entries.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let mut set = Self { entries, ..Self::default() };
        for (number, (phrase, _)) in set.entries.iter().enumerate() {
            set.numbers.entry(phrase.clone()).or_default().push(number as u32);
            let ends = [(phrase.chars().next(), &mut set.by_first), (phrase.chars().next_back(), &mut set.by_last)];
            for (end, lengths) in ends {
                let lengths = end.map(|end| lengths.entry(end).or_default());
                // Longest first, so that a length known already is the last one.
                if let Some(lengths) = lengths.filter(|lengths| lengths.last() != Some(&phrase.len())) {
                    lengths.push(phrase.len());
                }
            }
        }
        set
    }
}

impl<T> Affixes<T> {
    /// The longest phrase that `text` begins with: its length in bytes and what is known of it.
    pub fn beginning<'s>(&'s self, text: &str) -> Option<(usize, &'s T)> {
        self.all_beginning(text).next()
    }

    /// Every phrase that `text` begins with, longest first.
    pub fn all_beginning<'s>(&'s self, text: &str) -> impl Iterator<Item = (usize, &'s T)> {
        let lengths = text.chars().next().and_then(|first| self.by_first.get(&first));
        lengths.into_iter().flatten().filter_map(|&length| text.get(..length)).flat_map(|phrase| self.exactly(phrase))
    }

    /// The longest phrase that `text` ends with: its length in bytes and what is known of it.
    pub fn ending<'s>(&'s self, text: &str) -> Option<(usize, &'s T)> {
        self.all_ending(text).next()
    }

    /// Every phrase that `text` ends with, longest first.
    pub fn all_ending<'s>(&'s self, text: &str) -> impl Iterator<Item = (usize, &'s T)> {
        let lengths = text.chars().next_back().and_then(|last| self.by_last.get(&last));
        let tail = |&length: &usize| text.len().checked_sub(length).and_then(|start| text.get(start..));
        lengths.into_iter().flatten().filter_map(tail).flat_map(|phrase| self.exactly(phrase))
    }

    /// The entries of `phrase`.
    fn exactly<'s>(&'s self, phrase: &str) -> impl Iterator<Item = (usize, &'s T)> + use<'s, T> {
        let numbers = self.numbers.get(phrase).map_or(&[][..], Vec::as_slice);
        numbers.iter().map(|&number| &self.entries[number as usize]).map(|(phrase, known)| (phrase.len(), known))
    }

    /// Every phrase, longest first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.entries.iter().map(|(phrase, known)| (&**phrase, known))
    }

    /// What is known of exactly this phrase.
    pub fn get(&self, phrase: &str) -> Option<&T> {
        self.exactly(phrase).next().map(|(_, known)| known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_at_both_ends() {
        let set: Affixes<u8> = [("委".to_owned(), 1), ("委员会".to_owned(), 2), ("政府".to_owned(), 3)].into_iter().collect();
        assert_eq!(set.beginning("委员会办公室"), Some((9, &2)));
        assert_eq!(set.ending("市政府"), Some((6, &3)));
        assert_eq!(set.get("委员"), None);
    }

    #[test]
    fn every_entry_of_a_phrase_is_told() {
        let set: Affixes<u8> = [("市".to_owned(), 1), ("市委".to_owned(), 2), ("市".to_owned(), 3)].into_iter().collect();
        assert_eq!(set.all_beginning("市委常委").collect::<Vec<_>>(), [(6, &2), (3, &1), (3, &3)]);
        assert_eq!(set.all_ending("全市").collect::<Vec<_>>(), [(3, &1), (3, &3)]);
    }
}
