//! Stage 4, mentions → entities: which mentions are one thing, and what its full name is.

use super::segment::Structure;
use crate::{
    catalog::Catalog,
    model::{Document, Entity, EntityIndex, Mention, Post},
};

/// Links mentions to entities; also tells the focal places.
pub fn link(
    _catalog: &Catalog,
    _document: &Document,
    _structure: &Structure,
    _mentions: &[Mention],
    _posts: &[Post],
) -> (Vec<Entity>, Vec<EntityIndex>) {
    (Vec::new(), Vec::new())
}
