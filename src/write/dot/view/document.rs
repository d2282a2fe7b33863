//! One document: who speaks, its measures in order, and what each of them names.

use super::row;
use crate::{
    graph::KnowledgeGraph,
    model::{Class, Predicate},
    write::dot::{
        View,
        sheet::{Item, Row, Sheet},
    },
};
use petgraph::{
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};
use std::collections::{BTreeMap, BTreeSet};

/// Statements that stand in the measure's card by themselves, or not at all.
const ASIDE: [Predicate; 4] = [Predicate::StatedBy, Predicate::HoldsPost, Predicate::Jurisdiction, Predicate::SpeaksAt];

pub(super) fn sheet(graph: &KnowledgeGraph, view: &View) -> Sheet {
    let mut sheet = Sheet::default();
    let Some(document) = view.document.as_deref().or_else(|| fullest(graph)) else { return sheet };
    let Some(record) = graph.documents.iter().find(|record| record.id == document) else { return sheet };
    sheet.title = Some(record.shown_title().to_owned());
    let measures = measures(graph, document);
    let speakers = speakers(graph, document);
    let named = named(graph, document, &measures);
    let room = (view.max_nodes * 5 / measures.len().max(1)).clamp(3, 16);
    let mut cards_of: BTreeMap<Option<NodeIndex>, Vec<usize>> = BTreeMap::new();
    let mut order: Vec<Option<NodeIndex>> = Vec::new();
    let most = view.max_nodes;
    sheet.hidden += measures.len().saturating_sub(most);
    for (number, &(_, measure)) in measures.iter().enumerate().take(most) {
        let mut card = super::card(graph, measure);
        card.note = format!("{}", number + 1);
        let mut things: Vec<&(NodeIndex, EdgeIndex)> = named.get(&number).into_iter().flatten().collect();
        things.sort_by_key(|(thing, _)| graph.graph[*thing].class);
        let rows = things.iter().map(|(thing, statement)| Row { class: Some(graph.graph[*thing].class), ..row(graph, *thing, *statement) });
        card.items.extend(rows.take(room).map(Item::Row));
        if things.len() > room {
            card.items.push(Item::More(things.len() - room));
            sheet.hidden += things.len() - room;
        }
        let index = sheet.add(card);
        let speaker = speakers.get(&measure).map(|(speaker, _)| *speaker);
        if !order.contains(&speaker) {
            order.push(speaker);
        }
        cards_of.entry(speaker).or_default().push(index);
    }
    for speaker in order {
        let cards = &cards_of[&speaker];
        let title = speaker.map_or_else(String::new, |speaker| titled(graph, speaker));
        sheet.group(&title, speaker.map(|_| Class::Official), cards, 1.6);
    }
    sheet
}

/// The document with most statements.
fn fullest(graph: &KnowledgeGraph) -> Option<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in graph.graph.edge_weights() {
        *counts.entry(&statement.document).or_default() += 1;
    }
    graph.documents.iter().map(|record| record.id.as_str()).max_by_key(|id| (counts.get(id).copied().unwrap_or(0), std::cmp::Reverse(*id)))
}

/// The document's measures by their first character.
fn measures(graph: &KnowledgeGraph, document: &str) -> Vec<(u32, NodeIndex)> {
    let mut measures: Vec<(u32, NodeIndex)> = graph
        .graph
        .node_indices()
        .filter(|&node| graph.graph[node].class == Class::Measure)
        .filter_map(|node| {
            let first =
                graph.graph[node].mentions.iter().filter(|mention| mention.document == document).map(|mention| mention.start).min()?;
            Some((first, node))
        })
        .collect();
    measures.sort_unstable();
    measures
}

/// Who states each measure.
fn speakers(graph: &KnowledgeGraph, document: &str) -> BTreeMap<NodeIndex, (NodeIndex, EdgeIndex)> {
    let stated = super::stated(graph, &[Predicate::StatedBy]).filter(|edge| edge.weight().document == document);
    stated.map(|edge| (edge.source(), (edge.target(), edge.id()))).collect()
}

/// By the measure's number, what the statements between it and the next one are about.
fn named(graph: &KnowledgeGraph, document: &str, measures: &[(u32, NodeIndex)]) -> BTreeMap<usize, Vec<(NodeIndex, EdgeIndex)>> {
    let mut named: BTreeMap<usize, Vec<(NodeIndex, EdgeIndex)>> = BTreeMap::new();
    let mut known = BTreeSet::new();
    let mut statements: Vec<_> = graph.graph.edge_references().filter(|edge| edge.weight().document == document).collect();
    statements.sort_by_key(|edge| (edge.weight().evidence.start, edge.id()));
    for edge in statements {
        let after = measures.partition_point(|(start, _)| *start <= edge.weight().evidence.start);
        if after == 0 || ASIDE.contains(&edge.weight().predicate) {
            continue;
        }
        let thing = if edge.weight().predicate == Predicate::ResponsibleFor { edge.source() } else { edge.target() };
        if thing != measures[after - 1].1 && known.insert((after, thing)) {
            named.entry(after - 1).or_default().push((thing, edge.id()));
        }
    }
    named
}

/// Name and first post.
fn titled(graph: &KnowledgeGraph, person: NodeIndex) -> String {
    let post = graph.graph.edges(person).filter(|edge| edge.weight().predicate == Predicate::HoldsPost).min_by_key(EdgeRef::id);
    let post = post.map(|edge| format!("{}{}", graph.graph[edge.target()].name, edge.weight().role.as_deref().unwrap_or("")));
    post.map_or_else(|| graph.graph[person].name.clone(), |post| format!("{} \u{B7} {post}", graph.graph[person].name))
}
