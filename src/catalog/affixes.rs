//! A set of words that is asked which of them begins or ends at a place in a text.

use rustc_hash::FxHashMap;

/// Affixes with what is known of each; among several that fit the longest is meant.
#[derive(Clone, Debug)]
pub struct Affixes<T> {
    entries: Vec<(Box<str>, T)>,
    /// Entries by first character, longest first.
    by_first: FxHashMap<char, Vec<u32>>,
    /// Entries by last character, longest first.
    by_last: FxHashMap<char, Vec<u32>>,
}

impl<T> Default for Affixes<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), by_first: FxHashMap::default(), by_last: FxHashMap::default() }
    }
}

impl<T> FromIterator<(String, T)> for Affixes<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(phrases: I) -> Self {
        let mut entries: Vec<(Box<str>, T)> =
            phrases.into_iter().filter(|(phrase, _)| !phrase.is_empty()).map(|(phrase, known)| (phrase.into(), known)).collect();
        entries.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let mut set = Self { entries, ..Self::default() };
        for (number, (phrase, _)) in set.entries.iter().enumerate() {
            let mut ends = phrase.chars();
            if let Some(first) = ends.next() {
                set.by_first.entry(first).or_default().push(number as u32);
                set.by_last.entry(ends.next_back().unwrap_or(first)).or_default().push(number as u32);
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
        let numbers = text.chars().next().and_then(|first| self.by_first.get(&first)).map_or(&[][..], Vec::as_slice);
        numbers
            .iter()
            .map(|&number| &self.entries[number as usize])
            .filter(|(phrase, _)| text.starts_with(&**phrase))
            .map(|(phrase, known)| (phrase.len(), known))
    }

    /// The longest phrase that `text` ends with: its length in bytes and what is known of it.
    pub fn ending<'s>(&'s self, text: &str) -> Option<(usize, &'s T)> {
        self.all_ending(text).next()
    }

    /// Every phrase that `text` ends with, longest first.
    pub fn all_ending<'s>(&'s self, text: &str) -> impl Iterator<Item = (usize, &'s T)> {
        let numbers = text.chars().next_back().and_then(|last| self.by_last.get(&last)).map_or(&[][..], Vec::as_slice);
        numbers
            .iter()
            .map(|&number| &self.entries[number as usize])
            .filter(|(phrase, _)| text.ends_with(&**phrase))
            .map(|(phrase, known)| (phrase.len(), known))
    }

    /// Every phrase, longest first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.entries.iter().map(|(phrase, known)| (&**phrase, known))
    }

    /// What is known of exactly this phrase.
    pub fn get(&self, phrase: &str) -> Option<&T> {
        self.beginning(phrase).filter(|(length, _)| *length == phrase.len()).map(|(_, known)| known)
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
}
