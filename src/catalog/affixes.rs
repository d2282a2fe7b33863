//! A set of words that is asked which of them begins or ends at a place in a text.

use rustc_hash::FxHashMap;

/// Affixes with what is known of each; among several that fit the longest is meant.
#[derive(Clone, Debug)]
pub struct Affixes<T> {
    /// Longest first.
    entries: Vec<(Box<str>, T)>,
    /// The entries of each phrase.
    numbers: FxHashMap<Box<str>, Vec<u32>>,
    by_first: Lengths,
    by_last: Lengths,
}

impl<T> Default for Affixes<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), numbers: FxHashMap::default(), by_first: Lengths::default(), by_last: Lengths::default() }
    }
}

/// How long, in bytes, the phrases with a character at one end are, longest first.
#[derive(Clone, Debug)]
pub(super) struct Lengths {
    /// One bit for all characters with the same last bits: most characters of a text are told apart by it at once.
    possible: Box<[u64; SLOTS / 64]>,
    by_character: FxHashMap<char, Vec<usize>>,
}

const SLOTS: usize = 4096;

impl Default for Lengths {
    fn default() -> Self {
        Self { possible: Box::new([0; SLOTS / 64]), by_character: FxHashMap::default() }
    }
}

impl Lengths {
    /// Adds a length; those of one character come longest first.
    pub(super) fn add(&mut self, c: char, length: usize) {
        let slot = c as usize % SLOTS;
        self.possible[slot / 64] |= 1 << (slot % 64);
        let lengths = self.by_character.entry(c).or_default();
        if lengths.last() != Some(&length) {
            lengths.push(length);
        }
    }

    /// The lengths of the phrases with `c`.
    #[inline]
    pub(super) fn of(&self, c: Option<char>) -> &[usize] {
        match c {
            Some(c) if self.possible[c as usize % SLOTS / 64] >> (c as usize % 64) & 1 == 1 => self.known(c),
            _ => &[],
        }
    }

    fn known(&self, c: char) -> &[usize] {
        self.by_character.get(&c).map_or(&[], Vec::as_slice)
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
            for (end, lengths) in [(phrase.chars().next(), &mut set.by_first), (phrase.chars().next_back(), &mut set.by_last)] {
                end.into_iter().for_each(|end| lengths.add(end, phrase.len()));
            }
        }
        set
    }
}

