//! What a name itself says: where a thing is, who holds a meeting, who writes a document.

use crate::{
    catalog::{Catalog, places::Level, vocabulary::Functions},
    extract::word::Shape,
    model::{Analysis, Class, Entity, EntityIndex, Evidence, Predicate, Relation, Status},
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Relations that names state.
pub(crate) fn find(catalog: &Catalog, analysis: &Analysis) -> Vec<Relation> {
    // The nation and regions in a name say what a thing is for, not where it stands.
    let is_site = |entity: &Entity| {
        let known = catalog.places.named(&entity.name);
        entity.class == Class::Place && known.is_none_or(|known| !matches!(known.level, Level::Country | Level::Region))
    };
    let places = surfaces(analysis, is_site);
    let organs = surfaces(analysis, |entity| entity.class == Class::Department);
    let organs = Organs::new(&organs);
    let located = catalog.rules.grammar("place-in-name");
    let convened = catalog.rules.grammar("organ-in-event-name");
    let formulated = catalog.rules.grammar("organ-in-document-name");
    let part = catalog.rules.grammar("place-in-place-name");
    let mut relations = Vec::new();
    for (index, entity) in analysis.entities.iter().enumerate() {
        let Some(&mention) = entity.mentions.first() else { continue };
        let span = analysis.mentions[mention].span;
        let mut state = |subject: EntityIndex, predicate, object: EntityIndex, rule| {
            relations.push(Relation {
                subject,
                predicate,
                object,
                status: Status::Done,
                role: None,
                time: None,
                speaker: None,
                evidence: Evidence { span, rule },
            });
        };
        match entity.class {
            Class::Park | Class::Project | Class::Organization | Class::Event => {
                let place = place_in(index, entity, &places).filter(|&place| is_whereabouts(catalog, analysis, entity, place));
                if let Some(place) = place.or_else(|| focal_in(catalog, analysis, entity)) {
                    state(index, Predicate::LocatedIn, place, located);
                }
                if let Some(organ) = beginning(entity, &organs).filter(|_| entity.class == Class::Event) {
                    state(organ, Predicate::Convenes, index, convened);
                }
            }
            Class::Document => {
                if let Some(organ) = beginning(entity, &organs).filter(|_| is_issuer(catalog, entity, &organs)) {
                    state(organ, Predicate::Formulates, index, formulated);
                }
            }
            Class::Place => {
                if let Some(place) = place_in(index, entity, &places).filter(|&place| is_division_of(catalog, analysis, entity, place)) {
                    state(index, Predicate::PartOf, place, part);
                }
            }
            _ => {}
        }
    }
    relations
}

/// The focal place, where the name has it anywhere.
fn focal_in(catalog: &Catalog, analysis: &Analysis, entity: &Entity) -> Option<EntityIndex> {
    let nation = |focal: &Entity| catalog.places.named(&focal.name).is_some_and(|known| known.level == Level::Country);
    analysis.focus.iter().copied().find(|&focal| {
        let place = &analysis.entities[focal];
        let stands = |name: &String| name.chars().count() > 1 && entity.name.contains(name.as_str());
        !nation(place) && names(place).any(stands) && is_whereabouts(catalog, analysis, entity, focal)
    })
}

fn names(entity: &Entity) -> impl Iterator<Item = &String> {
    std::iter::once(&entity.name).chain(&entity.aliases)
}

/// Whether the place in a name says where the thing is, and not where a way begins or ends (甲地至乙地高速公路).
fn is_whereabouts(catalog: &Catalog, analysis: &Analysis, entity: &Entity, place: EntityIndex) -> bool {
    let longest = names(&analysis.entities[place]).filter_map(|name| Some((name.len(), entity.name.find(name.as_str())?))).max();
    let Some((length, at)) = longest else { return true };
    let joins = |text: Option<char>| {
        text.is_some_and(|c| {
            let word = c.to_string();
            let function = catalog.vocabulary.get(&word).function;
            Shape::of(&word) == Shape::Joiner || function.any(Functions::Preposition.with(Functions::Conjunction))
        })
    };
    !joins(entity.name[at + length..].chars().next()) && !joins(entity.name[..at].chars().next_back())
}

/// Whether a name is that of a greater place and, behind it, that of a division: 甲市|乙区.
fn is_division_of(catalog: &Catalog, analysis: &Analysis, entity: &Entity, place: EntityIndex) -> bool {
    let inner = names(&analysis.entities[place]).filter_map(|name| entity.name.strip_prefix(name.as_str()));
    inner.min_by_key(|rest| rest.len()).is_some_and(|rest| catalog.places.named(rest).is_some())
}

/// Every name of the entities of a class, longest names last.
fn surfaces(analysis: &Analysis, wanted: impl Fn(&Entity) -> bool) -> BTreeMap<String, EntityIndex> {
    let mut names = BTreeMap::new();
    for (index, entity) in analysis.entities.iter().enumerate().filter(|(_, entity)| wanted(entity)) {
        for name in std::iter::once(&entity.name).chain(&entity.aliases).filter(|name| name.chars().count() > 1) {
            names.entry(name.clone()).or_insert(index);
        }
    }
    names
}

/// The other place that a name begins with or that stands in brackets inside it.
fn place_in(index: EntityIndex, entity: &Entity, places: &BTreeMap<String, EntityIndex>) -> Option<EntityIndex> {
    let starts = |text: &str| {
        (2..=text.chars().count().min(10)).rev().find_map(|count| {
            let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
            places.get(&text[..end]).copied().filter(|&place| place != index)
        })
    };
    let bracketed = || entity.name.split(['(', '\u{FF08}']).nth(1).and_then(starts);
    starts(&entity.name).or_else(bracketed)
}

/// The organs by their names and by what their names end with, each the first by name.
struct Organs<'a> {
    names: &'a BTreeMap<String, EntityIndex>,
    by_ending: FxHashMap<&'a str, EntityIndex>,
}

impl<'a> Organs<'a> {
    fn new(names: &'a BTreeMap<String, EntityIndex>) -> Self {
        let mut by_ending = FxHashMap::default();
        for (name, &index) in names {
            for (at, _) in name.char_indices() {
                by_ending.entry(&name[at..]).or_insert(index);
            }
        }
        Self { names, by_ending }
    }

    /// The organ whose name, or the end of whose name, `text` is.
    fn ending(&self, text: &str) -> Option<EntityIndex> {
        self.names.get(text).or_else(|| self.by_ending.get(text)).copied()
    }
}

/// Whether the organ that a document's name begins with is named there in full: in 某机关某委员会关于… the first organ issues nothing.
fn is_issuer(catalog: &Catalog, entity: &Entity, organs: &Organs<'_>) -> bool {
    let text = entity.name.as_str();
    let about = catalog.organs.words.of("about").filter_map(|word| text.find(word)).min();
    about.is_none_or(|at| at == 0 || organs.ending(&text[..at]).is_some())
}

/// The organ whose name, or the end of whose name, the entity's name begins with.
fn beginning(entity: &Entity, organs: &Organs<'_>) -> Option<EntityIndex> {
    let text = entity.name.as_str();
    (2..=text.chars().count().min(24)).rev().find_map(|count| {
        let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
        organs.ending(&text[..end])
    })
}
