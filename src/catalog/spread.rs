//! How many places use a term word for word: what many places say is vocabulary, what one repeats is a name.

use super::source::Sources;
use rustc_hash::FxHashMap;

/// Spread of terms over places (`data/model/spread.tsv`, made by `hongtu train --spread`).
#[derive(Clone, Debug, Default)]
pub struct Spread {
    terms: FxHashMap<Box<str>, u8>,
}

/// The file of the counts.
pub const FILE: &str = "data/model/spread.tsv";

impl Spread {
    /// Reads the counts; none without the file.
    pub fn load(sources: &Sources) -> Self {
        let mut terms = FxHashMap::default();
        for line in sources.get(FILE).unwrap_or_default().lines() {
            if let Some((term, bucket)) = line.split_once('\t') {
                terms.insert(term.into(), bucket.parse().unwrap_or(0));
            }
        }
        Self { terms }
    }

    /// The logarithm class of the number of places that use `term`; 0 where few do.
    pub fn of(&self, term: &str) -> u8 {
        if self.terms.is_empty() { 0 } else { self.terms.get(term).copied().unwrap_or(0).min(15) }
    }
}
