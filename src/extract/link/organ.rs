//! Organs: which mentions are one organ, and its full name by the focal place.

use super::{
    focus::{Focal, division},
    group::{Group, Groups},
};
use crate::{
    catalog::{Catalog, places::Level},
    extract::mention::organ::{
        self,
        grammar::{Organ, Scope},
    },
    model::{Class, Entity, Link, Mention},
};

/// What an organ's name means in this document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// The place that it serves, in full; empty for organs of the centre and where nothing tells.
    pub(crate) place: String,
    /// Place, body and inner bodies in full: the same for all forms of one organ.
    pub(crate) key: String,
    /// Keys of organs that it may be an inner body of, nearest first.
    pub(crate) parents: Vec<String>,
    /// The name in full, where the text has it in relation to the focal place.
    pub(crate) expanded: Option<String>,
}

/// Entities of the organs among `mentions`.
pub(crate) fn entities(catalog: &Catalog, mentions: &[Mention], focus: &[Focal]) -> Vec<Entity> {
    let mut groups = Groups::default();
    for (index, mention) in mentions.iter().enumerate() {
        if mention.class != Class::Department && !(mention.class == Class::Organization && organ::parse(catalog, &mention.name).is_some()) {
            continue;
        }
        let meaning = meaning(catalog, &mention.name, focus);
        let key = meaning.as_ref().map_or_else(|| crate::text::fold(&mention.name), |meaning| meaning.key.clone());
        let group = groups.of(mention.class, &key);
        let link = match &meaning {
            Some(meaning) if meaning.expanded.is_some() => Link::FocalPlace,
            Some(meaning) if meaning.key != mention.name => Link::OrganForm,
            _ => Link::Name,
        };
        group.add(index, link);
        group.forms.insert(mention.name.clone());
        match meaning.and_then(|meaning| meaning.expanded) {
            Some(expanded) => group.expansions.insert(expanded),
            None => group.explicit.insert(mention.name.clone()),
        };
    }
    groups.entities(Group::longest)
}

/// What `name` means by the focal place.
pub(crate) fn meaning(catalog: &Catalog, name: &str, focus: &[Focal]) -> Option<Meaning> {
    let organ = organ::parse(catalog, name)?;
    let (place, resolved) = match organ.scope {
        Scope::Centre => (String::new(), false),
        Scope::Place(span) => (full_name(catalog, span.of(name)), false),
        Scope::Level(span) => match relative_place(catalog, span.of(name), focus) {
            Some(focal) => (focal.name, true),
            None => (span.of(name).to_owned(), false),
        },
    };
    let relative = matches!(organ.scope, Scope::Level(_));
    let expanded = resolved.then(|| {
        let party = if organ.is_party() { party_prefix(catalog) } else { "" };
        format!("{party}{place}{}", &name[organ.body.from()..])
    });
    let key = format!("{place}{}", organ.canonical());
    let office = catalog.organs.last_word(&key, "office").map(|length| key[..key.len() - length].to_owned());
    let parents = office.into_iter().chain(organ.inner.as_ref().map(|_| format!("{place}{}", parent_form(&organ)))).collect();
    let place = if relative && !resolved { String::new() } else { place };
    let place = organ::branch_place(catalog, name).map_or(place, |branch| full_name(catalog, branch));
    Some(Meaning { place, key, parents, expanded })
}

/// The full form without the innermost inner body.
fn parent_form(organ: &Organ) -> String {
    let all = organ.canonical();
    let innermost = organ.inner.as_ref().map_or("", |(_, full)| full.as_str());
    all[..all.len() - innermost.len()].to_owned()
}

/// 中共.
fn party_prefix(catalog: &Catalog) -> &str {
    catalog.organs.words.iter().filter(|(_, purpose)| *purpose == "party").map(|(word, _)| word).last().unwrap_or("")
}

/// The full name of a place, where the gazetteer knows it.
pub(crate) fn full_name(catalog: &Catalog, place: &str) -> String {
    catalog.places.named(place).map_or_else(|| place.to_owned(), |known| known.name.clone())
}

/// The place that `level` means: 市 the focal city, 省 the focal province or the focal city's.
pub(crate) fn relative_place(catalog: &Catalog, level: &str, focus: &[Focal]) -> Option<Focal> {
    let [focal] = focus else { return None };
    let wanted = catalog
        .places
        .words
        .all_beginning(level)
        .find(|(length, kind)| *length == level.len() && kind.starts_with("level-"))
        .map(|(_, kind)| kind.as_str())?;
    let is_municipality = focal.level == Level::Province && focal.name.ends_with(level);
    match wanted {
        "level-province" if focal.level == Level::Province => Some(focal.clone()),
        "level-province" => catalog.places.province_of(&focal.code).and_then(|province| division(catalog, &province.name)),
        "level-prefecture" if focal.level == Level::Prefecture || is_municipality => Some(focal.clone()),
        "level-prefecture" | "level-county" if focal.level == Level::County && focal.name.ends_with(level) => Some(focal.clone()),
        _ => None,
    }
}
