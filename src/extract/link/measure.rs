//! Measures: every numbered point of the structure that is one.

use crate::{
    catalog::Catalog,
    extract::segment::Structure,
    model::{Class, Document, Entity, Link, Mention},
    span::Span,
};
use std::collections::BTreeMap;

/// Adds a mention and an entity for each Measure; points with the same words are one, and points that only name a body are none.
pub fn add(catalog: &Catalog, document: &Document, structure: &Structure, mentions: &mut Vec<Mention>, entities: &mut Vec<Entity>) {
    let rule = catalog.rules.grammar("numbered-point");
    let bodies = bodies(mentions);
    let mut known = BTreeMap::new();
    for point in structure.points.iter().filter(|point| point.measure && !point.name.is_empty()) {
        if names_body(catalog, &bodies, document, point.name) {
            continue;
        }
        let name = point.name.of(&document.text).to_owned();
        let index = mentions.len();
        mentions.push(Mention { span: point.name, class: Class::Measure, name: name.clone(), rule });
        let entity = *known.entry(name.clone()).or_insert_with(|| {
            let key = format!("{}|{}|{}", Class::Measure, crate::text::fold(&name), document.id);
            entities.push(Entity { class: Class::Measure, name, aliases: Vec::new(), mentions: Vec::new(), links: Vec::new(), key });
            entities.len() - 1
        });
        entities[entity].mentions.push(index);
        entities[entity].links.push(Link::Point);
    }
}

/// Where the mentions of bodies begin, by where they end.
fn bodies(mentions: &[Mention]) -> BTreeMap<u32, u32> {
    let bodies = mentions.iter().filter(|mention| matches!(mention.class, Class::Department | Class::Organization));
    bodies.map(|mention| (mention.span.end, mention.span.start)).collect()
}

/// Whether a point's name is that of a body, perhaps behind the nation's: 1.某部.
fn names_body(catalog: &Catalog, bodies: &BTreeMap<u32, u32>, document: &Document, name: Span) -> bool {
    let Some(&start) = bodies.get(&name.end).filter(|&&start| start >= name.start) else { return false };
    let before = &document.text[name.from()..start as usize];
    before.is_empty() || catalog.organs.word(before, "open-prefix") == Some(before.len())
}
