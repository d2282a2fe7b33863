//! What people may want to decide about identity: likely duplicates and likely wrong merges, with reasons.

use crate::{
    graph::{EntityRecord, KnowledgeGraph},
    model::{Class, Predicate, Status},
    text::fold,
};
use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What seems wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Doubt {
    /// Several entities seem to be one thing.
    Duplicate,
    /// One entity seems to be several things.
    Merged,
}

/// Something to decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Candidate {
    /// What seems wrong.
    pub doubt: Doubt,
    /// Its class.
    pub class: Class,
    /// Ids of the entities: two for a duplicate, one for a wrong merge.
    pub entities: Vec<String>,
    /// Their names.
    pub names: Vec<String>,
    /// Why, in a sentence.
    pub reason: String,
    /// How many mentions it is about.
    pub mentions: usize,
}

/// Most entities that share a name and are compared with each other.
const ALIKE: usize = 40;

/// All candidates, those with most mentions first.
pub fn candidates(graph: &KnowledgeGraph) -> Vec<Candidate> {
    let mut found = shared_names(graph);
    found.extend(merged(graph));
    found.sort_by(|a, b| (b.mentions, a).cmp(&(a.mentions, b)));
    found
}

/// Entities of one class that share a name or differ only in marks: persons with posts, and whatever one document names alike.
fn shared_names(graph: &KnowledgeGraph) -> Vec<Candidate> {
    let mut by_name: BTreeMap<(Class, String), BTreeSet<NodeIndex>> = BTreeMap::new();
    for node in graph.graph.node_indices() {
        let entity = &graph.graph[node];
        if entity.class == Class::Measure {
            continue;
        }
        for name in std::iter::once(&entity.name).chain(&entity.aliases) {
            by_name.entry((entity.class, fold(name))).or_default().insert(node);
        }
    }
    let mut found = BTreeMap::new();
    for ((class, name), nodes) in by_name {
        let nodes: Vec<NodeIndex> = nodes.into_iter().take(ALIKE).collect();
        // What is another name of several, as a word for any meeting is, says of none that it is the thing.
        let others = nodes.iter().filter(|&&node| fold(&graph.graph[node].name) != name).count();
        let telling = others == 1;
        for (index, &one) in nodes.iter().enumerate() {
            for &other in &nodes[index + 1..] {
                if let Some(reason) = alike(graph, class, &name, telling, one, other) {
                    found.entry((one, other)).or_insert((class, reason));
                }
            }
        }
    }
    let candidate = |((one, other), (class, reason)): ((NodeIndex, NodeIndex), (Class, String))| {
        let entities = [&graph.graph[one], &graph.graph[other]];
        Candidate {
            doubt: Doubt::Duplicate,
            class,
            entities: entities.iter().map(|entity| entity.id.to_string()).collect(),
            names: entities.iter().map(|entity| entity.name.clone()).collect(),
            reason,
            mentions: entities.iter().map(|entity| entity.mentions.len()).sum(),
        }
    };
    found.into_iter().map(candidate).collect()
}

/// Why two entities that share `name` may be one, if that is likely.
fn alike(graph: &KnowledgeGraph, class: Class, name: &str, telling: bool, one: NodeIndex, other: NodeIndex) -> Option<String> {
    let [first, second] = [one, other].map(|node| &graph.graph[node]);
    if class == Class::Official {
        let [a, b] = [one, other].map(|node| posts(graph, node).into_iter().map(|(organ, _)| organ).collect::<BTreeSet<_>>());
        if let Some(organ) = a.intersection(&b).next() {
            return Some(format!("both are called {name} and hold a post at {organ}"));
        }
        return (name.chars().count() >= 3).then(|| format!("both are called {name}, a name that is rarely that of two officials"));
    }
    let whole = |entity: &EntityRecord| fold(&entity.name) == name;
    let together = documents(first).intersection(&documents(second)).next().is_some();
    match (whole(first), whole(second)) {
        (true, true) if together => Some(format!("one document calls both {name}")),
        (true, false) | (false, true) if together && telling => {
            Some(format!("{name} is one, and also another name of the other; a document has both"))
        }
        _ => None,
    }
}

fn documents(entity: &EntityRecord) -> BTreeSet<&str> {
    entity.mentions.iter().map(|mention| mention.document.as_str()).collect()
}

/// The organs and roles of the posts that a person holds.
fn posts(graph: &KnowledgeGraph, person: NodeIndex) -> BTreeSet<(&str, &str)> {
    let held = graph.graph.edges_directed(person, Direction::Outgoing);
    let held = held.filter(|edge| edge.weight().predicate == Predicate::HoldsPost && edge.weight().status != Status::Ended);
    held.map(|edge| (graph.graph[edge.target()].name.as_str(), edge.weight().role.as_deref().unwrap_or_default())).collect()
}

/// Persons with one role in many organs, organs of several places, names of which one is no part of the other.
fn merged(graph: &KnowledgeGraph) -> Vec<Candidate> {
    let reason = |node: NodeIndex| match graph.graph[node].class {
        Class::Official => one_role_in_many(graph, node),
        Class::Department => several_places(graph, node),
        _ => None,
    };
    let candidate = |node: NodeIndex| {
        let entity = &graph.graph[node];
        Some(Candidate {
            doubt: Doubt::Merged,
            class: entity.class,
            entities: vec![entity.id.to_string()],
            names: vec![entity.name.clone()],
            reason: reason(node)?,
            mentions: entity.mentions.len(),
        })
    };
    graph.graph.node_indices().filter_map(candidate).collect()
}

fn one_role_in_many(graph: &KnowledgeGraph, person: NodeIndex) -> Option<String> {
    let mut by_role: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (organ, role) in posts(graph, person) {
        by_role.entry(role).or_default().push(organ);
    }
    let (role, organs) = by_role.into_iter().filter(|(_, organs)| organs.len() > 1).max_by_key(|(_, organs)| organs.len())?;
    Some(format!("is {role} of {}", organs.join(", ")))
}

fn several_places(graph: &KnowledgeGraph, organ: NodeIndex) -> Option<String> {
    let served = graph.graph.edges_directed(organ, Direction::Outgoing).filter(|edge| edge.weight().predicate == Predicate::Jurisdiction);
    let places: BTreeSet<&str> = served.map(|edge| graph.graph[edge.target()].name.as_str()).collect();
    (places.len() > 1).then(|| format!("serves {}", places.into_iter().collect::<Vec<_>>().join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::MentionRecord;

    fn pairs(entities: &[(&str, &[&str])]) -> Vec<Vec<String>> {
        let mut graph = KnowledgeGraph { documents: Vec::new(), graph: petgraph::graph::DiGraph::new(), targets: Vec::new() };
        for (number, (name, aliases)) in entities.iter().enumerate() {
            let number = number as u32;
            graph.graph.add_node(EntityRecord {
                id: format!("event-{number}").as_str().into(),
                class: Class::Event,
                name: (*name).to_owned(),
                aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
                mentions: vec![MentionRecord { document: "d".into(), start: number, end: number + 1 }],
            });
        }
        candidates(&graph).into_iter().map(|candidate| candidate.names).collect()
    }

    #[test]
    fn a_short_name_of_one_thing_tells_and_that_of_several_does_not() {
        assert_eq!(pairs(&[("云州博览会", &["博览会"]), ("博览会", &[])]), [["云州博览会", "博览会"]]);
        assert!(pairs(&[("云州博览会", &["博览会"]), ("临川博览会", &["博览会"]), ("博览会", &[])]).is_empty());
    }
}
