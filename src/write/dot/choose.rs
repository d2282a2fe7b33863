//! Which entities and statements a picture shows.

use super::View;
use crate::{
    graph::{KnowledgeGraph, StatementRecord},
    model::Predicate,
    text,
};
use petgraph::{
    graph::{EdgeIndex, EdgeReference, NodeIndex},
    unionfind::UnionFind,
    visit::EdgeRef,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// What is shown: entities, and each pair of them that is joined, with its statements.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub(super) nodes: BTreeSet<NodeIndex>,
    pub(super) pairs: Pairs,
}

/// Statements by subject and object.
pub(super) type Pairs = BTreeMap<(NodeIndex, NodeIndex), Vec<EdgeIndex>>;

/// The entities most like `name`: those called so, else those whose name or alias contains it, else the most similar; best connected first.
pub fn find(graph: &KnowledgeGraph, name: &str) -> Vec<NodeIndex> {
    let wanted = text::fold(name);
    let names = |node: NodeIndex| {
        let entity = &graph.graph[node];
        std::iter::once(&entity.name).chain(&entity.aliases).map(|name| text::fold(name))
    };
    let ranked = |accept: &dyn Fn(&str) -> bool| {
        let mut found: Vec<NodeIndex> = graph.graph.node_indices().filter(|&node| names(node).any(|name| accept(&name))).collect();
        found.sort_by_key(|&node| (Reverse(graph.graph.neighbors_undirected(node).count()), node));
        found
    };
    if let Some(node) = graph.graph.node_indices().find(|&node| graph.graph[node].id == name) {
        return vec![node];
    }
    let exact = ranked(&|name| name == wanted);
    if !exact.is_empty() {
        return exact;
    }
    let containing = if wanted.is_empty() { Vec::new() } else { ranked(&|name| name.contains(&wanted)) };
    if !containing.is_empty() {
        return containing;
    }
    let all: BTreeSet<String> = graph.graph.node_indices().flat_map(names).collect();
    let nearest = text::nearest(&wanted, all.iter().map(String::as_str));
    nearest.map_or_else(Vec::new, |near| ranked(&|name| name == near))
}

/// The candidates for a picture, best first, and what joins them.
#[derive(Debug)]
pub(super) struct Ranking {
    order: Vec<NodeIndex>,
    pairs: Pairs,
}

impl Ranking {
    /// The part of `graph` that `view` names, no more than `most` entities of it.
    pub(super) fn of(graph: &KnowledgeGraph, view: &View, most: usize) -> Self {
        let mut pairs = pairs(graph, view);
        if view.predicates.is_empty() {
            leave_out_echoes(graph, view, &mut pairs);
        }
        let neighbours = neighbours(graph, &pairs);
        let order = if view.focus.is_empty() { most_connected(&neighbours, most) } else { around(&neighbours, view, most) };
        let candidates: BTreeSet<NodeIndex> = order.iter().copied().collect();
        pairs.retain(|(subject, object), _| candidates.contains(subject) && candidates.contains(object));
        Self { order, pairs }
    }

    /// The first `budget` candidates, each with a neighbour among them; a focus without any stays.
    pub(super) fn first(&self, graph: &KnowledgeGraph, view: &View, budget: usize) -> Choice {
        let nodes: BTreeSet<NodeIndex> = self.order.iter().take(budget.max(view.focus.len())).copied().collect();
        let within = |&(subject, object): &(NodeIndex, NodeIndex)| nodes.contains(&subject) && nodes.contains(&object);
        let pairs = self.pairs.iter().filter(|(ends, _)| within(ends)).map(|(ends, statements)| (*ends, statements.clone()));
        let pairs = thin(graph, pairs.collect(), nodes.len() * 2);
        let mut nodes: BTreeSet<NodeIndex> = pairs.keys().flat_map(|&(subject, object)| [subject, object]).collect();
        nodes.extend(&view.focus);
        Choice { nodes, pairs }
    }
}

