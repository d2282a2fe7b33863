//! Stage 2b, structure → words: sentences cut into dictionary words with what the lexicon knows of each.

use super::segment::Structure;
use crate::{catalog::Catalog, model::Document, span::Span};

/// The words of a document, in text order, sentence after sentence.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// All words.
    pub words: Vec<Word>,
    /// For each sentence of the structure, where its words begin in `words`; one more entry closes the last.
    pub starts: Vec<u32>,
}

/// One dictionary word or punctuation mark.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
}

impl Words {
    /// The words of sentence `index`.
    pub fn of(&self, index: usize) -> &[Word] {
        &self.words[self.starts[index] as usize..self.starts[index + 1] as usize]
    }
}

/// Cuts every sentence into words.
pub fn cut(_catalog: &Catalog, _document: &Document, structure: &Structure) -> Words {
    Words { words: Vec::new(), starts: vec![0; structure.sentences.len() + 1] }
}
