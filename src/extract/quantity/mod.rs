//! Numbers, units, comparators and times as a grammar over text.

pub mod numeral;
pub mod time;

use crate::{catalog::lexicon::Lexicon, error::Defect};

/// The compiled tables of the grammar.
#[derive(Clone, Debug)]
pub struct Grammar {
    /// Numeral characters.
    pub numerals: numeral::Numerals,
    /// Words of time.
    pub times: time::TimeWords,
}

impl Grammar {
    /// Compiles the tables `numerals`, `time`, `units` and `comparators`.
    pub fn load(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        Self { numerals: numeral::Numerals::load(lexicon, defects), times: time::TimeWords::load(lexicon, defects) }
    }
}
