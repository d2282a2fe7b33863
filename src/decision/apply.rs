//! Decisions → parts of documents with other keys, fewer statements and mentions, and the names that people gave.

use super::{Decisions, Place, Use, Verdict};
use crate::{
    graph::part::{Part, PartStatement},
    write::iri::{self, Iris},
};
use std::collections::{BTreeMap, BTreeSet};

/// What is left to do when the parts are merged, and what was done.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    /// Names that people gave, by key.
    pub(crate) names: BTreeMap<String, String>,
    /// Further names, by key.
    pub(crate) aliases: BTreeMap<String, BTreeSet<String>>,
    /// What each decision did, in the order of the file.
    pub(crate) uses: Vec<Use>,
}

/// Carries out `decisions` on `parts`, whose order does not matter.
pub(crate) fn apply(decisions: &Decisions, parts: &mut [Part]) -> Applied {
    let uses = decisions.list.iter();
    let uses = uses.map(|one| Use { line: one.line, decision: one.verdict.to_string(), times: 0, problem: None }).collect();
    let mut applied = Applied { uses, ..Applied::default() };
    if decisions.list.is_empty() {
        return applied;
    }
    reject_mentions(decisions, parts, &mut applied);
    let before = Statements::of(decisions, parts);
    set_apart(decisions, parts, &mut applied);
    let keys = Keys::of(parts);
    let joined = join(decisions, &keys, &mut applied);
    for part in parts.iter_mut() {
        part.rekey(|entity| joined.get(&entity.key).map(|(key, _)| key.clone()));
    }
    reject_statements(decisions, parts, &before, &mut applied);
    let resolve = |thing: &str| keys.key(thing).map(|key| joined.get(key).map_or(key, |(key, _)| key).to_owned());
    for (index, decision) in decisions.list.iter().enumerate() {
        match &decision.verdict {
            Verdict::Rename(thing, name) => match resolve(thing) {
                Some(key) => applied.rename(index, key, name),
                None => applied.uses[index].problem = Some(unknown(thing)),
            },
            Verdict::Alias(thing, name) => match resolve(thing) {
                Some(key) => {
                    applied.uses[index].times = usize::from(applied.aliases.entry(key).or_default().insert(name.clone()));
                }
                None => applied.uses[index].problem = Some(unknown(thing)),
            },
            _ => {}
        }
    }
    for one in &mut applied.uses {
        if one.times == 0 && one.problem.is_none() {
            one.problem = Some("changes nothing in these documents".to_owned());
        }
    }
    applied
}

fn unknown(thing: &str) -> String {
    format!("these documents have no `{thing}`")
}

impl Applied {
    fn rename(&mut self, index: usize, key: String, name: &str) {
        match self.names.get(&key) {
            Some(other) if other != name => self.uses[index].problem = Some(format!("contradicts a line before, which calls it {other}")),
            Some(_) => {}
            None => {
                self.names.insert(key, name.to_owned());
                self.uses[index].times = 1;
            }
        }
    }
}

/// The keys of all entities, to be found by their ids too.
struct Keys {
    keys: BTreeSet<String>,
    by_id: BTreeMap<String, String>,
}

impl Keys {
    fn of(parts: &[Part]) -> Self {
        let mut keys = BTreeMap::new();
        for entity in parts.iter().flat_map(|part| &part.entities) {
            keys.entry(entity.key.clone()).or_insert(entity.class);
        }
        let id = |(key, class): (&String, &crate::model::Class)| (iri::id_of_key(*class, key), key.clone());
        Self { by_id: keys.iter().map(id).collect(), keys: keys.into_keys().collect() }
    }

    fn key(&self, thing: &str) -> Option<&str> {
        self.keys.get(thing).or_else(|| self.by_id.get(thing)).map(String::as_str)
    }
}

/// Gives what is another thing in some documents a key of its own.
fn set_apart(decisions: &Decisions, parts: &mut [Part], applied: &mut Applied) {
    for (index, decision) in decisions.list.iter().enumerate() {
        let Verdict::Apart(thing, documents) = &decision.verdict else { continue };
        let keys = Keys::of(parts);
        let Some(key) = keys.key(thing) else {
            applied.uses[index].problem = Some(unknown(thing));
            continue;
        };
        let has = |part: &&mut Part| documents.iter().any(|id| **id == *part.document.id) && part.entities.iter().any(|e| e.key == *key);
        let mut inside: Vec<&mut Part> = parts.iter_mut().filter(has).collect();
        let Some(first) = documents.iter().min() else { continue };
        let other = format!("{key}|{first}");
        for part in &mut inside {
            part.rekey(|entity| (entity.key == *key).then(|| other.clone()));
        }
        applied.uses[index].times = inside.len();
    }
}

/// For each key that is joined with others the key that stays, and the line that says so.
type Joined = BTreeMap<String, (String, usize)>;

