//! GEXF 1.3, for Gephi: entities in the colours of the pictures.

use super::{
    Column, PropertyGraph, Value, text,
    xml::{type_of, writable},
};
use crate::{
    graph::KnowledgeGraph,
    model::Class,
    write::{dot, iri::Iris},
};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, Event},
};
use std::io::{self, Write};

/// Writes the graph as GEXF.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, iris: &Iris, out: impl Write) -> io::Result<()> {
    let graph = PropertyGraph::new(graph, iris);
    let mut writer = Writer::new_with_indent(out, b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = [("xmlns", "http://gexf.net/1.3"), ("xmlns:viz", "http://gexf.net/1.3/viz"), ("version", "1.3")];
    open(&mut writer, "gexf", &root)?;
    open(&mut writer, "graph", &[("defaultedgetype", "directed"), ("mode", "static")])?;
    let node_columns: Vec<Column> = std::iter::once(CLASS).chain(graph.node_columns()).collect();
    let edge_columns: Vec<Column> = std::iter::once(PREDICATE).chain(graph.edge_columns()).collect();
    attributes(&mut writer, "node", &node_columns)?;
    attributes(&mut writer, "edge", &edge_columns)?;
    open(&mut writer, "nodes", &[])?;
    for nodes in graph.nodes() {
        for node in &nodes.rows {
            let label = writable(&node.name);
            open(&mut writer, "node", &[("id", &node.id), ("label", &label)])?;
            values(&mut writer, (CLASS.name, node.class), nodes.columns, &node.values)?;
            colour(&mut writer, node.class)?;
            close(&mut writer, "node")?;
        }
    }
    close(&mut writer, "nodes")?;
    open(&mut writer, "edges", &[])?;
    for edges in graph.edges() {
        for edge in &edges.rows {
            let named = [
                ("id", &*edge.id),
                ("source", &edge.source),
                ("target", &edge.target),
                ("kind", edge.predicate),
                ("label", edge.predicate),
            ];
            open(&mut writer, "edge", &named)?;
            values(&mut writer, (PREDICATE.name, edge.predicate), edges.columns, &edge.values)?;
            close(&mut writer, "edge")?;
        }
    }
    for name in ["edges", "graph", "gexf"] {
        close(&mut writer, name)?;
    }
    writer.into_inner().write_all(b"\n")
}

const CLASS: Column = text("class");
const PREDICATE: Column = text("predicate");

fn attributes<W: Write>(writer: &mut Writer<W>, class: &str, columns: &[Column]) -> io::Result<()> {
    open(writer, "attributes", &[("class", class)])?;
    for column in columns {
        let attributes = [("id", column.name), ("title", column.name), ("type", type_of(column.kind))];
        writer.write_event(Event::Empty(BytesStart::new("attribute").with_attributes(attributes)))?;
    }
    close(writer, "attributes")
}

fn values<W: Write>(writer: &mut Writer<W>, fixed: (&str, &str), columns: &[Column], values: &[Value<'_>]) -> io::Result<()> {
    open(writer, "attvalues", &[])?;
    writer.write_event(Event::Empty(BytesStart::new("attvalue").with_attributes([("for", fixed.0), ("value", fixed.1)])))?;
    for (column, value) in columns.iter().zip(values) {
        if let Some(value) = value.plain() {
            let attributes = [("for", column.name), ("value", &*writable(&value))];
            writer.write_event(Event::Empty(BytesStart::new("attvalue").with_attributes(attributes)))?;
        }
    }
    close(writer, "attvalues")
}

/// The colour in which the pictures fill entities of a class; none for figures and documents.
fn colour<W: Write>(writer: &mut Writer<W>, class: &str) -> io::Result<()> {
    let Ok(class) = class.parse::<Class>() else { return Ok(()) };
    let fill = dot::fill(class).trim_start_matches('#');
    let part = |at: usize| fill.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or_default().to_string();
    let parts = [("r", part(0)), ("g", part(2)), ("b", part(4))];
    let attributes = parts.iter().map(|(name, value)| (*name, value.as_str()));
    writer.write_event(Event::Empty(BytesStart::new("viz:color").with_attributes(attributes)))
}

fn open<W: Write>(writer: &mut Writer<W>, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    writer.write_event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())))
}

fn close<W: Write>(writer: &mut Writer<W>, name: &str) -> io::Result<()> {
    writer.write_event(Event::End(BytesEnd::new(name)))
}
