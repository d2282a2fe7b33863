//! Which organ is part of which, in the frame of the place that they govern.

use super::{degree, stated};
use crate::{
    graph::KnowledgeGraph,
    model::{Class, Predicate},
    write::dot::{
        View,
        sheet::{Card, Item, Row, Sheet},
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

const ORGANS: [Class; 2] = [Class::Department, Class::Organization];

pub(super) fn sheet(graph: &KnowledgeGraph, view: &View) -> Sheet {
    let is_organ = |node: NodeIndex| ORGANS.contains(&graph.graph[node].class);
    let mut parts: BTreeMap<NodeIndex, BTreeMap<NodeIndex, EdgeIndex>> = BTreeMap::new();
    let mut inner: BTreeSet<NodeIndex> = BTreeSet::new();
    for edge in stated(graph, &[Predicate::PartOf]).filter(|edge| is_organ(edge.source()) && is_organ(edge.target())) {
        parts.entry(edge.target()).or_default().entry(edge.source()).or_insert(edge.id());
        inner.insert(edge.source());
    }
    let mut governed: BTreeMap<NodeIndex, EdgeIndex> = BTreeMap::new();
    for edge in stated(graph, &[Predicate::Jurisdiction]) {
        governed.entry(edge.source()).or_insert(edge.id());
    }
    let place = |organ: NodeIndex| super::officials::governed(graph, organ);
    let tops: BTreeSet<NodeIndex> = parts.keys().chain(governed.keys()).copied().filter(|organ| !inner.contains(organ)).collect();
    let wanted = |organ: &NodeIndex| {
        view.focus.is_empty() || view.focus.contains(organ) || place(*organ).is_some_and(|place| view.focus.contains(&place))
    };
    let mut by_place: BTreeMap<Option<NodeIndex>, Vec<NodeIndex>> = BTreeMap::new();
    for organ in tops.into_iter().filter(wanted) {
        by_place.entry(place(organ)).or_default().push(organ);
    }
    let mut sheet = Sheet::default();
    let mut room = view.max_nodes;
    let mut places: Vec<_> = by_place.into_iter().collect();
    places.sort_by_key(|(place, organs)| (Reverse(organs.len()), *place));
    for (place, mut organs) in places {
        organs.sort_by_key(|organ| (Reverse(parts.get(organ).map_or(0, BTreeMap::len)), Reverse(degree(graph, *organ)), *organ));
        let (whole, single): (Vec<NodeIndex>, Vec<NodeIndex>) = organs.into_iter().partition(|organ| parts.contains_key(organ));
        let mut cards = Vec::new();
        for organ in whole {
            let mut card = super::card(graph, organ);
            below(graph, &parts, organ, 0, &mut card, &mut room, &mut sheet.hidden);
            cards.push(sheet.add(card));
        }
        if !single.is_empty() {
            let mut card = Card::new(Class::Department, "", None);
            for organ in single {
                let statement = governed.get(&organ).copied();
                push(graph, &mut card, organ, 0, statement, &mut room, &mut sheet.hidden);
            }
            cards.push(sheet.add(card));
        }
        let title = place.map_or("", |place| graph.graph[place].name.as_str());
        sheet.group(title, place.map(|place| graph.graph[place].class), &cards, 1.0);
    }
    sheet
}

/// The parts of `organ`, each with its own below it, indented.
fn below(
    graph: &KnowledgeGraph,
    parts: &BTreeMap<NodeIndex, BTreeMap<NodeIndex, EdgeIndex>>,
    organ: NodeIndex,
    depth: usize,
    card: &mut Card,
    room: &mut usize,
    hidden: &mut usize,
) {
    const DEEPEST: usize = 6;
    for (&part, &statement) in parts.get(&organ).into_iter().flatten() {
        push(graph, card, part, depth, Some(statement), room, hidden);
        if depth < DEEPEST {
            below(graph, parts, part, depth + 1, card, room, hidden);
        }
    }
}

fn push(
    graph: &KnowledgeGraph,
    card: &mut Card,
    organ: NodeIndex,
    depth: usize,
    statement: Option<EdgeIndex>,
    room: &mut usize,
    hidden: &mut usize,
) {
    if *room == 0 {
        *hidden += 1;
        if let Some(Item::More(count)) = card.items.last_mut() {
            *count += 1;
        } else {
            card.items.push(Item::More(1));
        }
        return;
    }
    *room -= 1;
    card.items.push(Item::Row(Row {
        status: statement.map(|statement| graph.graph[statement].status),
        class: None,
        strong: false,
        text: format!("{}{}", "\u{3000}".repeat(depth), graph.graph[organ].name),
        note: String::new(),
        entity: Some(organ),
        statements: statement.into_iter().collect(),
        tooltip: String::new(),
    }));
}
