//! `graph.json`: the graph for programs, one record a line.

use crate::{
    error::{Error, Result},
    graph::{DocumentRecord, EntityRecord, EvidenceRecord, KnowledgeGraph, StatementRecord, TargetRecord},
    id::Id,
    model::{Locator, Predicate, Status},
};
use petgraph::graph::{DiGraph, NodeIndex};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
};

/// A statement with its ends, as `graph.json` has it.
#[derive(Serialize, Deserialize)]
struct Relation<'a> {
    subject: Cow<'a, str>,
    predicate: Predicate,
    object: Cow<'a, str>,
    status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    speaker: Option<Cow<'a, str>>,
    document: Cow<'a, str>,
    start: u32,
    end: u32,
    line: u32,
    #[serde(flatten)]
    place: Locator,
    rule: Cow<'a, str>,
    #[serde(serialize_with = "crate::graph::three_decimals")]
    confidence: f64,
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    more: Cow<'a, [EvidenceRecord]>,
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
        subject: (&graph.graph[subject].id).into(),
        predicate: statement.predicate,
        object: (&graph.graph[object].id).into(),
        status: statement.status,
        role: statement.role.as_ref().map(Into::into),
        time: statement.time.as_ref().map(Into::into),
        speaker: statement.speaker.as_ref().map(Into::into),
        document: (&statement.document).into(),
        start: statement.evidence.start,
        end: statement.evidence.end,
        line: statement.evidence.line,
        place: statement.evidence.place,
        rule: (&statement.evidence.rule).into(),
        confidence: statement.confidence,
        more: (&statement.more).into(),
    }
}

/// `graph.json` as a whole.
#[derive(Deserialize)]
struct File {
    documents: Vec<DocumentRecord>,
    entities: Vec<EntityRecord>,
    relations: Vec<Relation<'static>>,
    #[serde(default)]
    targets: Vec<TargetRecord>,
}

/// Reads the graph back from the file at `path`.
///
/// # Errors
/// When the file cannot be read, is no JSON of this form, or names an entity that it does not have.
pub fn read(path: &Path) -> Result<KnowledgeGraph> {
    if let Some(directory) = path.parent().filter(|directory| directory.is_dir()) {
        super::atomic::recover(directory)?;
    }
    let bytes = std::fs::read(path).map_err(Error::io("cannot read", path))?;
    parse(&bytes).map_err(|problem| Error::Input { path: path.to_owned(), problem })
}

/// The graph that `bytes` spell, or a sentence that says where they do not.
///
/// # Errors
/// When they are no JSON of this form or name an entity that they do not have.
pub fn parse(bytes: &[u8]) -> std::result::Result<KnowledgeGraph, String> {
    let file: File = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
    let mut graph = DiGraph::with_capacity(file.entities.len(), file.relations.len());
    let mut nodes: BTreeMap<Id, NodeIndex> = BTreeMap::new();
    for entity in file.entities {
        let id = entity.id.clone();
        if nodes.insert(id.clone(), graph.add_node(entity)).is_some() {
            return Err(format!("two entities have the id `{id}`"));
        }
    }
    let node = |id: &str| nodes.get(id).copied().ok_or_else(|| format!("no entity has the id `{id}`, which a record names"));
    for relation in file.relations {
        let ends = (node(&relation.subject)?, node(&relation.object)?);
        if let Some(speaker) = &relation.speaker {
            node(speaker)?;
        }
        graph.add_edge(ends.0, ends.1, statement(relation));
    }
    for target in &file.targets {
        node(&target.holder)?;
    }
    Ok(KnowledgeGraph { documents: file.documents, graph, targets: file.targets })
}

fn malformed(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let lone =
        if message.contains("hex escape") || message.contains("surrogate") { " (a lone surrogate stands for no character)" } else { "" };
    format!("not a graph.json that `hongtu build` wrote: {message}{lone}")
}

fn statement(relation: Relation<'_>) -> StatementRecord {
    StatementRecord {
        predicate: relation.predicate,
        status: relation.status,
        role: relation.role.map(Cow::into_owned),
        time: relation.time.map(Cow::into_owned),
        speaker: relation.speaker.map(Id::from),
        document: relation.document.into(),
        evidence: EvidenceRecord {
            start: relation.start,
            end: relation.end,
            line: relation.line,
            place: relation.place,
            rule: relation.rule.into(),
        },
        confidence: relation.confidence,
        more: relation.more.into_owned(),
    }
}
