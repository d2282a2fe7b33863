//! Places that the gazetteer lacks: two to four characters before 省, 市, 县, …, seen at least once with a boundary on both sides.

use crate::{
    catalog::{
        Catalog,
        signals::Occurrences,
        vocabulary::{Functions, Known, PartOfSpeech},
    },
    span::Span,
    text,
};
use std::collections::{BTreeMap, BTreeSet};

/// Finds all occurrences of such names, in full and, once known, in short, each with the full name.
pub(crate) fn find<'a>(catalog: &Catalog, text: &'a str, signals: &Occurrences) -> Vec<(Span, &'a str)> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (kind, small) in [("suffix", false), ("small-suffix", true)] {
        for (suffix, places) in catalog.signals.of(kind, signals) {
            let found = places.iter().map(|&at| at as usize);
            names.extend(found.filter_map(|at| name_at(catalog, text, at, at + suffix.len(), small)));
        }
    }
    occurrences(catalog, text, &names)
}

/// The name that ends with the suffix from `at` to `end`, where what stands on both sides bounds it.
fn name_at<'a>(catalog: &Catalog, text: &'a str, at: usize, end: usize, small: bool) -> Option<&'a str> {
    let places = &catalog.places;
    if !may_end(catalog, text, at, end, small) {
        return None;
    }
    let mut start = at;
    for (count, c) in text[..at].char_indices().rev().take(5).map(|(_, c)| c).enumerate() {
        let left = &text[..start];
        if bounds(Some(c)) || count >= 2 && leads(catalog, left) {
            break;
        }
        if count == 4 {
            return None;
        }
        start -= c.len_utf8();
    }
    let stem = &text[start..at];
    let left = &text[..start];
    let left_bounded =
        if small { places.last_word(left, "strict-before").is_some() } else { bounds(left.chars().next_back()) || leads(catalog, left) };
    let enough = if small { 2..=3 } else { 2..=4 };
    let fits = enough.contains(&stem.chars().count()) && stem.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
    let makes_word =
        places.tails.get(&text[at..end]).is_some_and(|tails| stem.chars().next_back().is_some_and(|last| tails.contains(last)));
    let plain = fits && !makes_word && !is_common(catalog, stem) && !holds_function(catalog, stem);
    // A county elsewhere may share the bare name; a place within the stem is a place of its own.
    let holds_place = places.find(stem).any(|(span, ..)| span.len() < stem.len()) || places.named(&text[start..end]).is_some();
    (left_bounded && plain && !holds_place).then(|| &text[start..end])
}

/// Whether a name may end with the suffix from `at` to `end`: a mark or a usual word follows, or no word that the suffix begins.
fn may_end(catalog: &Catalog, text: &str, at: usize, end: usize, small: bool) -> bool {
    let after = &text[end..];
    let usual = catalog.places.word(after, "suffix-after").is_some() || bounds(after.chars().next());
    usual || !small && after.char_indices().nth(1).is_none_or(|(next, _)| catalog.vocabulary.get(&text[at..end + next]) == Known::default())
}

/// Whether a name cannot go on over `c`.
fn bounds(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric())
}

/// Whether a preposition, conjunction or verb that goes before places ends `left`.
fn leads(catalog: &Catalog, left: &str) -> bool {
    let verb = left.char_indices().rev().nth(1).is_some_and(|(at, _)| !catalog.vocabulary.get(&left[at..]).verbs.is_empty());
    verb || catalog.places.leaders.ending(left).is_some()
}

/// Whether everyday words make up the whole of `stem`.
fn is_common(catalog: &Catalog, stem: &str) -> bool {
    let known = catalog.vocabulary.get(stem);
    let natural = known.part == PartOfSpeech::Place && catalog.places.last_word(stem, "natural").is_some();
    known != Known::default() && !natural
}

/// Whether a word of two characters within `stem` is known, or a single character that is never part of a place name.
fn holds_function(catalog: &Catalog, stem: &str) -> bool {
    let places = &catalog.places;
    let starts: Vec<usize> = stem.char_indices().map(|(at, _)| at).chain([stem.len()]).collect();
    let never = |character: &str| {
        let functions = catalog.vocabulary.get(character).function;
        let function =
            functions.any(Functions::Preposition.with(Functions::Conjunction).with(Functions::Particle).with(Functions::Pronoun));
        function || places.word(character, "never-in-name").is_some()
    };
    let single = starts.windows(2).any(|pair| never(&stem[pair[0]..pair[1]]));
    single || starts.windows(3).any(|pair| is_common(catalog, &stem[pair[0]..pair[2]]))
}

/// Every place where one of `names` stands, or its short form where that is no everyday word, with the full name.
fn occurrences<'a>(catalog: &Catalog, text: &str, names: &BTreeSet<&'a str>) -> Vec<(Span, &'a str)> {
    let mut forms: BTreeMap<&str, &str> = names.iter().map(|&name| (name, name)).collect();
    for name in names {
        let Some(length) = catalog.places.last_word(name, "suffix") else { continue };
        let short = &name[..name.len() - length];
        // A belt around a known city does not bear the city's name.
        if short.chars().count() >= 2 && !is_common(catalog, short) && catalog.places.named(short).is_none() {
            forms.entry(short).or_insert(name);
        }
    }
    text::longest(text, forms.keys().copied()).into_iter().map(|span| (span, forms[span.of(text)])).collect()
}
