//! Stage 3c, structure and persons → turns: whose words each line is.

use super::segment::Structure;
use crate::{
    catalog::Catalog,
    model::{Document, Mention, Post, Turn},
};

/// The speaker turns, in text order, not overlapping.
pub fn turns(_catalog: &Catalog, _document: &Document, _structure: &Structure, _mentions: &[Mention], _posts: &[Post]) -> Vec<Turn> {
    Vec::new()
}
