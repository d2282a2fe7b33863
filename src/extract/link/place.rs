//! Places: full, short and abbreviated names of one place.

use super::group::{Group, Groups};
use crate::{
    catalog::{Catalog, places::Level},
    extract::survey::Survey,
    model::{Class, Document, Entity, Link, Mention},
    span::Span,
};
use std::collections::BTreeSet;

/// Entities of the places among `mentions`.
pub(crate) fn entities(catalog: &Catalog, document: &Document, mentions: &[Mention]) -> Vec<Entity> {
    let names: BTreeSet<&str> =
        mentions.iter().filter(|mention| mention.class == Class::Place).map(|mention| mention.name.as_str()).collect();
    let in_organs: Vec<String> = mentions
        .iter()
        .filter(|mention| mention.class == Class::Department)
        .filter_map(|mention| crate::extract::mention::organ::place_in(catalog, &mention.name))
        .collect();
    let names: BTreeSet<&str> = names.into_iter().chain(in_organs.iter().map(String::as_str)).collect();
    let mut groups = Groups::default();
    for (index, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.class == Class::Place) {
        let key = identity(catalog, &mention.name, &names);
        let group = groups.of(Class::Place, &key);
        let surface = mention.span.of(&document.text);
        group.add(index, link(catalog, mention, surface, &key));
        group.forms.insert(mention.name.clone());
        if surface != mention.name {
            group.forms.insert(surface.to_owned());
            group.expansions.insert(mention.name.clone());
        } else if catalog.places.abbreviations.get(&mention.name).is_some() {
            group.expansions.insert(catalog.places.named(&key).map_or_else(|| key.clone(), |known| known.usual().to_owned()));
        } else {
            group.explicit.insert(mention.name.clone());
        }
    }
    let mut entities = groups.entities(Group::longest);
    for entity in &mut entities {
        nested_forms(catalog, document, entity);
    }
    entities
}

/// By what a mention means the place with the full name `key`.
fn link(catalog: &Catalog, mention: &Mention, surface: &str, key: &str) -> Link {
    match () {
        () if surface != mention.name => Link::Pronoun,
        () if mention.name == key => Link::Name,
        () if catalog.places.named(&mention.name).is_some() => Link::Gazetteer,
        () if catalog.places.abbreviations.get(&mention.name).is_some() => Link::Abbreviation,
        () => Link::Suffix,
    }
}

/// Adds the other names that the gazetteer knows of a place and the text has, if only inside other names.
fn nested_forms(catalog: &Catalog, document: &Document, entity: &mut Entity) {
    let Some(known) = catalog.places.named(&entity.name) else { return };
    let count = |form: &str| memchr::memmem::find_iter(document.text.as_bytes(), form.as_bytes()).count();
    for form in std::iter::once(&known.name).chain(known.shorts.first()) {
        if *form == entity.name || entity.aliases.contains(form) {
            continue;
        }
        // The short form stands inside the full one without being a name of its own there.
        if count(form) > if entity.name.contains(form.as_str()) { count(&entity.name) } else { 0 } {
            entity.aliases.push(form.clone());
        }
    }
    entity.aliases.sort();
}

/// Gives the focal place a mention where the text names it only inside other names or by a by-name: the first of those.
pub(crate) fn name_focal(catalog: &Catalog, survey: &Survey, focal: &str, mentions: &mut Vec<Mention>) {
    let names: BTreeSet<&str> = BTreeSet::new();
    let means = |name: &str| identity(catalog, name, &names) == focal;
    if mentions.iter().any(|mention| mention.class == Class::Place && means(&mention.name)) {
        return;
    }
    let nested = survey.places.iter().map(|candidate| &candidate.mention);
    let first = nested.filter(|mention| means(&mention.name)).min_by_key(|mention| mention.span).cloned();
    mentions.extend(first.or_else(|| by_byname(catalog, survey, means)));
}

/// The first by-name that `means` accepts.
fn by_byname(catalog: &Catalog, survey: &Survey, means: impl Fn(&str) -> bool) -> Option<Mention> {
    let rule = catalog.rules.grammar("place-by-abbreviation");
    let words = catalog.signals.of("byname", &survey.signals).filter(|(word, _)| means(word));
    let first = words.filter_map(|(word, found)| Some((*found.first()? as usize, word))).min()?;
    let span = Span::new(first.0, first.0 + first.1.len());
    Some(Mention { span, class: Class::Place, name: first.1.to_owned(), rule })
}

/// The full name: by the gazetteer, or the longer form of an unlisted place that the document has too.
pub(crate) fn identity(catalog: &Catalog, name: &str, names: &BTreeSet<&str>) -> String {
    let places = &catalog.places;
    let nation = places.nation().filter(|_| places.pronouns.get(name) == Some(&Level::Country));
    if let Some(known) = nation.or_else(|| places.named(name)) {
        return known.name.clone();
    }
    if let Some(numbers) = places.abbreviations.get(name) {
        let meant = numbers.iter().map(|&number| places.get(number));
        let named = meant
            .clone()
            .find(|place| names.contains(place.name.as_str()) || place.shorts.iter().any(|short| names.contains(short.as_str())));
        return named.or_else(|| meant.clone().next()).map_or_else(|| name.to_owned(), |place| place.name.clone());
    }
    let full = places
        .words
        .iter()
        .filter(|(_, kind)| *kind == "suffix")
        .map(|(suffix, _)| format!("{name}{suffix}"))
        .find(|full| names.contains(full.as_str()));
    full.unwrap_or_else(|| name.to_owned())
}
