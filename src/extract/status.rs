//! Whether a clause tells of what is done, under way, planned or ended.

use super::segment::Structure;
use crate::{
    catalog::Catalog,
    model::{Document, Status},
    span::Span,
};

/// Decides the status of clauses of one document: document genre and section set the ground, words of the clause decide.
pub struct StatusReader<'a> {
    _catalog: &'a Catalog,
    _document: &'a Document,
    _structure: &'a Structure,
}

impl<'a> StatusReader<'a> {
    /// Prepares the reader for one document.
    pub fn new(catalog: &'a Catalog, document: &'a Document, structure: &'a Structure) -> Self {
        Self { _catalog: catalog, _document: document, _structure: structure }
    }

    /// The status of what the clause at `clause` of sentence `sentence` says.
    pub fn status(&self, _sentence: usize, _clause: Span) -> Status {
        Status::Planned
    }

    /// The time that the clause or its sentence gives: a year, a date or a period's name.
    pub fn time(&self, _sentence: usize, _clause: Span) -> Option<String> {
        None
    }
}
