//! A strategy, a positioning or a plan in the middle: who proposes and carries it out on the left, what belongs to it and serves it on the right.

use super::{row, sections, subjects};
use crate::{
    graph::KnowledgeGraph,
    model::{Class, Predicate},
    write::dot::{
        View,
        sheet::{Card, Head, Line, Row, Sheet},
    },
};
use petgraph::{
    Direction,
    graph::{EdgeIndex, EdgeReference, NodeIndex},
    visit::EdgeRef,
};
use std::collections::BTreeMap;

/// Predicates whose subject is a member of the set, or serves it.
const MEMBERS: [Predicate; 3] = [Predicate::PartOf, Predicate::Serves, Predicate::AlignsWith];

pub(super) fn sheet(graph: &KnowledgeGraph, view: &View) -> Sheet {
    let around = |node: NodeIndex, direction: Direction| graph.graph.edges_directed(node, direction);
    let members = |node: NodeIndex| around(node, Direction::Incoming).filter(|edge| MEMBERS.contains(&edge.weight().predicate)).count();
    let worth = |node: NodeIndex| members(node) * 3 + around(node, Direction::Incoming).count() + around(node, Direction::Outgoing).count();
    let classes: &[Class] = if view.focus.is_empty() { &[Class::Strategy] } else { Class::ALL };
    let sets = subjects(graph, view, classes, worth);
    let mut sheet = Sheet::default();
    let most = (view.max_nodes / 10).max(1);
    sheet.hidden += sets.len().saturating_sub(most);
    for &set in sets.iter().take(most) {
        let middle = sheet.add(super::card(graph, set));
        let room = view.max_nodes / sets.len().min(most);
        for direction in [Direction::Incoming, Direction::Outgoing] {
            let mut by_predicate: BTreeMap<(bool, Predicate), Vec<EdgeReference<'_, _>>> = BTreeMap::new();
            for edge in around(set, direction) {
                let right = direction == Direction::Outgoing || MEMBERS.contains(&edge.weight().predicate);
                by_predicate.entry((right, edge.weight().predicate)).or_default().push(edge);
            }
            for ((right, predicate), mut edges) in by_predicate {
                edges.sort_by_key(EdgeRef::id);
                let other = |edge: &EdgeReference<'_, _>| if direction == Direction::Incoming { edge.source() } else { edge.target() };
                let mut rows: BTreeMap<Class, Vec<Row>> = BTreeMap::new();
                let mut known = std::collections::BTreeSet::new();
                for edge in edges.iter().filter(|edge| known.insert(other(edge))) {
                    rows.entry(graph.graph[other(edge)].class).or_default().push(row(graph, other(edge), edge.id()));
                }
                let class = *rows.keys().next().expect("there is a statement");
                let statements: Vec<EdgeIndex> = edges.iter().map(|edge| edge.id()).collect();
                let card = list(rows, class, room, &mut sheet.hidden);
                let beside = sheet.add(card);
                sheet.lines.push(join(graph, (middle, beside), right, direction, predicate, statements));
            }
        }
    }
    sheet
}

/// A card for what is joined to the set in one way; the only thing itself where there is but one.
fn list(mut rows: BTreeMap<Class, Vec<Row>>, class: Class, room: usize, hidden: &mut usize) -> Card {
    if rows.len() == 1 && rows[&class].len() == 1 {
        let only = rows.remove(&class).into_iter().flatten().next().expect("there is one row");
        let mut card = Card::new(class, &only.text, only.entity);
        card.note = only.note;
        return card;
    }
    let count: usize = rows.values().map(Vec::len).sum();
    let mut card = Card::new(class, "", None);
    card.note = count.to_string();
    card.items = sections(rows, room, hidden);
    card
}

fn join(
    graph: &KnowledgeGraph,
    (middle, beside): (usize, usize),
    right: bool,
    direction: Direction,
    predicate: Predicate,
    statements: Vec<EdgeIndex>,
) -> Line {
    let status = statements.iter().map(|&statement| graph.graph[statement].status).min();
    let (from, to) = if right { (middle, beside) } else { (beside, middle) };
    Line {
        from,
        to,
        predicate: Some(predicate),
        class: statements
            .first()
            .and_then(|&statement| graph.graph.edge_endpoints(statement))
            .map_or(Class::Strategy, |(subject, _)| graph.graph[subject].class),
        status: status.unwrap_or(crate::model::Status::Done),
        head: if right == (direction == Direction::Outgoing) { Head::Right } else { Head::Left },
        statements,
    }
}
