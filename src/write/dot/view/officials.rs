//! Who holds which post in which organ: a card for each organ, in the frame of the place that it governs; who holds posts in several is set
//! in bold.

use super::{card, degree, row, stated};
use crate::{
    graph::KnowledgeGraph,
    model::{Predicate, Status},
    write::dot::{
        View,
        sheet::{Item, Row, Sheet},
    },
};
use petgraph::{
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

pub(super) fn sheet(graph: &KnowledgeGraph, view: &View) -> Sheet {
    let mut posts: BTreeMap<NodeIndex, BTreeMap<(Status, NodeIndex), Vec<EdgeIndex>>> = BTreeMap::new();
    let mut organs_of: BTreeMap<NodeIndex, BTreeSet<NodeIndex>> = BTreeMap::new();
    for edge in stated(graph, &[Predicate::HoldsPost]) {
        organs_of.entry(edge.source()).or_default().insert(edge.target());
        if view.focus.is_empty() || view.focus.contains(&edge.source()) || view.focus.contains(&edge.target()) {
            let held = posts.entry(edge.target()).or_default();
            held.entry((edge.weight().status, edge.source())).or_default().push(edge.id());
        }
    }
    let mut sheet = Sheet::default();
    let mut organs: Vec<NodeIndex> = posts.keys().copied().collect();
    organs.sort_by_key(|organ| (Reverse(posts[organ].len()), Reverse(degree(graph, *organ)), *organ));
    let mut room = view.max_nodes;
    let mut shown: BTreeMap<Option<NodeIndex>, Vec<usize>> = BTreeMap::new();
    for organ in organs {
        let held = &posts[&organ];
        sheet.hidden += held.len().saturating_sub(room);
        if room == 0 {
            continue;
        }
        let mut organ_card = card(graph, organ);
        for (&(_, person), statements) in held.iter().take(room) {
            // In bold: who holds posts in other organs as well.
            let strong = organs_of[&person].len() > 1;
            organ_card.items.push(Item::Row(Row {
                strong,
                note: roles(graph, statements),
                statements: statements.clone(),
                ..row(graph, person, statements[0])
            }));
        }
        if held.len() > room {
            organ_card.items.push(Item::More(held.len() - room));
        }
        room = room.saturating_sub(held.len());
        let index = sheet.add(organ_card);
        shown.entry(governed(graph, organ)).or_default().push(index);
    }
    for (place, cards) in shown {
        let title = place.map_or("", |place| graph.graph[place].name.as_str());
        sheet.group(title, place.map(|place| graph.graph[place].class), &cards, 1.0);
    }
    sheet
}

/// The titles of a person's posts in one organ.
fn roles(graph: &KnowledgeGraph, statements: &[EdgeIndex]) -> String {
    let mut roles: Vec<&str> = Vec::new();
    for role in statements.iter().filter_map(|&statement| graph.graph[statement].role.as_deref()) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    roles.join("\u{3001}")
}

/// The place that `organ`, or what it is part of, governs.
pub(super) fn governed(graph: &KnowledgeGraph, organ: NodeIndex) -> Option<NodeIndex> {
    let object = |organ: NodeIndex, predicate: Predicate| {
        graph.graph.edges(organ).filter(|edge| edge.weight().predicate == predicate).map(|edge| edge.target()).min()
    };
    let mut at = organ;
    for _ in 0..4 {
        if let Some(place) = object(at, Predicate::Jurisdiction) {
            return Some(place);
        }
        at = object(at, Predicate::PartOf)?;
    }
    None
}
