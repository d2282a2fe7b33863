//! Stage 2b, structure → words: sentences cut into dictionary words with what the lexicon knows of each.

use super::segment::Structure;
use crate::{
    catalog::{Catalog, vocabulary::Known},
    model::Document,
    span::Span,
};

/// The words of a document, in text order, sentence after sentence.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// All words.
    pub words: Vec<Word>,
    /// For each sentence of the structure, where its words begin in `words`; one more entry closes the last.
    pub starts: Vec<u32>,
}

/// One dictionary word, number, run of Latin letters, or punctuation mark.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// What the lexicon knows of it.
    pub known: Known,
    /// What its characters are.
    pub shape: Shape,
}

/// What the characters of a word are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// Chinese characters.
    Chinese,
    /// Latin letters, perhaps with digits.
    Latin,
    /// Digits.
    Digits,
    /// Mark that ends a sentence: full stop, question or exclamation mark.
    Stop,
    /// Semicolon.
    Semicolon,
    /// Comma.
    Comma,
    /// Colon.
    Colon,
    /// The mark between members of a list (顿号).
    Pause,
    /// Opening quotation mark.
    QuoteOpen,
    /// Closing quotation mark.
    QuoteClose,
    /// Opening book-title mark (书名号).
    BookOpen,
    /// Closing book-title mark.
    BookClose,
    /// Opening bracket.
    BracketOpen,
    /// Closing bracket.
    BracketClose,
    /// Dash, hyphen, middle dot, plus sign: joins parts of a name.
    Joiner,
    /// White space.
    Space,
    /// Anything else.
    Other,
}

impl Shape {
    /// The shape of a word by its first character.
    pub fn of(word: &str) -> Self {
        let Some(first) = word.chars().next() else { return Self::Other };
        match first {
            // Most words, told first.
            '\u{4E00}'..='\u{9FFF}' => Self::Chinese,
            '\u{3002}' | '\u{FF01}' | '\u{FF1F}' | '!' | '?' => Self::Stop,
            '\u{FF1B}' | ';' => Self::Semicolon,
            '\u{FF0C}' | ',' => Self::Comma,
            '\u{FF1A}' | ':' => Self::Colon,
            '\u{3001}' => Self::Pause,
            '\u{201C}' | '\u{2018}' | '\u{300C}' | '\u{300E}' => Self::QuoteOpen,
            '\u{201D}' | '\u{2019}' | '\u{300D}' | '\u{300F}' => Self::QuoteClose,
            '\u{300A}' | '\u{3008}' => Self::BookOpen,
            '\u{300B}' | '\u{3009}' => Self::BookClose,
            '\u{FF08}' | '(' | '[' | '\u{3010}' | '\u{3014}' => Self::BracketOpen,
            '\u{FF09}' | ')' | ']' | '\u{3011}' | '\u{3015}' => Self::BracketClose,
            '+' | '\u{FF0B}' | '-' | '\u{2014}' | '\u{2013}' | '\u{00B7}' | '\u{FF0D}' | '/' | '\u{30FB}' | '\u{2022}' => Self::Joiner,
            '0'..='9' | '\u{FF10}'..='\u{FF19}' if word.chars().all(|c| c.is_numeric() || ".%\u{FF05}\u{FF0E}".contains(c)) => Self::Digits,
            c if c.is_whitespace() => Self::Space,
            c if c.is_ascii_alphanumeric() || ('\u{FF10}'..='\u{FF5A}').contains(&c) => Self::Latin,
            c if c.is_alphabetic() || c.is_numeric() => Self::Chinese,
            _ => Self::Other,
        }
    }

    /// Whether it opens or closes a quotation, a title or a bracket.
    pub fn is_mark(self) -> bool {
        use Shape::{BookClose, BookOpen, BracketClose, BracketOpen, QuoteClose, QuoteOpen};
        matches!(self, QuoteOpen | QuoteClose | BookOpen | BookClose | BracketOpen | BracketClose)
    }

    /// Whether a name never goes on across it.
    pub fn is_boundary(self) -> bool {
        matches!(self, Self::Stop | Self::Semicolon | Self::Comma | Self::Colon | Self::Space | Self::Other)
    }
}

impl Words {
    /// The words of sentence `index`.
    pub fn of(&self, index: usize) -> &[Word] {
        &self.words[self.starts[index] as usize..self.starts[index + 1] as usize]
    }
}

/// Straight quotation marks open and close in turn, and close what a curly one opened; one without a fellow stays what it is.
fn pair_straight_quotes(text: &str, words: &mut [Word]) {
    let is_straight = |word: &Word| word.shape == Shape::Other && matches!(word.span.of(text), "\"" | "\u{FF02}");
    let mut open: Option<usize> = None;
    for at in 0..words.len() {
        match words[at].shape {
            Shape::QuoteOpen => open = Some(at),
            Shape::QuoteClose => {
                if let Some(straight) = open.take() {
                    words[straight].shape = Shape::QuoteOpen;
                }
            }
            _ if is_straight(&words[at]) => match open.take() {
                Some(opening) => {
                    words[opening].shape = Shape::QuoteOpen;
                    words[at].shape = Shape::QuoteClose;
                }
                None => open = Some(at),
            },
            _ => {}
        }
    }
}

/// Cuts every sentence into words.
pub fn cut(catalog: &Catalog, document: &Document, structure: &Structure) -> Words {
    let mut words = Words { words: Vec::with_capacity(document.text.len() / 4), starts: Vec::with_capacity(structure.sentences.len() + 1) };
    for sentence in &structure.sentences {
        let first = words.words.len();
        words.starts.push(first as u32);
        let mut start = sentence.span.from();
        for word in catalog.vocabulary.cut(sentence.span.of(&document.text)) {
            let span = Span::new(start, start + word.len());
            start = span.to();
            words.words.push(Word { span, known: catalog.vocabulary.get(word), shape: Shape::of(word) });
        }
        pair_straight_quotes(&document.text, &mut words.words[first..]);
    }
    words.starts.push(words.words.len() as u32);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{corpus, extract::segment};

    #[test]
    fn straight_quotation_marks_open_and_close_in_turn() {
        let catalog = Catalog::built_in().unwrap();
        for (text, expected) in [
            ("推广\"云心办\"服务。", "(云心办)"),
            ("推广\"云心办\"\"云心批\"服务。", "(云心办)(云心批)"),
            ("推广“云心办\"服务和\"云心批”服务。", "(云心办)(云心批)"),
            ("长5\"的零件。", ""),
        ] {
            let document = corpus::document("a.txt", text.as_bytes(), text.to_owned());
            let structure = segment::segment(&catalog, &document);
            let words = cut(&catalog, &document, &structure);
            let mut quoted = String::new();
            let mut depth = 0;
            for word in &words.words {
                match word.shape {
                    Shape::QuoteOpen => {
                        depth += 1;
                        quoted.push('(');
                    }
                    Shape::QuoteClose => {
                        depth -= 1;
                        quoted.push(')');
                    }
                    _ if depth > 0 => quoted.push_str(word.span.of(text)),
                    _ => {}
                }
            }
            assert_eq!(quoted, expected, "{text}");
        }
    }
}
