//! Stage 3b, mentions → posts: who holds which role in which organ.

use super::segment::Structure;
use crate::{
    catalog::Catalog,
    model::{Document, Mention, Post},
};

/// Reads titles before and after names, appointments and dismissals; returns the mentions (possibly with more organs) and the posts.
pub fn posts(_catalog: &Catalog, _document: &Document, _structure: &Structure, mentions: Vec<Mention>) -> (Vec<Mention>, Vec<Post>) {
    (mentions, Vec::new())
}
