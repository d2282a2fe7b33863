//! How near a graph comes to gold: precision, recall and F1 of entities, relations, their status and speakers, and targets.
//!
//! An entity is right when its class is gold's and one of its names is one of gold's; matching is one to one. A relation is right when
//! both ends are right and the predicate, for posts also the role, agree. A target is right when value, unit, comparator, time and holder
//! agree. Figures are micro-averaged over all documents.

mod align;
pub mod annotated;
pub mod floor;
pub mod gold;
pub mod ledger;
pub mod predicted;

use crate::model::Predicate;
use align::{align, fold};
use gold::{Gold, GoldRelation, GoldTarget};
use predicted::{Predicted, PredictedRelation, PredictedTarget};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many were found, how many there are, how many of both agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Right ones.
    pub right: usize,
    /// In the graph.
    pub found: usize,
    /// In gold.
    pub gold: usize,
}

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Precision: right ones among those found.
    pub p: f64,
    /// Recall: right ones among those in gold.
    pub r: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// How many gold has.
    pub gold: usize,
    /// How many were found.
    pub found: usize,
}

impl Tally {
    /// The figures; 0 where nothing is to be divided by.
    pub fn figures(self) -> Figures {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let (p, r) = (share(self.right, self.found), share(self.right, self.gold));
        let f1 = if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) };
        Figures { p, r, f1, gold: self.gold, found: self.found }
    }

    fn judge(&mut self, right: bool) {
        self.right += usize::from(right);
        self.found += 1;
        self.gold += 1;
    }
}

/// The figures of any number of documents, and each miss.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// By what is counted, as in `entity Park`.
    pub tallies: BTreeMap<String, Tally>,
    /// One row a miss: what it is (as in `missed entity`), then its parts.
    pub misses: Vec<Vec<String>>,
}

/// What makes two relations equal: subject, predicate, object and, for posts, role.
type RelationKey = (String, String, String, Option<String>);
/// What makes two targets equal: holder, comparator, value, unit, time.
type TargetKey = [String; 5];

impl Score {
    /// Adds one document.
    pub fn add(&mut self, graph: &Predicted, gold: &Gold) {
        let mapping = align(&graph.entities, &gold.entities, true);
        self.entities(graph, gold, &mapping);
        self.relations(graph, gold, &mapping);
        self.targets(graph, gold, &mapping);
        self.speakers(graph, gold, &mapping);
    }

    fn tally(&mut self, name: &str) -> &mut Tally {
        self.tallies.entry(name.to_owned()).or_default()
    }

    fn miss(&mut self, kind: &str, parts: impl IntoIterator<Item = String>) {
        self.misses.push(std::iter::once(kind.to_owned()).chain(parts).collect());
    }

    fn entities(&mut self, graph: &Predicted, gold: &Gold, mapping: &BTreeMap<&str, &str>) {
        let any_class = align(&graph.entities, &gold.entities, false);
        for entity in &graph.entities {
            for name in ["entity", &format!("entity {}", entity.class), "entity, any class"] {
                self.tally(name).found += 1;
            }
            if !mapping.contains_key(entity.id.as_str()) {
                let alike = any_class.get(entity.id.as_str()).map_or("", |name| name);
                self.miss("spurious entity", [&entity.class, &entity.name, alike].map(str::to_owned));
            }
        }
        let found: BTreeSet<&str> = mapping.values().copied().collect();
        for entity in &gold.entities {
            let hit = found.contains(entity.name.as_str());
            for name in ["entity", &format!("entity {}", entity.class)] {
                let tally = self.tally(name);
                tally.gold += 1;
                tally.right += usize::from(hit);
            }
            if !hit {
                self.miss("missed entity", [entity.class.to_string(), entity.name.clone(), String::new()]);
            }
        }
        let tally = self.tally("entity, any class");
        tally.gold += gold.entities.len();
        tally.right += any_class.len();
    }

    fn relations(&mut self, graph: &Predicted, gold: &Gold, mapping: &BTreeMap<&str, &str>) {
        let in_gold: BTreeMap<RelationKey, Option<&str>> =
            gold.relations.iter().map(|relation| (gold_key(relation), relation.status.map(|status| status.as_str()))).collect();
        // Annotations without a succession do not look for any.
        let sought =
            |predicate: &&Predicate| **predicate != Predicate::SucceededBy || gold.relations.iter().any(|r| r.predicate == **predicate);
        let counted: Vec<Predicate> = Predicate::ALL.iter().filter(sought).copied().collect();
        let in_graph: BTreeMap<RelationKey, Option<&str>> = graph
            .relations
            .iter()
            .filter(|relation| counted.iter().any(|known| known.as_str() == relation.predicate))
            .map(|relation| (graph_key(relation, mapping), relation.status.as_deref()))
            .collect();
        self.tally("relation");
        for predicate in &counted {
            self.tally(&format!("relation {predicate}"));
        }
        for (keys, count) in [(&in_gold, Tally { gold: 1, ..Tally::default() }), (&in_graph, Tally { found: 1, ..Tally::default() })] {
            for key in keys.keys() {
                for name in ["relation", &format!("relation {}", key.1)] {
                    let tally = self.tally(name);
                    tally.gold += count.gold;
                    tally.found += count.found;
                    tally.right += count.gold * usize::from(in_graph.contains_key(key));
                }
            }
        }
        for (key, status) in &in_gold {
            match in_graph.get(key) {
                Some(found) if status.is_some() => self.tally("status of right relations").judge(status == found),
                Some(_) => {}
                None => self.miss("missed relation", row(key)),
            }
        }
        for key in in_graph.keys().filter(|key| !in_gold.contains_key(*key)) {
            self.miss("spurious relation", row(key));
        }
    }

