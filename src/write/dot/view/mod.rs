//! The views that answer one question each: graph → sheet.

mod document;
mod officials;
mod organs;
mod place;
mod set;
mod timeline;

use super::{
    View,
    sheet::{Card, Item, Row, Sheet},
};
use crate::{
    catalog::Catalog,
    graph::{KnowledgeGraph, StatementRecord},
    model::{Class, Predicate},
};
use clap::ValueEnum;
use petgraph::{
    Direction,
    graph::{EdgeIndex, EdgeReference, NodeIndex},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// What question a picture answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Kind {
    /// The most connected entities, or what lies around the focus
    #[default]
    Overview,
    /// Who holds which post in which organ
    Officials,
    /// Which organ is part of which, and what place it governs
    Organs,
    /// One document: its measures in order, what each proposes, who speaks
    Document,
    /// A strategy, what belongs to it and who carries it out
    Set,
    /// What is built, carried out and grown where
    Place,
    /// What lies around one entity
    Focus,
    /// Figures and events by year
    Timeline,
}

/// The sheet of a view; none for those that draw the graph as it is.
pub(super) fn sheet(catalog: &Catalog, graph: &KnowledgeGraph, view: &View) -> Option<Sheet> {
    match view.kind {
        Kind::Overview | Kind::Focus => None,
        Kind::Officials => Some(officials::sheet(graph, view)),
        Kind::Organs => Some(organs::sheet(graph, view)),
        Kind::Document => Some(document::sheet(graph, view)),
        Kind::Set => Some(set::sheet(graph, view)),
        Kind::Place => Some(place::sheet(graph, view)),
        Kind::Timeline => Some(timeline::sheet(catalog, graph, view)),
    }
}

/// Statements with one of `predicates`, in the graph's order.
fn stated<'a>(graph: &'a KnowledgeGraph, predicates: &'a [Predicate]) -> impl Iterator<Item = EdgeReference<'a, StatementRecord>> {
    graph.graph.edge_references().filter(move |edge| predicates.contains(&edge.weight().predicate))
}

/// How many statements an entity stands in.
fn degree(graph: &KnowledgeGraph, node: NodeIndex) -> usize {
    graph.graph.edges_directed(node, Direction::Outgoing).count() + graph.graph.edges_directed(node, Direction::Incoming).count()
}

/// A row for the object of a statement, or whatever end of it `entity` is.
fn row(graph: &KnowledgeGraph, entity: NodeIndex, statement: EdgeIndex) -> Row {
    let record = &graph.graph[statement];
    Row {
        status: Some(record.status),
        class: None,
        strong: false,
        text: graph.graph[entity].name.clone(),
        note: record.time.clone().unwrap_or_default(),
        entity: Some(entity),
        statements: vec![statement],
        tooltip: String::new(),
    }
}

/// Rows by class, each class under its heading, no more than `most` rows in all; those left out are told and counted in `hidden`.
fn sections(rows: BTreeMap<Class, Vec<Row>>, most: usize, hidden: &mut usize) -> Vec<Item> {
    // Each class gets its share, small classes all they need.
    let mut left = most;
    let mut by_size: Vec<(usize, Class)> = rows.iter().map(|(class, rows)| (rows.len(), *class)).collect();
    by_size.sort_unstable();
    let mut share: BTreeMap<Class, usize> = BTreeMap::new();
    for (position, (size, class)) in by_size.iter().enumerate() {
        let fair = (left / (by_size.len() - position)).max(1);
        share.insert(*class, fair.min(*size));
        left = left.saturating_sub(fair.min(*size));
    }
    let mut items = Vec::new();
    let several = rows.len() > 1;
    for (class, rows) in rows {
        let (size, shown) = (rows.len(), share[&class]);
        if several {
            items.push(Item::Section(class, None));
        }
        items.extend(rows.into_iter().take(shown).map(Item::Row));
        if size > shown {
            items.push(Item::More(size - shown));
            *hidden += size - shown;
        }
    }
    items
}

/// The entities of `view`'s focus with one of `classes`; where there are none, all such entities that `wanted` likes, best first.
fn subjects(graph: &KnowledgeGraph, view: &View, classes: &[Class], wanted: impl Fn(NodeIndex) -> usize) -> Vec<NodeIndex> {
    let focus: Vec<NodeIndex> = view.focus.iter().copied().filter(|&node| classes.contains(&graph.graph[node].class)).collect();
    if !focus.is_empty() {
        return focus;
    }
    let mut all: Vec<(usize, NodeIndex)> = graph
        .graph
        .node_indices()
        .filter(|&node| classes.contains(&graph.graph[node].class))
        .map(|node| (wanted(node), node))
        .filter(|(worth, _)| *worth > 0)
        .collect();
    all.sort_by_key(|&(worth, node)| (Reverse(worth), node));
    all.into_iter().map(|(_, node)| node).collect()
}

/// A card for an entity.
fn card(graph: &KnowledgeGraph, node: NodeIndex) -> Card {
    Card::new(graph.graph[node].class, &graph.graph[node].name, Some(node))
}
