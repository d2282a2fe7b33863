//! What a question means: which entities its names, which predicate its word.

use crate::{
    catalog::Catalog,
    error::{Error, Result},
    model::{Analysis, Class, Entity, EntityIndex, Predicate, Relation},
    text::{self, fold},
};
use std::collections::BTreeMap;

/// A statement that is asked about, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Name of the subject, as typed.
    pub subject: String,
    /// The predicate.
    pub predicate: Asked,
    /// Name of the object, as typed.
    pub object: String,
}

impl Question {
    /// A question in the words of a user.
    ///
    /// # Errors
    /// When no predicate is like the word for it.
    pub fn new(catalog: &Catalog, subject: &str, predicate: &str, object: &str) -> Result<Self> {
        Ok(Self { subject: subject.to_owned(), predicate: Asked::new(catalog, predicate)?, object: object.to_owned() })
    }

    /// The statement, for sentences.
    pub fn shown(&self) -> String {
        format!("{} {} {}", self.subject, self.predicate.predicate, self.object)
    }

    /// The statement, for a shell.
    pub fn quoted(&self) -> String {
        format!("'{}' {} '{}'", self.subject, self.predicate.predicate, self.object)
    }
}

/// A predicate with the word by which it was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The predicate.
    pub predicate: Predicate,
    /// The word, where it is none of the predicate's names.
    word: Option<String>,
}

impl Asked {
    /// The predicate called `word`: by its local name, its Chinese or its English name, or one that is alike.
    ///
    /// # Errors
    /// When none is alike.
    pub fn new(catalog: &Catalog, word: &str) -> Result<Self> {
        let mut names: BTreeMap<String, Predicate> = BTreeMap::new();
        for &predicate in Predicate::ALL {
            let term = catalog.ontology.predicate(predicate);
            for name in [predicate.as_str(), &term.zh, &term.en] {
                names.entry(name.to_lowercase()).or_insert(predicate);
            }
        }
        let wanted = word.trim().to_lowercase();
        if let Some(&predicate) = names.get(&wanted) {
            return Ok(Self { predicate, word: None });
        }
        let holding = || names.iter().find(|(name, _)| !wanted.is_empty() && (name.contains(&wanted) || wanted.contains(name.as_str())));
        let alike = text::nearest(&wanted, names.keys().map(String::as_str)).and_then(|name| names.get(name));
        match alike.or_else(|| holding().map(|(_, predicate)| predicate)) {
            Some(&predicate) => Ok(Self { predicate, word: Some(word.to_owned()) }),
            None => {
                let all: Vec<&str> = Predicate::ALL.iter().map(|predicate| predicate.as_str()).collect();
                Err(Error::Query(format!("no predicate is called `{word}`; there are {}", all.join(", "))))
            }
        }
    }

    /// What the word was taken for, where it is no name of the predicate.
    pub fn taken(&self) -> Option<String> {
        self.word.as_ref().map(|word| format!("`{word}` was taken for {}", self.predicate))
    }
}

/// Something with names.
#[derive(Clone, Copy, Debug)]
pub struct Thing<'a> {
    /// What tells it from others.
    pub key: &'a str,
    /// What it is.
    pub class: Class,
    /// Its name.
    pub name: &'a str,
    /// Its other names.
    pub aliases: &'a [String],
}

impl<'a> Thing<'a> {
    pub(super) fn of(entity: &'a Entity) -> Self {
        Self { key: &entity.key, class: entity.class, name: &entity.name, aliases: &entity.aliases }
    }
}

/// How near a name is to the one that was typed, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same, but for quotation marks and width.
    Same,
    /// It holds what was typed.
    Holds,
    /// It is spelt alike.
    Alike,
}

/// An entity that a name may mean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meant {
    /// How near its names are.
    pub likeness: Likeness,
    /// How far its nearest name is within that, in thousandths.
    distance: u16,
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub class: Class,
}

/// Least likeness of names that are spelt alike.
const ALIKE: f64 = 0.8;

/// The things that `wanted` may mean, nearest first.
pub fn meant<'a>(things: impl Iterator<Item = Thing<'a>>, wanted: &str) -> Vec<Meant> {
    let wanted = fold(wanted);
    let likeness = |thing: &Thing<'_>| {
        let names: Vec<String> = std::iter::once(thing.name).chain(thing.aliases.iter().map(String::as_str)).map(fold).collect();
        let nearest = names.iter().map(|name| strsim::jaro_winkler(name, &wanted)).fold(0.0, f64::max);
        let likeness = match () {
            () if names.contains(&wanted) => Likeness::Same,
            () if wanted.is_empty() => return None,
            () if names.iter().any(|name| name.contains(&wanted)) => Likeness::Holds,
            () if nearest >= ALIKE => Likeness::Alike,
            () => return None,
        };
        Some((likeness, ((1.0 - nearest) * 1000.0) as u16))
    };
    let mut found: Vec<Meant> = things
        .filter_map(|thing| {
            let (likeness, distance) = likeness(&thing)?;
            Some(Meant { likeness, distance, key: thing.key.to_owned(), name: thing.name.to_owned(), class: thing.class })
        })
        .collect();
    found.sort();
    found.dedup_by(|a, b| a.key == b.key);
    found
}

