//! Stage 5, entities → relations: what the text states about them.

use super::word::Words;
use crate::{
    catalog::Catalog,
    model::{Analysis, Relation},
};

/// Reads all relations, in text order.
pub fn find(_catalog: &Catalog, _words: &Words, _analysis: &Analysis) -> Vec<Relation> {
    Vec::new()
}
