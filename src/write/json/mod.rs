//! `graph.json`: the graph for programs, one record a line.

mod read;

pub use read::{parse, read};

use crate::{
    graph::{EvidenceRecord, KnowledgeGraph},
    model::{Locator, Predicate, Status},
};
use serde::Serialize;
use std::io::{self, Write};

/// A statement with its ends, as `graph.json` has it.
#[derive(Serialize)]
struct Relation<'a> {
    subject: &'a str,
    predicate: Predicate,
    object: &'a str,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'a str>,
    document: &'a str,
    start: u32,
    end: u32,
    line: u32,
    #[serde(flatten)]
    place: Locator,
    rule: &'a str,
    #[serde(serialize_with = "crate::graph::three_decimals")]
    confidence: f64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    more: &'a [EvidenceRecord],
}

/// Writes `graph` as JSON.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, out: &mut dyn Write) -> io::Result<()> {
    let entities = graph.graph.node_weights();
    let relations = graph.graph.edge_indices().map(|edge| relation(graph, edge));
    out.write_all(b"{")?;
    list(out, "documents", graph.documents.iter())?;
    out.write_all(b",\n")?;
    list(out, "entities", entities)?;
    out.write_all(b",\n")?;
    list(out, "relations", relations)?;
    out.write_all(b",\n")?;
    list(out, "targets", graph.targets.iter())?;
    out.write_all(b"}\n")
}

fn list<T: Serialize>(out: &mut dyn Write, name: &str, records: impl Iterator<Item = T>) -> io::Result<()> {
    write!(out, "\"{name}\": [")?;
    let mut line = Vec::new();
    for (index, record) in records.enumerate() {
        line.clear();
        line.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut line, &record)?;
        out.write_all(&line)?;
    }
    out.write_all(b"\n]")
}

fn relation(graph: &KnowledgeGraph, edge: petgraph::graph::EdgeIndex) -> Relation<'_> {
    let (subject, object) = graph.graph.edge_endpoints(edge).expect("the edge is one of the graph's");
    let statement = &graph.graph[edge];
    Relation {
        subject: &graph.graph[subject].id,
        predicate: statement.predicate,
        object: &graph.graph[object].id,
        status: statement.status,
        role: statement.role.as_deref(),
        time: statement.time.as_deref(),
        speaker: statement.speaker.as_deref(),
        document: &statement.document,
        start: statement.evidence.start,
        end: statement.evidence.end,
        line: statement.evidence.line,
        place: statement.evidence.place,
        rule: &statement.evidence.rule,
        confidence: statement.confidence,
        more: &statement.more,
    }
}
