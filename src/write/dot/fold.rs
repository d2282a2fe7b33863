//! Parallel statements become one edge; entities of one class that are joined to the same others in the same way become one box.

use super::choose::Choice;
use crate::{
    graph::KnowledgeGraph,
    model::{Class, Predicate, Status},
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};

/// What is drawn; edges name nodes by index.
#[derive(Debug, Default)]
pub(super) struct Picture {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
}

/// A box of the picture.
#[derive(Debug)]
pub(super) enum Node {
    /// One entity.
    One(NodeIndex),
    /// Several of one class that are joined to the same others in the same way; not empty.
    Group(Vec<NodeIndex>),
}

impl Node {
    /// The entity, or a group's first.
    pub(super) fn first(&self) -> NodeIndex {
        match self {
            Self::One(node) => *node,
            Self::Group(members) => members[0],
        }
    }
}

/// A line of the picture, with all the statements that it stands for.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) predicates: BTreeSet<Predicate>,
    /// The status of all its statements, or the first of them in the order done, ongoing, planned, ended.
    pub(super) status: Status,
    /// The class whose colour it has: that of its subject.
    pub(super) colour: Class,
    pub(super) statements: Vec<EdgeIndex>,
}

/// Fewer alike entities than this stay boxes of their own.
const LEAST_GROUP: usize = 3;

/// How an entity is joined to one other: the other, whether that is the subject, predicates and status.
type Bond = (NodeIndex, bool, BTreeSet<Predicate>, Status);

/// Folds what `choice` shows.
pub(super) fn fold(graph: &KnowledgeGraph, choice: &Choice) -> Picture {
    let mut bonds: BTreeMap<NodeIndex, Vec<Bond>> = BTreeMap::new();
    for (&(subject, object), statements) in &choice.pairs {
        let (predicates, status) = (predicates(graph, statements), status(graph, statements));
        bonds.entry(subject).or_default().push((object, false, predicates.clone(), status));
        bonds.entry(object).or_default().push((subject, true, predicates, status));
    }
    let mut alike: BTreeMap<(Class, Vec<Bond>), Vec<NodeIndex>> = BTreeMap::new();
    for (node, bonds) in bonds {
        alike.entry((graph.graph[node].class, bonds)).or_default().push(node);
    }
    let mut groups: Vec<Vec<NodeIndex>> = alike.into_values().filter(|members| members.len() >= LEAST_GROUP).collect();
    groups.sort();
    let grouped: BTreeSet<NodeIndex> = groups.iter().flatten().copied().collect();
    let mut nodes: Vec<Node> = choice.nodes.difference(&grouped).map(|&node| Node::One(node)).collect();
    nodes.extend(groups.into_iter().map(Node::Group));
    let edges = edges(graph, choice, &nodes);
    Picture { nodes, edges }
}

/// The box of each entity.
pub(super) fn boxes(nodes: &[Node]) -> BTreeMap<NodeIndex, usize> {
    let mut boxes: BTreeMap<NodeIndex, usize> = BTreeMap::new();
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::One(node) => _ = boxes.insert(*node, index),
            Node::Group(members) => boxes.extend(members.iter().map(|&member| (member, index))),
        }
    }
    boxes
}

fn edges(graph: &KnowledgeGraph, choice: &Choice, nodes: &[Node]) -> Vec<Edge> {
    let place = boxes(nodes);
    let mut edges: BTreeMap<(usize, usize), Edge> = BTreeMap::new();
    for (&(subject, object), statements) in &choice.pairs {
        let (from, to) = (place[&subject], place[&object]);
        let edge = edges.entry((from, to)).or_insert_with(|| Edge {
            from,
            to,
            predicates: predicates(graph, statements),
            status: status(graph, statements),
            colour: graph.graph[subject].class,
            statements: Vec::new(),
        });
        edge.statements.extend(statements);
    }
    edges.into_values().collect()
}

fn predicates(graph: &KnowledgeGraph, statements: &[EdgeIndex]) -> BTreeSet<Predicate> {
    statements.iter().map(|&statement| graph.graph[statement].predicate).collect()
}

fn status(graph: &KnowledgeGraph, statements: &[EdgeIndex]) -> Status {
    statements.iter().map(|&statement| graph.graph[statement].status).min().unwrap_or(Status::Done)
}
