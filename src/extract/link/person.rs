//! Persons: mentions of one name are one person, unless titles before the name tell two apart.

use super::{focus::Focal, organ::meaning};
use crate::{
    catalog::Catalog,
    model::{Class, Document, Entity, Link, Mention, MentionIndex, Post, Status},
};
use std::collections::{BTreeMap, BTreeSet};

/// A person as far as read.
#[derive(Default)]
struct Person {
    name: String,
    mentions: Vec<MentionIndex>,
    /// Posts held at the same time: role and organ.
    posts: BTreeSet<(String, String)>,
}

/// Entities of the persons among `mentions`.
pub(crate) fn entities(catalog: &Catalog, document: &Document, mentions: &[Mention], posts: &[Post], focus: &[Focal]) -> Vec<Entity> {
    let key_of =
        |organ: usize| meaning(catalog, &mentions[organ].name, focus).map_or_else(|| mentions[organ].name.clone(), |meaning| meaning.key);
    let mut held: BTreeMap<MentionIndex, BTreeSet<(String, String)>> = BTreeMap::new();
    for post in posts.iter().filter(|post| post.status == Status::Done) {
        held.entry(post.person).or_default().insert((post.role.clone(), key_of(post.organ)));
    }
    let mut persons: Vec<Person> = Vec::new();
    for (index, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.class == Class::Official) {
        let posts = held.remove(&index).unwrap_or_default();
        let same = persons.iter_mut().rev().find(|person| person.name == mention.name && !clash(&person.posts, &posts));
        let person = match same {
            Some(person) => person,
            None => {
                persons.push(Person { name: mention.name.clone(), ..Person::default() });
                persons.last_mut().expect("one was pushed just now")
            }
        };
        person.mentions.push(index);
        person.posts.extend(posts);
    }
    persons.into_iter().map(|person| entity(document, person)).collect()
}

/// Whether one person can hardly hold both: the same role in two organs, and no organ in common.
fn clash(one: &BTreeSet<(String, String)>, other: &BTreeSet<(String, String)>) -> bool {
    let shares_organ = one.iter().any(|(_, organ)| other.iter().any(|(_, same)| organ == same));
    let shares_role = one.iter().any(|(role, _)| other.iter().any(|(same, _)| role == same));
    shares_role && !shares_organ
}

/// Across documents two persons of one name are one where their first post is the same.
fn entity(document: &Document, person: Person) -> Entity {
    let scope = person.posts.iter().next().map_or_else(|| document.id.clone(), |(role, organ)| format!("{organ}{role}"));
    let key = format!("{}|{}|{scope}", Class::Official, person.name);
    let links = (0..person.mentions.len()).map(|nth| if nth == 0 { Link::Name } else { Link::SamePerson }).collect();
    Entity { class: Class::Official, name: person.name, aliases: Vec::new(), mentions: person.mentions, links, key }
}