fn pairs(graph: &KnowledgeGraph, view: &View) -> Pairs {
    let class_wanted =
        |node: NodeIndex| view.classes.is_empty() || view.classes.contains(&graph.graph[node].class) || view.focus.contains(&node);
    let wanted = |edge: &EdgeReference<'_, StatementRecord>| {
        (view.predicates.is_empty() || view.predicates.contains(&edge.weight().predicate))
            && edge.source() != edge.target()
            && class_wanted(edge.source())
            && class_wanted(edge.target())
    };
    let mut pairs = Pairs::new();
    for edge in graph.graph.edge_references().filter(wanted) {
        pairs.entry((edge.source(), edge.target())).or_default().push(edge.id());
    }
    pairs
}

/// Leaves out what repeats: `jurisdiction`, which the organ's name says, and `proposes` where somebody is to do what is proposed. What touches
/// the focus stays.
fn leave_out_echoes(graph: &KnowledgeGraph, view: &View, pairs: &mut Pairs) {
    let predicate = |statement: &EdgeIndex| graph.graph[*statement].predicate;
    let action = |statement: &EdgeIndex| !matches!(predicate(statement), Predicate::Proposes | Predicate::Jurisdiction | Predicate::PartOf);
    let acted_on: BTreeSet<NodeIndex> =
        pairs.iter().filter(|(_, statements)| statements.iter().any(action)).map(|((_, object), _)| *object).collect();
    pairs.retain(|(subject, object), statements| {
        let in_focus = view.focus.contains(subject) || view.focus.contains(object);
        statements.retain(|statement| match predicate(statement) {
            Predicate::Jurisdiction => in_focus,
            Predicate::Proposes => in_focus || !acted_on.contains(object),
            _ => true,
        });
        !statements.is_empty()
    });
}

/// The neighbours of each entity, sorted.
fn neighbours(graph: &KnowledgeGraph, pairs: &Pairs) -> Vec<Vec<NodeIndex>> {
    let mut neighbours = vec![Vec::new(); graph.graph.node_count()];
    for &(subject, object) in pairs.keys() {
        neighbours[subject.index()].push(object);
        neighbours[object.index()].push(subject);
    }
    for of_one in &mut neighbours {
        of_one.sort_unstable();
        of_one.dedup();
    }
    neighbours
}

/// The entities with most neighbours.
fn most_connected(neighbours: &[Vec<NodeIndex>], most: usize) -> Vec<NodeIndex> {
    let mut order: Vec<NodeIndex> = (0..neighbours.len()).map(NodeIndex::new).filter(|node| !neighbours[node.index()].is_empty()).collect();
    order.sort_unstable_by_key(|node| (Reverse(neighbours[node.index()].len()), *node));
    order.truncate(most);
    order
}

/// The focus and what lies within its hops, nearest and best connected first.
fn around(neighbours: &[Vec<NodeIndex>], view: &View, most: usize) -> Vec<NodeIndex> {
    let mut order = view.focus.clone();
    let mut known: BTreeSet<NodeIndex> = order.iter().copied().collect();
    let mut last = order.clone();
    for _ in 0..view.hops {
        let next: BTreeSet<NodeIndex> = last.iter().flat_map(|node| &neighbours[node.index()]).copied().collect();
        let mut next: Vec<NodeIndex> = next.difference(&known).copied().collect();
        next.sort_by_key(|node| (Reverse(neighbours[node.index()].len()), *node));
        next.truncate(most.saturating_sub(order.len()));
        known.extend(&next);
        order.extend(&next);
        last = next;
    }
    order
}

/// At most `budget` pairs: first a forest that keeps together what is connected, then those with most statements.
fn thin(graph: &KnowledgeGraph, pairs: Pairs, budget: usize) -> Pairs {
    if pairs.len() <= budget {
        return pairs;
    }
    let mut order: Vec<_> = pairs.into_iter().collect();
    order.sort_by_key(|(ends, statements)| (Reverse(statements.len()), *ends));
    let mut joined = UnionFind::new(graph.graph.node_count());
    let (mut kept, rest): (Vec<_>, Vec<_>) =
        order.into_iter().partition(|((subject, object), _)| joined.union(subject.index(), object.index()));
    let room = budget.saturating_sub(kept.len());
    kept.extend(rest.into_iter().take(room));
    kept.into_iter().collect()
}
