//! Stage 3, words → mentions: which characters name something, and of which class.

pub(crate) mod candidate;

use super::{segment::Structure, word::Words};
use crate::{
    catalog::Catalog,
    model::{Document, Mention},
};

/// Finds all mentions, in text order, not overlapping.
pub fn find(_catalog: &Catalog, _document: &Document, _structure: &Structure, _words: &Words) -> Vec<Mention> {
    Vec::new()
}
