//! Head nouns: what the last word of a name says about its class.

use super::{affixes::Lengths, lexicon::Lexicon};
use crate::{error::Defect, model::Class};
use rustc_hash::FxHashMap;

/// How sure a head noun makes a name (`heads.tsv`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Needs a quote, a place or a coined modifier.
    Weak,
    /// Between the two.
    Medium,
    /// A name with any specific modifier.
    Strong,
}

/// A head noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The noun.
    pub word: String,
    /// The classes that it heads, most likely first.
    pub classes: Vec<Class>,
    /// How sure it makes a name.
    pub strength: Strength,
    /// Whether it is a name with nothing before it.
    pub is_name: bool,
}

/// All head nouns, found by the end of a text.
#[derive(Clone, Debug, Default)]
pub struct Heads {
    heads: Vec<Head>,
    by_word: FxHashMap<Box<str>, u16>,
    by_last: Lengths,
}

impl Heads {
    /// Reads `heads.tsv`.
    pub fn new(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let mut heads = Self::default();
        for row in lexicon.table("heads") {
            let mut defect = |problem: String| defects.push(Defect { file: "data/lexicon/heads.tsv".to_owned(), line: row.line, problem });
            let mut classes = Vec::new();
            for name in row.cell(1).split('|') {
                match name.parse() {
                    Ok(class) => classes.push(class),
                    Err(problem) => defect(problem),
                }
            }
            let strength = match row.cell(2) {
                "strong" => Strength::Strong,
                "medium" => Strength::Medium,
                "weak" => Strength::Weak,
                other => {
                    defect(crate::text::unknown(other, ["strong", "medium", "weak"].into_iter()));
                    continue;
                }
            };
            heads.add(Head { word: row.word().to_owned(), classes, strength, is_name: row.cell(3) == "self" });
        }
        heads.index();
        heads
    }

    fn add(&mut self, head: Head) {
        let number = self.heads.len() as u16;
        if !head.word.is_empty() {
            self.by_word.insert(head.word.as_str().into(), number);
            self.heads.push(head);
        }
    }

    fn index(&mut self) {
        let mut words: Vec<&str> = self.heads.iter().map(|head| head.word.as_str()).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in words {
            word.chars().next_back().into_iter().for_each(|last| self.by_last.add(last, word.len()));
        }
    }

    /// The longest head that `text` ends with.
    pub fn ending(&self, text: &str) -> Option<u16> {
        self.by_last.of(text.chars().next_back()).iter().find_map(|&length| {
            let start = text.len().checked_sub(length)?;
            text.is_char_boundary(start).then(|| self.by_word.get(&text[start..]).copied()).flatten()
        })
    }

    /// Of a head that is a name by itself, the head noun that it ends with: 保卫战 of 净土保卫战.
    pub(crate) fn noun(&self, number: u16) -> Option<&str> {
        let head = self.get(number);
        let (second, _) = head.word.char_indices().nth(1).filter(|_| head.is_name)?;
        let inner = self.ending(&head.word[second..])?;
        Some(self.noun(inner).unwrap_or(&self.get(inner).word))
    }

    /// The head numbered `number`.
    pub fn get(&self, number: u16) -> &Head {
        &self.heads[usize::from(number)]
    }

    /// How many heads there are.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }
}
