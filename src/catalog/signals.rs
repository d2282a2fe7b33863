//! Words that several grammars look for all over a text: suffixes of places, words for one's own level, heads of zones.

use super::{organs::Organs, phrases::Phrases, places::Places};
use std::collections::BTreeMap;

/// All such words, found in one pass.
#[derive(Debug, Default)]
pub struct Signals {
    matcher: Phrases<u32>,
    /// The length of each word that the matcher knows.
    lengths: Vec<u32>,
    /// Word, purpose, and the word's number in the matcher.
    words: Vec<(String, String, u32)>,
}

/// Where the signals stand in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// For each word of the matcher its places in bytes, apart from each other.
    places: Vec<Vec<u32>>,
}

const PURPOSES: [&str; 4] = ["suffix", "small-suffix", "abbreviation-before", "apart"];

impl Signals {
    /// The signals among the words of the place and organ grammars, with the pronouns and by-names of places.
    pub(crate) fn new(places: &Places, organs: &Organs) -> Self {
        let of_places = places.words.iter().filter(|(_, purpose)| PURPOSES.contains(&purpose.as_str()) || purpose.starts_with("sign-"));
        let of_organs = organs.words.iter().filter(|(_, purpose)| *purpose == "zone");
        let mut words: Vec<(String, String)> =
            of_places.chain(of_organs).map(|(word, purpose)| (word.to_owned(), purpose.clone())).collect();
        words.extend(places.pronouns.iter().map(|(word, _)| (word.to_owned(), "pronoun".to_owned())));
        let bynames = places.abbreviations.iter().filter(|(word, _)| word.chars().nth(1).is_some());
        words.extend(bynames.map(|(word, _)| (word.to_owned(), "byname".to_owned())));
        words.extend(places.nation().map(|nation| (nation.name.clone(), "nation".to_owned())));
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        for (word, _) in &words {
            let next = numbers.len() as u32;
            numbers.entry(word.clone()).or_insert(next);
        }
        let mut lengths = vec![0; numbers.len()];
        for (word, &number) in &numbers {
            lengths[number as usize] = word.len() as u32;
        }
        let matcher = Phrases::new(numbers.iter().map(|(word, &number)| (word.as_str(), number)));
        let words = words.into_iter().map(|(word, purpose)| {
            let number = numbers[&word];
            (word, purpose, number)
        });
        Self { matcher, lengths, words: words.collect() }
    }

    /// Finds all signals in `text`.
    pub fn find(&self, text: &str) -> Occurrences {
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); self.lengths.len()];
        for (span, number) in self.matcher.find_all(text) {
            let (number, start) = (number as usize, span.start);
            if places[number].last().is_none_or(|last| last + self.lengths[number] <= start) {
                places[number].push(start);
            }
        }
        Occurrences { places }
    }

    /// The words of a purpose with the places where they stand.
    pub fn of<'a>(&'a self, purpose: &'a str, found: &'a Occurrences) -> impl Iterator<Item = (&'a str, &'a [u32])> {
        self.all(found).filter(move |(_, of, _)| *of == purpose).map(|(word, _, places)| (word, places))
    }

    /// Every word with its purpose and the places where it stands.
    pub fn all<'a>(&'a self, found: &'a Occurrences) -> impl Iterator<Item = (&'a str, &'a str, &'a [u32])> {
        let places = |number: u32| found.places.get(number as usize).map_or(&[][..], Vec::as_slice);
        self.words.iter().map(move |(word, purpose, number)| (word.as_str(), purpose.as_str(), places(*number)))
    }
}
