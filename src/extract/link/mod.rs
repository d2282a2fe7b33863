//! Stage 4, mentions → entities: which mentions are one thing, and what its full name is.

pub mod focus;
pub(crate) mod group;
pub mod measure;
pub(crate) mod named;
pub(crate) mod organ;
pub(crate) mod person;
pub(crate) mod place;

use super::{segment::Structure, survey::Survey};
use crate::{
    catalog::Catalog,
    model::{Document, Entity, EntityIndex, Mention, Post},
};

/// Links mentions to entities; also tells the focal places.
pub fn link(
    catalog: &Catalog,
    document: &Document,
    structure: &Structure,
    survey: &Survey,
    mentions: &mut Vec<Mention>,
    posts: &[Post],
) -> (Vec<Entity>, Vec<EntityIndex>, Vec<focus::Focal>) {
    let focus = focus::focus(catalog, document, structure, survey, mentions);
    for focal in &focus {
        place::name_focal(catalog, survey, &focal.name, mentions);
    }
    let mentions = mentions.as_slice();
    let mut entities = place::entities(catalog, document, mentions);
    let keyed = |entity: &Entity, name: &str| entity.key.strip_suffix(name).is_some_and(|rest| rest.ends_with('|'));
    let focal = focus.iter().filter_map(|focal| entities.iter().position(|entity| keyed(entity, &focal.name))).collect();
    entities.extend(organ::entities(catalog, mentions, &focus));
    entities.extend(person::entities(catalog, document, mentions, posts, &focus));
    entities.extend(named::entities(catalog, document, mentions));
    (entities, focal, focus)
}