/// The entities of an analysis that `wanted` names, whatever their class.
pub(super) fn named(analysis: &Analysis, wanted: &str) -> Vec<EntityIndex> {
    let wanted = fold(wanted);
    let is = |entity: &Entity| std::iter::once(&entity.name).chain(&entity.aliases).any(|name| fold(name) == wanted);
    (0..analysis.entities.len()).filter(|&index| is(&analysis.entities[index])).collect()
}

/// The two entities of a statement that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) subject: Meant,
    pub(super) object: Meant,
    predicate: Predicate,
}

impl Pair {
    /// Whether a relation states it; a symmetric one in either direction.
    pub(super) fn is_of(&self, analysis: &Analysis, relation: &Relation) -> bool {
        let [subject, object] = [relation.subject, relation.object].map(|end| analysis.entities[end].key.as_str());
        let (own, other) = (self.subject.key.as_str(), self.object.key.as_str());
        let turned = self.predicate == Predicate::CollaboratesWith && (subject, object) == (other, own);
        relation.predicate == self.predicate && ((subject, object) == (own, other) || turned)
    }

    /// Whether both were called by their names.
    pub(super) fn is_exact(&self) -> bool {
        [&self.subject, &self.object].iter().all(|meant| meant.likeness == Likeness::Same)
    }

    /// In how many passages it is read.
    pub(super) fn count(&self, analyses: &[Analysis]) -> usize {
        analyses.iter().map(|analysis| analysis.relations.iter().filter(|relation| self.is_of(analysis, relation)).count()).sum()
    }
}

/// The statement that was read and whose names are nearest to those asked for.
pub(super) fn stated(analyses: &[Analysis], question: &Question) -> Option<Pair> {
    let predicate = question.predicate.predicate;
    let [subjects, objects] = [&question.subject, &question.object].map(|name| by_key(analyses, name));
    let mut pairs = Vec::new();
    for analysis in analyses {
        for relation in analysis.relations.iter().filter(|relation| relation.predicate == predicate) {
            let [one, other] = [relation.subject, relation.object].map(|end| analysis.entities[end].key.as_str());
            pairs.extend(subjects.get(one).zip(objects.get(other)));
            if predicate == Predicate::CollaboratesWith {
                pairs.extend(subjects.get(other).zip(objects.get(one)));
            }
        }
    }
    let nearness = |(subject, object): &(&Meant, &Meant)| {
        let distance = subject.distance + object.distance;
        (subject.likeness.max(object.likeness), subject.likeness, object.likeness, distance)
    };
    let best = pairs.into_iter().min_by(|a, b| nearness(a).cmp(&nearness(b)).then_with(|| a.cmp(b)));
    best.map(|(subject, object)| Pair { subject: subject.clone(), object: object.clone(), predicate })
}

fn by_key(analyses: &[Analysis], name: &str) -> BTreeMap<String, Meant> {
    let things = analyses.iter().flat_map(|analysis| &analysis.entities).map(Thing::of);
    meant(things, name).into_iter().map(|meant| (meant.key.clone(), meant)).collect()
}

/// A sentence on what a typed name was taken for, where it is not the name itself.
pub(super) fn taken_for((meant, typed): (&Meant, &String)) -> Option<String> {
    (fold(&meant.name) != fold(typed)).then(|| format!("`{typed}` was taken for {} ({})", meant.name, meant.class))
}

/// Statements that were read and are near the one asked for, those between the same two first.
pub(super) fn nearby(catalog: &Catalog, analyses: &[Analysis], question: &Question) -> Vec<String> {
    let mut near = std::collections::BTreeSet::new();
    for analysis in analyses {
        let [subjects, objects] = [&question.subject, &question.object].map(|name| named(analysis, name));
        for relation in &analysis.relations {
            let ends = [subjects.contains(&relation.subject), objects.contains(&relation.object)];
            let turned = subjects.contains(&relation.object) && objects.contains(&relation.subject);
            let same = relation.predicate == question.predicate.predicate;
            let rank = match (ends, turned, same) {
                ([true, true], ..) | (_, true, _) => 0,
                ([_, true], _, true) => 1,
                ([true, _], _, true) => 2,
                _ => continue,
            };
            let [subject, object] = [relation.subject, relation.object].map(|end| &analysis.entities[end].name);
            let term = catalog.ontology.predicate(relation.predicate);
            near.insert((rank, format!("{subject} {} {object} ({}, {})", relation.predicate, term.zh, relation.status)));
        }
    }
    near.into_iter().map(|(_, line)| line).collect()
}
