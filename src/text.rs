//! Small functions on strings that every stage may use.

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
    name.nfkc().filter(|c| !is_quote(*c) && !c.is_whitespace()).collect()
}

/// Whether `c` is a quotation or book-title mark, straight or curly, Chinese or Western.
pub fn is_quote(c: char) -> bool {
    matches!(
        c,
        '\u{201C}' | '\u{201D}' | '\u{2018}' | '\u{2019}' | '\u{300A}' | '\u{300B}' | '\u{3008}' | '\u{3009}' | '\u{300C}'
            ..='\u{300F}' | '"' | '\''
    )
}
