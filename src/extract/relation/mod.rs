//! Stage 5, entities → relations: what the text states about them.

pub(crate) mod official;

use super::word::Words;
use crate::{
    catalog::Catalog,
    model::{Analysis, Relation},
};

/// Reads all relations, in text order.
pub fn find(catalog: &Catalog, _words: &Words, analysis: &Analysis) -> Vec<Relation> {
    official::find(catalog, analysis)
}
