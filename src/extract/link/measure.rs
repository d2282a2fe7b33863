//! Measures: every numbered point of the structure that is one.

use crate::{
    catalog::Catalog,
    extract::segment::Structure,
    model::{Class, Document, Entity, Link, Mention},
};

/// Adds a mention and an entity for each Measure; points with the same words are one.
pub fn add(catalog: &Catalog, document: &Document, structure: &Structure, mentions: &mut Vec<Mention>, entities: &mut Vec<Entity>) {
    let rule = catalog.rules.grammar("numbered-point");
    let mut known = std::collections::BTreeMap::new();
    for point in structure.points.iter().filter(|point| point.measure && !point.name.is_empty()) {
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