    fn targets(&mut self, graph: &Predicted, gold: &Gold, mapping: &BTreeMap<&str, &str>) {
        let in_gold: Vec<TargetKey> = gold.targets.iter().map(gold_target_key).collect();
        let in_graph: Vec<TargetKey> = graph.targets.iter().map(|target| graph_target_key(target, mapping)).collect();
        let [missed, spurious] = self.count("target", counted(in_gold.clone()), counted(in_graph.clone()));
        let value_and_unit = |keys: Vec<TargetKey>| counted(keys.into_iter().map(|[_, _, value, unit, _]| [value, unit]).collect());
        self.count("target, value and unit", value_and_unit(in_gold), value_and_unit(in_graph));
        for (kind, keys) in [("missed target", missed), ("spurious target", spurious)] {
            for key in keys {
                self.miss(kind, key);
            }
        }
    }

    /// Counts what two multisets share; returns what only gold and what only the graph has.
    fn count<K: Ord + Clone>(&mut self, name: &str, gold: BTreeMap<K, usize>, found: BTreeMap<K, usize>) -> [Vec<K>; 2] {
        let shared = |key: &K| gold.get(key).copied().unwrap_or(0).min(found.get(key).copied().unwrap_or(0));
        let tally = self.tally(name);
        tally.gold += gold.values().sum::<usize>();
        tally.found += found.values().sum::<usize>();
        tally.right += gold.keys().map(shared).sum::<usize>();
        [&gold, &found].map(|keys| keys.iter().filter(|(key, count)| **count > shared(key)).map(|(key, _)| key.clone()).collect())
    }

    fn speakers(&mut self, graph: &Predicted, gold: &Gold, mapping: &BTreeMap<&str, &str>) {
        let mut by_line: BTreeMap<u32, &str> = BTreeMap::new();
        for (first, last, speaker) in &gold.speakers {
            by_line.extend((*first..=*last).map(|line| (line, speaker.as_str())));
        }
        let speaker_of = |relation: &PredictedRelation| mapping.get(relation.speaker.as_deref()?).copied();
        let said: BTreeMap<RelationKey, Option<&str>> =
            graph.relations.iter().map(|relation| (graph_key(relation, mapping), speaker_of(relation))).collect();
        for relation in &gold.relations {
            if let (Some(speaker), Some(right)) = (said.get(&gold_key(relation)), by_line.get(&relation.line)) {
                self.tally("speaker of right relations").judge(*speaker == Some(right));
            }
        }
    }
}

fn gold_target_key(target: &GoldTarget) -> TargetKey {
    let value = target.value.trim().parse().map_or_else(|_| fold(&target.value), decimal);
    [target.holder.clone(), target.comparator.to_string(), value, fold(&target.unit), fold(&target.time)]
}

fn graph_target_key(target: &PredictedTarget, mapping: &BTreeMap<&str, &str>) -> TargetKey {
    let holder = mapping.get(target.holder.as_str()).map_or("?", |name| name);
    let part = |part: &Option<String>| fold(part.as_deref().unwrap_or(""));
    [holder.to_owned(), target.comparator.clone(), value(&target.value), part(&target.unit), part(&target.time)]
}

fn gold_key(relation: &GoldRelation) -> RelationKey {
    key(&relation.subject, relation.predicate.as_str(), &relation.object, relation.role.as_deref())
}

fn graph_key(relation: &PredictedRelation, mapping: &BTreeMap<&str, &str>) -> RelationKey {
    let [subject, object] = [&relation.subject, &relation.object]
        .map(|id| mapping.get(id.as_str()).map_or_else(|| format!("?{id}"), |name| (*name).to_owned()));
    key(&subject, &relation.predicate, &object, relation.role.as_deref())
}

fn key(subject: &str, predicate: &str, object: &str, role: Option<&str>) -> RelationKey {
    let turned = predicate == Predicate::CollaboratesWith.as_str() && object < subject;
    let (subject, object) = if turned { (object, subject) } else { (subject, object) };
    let role = (predicate == Predicate::HoldsPost.as_str()).then(|| fold(role.unwrap_or("")));
    (subject.to_owned(), predicate.to_owned(), object.to_owned(), role)
}

fn row((subject, predicate, object, role): &RelationKey) -> Vec<String> {
    let object = role.as_ref().map_or_else(|| object.clone(), |role| format!("{object} {role}"));
    vec![predicate.clone(), subject.clone(), object]
}

/// A number to six decimals.
fn decimal(value: f64) -> String {
    ((value * 1e6).round() / 1e6).to_string()
}

fn value(value: &serde_json::Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.trim().parse().map_or_else(|_| fold(&text), decimal)
}

fn counted<K: Ord>(keys: Vec<K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}
