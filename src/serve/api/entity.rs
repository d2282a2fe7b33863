//! One entity: what is said of it in both directions, its figures, and where it is named.

use super::{
    json,
    view::{DocRef, Statement, Target, Views},
};
use crate::{
    model::Class,
    serve::{explorer::text::Quotation, problem::Problem, server::Server},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use petgraph::Direction;
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

/// Places of a document that are listed.
const PLACES: usize = 200;

#[derive(Serialize)]
struct Page<'a> {
    entity: Entity<'a>,
    out: Vec<Statement<'a>>,
    #[serde(rename = "in")]
    into: Vec<Statement<'a>>,
    targets: Vec<Target<'a>>,
    mentions: Vec<Mentions<'a>>,
}

#[derive(Serialize)]
struct Entity<'a> {
    id: &'a str,
    iri: String,
    class: Class,
    name: &'a str,
    aliases: &'a [String],
}

#[derive(Serialize)]
struct Mentions<'a> {
    document: DocRef<'a>,
    places: Vec<Place<'a>>,
    /// How many are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<usize>,
}

#[derive(Serialize)]
struct Place<'a> {
    start: u32,
    end: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(flatten)]
    quotation: Option<Quotation<'a>>,
}

/// The page of an entity.
pub(super) async fn handle(State(server): State<Arc<Server>>, Path(id): Path<String>) -> Result<Response, Problem> {
    let (explorer, views) = (&server.explorer, Views(&server.explorer));
    let node = explorer.entity(&id).ok_or_else(|| Problem::missing(format!("there is no entity `{id}`")))?;
    let (record, facts) = (explorer.record(node), &explorer.entities[node.index()]);
    let [mut out, mut into] =
        [Direction::Outgoing, Direction::Incoming].map(|direction| views.statements(explorer.statements(node, direction)));
    for conclusion in facts.conclusions.iter().map(|&place| &explorer.conclusions[place]) {
        if conclusion.subject == node {
            out.push(views.conclusion(conclusion));
        }
        if conclusion.object == node {
            into.push(views.conclusion(conclusion));
        }
    }
    let mut places: BTreeMap<&str, Vec<(u32, u32)>> = BTreeMap::new();
    for mention in &record.mentions {
        places.entry(&mention.document).or_default().push((mention.start, mention.end));
    }
    let mentions = places.into_iter().filter_map(|(document, places)| {
        let text = views.text(document);
        let place = |&(start, end): &(u32, u32)| Place {
            start,
            end,
            line: text.map(|text| text.line(start)),
            quotation: text.and_then(|text| text.quote(start, end)),
        };
        let more = places.len().checked_sub(PLACES).filter(|&more| more > 0);
        Some(Mentions { document: views.document(document)?, places: places.iter().take(PLACES).map(place).collect(), more })
    });
    let iri = explorer.iris.entity(&record.id).into_string();
    json(&Page {
        entity: Entity { id: &record.id, iri, class: record.class, name: &record.name, aliases: &record.aliases },
        out,
        into,
        targets: views.targets(facts.targets.iter().copied()),
        mentions: mentions.collect(),
    })
}
