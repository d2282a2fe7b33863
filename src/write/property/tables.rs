//! Comma-separated tables: for spreadsheets and data frames, or with the headers that Neo4j's importer reads.

use super::{Column, Edges, Kind, Nodes, PropertyGraph, Value};
use crate::{graph::KnowledgeGraph, write::iri::Iris};
use std::{borrow::Cow, io};

/// For whom tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Plain headers; members of a list are joined by `|`.
    Plain,
    /// Headers with types and roles, as `neo4j-admin database import` wants them; members of a list are joined by `;`.
    Neo4j,
}

/// A table as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The file's name.
    pub name: &'static str,
    /// The file's content.
    pub content: Vec<u8>,
}

/// The graph as tables: entities, statements between them, figures, and documents.
///
/// # Errors
/// When a table cannot be written, which memory alone could cause.
pub fn write(graph: &KnowledgeGraph, iris: &Iris, dialect: Dialect) -> io::Result<Vec<Table>> {
    let graph = PropertyGraph::new(graph, iris);
    let table = |name, content: io::Result<Vec<u8>>| content.map(|content| Table { name, content });
    let mut tables = vec![
        table("nodes.csv", nodes(&graph.entities, dialect))?,
        table("edges.csv", edges(&graph.statements, dialect))?,
        table("figures.csv", nodes(&graph.figures, dialect))?,
        table("figure-holders.csv", edges(&graph.holders, dialect))?,
        table("documents.csv", nodes(&graph.documents, dialect))?,
    ];
    // The importer knows no other way to tie a node to a node than a table of ties; for others one more column is simpler.
    if dialect == Dialect::Plain {
        tables.retain(|table| table.name != "figure-holders.csv");
        tables[2].content = figures(&graph)?;
    }
    Ok(tables)
}

fn nodes(nodes: &Nodes<'_>, dialect: Dialect) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let first = match dialect {
        Dialect::Plain => ["id", "class", "name"],
        Dialect::Neo4j => ["id:ID", ":LABEL", "name"],
    };
    writer.write_record(first.map(Cow::Borrowed).into_iter().chain(headers(nodes.columns, dialect)).map(Cow::into_owned))?;
    for node in &nodes.rows {
        let fixed = [Cow::Borrowed(&*node.id), Cow::Borrowed(node.class), Cow::Borrowed(&*node.name)];
        record(&mut writer, fixed, &node.values, dialect)?;
    }
    finish(writer)
}

fn edges(edges: &Edges<'_>, dialect: Dialect) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let first = match dialect {
        Dialect::Plain => ["id", "source", "predicate", "target"],
        Dialect::Neo4j => ["id", ":START_ID", ":TYPE", ":END_ID"],
    };
    writer.write_record(first.map(Cow::Borrowed).into_iter().chain(headers(edges.columns, dialect)).map(Cow::into_owned))?;
    for edge in &edges.rows {
        let fixed = [&*edge.id, &*edge.source, edge.predicate, &*edge.target].map(Cow::Borrowed);
        record(&mut writer, fixed, &edge.values, dialect)?;
    }
    finish(writer)
}

/// Figures with the entity whose each is.
fn figures(graph: &PropertyGraph<'_>) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = graph.figures.columns.iter().map(|column| column.name);
    writer.write_record(["id", "holder", "name"].into_iter().chain(columns))?;
    for (node, edge) in graph.figures.rows.iter().zip(&graph.holders.rows) {
        let fixed = [&*node.id, &*edge.target, &*node.name].map(Cow::Borrowed);
        record(&mut writer, fixed, &node.values, Dialect::Plain)?;
    }
    finish(writer)
}

fn headers(columns: &'static [Column], dialect: Dialect) -> impl Iterator<Item = Cow<'static, str>> {
    columns.iter().map(move |column| match (dialect, column.kind) {
        (Dialect::Plain, _) | (_, Kind::Text) => Cow::Borrowed(column.name),
        (_, Kind::Texts) => Cow::Owned(format!("{}:string[]", column.name)),
        (_, Kind::Integer) => Cow::Owned(format!("{}:long", column.name)),
        (_, Kind::Decimal) => Cow::Owned(format!("{}:double", column.name)),
    })
}

fn record<const N: usize>(
    writer: &mut csv::Writer<Vec<u8>>,
    fixed: [Cow<'_, str>; N],
    values: &[Value<'_>],
    dialect: Dialect,
) -> io::Result<()> {
    let values = values.iter().map(|value| match value {
        Value::Texts(texts) if dialect == Dialect::Neo4j => Cow::Owned(texts.join(";")),
        value => value.plain().unwrap_or_default(),
    });
    writer.write_record(fixed.into_iter().chain(values).map(Cow::into_owned))?;
    Ok(())
}

fn finish(writer: csv::Writer<Vec<u8>>) -> io::Result<Vec<u8>> {
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}
