//! Stage 5b, entities → figures: every quantified statement with its holder, indicator, comparator, value, unit and time.

use super::word::Words;
use crate::{
    catalog::Catalog,
    model::{Analysis, Target},
};

/// Reads all figures, in text order.
pub fn find(_catalog: &Catalog, _words: &Words, _analysis: &Analysis) -> Vec<Target> {
    Vec::new()
}
