//! Known terms: industries and technologies, and vocabulary that the whole nation uses.

use super::{lexicon::Lexicon, phrases::Phrases};
use crate::{error::Defect, model::Class, span::Span};

/// Finds all known terms in a text, overlapping ones included.
#[derive(Debug)]
pub struct Terms {
    words: Phrases<(Class, bool)>,
}

impl Terms {
    /// Reads `industries.tsv` and `national.tsv`.
    pub fn new(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let mut words: Vec<(&str, (Class, bool))> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for row in lexicon.table("national") {
            match row.cell(1).parse() {
                Ok(class) if seen.insert(row.word()) => {
                    words.push((row.word(), (class, true)));
                }
                Ok(_) => {}
                Err(problem) => defects.push(Defect { file: "data/lexicon/national.tsv".to_owned(), line: row.line, problem }),
            }
        }
        for row in lexicon.table("industries") {
            if seen.insert(row.word()) {
                words.push((row.word(), (Class::Industry, row.cell(2) != "context")));
            }
        }
        Self { words: Phrases::new(words) }
    }

    /// All terms in `text`, each with its class and whether it names something wherever it stands; spans are relative to `text`.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, (Class, bool))> + 'a {
        self.words.find_all(text)
    }
}
