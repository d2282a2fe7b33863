//! Keys across documents: 市委 in a text of one city and 市委 in that of another are two, 市人民医院 and the hospital with the city's name are one.

use crate::{
    catalog::{Catalog, titles::Title},
    extract::{
        link::{
            focus::Focal,
            organ::{full_name, meaning, relative_place},
        },
        mention::organ,
    },
    model::{Analysis, Class, Entity, MentionIndex, Post, Status},
    span::Span,
    text::fold,
};
use std::collections::{BTreeMap, BTreeSet};

/// Gives every entity the key by which other documents know it.
pub fn settle(catalog: &Catalog, analysis: &mut Analysis) {
    let mut held: BTreeMap<MentionIndex, Vec<&Post>> = BTreeMap::new();
    for post in analysis.posts.iter().filter(|post| post.status == Status::Done) {
        held.entry(post.person).or_default().push(post);
    }
    let places = analysis.entities.iter().filter(|entity| entity.class == Class::Place);
    let places = places.flat_map(|place| std::iter::once(&place.name).chain(&place.aliases)).map(String::as_str).collect();
    let scope = Scope { catalog, analysis, places, held };
    let keys: Vec<Option<String>> = analysis.entities.iter().map(|entity| scope.key(entity)).collect();
    for (entity, key) in analysis.entities.iter_mut().zip(keys) {
        if let Some(key) = key {
            entity.key = key;
        }
    }
}

/// Most characters of a name that is made of everyday words and may be each place's own: 火车站, 示范产业园.
const GENERIC: usize = 6;

/// Most characters of a place's name.
const LONGEST_PLACE: usize = 12;
/// The classes whose names begin with the short name of their place: 四川第十二次党代会; a campaign's slogan may begin with it by chance.
const BY_PLACE: [Class; 5] = [Class::Document, Class::Event, Class::Organization, Class::Park, Class::Project];
/// How far before a role its place is looked for, in characters.
const REACH: usize = 12;
/// Most characters of what is short for a kind of park: 综保区.
const SHORT: usize = 3;

struct Scope<'a> {
    catalog: &'a Catalog,
    analysis: &'a Analysis,
    /// The names of the document's places.
    places: BTreeSet<&'a str>,
    /// Posts that are held, by the person's mention.
    held: BTreeMap<MentionIndex, Vec<&'a Post>>,
}

