//! A Cypher script for Neo4j, Memgraph and their kin; running it twice gives the same graph.

use super::{Column, PropertyGraph, Value};
use crate::{graph::KnowledgeGraph, write::iri::Iris};
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// Rows of one statement of the script: enough to be fast, few enough for any server's limit on the length of a statement.
const BATCH: usize = 200;

/// Writes the graph as statements that make what is missing and set the properties of what is there.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, iris: &Iris, mut out: impl Write) -> io::Result<()> {
    let graph = PropertyGraph::new(graph, iris);
    writeln!(out, "CREATE CONSTRAINT hongtu_id IF NOT EXISTS FOR (n:Hongtu) REQUIRE n.id IS UNIQUE;")?;
    let mut nodes: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for kind in graph.nodes() {
        for node in &kind.rows {
            let row = map(&[("id", &node.id), ("name", &node.name)], kind.columns, &node.values)?;
            nodes.entry(node.class).or_default().push(row);
        }
    }
    for (class, rows) in nodes {
        batches(&mut out, &rows, &format!("MERGE (n:Hongtu {{id: row.id}}) SET n:`{class}`, n += row"))?;
    }
    let mut edges: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for kind in graph.edges() {
        for edge in &kind.rows {
            let row = map(&[("id", &edge.id)], kind.columns, &edge.values)?;
            let ends = format!("{{a: {}, b: {}, properties: {row}}}", literal(&edge.source)?, literal(&edge.target)?);
            edges.entry(edge.predicate).or_default().push(ends);
        }
    }
    for (predicate, rows) in edges {
        let ends = "MATCH (a:Hongtu {id: row.a}), (b:Hongtu {id: row.b})";
        batches(&mut out, &rows, &format!("{ends} MERGE (a)-[r:`{predicate}` {{id: row.properties.id}}]->(b) SET r += row.properties"))?;
    }
    out.flush()
}

fn batches(out: &mut impl Write, rows: &[String], action: &str) -> io::Result<()> {
    for rows in rows.chunks(BATCH) {
        writeln!(out, "UNWIND [\n{}\n] AS row {action};", rows.join(",\n"))?;
    }
    Ok(())
}

/// The properties that are there, as a map literal; names stand in backticks, since some are words of the language.
fn map(fixed: &[(&str, &str)], columns: &[Column], values: &[Value<'_>]) -> io::Result<String> {
    let mut entries = Vec::new();
    for (name, value) in fixed {
        entries.push(format!("`{name}`: {}", literal(value)?));
    }
    for (column, value) in columns.iter().zip(values) {
        let spelt = match value {
            Value::Absent => continue,
            Value::Text(text) => literal(text)?,
            Value::Texts(texts) => format!("[{}]", texts.iter().map(|text| literal(text)).collect::<io::Result<Vec<_>>>()?.join(", ")),
            Value::Number(number) => number.clone(),
        };
        entries.push(format!("`{}`: {spelt}", column.name));
    }
    Ok(format!("{{{}}}", entries.join(", ")))
}

/// A string literal; the escapes of JSON are among those of Cypher.
fn literal(text: &str) -> io::Result<String> {
    Ok(serde_json::to_string(text)?)
}
