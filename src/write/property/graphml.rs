//! GraphML, for networkx, igraph, yEd, Gephi and Cytoscape.

use super::{
    Column, PropertyGraph, Value, text,
    xml::{type_of, writable},
};
use crate::{graph::KnowledgeGraph, write::iri::Iris};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};
use std::io::{self, Write};

/// Writes the graph as GraphML.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, iris: &Iris, out: impl Write) -> io::Result<()> {
    let graph = PropertyGraph::new(graph, iris);
    let mut writer = Writer::new_with_indent(out, b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = BytesStart::new("graphml").with_attributes([("xmlns", "http://graphml.graphdrawing.org/xmlns")]);
    writer.write_event(Event::Start(root))?;
    keys(&graph, &mut writer)?;
    let directed = [("id", "hongtu"), ("edgedefault", "directed")];
    writer.write_event(Event::Start(BytesStart::new("graph").with_attributes(directed)))?;
    for nodes in graph.nodes() {
        for node in &nodes.rows {
            let start = BytesStart::new("node").with_attributes([("id", &*node.id)]);
            let named = [("n-class", node.class), ("n-name", &node.name)];
            element(&mut writer, start, &named, "n", nodes.columns, &node.values)?;
        }
    }
    for edges in graph.edges() {
        for edge in &edges.rows {
            let ends = [("id", &*edge.id), ("source", &*edge.source), ("target", &*edge.target)];
            let start = BytesStart::new("edge").with_attributes(ends);
            element(&mut writer, start, &[("e-predicate", edge.predicate)], "e", edges.columns, &edge.values)?;
        }
    }
    writer.write_event(Event::End(BytesEnd::new("graph")))?;
    writer.write_event(Event::End(BytesEnd::new("graphml")))?;
    writer.into_inner().write_all(b"\n")
}

fn keys<W: Write>(graph: &PropertyGraph<'_>, writer: &mut Writer<W>) -> io::Result<()> {
    let of_nodes = [text("class"), text("name")].into_iter().chain(graph.node_columns()).map(|column| ("node", "n", column));
    let of_edges = std::iter::once(text("predicate")).chain(graph.edge_columns()).map(|column| ("edge", "e", column));
    for (domain, prefix, column) in of_nodes.chain(of_edges) {
        let id = format!("{prefix}-{}", column.name);
        let attributes = [("id", id.as_str()), ("for", domain), ("attr.name", column.name), ("attr.type", type_of(column.kind))];
        writer.write_event(Event::Empty(BytesStart::new("key").with_attributes(attributes)))?;
    }
    Ok(())
}

fn element<W: Write>(
    writer: &mut Writer<W>,
    start: BytesStart<'_>,
    fixed: &[(&str, &str)],
    prefix: &str,
    columns: &[Column],
    values: &[Value<'_>],
) -> io::Result<()> {
    let end = start.to_end().into_owned();
    writer.write_event(Event::Start(start.borrow()))?;
    for (key, value) in fixed {
        data(writer, key, value)?;
    }
    for (column, value) in columns.iter().zip(values) {
        if let Some(value) = value.plain() {
            data(writer, &format!("{prefix}-{}", column.name), &value)?;
        }
    }
    writer.write_event(Event::End(end))
}

fn data<W: Write>(writer: &mut Writer<W>, key: &str, value: &str) -> io::Result<()> {
    writer.create_element("data").with_attribute(("key", key)).write_text_content(BytesText::new(&writable(value)))?;
    Ok(())
}