/// Joins what is the same, unless that joins what a line before tells apart.
fn join(decisions: &Decisions, keys: &Keys, applied: &mut Applied) -> Joined {
    let mut joined = Joined::new();
    let mut apart: Vec<(Vec<String>, usize)> = Vec::new();
    for (index, decision) in decisions.list.iter().enumerate() {
        let (Verdict::Same(things) | Verdict::Different(things)) = &decision.verdict else { continue };
        let found: Vec<&str> = things.iter().filter_map(|thing| keys.key(thing)).collect();
        if let Some(missing) = things.iter().find(|thing| keys.key(thing).is_none()).filter(|_| found.len() < 2) {
            applied.uses[index].problem = Some(unknown(missing));
            continue;
        }
        let current = |key: &str, joined: &Joined| joined.get(key).map_or_else(|| key.to_owned(), |(key, _)| key.clone());
        if matches!(decision.verdict, Verdict::Different(_)) {
            let now: BTreeSet<String> = found.iter().map(|key| current(key, &joined)).collect();
            if now.len() < found.len() {
                applied.uses[index].problem = Some("contradicts a line before, which says that they are the same".to_owned());
                continue;
            }
            applied.uses[index].times = 1;
            apart.push((found.iter().map(|key| (*key).to_owned()).collect(), decision.line));
            continue;
        }
        let mut trial = joined.clone();
        let stays = current(found[0], &trial);
        for key in &found {
            let goes = current(key, &trial);
            for (target, _) in trial.values_mut().filter(|(target, _)| *target == goes) {
                target.clone_from(&stays);
            }
            if goes != stays {
                trial.insert(goes, (stays.clone(), decision.line));
            }
        }
        let broken = apart.iter().find(|(things, _)| {
            let now: BTreeSet<String> = things.iter().map(|key| current(key, &trial)).collect();
            now.len() < things.len()
        });
        match broken {
            Some((_, line)) => applied.uses[index].problem = Some(format!("contradicts line {line}, which tells them apart")),
            None => {
                applied.uses[index].times = trial.len() - joined.len();
                joined = trial;
            }
        }
    }
    joined
}

/// The ids of statements before anything is joined, so that a rejection holds whatever is joined later.
struct Statements(BTreeMap<(String, usize), String>);

impl Statements {
    fn of(decisions: &Decisions, parts: &[Part]) -> Self {
        let mut ids = BTreeMap::new();
        let rejected: BTreeSet<&str> = rejected(decisions).map(|(_, statement)| statement).collect();
        for part in parts.iter().filter(|_| !rejected.is_empty()) {
            for (index, statement) in part.statements.iter().enumerate() {
                let id = statement_id(part, statement);
                if rejected.contains(id.as_str()) {
                    ids.insert((part.document.id.to_string(), index), id);
                }
            }
        }
        Self(ids)
    }
}

fn rejected(decisions: &Decisions) -> impl Iterator<Item = (usize, &str)> {
    decisions.list.iter().enumerate().filter_map(|(index, decision)| match &decision.verdict {
        Verdict::RejectStatement(statement) => Some((index, statement.as_str())),
        _ => None,
    })
}

/// The local part of the statement's IRI.
fn statement_id(part: &Part, statement: &PartStatement) -> String {
    let id = |entity: usize| iri::id_of_key(part.entities[entity].class, &part.entities[entity].key);
    let (subject, object) = (id(statement.subject), id(statement.object));
    let parts = [&*subject, statement.predicate.as_str(), &*object, statement.role.as_deref().unwrap_or_default()];
    Iris::statement_id(&part.document.id, &parts)
}

fn reject_statements(decisions: &Decisions, parts: &mut [Part], before: &Statements, applied: &mut Applied) {
    let rejected: BTreeMap<&str, usize> = rejected(decisions).map(|(index, statement)| (statement, index)).collect();
    if rejected.is_empty() {
        return;
    }
    for part in parts {
        let document = part.document.id.to_string();
        let ids: Vec<String> = part.statements.iter().map(|statement| statement_id(part, statement)).collect();
        let mut index = 0;
        part.statements.retain(|_| {
            let earlier = before.0.get(&(document.clone(), index)).map(String::as_str);
            let found = rejected.get(ids[index].as_str()).or_else(|| rejected.get(earlier?));
            index += 1;
            if let Some(&decision) = found {
                applied.uses[decision].times += 1;
            }
            found.is_none()
        });
    }
}

/// Takes mentions away, and what no mention is left of together with all that is said of it in the document.
fn reject_mentions(decisions: &Decisions, parts: &mut [Part], applied: &mut Applied) {
    for (index, decision) in decisions.list.iter().enumerate() {
        let Verdict::RejectMention(Place { document, start, end }) = &decision.verdict else { continue };
        let Some(part) = parts.iter_mut().find(|part| *part.document.id == **document) else {
            applied.uses[index].problem = Some(format!("no document is called {document}"));
            continue;
        };
        for entity in &mut part.entities {
            let had = entity.mentions.len();
            entity.mentions.retain(|place| *place != (*start, *end));
            applied.uses[index].times += had - entity.mentions.len();
        }
        if applied.uses[index].times > 0 {
            part.drop_unmentioned();
        }
    }
}
