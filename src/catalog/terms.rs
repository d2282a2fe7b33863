//! Known terms: industries and technologies, and vocabulary that the whole nation uses.

use super::lexicon::Lexicon;
use crate::{error::Defect, model::Class, span::Span};
use daachorse::CharwiseDoubleArrayAhoCorasick;

/// Finds all known terms in a text, overlapping ones included.
pub struct Terms {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    classes: Vec<(Class, bool)>,
}

impl std::fmt::Debug for Terms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terms").field("terms", &self.classes.len()).finish_non_exhaustive()
    }
}

impl Terms {
    /// Reads `industries.tsv` and `national.tsv`.
    pub fn new(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let mut words: Vec<&str> = Vec::new();
        let mut classes = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for row in lexicon.table("national") {
            match row.cell(1).parse() {
                Ok(class) if seen.insert(row.word()) => {
                    words.push(row.word());
                    classes.push((class, true));
                }
                Ok(_) => {}
                Err(problem) => defects.push(Defect { file: "data/lexicon/national.tsv".to_owned(), line: row.line, problem }),
            }
        }
        for row in lexicon.table("industries") {
            if seen.insert(row.word()) {
                words.push(row.word());
                classes.push((Class::Industry, row.cell(2) != "context"));
            }
        }
        let automaton = CharwiseDoubleArrayAhoCorasick::new(words).ok();
        Self { automaton, classes }
    }

    /// All terms in `text`, by end, each with its class and whether it names something wherever it stands; spans are relative to `text`.
    pub fn find(&self, text: &str) -> impl Iterator<Item = (Span, (Class, bool))> {
        self.automaton
            .iter()
            .flat_map(move |automaton| automaton.find_overlapping_iter(text))
            .map(|found| (Span::new(found.start(), found.end()), self.classes[found.value() as usize]))
    }
}