impl<T> Affixes<T> {
    /// The longest phrase that `text` begins with: its length in bytes and what is known of it.
    #[inline]
    pub fn beginning<'s>(&'s self, text: &str) -> Option<(usize, &'s T)> {
        self.first_beginning(text, |_| true)
    }

    /// The longest phrase that `text` begins with of which something is known that `is_meant`.
    #[inline]
    pub fn first_beginning<'s>(&'s self, text: &str, is_meant: impl Fn(&T) -> bool) -> Option<(usize, &'s T)> {
        let lengths = self.by_first.of(text.chars().next());
        if lengths.is_empty() { None } else { self.first(lengths, |length| text.get(..length), is_meant) }
    }

    /// The longest phrase that `text` ends with of which something is known that `is_meant`.
    #[inline]
    pub fn first_ending<'s>(&'s self, text: &str, is_meant: impl Fn(&T) -> bool) -> Option<(usize, &'s T)> {
        let lengths = self.by_last.of(text.chars().next_back());
        if lengths.is_empty() { None } else { self.first(lengths, |length| text.get(text.len().checked_sub(length)?..), is_meant) }
    }

    fn first<'s, 't>(
        &'s self,
        lengths: &[usize],
        part: impl Fn(usize) -> Option<&'t str>,
        is_meant: impl Fn(&T) -> bool,
    ) -> Option<(usize, &'s T)> {
        for &length in lengths {
            let Some(numbers) = part(length).and_then(|phrase| self.numbers.get(phrase)) else { continue };
            for &number in numbers {
                let known = &self.entries[number as usize].1;
                if is_meant(known) {
                    return Some((length, known));
                }
            }
        }
        None
    }

    /// Every phrase that `text` begins with, longest first.
    #[inline]
    pub fn all_beginning<'s>(&'s self, text: &str) -> impl Iterator<Item = (usize, &'s T)> {
        let lengths = self.by_first.of(text.chars().next());
        lengths.iter().filter_map(|&length| text.get(..length)).flat_map(|phrase| self.exactly(phrase))
    }

    /// The longest phrase that `text` ends with: its length in bytes and what is known of it.
    #[inline]
    pub fn ending<'s>(&'s self, text: &str) -> Option<(usize, &'s T)> {
        self.first_ending(text, |_| true)
    }

    /// Every phrase that `text` ends with, longest first.
    #[inline]
    pub fn all_ending<'s>(&'s self, text: &str) -> impl Iterator<Item = (usize, &'s T)> {
        let lengths = self.by_last.of(text.chars().next_back());
        let tail = |&length: &usize| text.len().checked_sub(length).and_then(|start| text.get(start..));
        lengths.iter().filter_map(tail).flat_map(|phrase| self.exactly(phrase))
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

/// Affixes each with a purpose, of which those of one purpose are asked for.
#[derive(Clone, Debug, Default)]
pub struct Words {
    all: Affixes<String>,
    by_first: Openings,
    by_last: Openings,
    by_purpose: FxHashMap<Box<str>, Vec<Box<str>>>,
}

/// How long, in bytes, the words of a purpose with a character at one end are, longest first.
#[derive(Clone, Debug)]
struct Openings {
    /// One bit for all characters and purposes with the same last bits of their mix: nearly all questions are answered by it.
    possible: Box<[u64; SLOTS / 64]>,
    lengths: FxHashMap<u64, Vec<usize>>,
}

impl Default for Openings {
    fn default() -> Self {
        Self { possible: Box::new([0; SLOTS / 64]), lengths: FxHashMap::default() }
    }
}

/// A number for a purpose, which the compiler knows where the purpose is a literal.
#[inline]
const fn number(purpose: &str) -> u64 {
    let (bytes, mut number, mut at) = (purpose.as_bytes(), 0xCBF2_9CE4_8422_2325_u64, 0);
    while at < bytes.len() {
        number = (number ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01B3);
        at += 1;
    }
    number
}

impl Openings {
    #[inline]
    fn mix(c: char, purpose: u64) -> u64 {
        purpose ^ u64::from(u32::from(c))
    }

    fn add(&mut self, c: char, purpose: &str, length: usize) {
        let mix = Self::mix(c, number(purpose));
        self.possible[mix as usize % SLOTS / 64] |= 1 << (mix % 64);
        let lengths = self.lengths.entry(mix).or_default();
        if lengths.last() != Some(&length) {
            lengths.push(length);
        }
    }

    #[inline]
    fn of(&self, c: Option<char>, purpose: u64) -> &[usize] {
        let mix = c.map(|c| Self::mix(c, purpose));
        let possible = mix.filter(|&mix| self.possible[mix as usize % SLOTS / 64] >> (mix % 64) & 1 == 1);
        possible.map_or(&[], |mix| self.known(mix))
    }

    fn known(&self, mix: u64) -> &[usize] {
        self.lengths.get(&mix).map_or(&[], Vec::as_slice)
    }
}

impl Words {
    /// The length of the longest word of `purpose` that `text` begins with.
    #[inline]
    pub fn beginning_for(&self, text: &str, purpose: &str) -> Option<usize> {
        let lengths = self.by_first.of(text.chars().next(), number(purpose));
        if lengths.is_empty() { None } else { self.first_for(lengths, purpose, |length| text.get(..length)) }
    }

    /// The length of the longest word of `purpose` that `text` ends with.
    #[inline]
    pub fn ending_for(&self, text: &str, purpose: &str) -> Option<usize> {
        let lengths = self.by_last.of(text.chars().next_back(), number(purpose));
        if lengths.is_empty() { None } else { self.first_for(lengths, purpose, |length| text.get(text.len().checked_sub(length)?..)) }
    }

    /// The words of `purpose`, longest first.
    pub fn of<'s>(&'s self, purpose: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        self.by_purpose.get(purpose).into_iter().flatten().map(|word| &**word)
    }

    fn first_for<'t>(&self, lengths: &[usize], purpose: &str, part: impl Fn(usize) -> Option<&'t str>) -> Option<usize> {
        self.all.first(lengths, part, |kind| kind == purpose).map(|(length, _)| length)
    }
}

impl FromIterator<(String, String)> for Words {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(words: I) -> Self {
        let mut set = Self { all: words.into_iter().collect(), ..Self::default() };
        for (word, purpose) in set.all.iter() {
            set.by_purpose.entry(purpose.as_str().into()).or_default().push(word.into());
            for (end, openings) in [(word.chars().next(), &mut set.by_first), (word.chars().next_back(), &mut set.by_last)] {
                end.into_iter().for_each(|end| openings.add(end, purpose, word.len()));
            }
        }
        set
    }
}

/// All questions that are not about one purpose.
impl std::ops::Deref for Words {
    type Target = Affixes<String>;

    fn deref(&self) -> &Self::Target {
        &self.all
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
    fn words_are_told_apart_by_their_purpose() {
        let pairs = [("市", "level"), ("市委", "party"), ("市", "suffix"), ("市区", "suffix")];
        let words: Words = pairs.into_iter().map(|(word, purpose)| (word.to_owned(), purpose.to_owned())).collect();
        assert_eq!(words.beginning_for("市区里", "suffix"), Some(6));
        assert_eq!(words.beginning_for("市区里", "level"), Some(3));
        assert_eq!(words.beginning_for("市区里", "party"), None);
        assert_eq!(words.ending_for("全市", "suffix"), Some(3));
        assert_eq!(words.ending_for("全市", "other"), None);
        assert_eq!(words.all_beginning("市委").count(), 3);
    }

    #[test]
    fn every_entry_of_a_phrase_is_told() {
        let set: Affixes<u8> = [("市".to_owned(), 1), ("市委".to_owned(), 2), ("市".to_owned(), 3)].into_iter().collect();
        assert_eq!(set.all_beginning("市委常委").collect::<Vec<_>>(), [(6, &2), (3, &1), (3, &3)]);
        assert_eq!(set.all_ending("全市").collect::<Vec<_>>(), [(3, &1), (3, &3)]);
    }
}
