//! What is built, carried out and grown where: a card for each place.

use super::{row, sections, stated, subjects};
use crate::{
    graph::KnowledgeGraph,
    model::{Class, Predicate},
    write::dot::{
        View,
        sheet::{Card, Row, Sheet},
    },
};
use petgraph::{graph::NodeIndex, visit::EdgeRef};
use std::collections::BTreeMap;

/// A place with no more things than this is one card.
const FEW: usize = 8;

/// What a place does with what it has.
const HERE: [Predicate; 5] = [Predicate::Builds, Predicate::Implements, Predicate::Develops, Predicate::Establishes, Predicate::Formulates];

pub(super) fn sheet(graph: &KnowledgeGraph, view: &View) -> Sheet {
    let mut rows: BTreeMap<NodeIndex, BTreeMap<Class, BTreeMap<NodeIndex, Row>>> = BTreeMap::new();
    let mut note = |place: NodeIndex, thing: NodeIndex, row: Row| {
        rows.entry(place).or_default().entry(graph.graph[thing].class).or_default().entry(thing).or_insert(row);
    };
    for edge in stated(graph, &[Predicate::LocatedIn]) {
        note(edge.target(), edge.source(), row(graph, edge.source(), edge.id()));
    }
    for edge in stated(graph, &HERE) {
        let wanted = |classes: &[Class]| classes.is_empty() || classes.contains(&graph.graph[edge.target()].class);
        if graph.graph[edge.source()].class == Class::Place && wanted(&view.classes) {
            note(edge.source(), edge.target(), row(graph, edge.target(), edge.id()));
        }
    }
    let worth = |place: NodeIndex| rows.get(&place).map_or(0, |classes| classes.values().map(BTreeMap::len).sum());
    let places = subjects(graph, view, &[Class::Place], worth);
    let mut sheet = Sheet::default();
    let mut room = view.max_nodes * 2;
    let mut few: BTreeMap<NodeIndex, BTreeMap<Class, Vec<Row>>> = BTreeMap::new();
    for place in places {
        let size = worth(place);
        if room == 0 {
            sheet.hidden += size;
            continue;
        }
        let by_class: BTreeMap<Class, Vec<Row>> =
            rows.get(&place).into_iter().flatten().map(|(class, things)| (*class, things.values().cloned().collect())).collect();
        if size <= FEW {
            few.insert(place, by_class);
        } else {
            let cards = by_class_cards(&mut sheet, by_class, room);
            sheet.group(&graph.graph[place].name, Some(Class::Place), &cards, 1.2);
        }
        room = room.saturating_sub(size);
    }
    let mut cards = Vec::new();
    for (place, by_class) in few {
        let mut card = super::card(graph, place);
        card.items = sections(by_class, FEW, &mut sheet.hidden);
        cards.push(sheet.add(card));
    }
    if !cards.is_empty() {
        sheet.group("", None, &cards, 1.0);
    }
    sheet
}

/// A card for each class, each with its share of `room`.
fn by_class_cards(sheet: &mut Sheet, by_class: BTreeMap<Class, Vec<Row>>, room: usize) -> Vec<usize> {
    let most = (room / by_class.len().max(1)).max(3);
    let mut cards = Vec::new();
    for (class, rows) in by_class {
        let mut card = Card::new(class, "", None);
        card.note = rows.len().to_string();
        let hidden = &mut sheet.hidden;
        card.items = sections(BTreeMap::from([(class, rows)]), most, hidden);
        cards.push(sheet.add(card));
    }
    cards
}
