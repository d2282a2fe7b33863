//! The documents, and one of them: its text, its outline, and what it says.

use super::{
    Window, json,
    view::{DocumentLine, Ref, Statement, Target, Views},
};
use crate::{
    model::Header,
    serve::{explorer::Explorer, parameters::Parameters, problem::Problem, server::Server},
    text::fold,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::sync::Arc;

#[derive(Serialize)]
struct List<'a> {
    total: usize,
    documents: Vec<DocumentLine<'a>>,
}

/// A document with all that is known of it.
#[derive(Serialize)]
pub(in crate::serve) struct Page<'a> {
    document: Full<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    outline: Vec<Item<'a>>,
    entities: Vec<Ref<'a>>,
    mentions: Vec<Mention>,
    statements: Vec<Statement<'a>>,
    targets: Vec<Target<'a>>,
}

#[derive(Serialize)]
struct Full<'a> {
    #[serde(flatten)]
    line: DocumentLine<'a>,
    sha256: &'a str,
    /// What the document says of itself, its title apart.
    #[serde(flatten)]
    header: Header,
}

#[derive(Serialize)]
struct Item<'a> {
    kind: &'static str,
    level: usize,
    label: &'a str,
    start: u32,
    end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<Ref<'a>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Mention {
    start: u32,
    end: u32,
    /// Index into the entities of the page.
    entity: usize,
}

/// The documents whose title or path has the text, by date with the latest first, then by path.
pub(super) async fn list(State(server): State<Arc<Server>>, parameters: Parameters) -> Result<Response, Problem> {
    let (explorer, views, window) = (&server.explorer, Views(&server.explorer), Window::read(&parameters)?);
    let wanted = fold(parameters.one("q")?.unwrap_or_default());
    let record = |place: usize| &explorer.graph.documents[place];
    let mut places: Vec<usize> = (0..explorer.graph.documents.len())
        .filter(|&place| wanted.is_empty() || fold(record(place).shown_title()).contains(&wanted) || record(place).path.contains(&wanted))
        .collect();
    places.sort_by_key(|&place| (std::cmp::Reverse(record(place).date.as_deref()), &record(place).path, &record(place).id));
    json(&List { total: places.len(), documents: window.of(places).into_iter().map(|place| views.line(place)).collect() })
}

/// One document.
pub(super) async fn handle(State(server): State<Arc<Server>>, Path(id): Path<String>) -> Result<Response, Problem> {
    let explorer = &server.explorer;
    let place = explorer.document(&id).ok_or_else(|| Problem::missing(format!("there is no document `{id}`")))?;
    json(&page(explorer, place))
}

impl<'a> Page<'a> {
    /// The document's title.
    pub(in crate::serve) fn title(&self) -> &'a str {
        self.document.line.title()
    }
}

/// The document at a place of the graph's list.
pub(in crate::serve) fn page(explorer: &Explorer, place: usize) -> Page<'_> {
    let views = Views(explorer);
    let (record, facts) = (&explorer.graph.documents[place], &explorer.documents[place]);
    let index: FxHashMap<_, usize> = facts.entities.iter().enumerate().map(|(index, &node)| (node, index)).collect();
    let mut mentions: Vec<Mention> = Vec::new();
    for &node in &facts.entities {
        let here = explorer.record(node).mentions.iter().filter(|mention| mention.document == record.id);
        mentions.extend(here.map(|mention| Mention { start: mention.start, end: mention.end, entity: index[&node] }));
    }
    mentions.sort_by_key(|mention| (mention.start, std::cmp::Reverse(mention.end), mention.entity));
    let outline = facts.outline.iter().map(|part| Item {
        kind: part.kind,
        level: part.level,
        label: &part.label,
        start: part.start,
        end: part.end,
        entity: part.entity.map(|node| views.entity(node)),
    });
    Page {
        document: Full { line: views.line(place), sha256: &record.sha256, header: Header { title: None, ..record.header.clone() } },
        text: facts.text.as_ref().map(|text| text.text.as_str()),
        outline: outline.collect(),
        entities: facts.entities.iter().map(|&node| views.entity(node)).collect(),
        mentions,
        statements: views.statements(facts.statements.iter().copied()),
        targets: views.targets(facts.targets.iter().copied()),
    }
}
