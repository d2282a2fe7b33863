//! Figures and events by year: a card for each year, from left to right.

use super::{row, stated};
use crate::{
    catalog::Catalog,
    graph::{KnowledgeGraph, TargetRecord},
    model::{Class, Comparator, Predicate, Status},
    write::dot::{
        View,
        sheet::{Card, Head, Item, Line, Row, Sheet},
    },
};
use petgraph::{graph::NodeIndex, visit::EdgeRef};
use std::collections::{BTreeMap, BTreeSet};

/// What happens to an event.
const HELD: [Predicate; 4] = [Predicate::Convenes, Predicate::SpeaksAt, Predicate::Attends, Predicate::Adopts];

/// A year, or a period by its last year and then its name.
type When = (u16, String);

#[derive(Default)]
struct Year {
    /// By the entity whose figures they are.
    figures: BTreeMap<(Class, String), Vec<Row>>,
    events: Vec<Row>,
}

pub(super) fn sheet(catalog: &Catalog, graph: &KnowledgeGraph, view: &View) -> Sheet {
    let ids: BTreeMap<&str, NodeIndex> = graph.graph.node_indices().map(|node| (graph.graph[node].id.as_str(), node)).collect();
    let mut years: BTreeMap<When, Year> = BTreeMap::new();
    for target in &graph.targets {
        let holder = ids.get(target.holder.as_str()).copied();
        let wanted = view.focus.is_empty() || holder.is_some_and(|holder| view.focus.contains(&holder));
        if let Some(time) = target.time.as_deref().filter(|_| wanted) {
            let whose =
                holder.map_or((Class::Place, String::new()), |holder| (graph.graph[holder].class, graph.graph[holder].name.clone()));
            let figures = &mut years.entry(when(catalog, time)).or_default().figures;
            figures.entry(whose).or_default().push(figure(graph, target, holder));
        }
    }
    for (time, event) in events(graph, view) {
        years.entry(when(catalog, &time)).or_default().events.push(event);
    }
    layout(years, view)
}

/// Each event once a year, in which a statement puts it or which its own name has.
fn events(graph: &KnowledgeGraph, view: &View) -> Vec<(String, Row)> {
    let mut events = Vec::new();
    let mut known = BTreeSet::new();
    for edge in stated(graph, &HELD) {
        let ends = [edge.source(), edge.target()];
        let Some(event) = ends.into_iter().find(|&end| graph.graph[end].class == Class::Event) else { continue };
        let wanted = view.focus.is_empty() || ends.iter().any(|end| view.focus.contains(end));
        let name = &graph.graph[event].name;
        let time = edge.weight().time.as_deref().or_else(|| year(name).and(Some(name.as_str())));
        if let Some(time) = time.filter(|time| wanted && known.insert((year(time), event))) {
            events.push((time.to_owned(), row(graph, event, edge.id())));
        }
    }
    events
}

fn figure(graph: &KnowledgeGraph, target: &TargetRecord, holder: Option<NodeIndex>) -> Row {
    let comparator = match target.comparator {
        Comparator::Equal => "",
        Comparator::More => "> ",
        Comparator::AtLeast => "\u{2265} ",
        Comparator::Less => "< ",
        Comparator::AtMost => "\u{2264} ",
        Comparator::About => "\u{2248} ",
    };
    let whose = holder.map_or("", |holder| graph.graph[holder].name.as_str());
    let path = graph.documents.iter().find(|document| document.id == target.document).map_or("", |document| &document.path);
    Row {
        status: Some(target.status),
        class: None,
        strong: false,
        text: target.indicator.clone(),
        note: format!("{comparator}{}{}", target.value, target.unit),
        entity: holder,
        statements: Vec::new(),
        tooltip: format!("{whose} [{path}:{}]", target.evidence.line),
    }
}

fn layout(years: BTreeMap<When, Year>, view: &View) -> Sheet {
    let mut sheet = Sheet::default();
    let room = (view.max_nodes * 2 / years.len().max(1)).max(4);
    let several = years.values().flat_map(|year| year.figures.keys()).collect::<BTreeSet<_>>().len() > 1;
    for ((last, name), year) in years {
        let title = if name.is_empty() { last.to_string() } else { name };
        let mut card = Card::new(Class::Period, &title, None);
        card.note = if title != last.to_string() && last < u16::MAX { last.to_string() } else { String::new() };
        let mut left = room;
        list(&mut card, (Class::Event, None), year.events, &mut left, &mut sheet.hidden);
        for ((class, name), figures) in year.figures {
            let heading = (class, several.then_some(name));
            list(&mut card, heading, figures, &mut left, &mut sheet.hidden);
        }
        sheet.add(card);
    }
    for next in 1..sheet.cards.len() {
        sheet.lines.push(Line {
            from: next - 1,
            to: next,
            predicate: None,
            class: Class::Period,
            status: Status::Done,
            head: Head::Right,
            statements: Vec::new(),
        });
    }
    sheet
}

/// Adds a heading and its rows, as far as there is room; figures of the only holder stand without one.
fn list(card: &mut Card, (class, name): (Class, Option<String>), mut rows: Vec<Row>, left: &mut usize, hidden: &mut usize) {
    rows.sort_by(|one, other| (one.status, &one.text, &one.note).cmp(&(other.status, &other.text, &other.note)));
    rows.dedup_by(|one, other| one.text == other.text && one.note == other.note);
    if rows.is_empty() {
        return;
    }
    if class == Class::Event || name.is_some() {
        card.items.push(Item::Section(class, name));
    }
    let size = rows.len();
    let shown = size.min((*left).max(1));
    card.items.extend(rows.into_iter().take(shown).map(Item::Row));
    if size > shown {
        card.items.push(Item::More(size - shown));
        *hidden += size - shown;
    }
    *left -= shown.min(*left);
}

/// The year of `time`, or the period that it names; what is neither comes last.
fn when(catalog: &Catalog, time: &str) -> When {
    if let Some(year) = year(time) {
        return (year, String::new());
    }
    let grammar = &catalog.quantity;
    let found = grammar.times.find(&grammar.numerals, time);
    let last = found.first().and_then(|found| found.years(None)).map_or(u16::MAX, |(_, last)| last);
    (last, time.to_owned())
}

/// The first year of four digits in `text`.
fn year(text: &str) -> Option<u16> {
    let digits = |window: &&[u8]| matches!(window, [b'1' | b'2', rest @ ..] if rest.iter().all(u8::is_ascii_digit));
    text.as_bytes().windows(4).find(digits).and_then(|window| str::from_utf8(window).ok()?.parse().ok())
}