impl Scope<'_> {
    /// The key across documents, where it is another than within the document.
    fn key(&self, entity: &Entity) -> Option<String> {
        let name = entity.key.split('|').nth(1)?;
        let key = |name: String| Some(format!("{}|{name}", entity.class));
        match entity.class {
            Class::Official => Some(self.person(entity)),
            Class::Place => self.alike_place(name).and_then(key),
            Class::Department => self.organ(entity, name).and_then(key),
            Class::Organization if organ::parse(self.catalog, &entity.name).is_some() => self.organ(entity, name).and_then(key),
            Class::Measure | Class::Industry | Class::Period | Class::Work | Class::Strategy | Class::Positioning => None,
            class => key(self.named(class, name)).filter(|key| *key != entity.key),
        }
    }

    fn focus(&self) -> &[Focal] {
        &self.analysis.focal
    }

    /// For a name that no place tells: it is this document's own.
    fn of_document(&self, name: &str) -> String {
        format!("{name}|{}", self.analysis.document.id)
    }

    /// A division whose full name others have too, with its code: that near the focal place.
    fn alike_place(&self, name: &str) -> Option<String> {
        let places = &self.catalog.places;
        if !places.is_shared(name) {
            return None;
        }
        let near = self.focus().first().filter(|_| self.focus().len() == 1).and_then(|focal| places.near(name, &focal.code));
        Some(near.map_or_else(|| self.of_document(name), |place| format!("{name}|{}", place.code)))
    }

    /// An organ named by its level where nothing tells of which place, or by a place whose name others have too.
    fn organ(&self, entity: &Entity, key: &str) -> Option<String> {
        let mention = &self.analysis.mentions[*entity.mentions.first()?];
        let meaning = meaning(self.catalog, &mention.name, self.focus())?;
        let relative = matches!(organ::parse(self.catalog, &mention.name)?.scope, organ::grammar::Scope::Level(_));
        if relative && meaning.expanded.is_none() {
            return Some(self.of_document(key));
        }
        let place = self.alike_place(&meaning.place)?;
        Some(format!("{key}|{}", place.split_once('|')?.1))
    }

    /// The name with its place in full: by the place that it begins with, by the level that it begins with, or as each place has one.
    fn named(&self, class: Class, name: &str) -> String {
        let places = &self.catalog.places;
        if let Some((span, place, near)) = places.find(name).next().filter(|(span, ..)| span.start == 0)
            && !near
            && !place.code.is_empty()
            && span.to() < name.len()
            && (place.name.len() == span.to() || BY_PLACE.contains(&class))
        {
            return format!("{}{}", place.name, &name[span.to()..]);
        }
        if let Some((length, level)) = self.level(name) {
            let place = relative_place(self.catalog, level, self.focus());
            return place.map_or_else(|| self.of_document(name), |place| format!("{}{}", place.name, &name[length..]));
        }
        if self.begins_with_place(name) || !self.is_own(class, name) {
            return name.to_owned();
        }
        self.focal().map_or_else(|| self.of_document(name), |place| format!("{place}{name}"))
    }

    /// Whether a name begins with a place of the document, which the gazetteer may not have.
    fn begins_with_place(&self, name: &str) -> bool {
        name.char_indices().skip(2).take(LONGEST_PLACE).any(|(at, _)| self.places.contains(&name[..at]))
    }

    /// The level that a name begins with, and its length with 全 or 我 before it: 市 in 市人民医院 and in 市委全会, but not in 市场.
    fn level<'n>(&self, name: &'n str) -> Option<(usize, &'n str)> {
        let organs = &self.catalog.organs;
        if let Some((length, _)) = self.catalog.places.pronouns.beginning(name) {
            let last = name[..length].char_indices().next_back()?.0;
            return organs.word(&name[last..], "level").map(|_| (length, &name[last..length]));
        }
        let length = organs.word(name, "level")?;
        let is_word = self.catalog.scopes.words.beginning(name).is_some();
        (!is_word && length < name.len()).then(|| (length, &name[..length]))
    }

    /// Whether each place has a thing of this name.
    fn is_own(&self, class: Class, name: &str) -> bool {
        let scopes = &self.catalog.scopes;
        if scopes.beyond.iter().any(|word| name.contains(word.as_str())) || self.catalog.places.find(name).next().is_some() {
            return false;
        }
        let own = scopes.own.first_ending(name, |of| of == class.as_str()).is_some();
        match class {
            Class::Document => scopes.laws.ending(name).is_none(),
            Class::Event | Class::Program => own,
            Class::Park if name.chars().count() <= SHORT => true,
            Class::Park | Class::Project => name.chars().count() <= GENERIC && self.is_everyday(name),
            _ => false,
        }
    }

    /// Whether every word of a name is in the dictionary, or it begins with a number: 6号线.
    fn is_everyday(&self, name: &str) -> bool {
        let known = |word: &str| self.catalog.vocabulary.get(word).part != crate::catalog::vocabulary::PartOfSpeech::Unknown;
        name.starts_with(|c: char| c.is_ascii_digit()) || self.catalog.vocabulary.cut(name).all(known)
    }

    /// `Official|name|place|code:post`: a person by the place of the first post; without posts by the focal place, and by the document.
    fn person(&self, entity: &Entity) -> String {
        let (name, document) = (fold(&entity.name), &self.analysis.document);
        let posts = entity.mentions.iter().filter_map(|mention| self.held.get(mention)).flatten();
        let held = posts.map(|post| {
            let organ = &self.analysis.mentions[post.organ].name;
            match meaning(self.catalog, organ, self.focus()) {
                Some(meaning) if meaning.place.is_empty() && !self.is_central(organ) => (document.id.clone(), meaning.key, &post.role),
                Some(meaning) => (meaning.place, meaning.key, &post.role),
                None => (fold(organ), fold(organ), &post.role),
            }
        });
        if let Some((place, organ, role)) = held.min() {
            return self.posted(&name, &place, &format!("{organ}{role}"));
        }
        let told = entity.mentions.iter().filter_map(|&mention| self.role_beside(self.analysis.mentions[mention].span));
        if let Some((place, role)) = told.min() {
            return self.posted(&name, &place, &role);
        }
        format!("{}|{name}|{}|{}", Class::Official, self.focal().unwrap_or_default(), document.id)
    }

    /// The key of a person with a post, which is told by the code of its place, so that ranks can be compared, and in words.
    fn posted(&self, name: &str, place: &str, post: &str) -> String {
        let code = self.catalog.places.named(place).map_or("", |division| &division.code);
        format!("{}|{name}|{place}|{code}:{post}", Class::Official)
    }

    /// A role right before or behind a name, and its place: 某市代市长某某, 某某总书记; none where no place is told.
    fn role_beside(&self, name: Span) -> Option<(String, String)> {
        let (titles, text) = (&self.catalog.titles, self.analysis.document.text.as_str());
        let (before, behind) = (&text[..name.from()], &text[name.to()..]);
        if let Some((length, ())) = self.catalog.scopes.centre.beginning(behind) {
            return Some((String::new(), behind[..length].to_owned()));
        }
        let role = |(length, title): (usize, &Title)| (length, title.organ.is_empty());
        if let Some((length, is_local)) = titles.roles.beginning(behind).map(role) {
            let place = if is_local { self.focal()? } else { String::new() };
            return Some((place, behind[..length].to_owned()));
        }
        let (length, is_local) = titles.roles.ending(before).map(role)?;
        let spelled = before[before.len() - length..].to_owned();
        if !is_local {
            return Some((String::new(), spelled));
        }
        let mut rest = &before[..before.len() - length];
        while let Some((modifier, _)) = titles.modifiers.ending(rest).filter(|(modifier, _)| *modifier > 0) {
            rest = &rest[..rest.len() - modifier];
        }
        let from = rest.char_indices().rev().take(REACH).last().map_or(rest.len(), |(at, _)| at);
        let near = &rest[from..];
        let named = self.catalog.places.find(near).filter(|(span, ..)| span.to() == near.len()).last();
        Some((named.map_or_else(|| self.focal(), |(_, place, _)| Some(place.name.clone()))?, spelled))
    }

    /// The only focal place in full.
    fn focal(&self) -> Option<String> {
        match self.focus() {
            [only] => Some(full_name(self.catalog, &only.name)),
            _ => None,
        }
    }

    /// Whether an organ is one of the centre.
    fn is_central(&self, name: &str) -> bool {
        organ::parse(self.catalog, name).is_some_and(|organ| matches!(organ.scope, organ::grammar::Scope::Centre))
    }
}
