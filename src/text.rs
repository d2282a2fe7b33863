//! Small functions on strings that every stage may use.

use crate::{catalog::characters::Characters, span::Span};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// A sentence that names the unknown word and the nearest known one.
pub fn unknown<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    match nearest(word, known) {
        Some(near) => format!("unknown name `{word}`; did you mean `{near}`?"),
        None => format!("unknown name `{word}`"),
    }
}

/// The known word most like `word`, if any is alike.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|&(likeness, _)| likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// The key under which two spellings of a name are one: width and compatibility forms folded (NFKC), quotation and
/// book-title marks and white space dropped.
pub fn fold(name: &str) -> String {
    // Normalisation changes none of these, and most names have no others.
    let is_plain = |c: char| c.is_ascii() || ('\u{4E00}'..='\u{9FA5}').contains(&c) || matches!(c, '\u{201C}' | '\u{201D}' | '\u{3001}');
    let mut folded = String::with_capacity(name.len());
    let counts = |c: &char| !is_quote(*c) && !c.is_whitespace();
    if name.chars().all(is_plain) {
        folded.extend(name.chars().filter(counts));
    } else {
        folded.extend(name.nfkc().filter(counts));
    }
    folded
}

/// Whether `c` is a quotation or book-title mark, straight or curly, Chinese or Western.
pub fn is_quote(c: char) -> bool {
    matches!(
        c,
        '\u{201C}' | '\u{201D}' | '\u{2018}' | '\u{2019}' | '\u{300A}' | '\u{300B}' | '\u{3008}' | '\u{3009}' | '\u{300C}'
            ..='\u{300F}' | '"' | '\''
    )
}

/// Every place where one of `words` stands, from the left, each as long as can be.
pub(crate) fn longest<'a>(text: &str, words: impl IntoIterator<Item = &'a str>) -> Vec<Span> {
    let mut by_first: FxHashMap<char, Vec<&str>> = FxHashMap::default();
    for word in words {
        by_first.entry(word.chars().next().unwrap_or_default()).or_default().push(word);
    }
    by_first.values_mut().for_each(|words| words.sort_by_key(|word| std::cmp::Reverse(word.len())));
    let first: Characters = by_first.keys().copied().collect();
    let mut found: Vec<Span> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| first.contains(*c)) {
        let free = found.last().is_none_or(|last| last.to() <= at);
        let words = by_first.get(&c).filter(|_| free);
        let longest = words.and_then(|words| words.iter().find(|word| text[at..].starts_with(**word)));
        found.extend(longest.map(|word| Span::new(at, at + word.len())));
    }
    found
}

/// Bytes of the longest quotation that is taken for a name.
const NAME_BYTES: usize = 48;

/// The titles (《…》) and short quotations of `text`, which are names and not statements, in order, without the closing mark.
pub fn names(text: &str) -> Vec<Span> {
    let mut names = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (offset, c) in text.char_indices() {
        match (c, open) {
            ('\u{300A}' | '\u{201C}', _) => open = Some((offset, c)),
            ('\u{300B}', Some((start, '\u{300A}'))) => names.push(Span::new(start, offset)),
            ('\u{201D}', Some((start, '\u{201C}'))) if offset - start <= NAME_BYTES => names.push(Span::new(start, offset)),
            ('\n', _) => open = None,
            _ => {}
        }
        if matches!(c, '\u{300B}' | '\u{201D}') {
            open = None;
        }
    }
    names
}
