//! Search for entities and documents by name.

use super::{
    Window, aside, json,
    view::{DocRef, Ref, Views},
};
use crate::{
    model::Class,
    serve::{explorer::names::Match, parameters::Parameters, problem::Problem, server::Server},
    text::fold,
};
use axum::{extract::State, response::Response};
use petgraph::graph::NodeIndex;
use serde::Serialize;
use std::{cmp::Reverse, sync::Arc};

/// Documents that are shown beside entities.
const DOCUMENTS: usize = 10;

#[derive(Serialize)]
struct Found<'a> {
    total: usize,
    hits: Vec<Hit<'a>>,
    documents: Vec<DocRef<'a>>,
}

#[derive(Serialize)]
struct Hit<'a> {
    entity: Ref<'a>,
    aliases: &'a [String],
    matched: &'static str,
    text: &'a str,
    mentions: usize,
    documents: usize,
    degree: usize,
}

/// Entities, the best match first and among equal ones the best connected; without a text all of a class or document.
pub(super) async fn handle(State(server): State<Arc<Server>>, parameters: Parameters) -> Result<Response, Problem> {
    aside(move || {
        let (explorer, views, window) = (&server.explorer, Views(&server.explorer), Window::read(&parameters)?);
        let text = parameters.one("q")?.unwrap_or_default();
        let classes: Vec<Class> = parameters.list("class")?;
        let document = parameters.one("document")?;
        if let Some(id) = document.filter(|id| explorer.document(id).is_none()) {
            return Err(Problem::missing(format!("there is no document `{id}`")));
        }
        let fits = |node: NodeIndex| {
            let record = explorer.record(node);
            (classes.is_empty() || classes.contains(&record.class))
                && document.is_none_or(|id| record.mentions.iter().any(|mention| mention.document == id))
        };
        let mut matches: Vec<(Option<Match>, NodeIndex)> = if text.is_empty() {
            explorer.by_degree.iter().map(|&node| (None, node)).collect()
        } else {
            explorer.names.find(text).into_iter().map(|(thing, matched)| (Some(matched), NodeIndex::new(thing))).collect()
        };
        matches.retain(|&(_, node)| fits(node));
        let degree = |node: NodeIndex| explorer.entities[node.index()].degree;
        matches.sort_by_key(|&(matched, node)| {
            (matched.map(|matched| matched.rank()), Reverse(degree(node)), matched, &explorer.record(node).id)
        });
        let hits = window.of(&matches).into_iter().map(|&(matched, node)| {
            let record = explorer.record(node);
            let text = match matched.map_or(0, |matched| matched.name) {
                0 => &record.name,
                alias => record.aliases.get(alias - 1).unwrap_or(&record.name),
            };
            Hit {
                entity: views.entity(node),
                aliases: &record.aliases,
                matched: matched.map_or("name", |matched| matched.way.as_str()),
                text,
                mentions: record.mentions.len(),
                documents: explorer.entities[node.index()].documents,
                degree: degree(node),
            }
        });
        let wanted = fold(text);
        let is_titled = |record: &&crate::graph::DocumentRecord| !wanted.is_empty() && fold(record.shown_title()).contains(&wanted);
        let documents = explorer.graph.documents.iter().filter(is_titled).take(DOCUMENTS).map(Views::doc_ref);
        json(&Found { total: matches.len(), hits: hits.collect(), documents: documents.collect() })
    })
    .await
}
