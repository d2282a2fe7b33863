//! A data set → a SPARQL 1.1 store elsewhere, graph by graph.
//!
//! The whole data set is read before anything is sent, so that a malformed one changes nothing. Each named graph is replaced; what stands in
//! the default graph is added to that of the store, which may hold what others put there. Sending again gives the same: a data set has no
//! blank nodes that could double. What fails for a while is tried again.

mod http;

use crate::{
    data_file::DataFile,
    error::{Error, Result},
};
use http::Connection;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use std::{collections::BTreeMap, time::Duration};

pub use http::Account;

/// How a store is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Protocol {
    /// SPARQL 1.1 Graph Store HTTP Protocol
    GraphStore,
    /// SPARQL 1.1 Update
    Update,
}

impl Protocol {
    /// What the last word of a store's address suggests.
    pub fn of(url: &str) -> Self {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        if ["update", "statements", "sparql", "query"].contains(&last.as_str()) { Self::Update } else { Self::GraphStore }
    }
}

/// Where a data set goes, and how.
#[derive(Clone, Debug)]
pub struct Target {
    /// Address of the endpoint.
    pub url: String,
    /// How it is spoken to.
    pub protocol: Protocol,
    /// Who sends, where the store asks.
    pub account: Option<Account>,
    /// The named graph for what stands in the default graph, where the store is to have it in one; that graph is replaced like the others.
    pub default_graph: Option<NamedNode>,
    /// How long one request may take.
    pub timeout: Duration,
    /// The pause before the second try, doubled before each further one.
    pub pause: Duration,
}

/// How often a request is tried.
const TRIES: u32 = 4;
/// Triples of one update: some stores compile an update as a whole and refuse large ones.
const BATCH: usize = 500;

/// A graph that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The graph's IRI; none for the default graph.
    pub graph: Option<NamedNode>,
    /// Its triples.
    pub triples: usize,
}

/// Sends every graph of the data set in `file`, and tells `sent` after each.
///
/// # Errors
/// When the data set is malformed, with its line and column, or has blank nodes: nothing was sent then. When the store refuses a graph or cannot be
/// reached after several tries: the graphs told before are there.
pub fn push(file: &DataFile, target: &Target, mut sent: impl FnMut(&Sent)) -> Result<()> {
    let graphs = graphs(file, target)?;
    let connection = Connection::new(target);
    for (iri, lines) in graphs {
        let graph = (!iri.is_empty()).then(|| NamedNode::new_unchecked(iri));
        match target.protocol {
            Protocol::GraphStore => connection.put(graph.as_ref(), lines.concat())?,
            Protocol::Update => update(&connection, graph.as_ref(), &lines)?,
        }
        sent(&Sent { graph, triples: lines.len() });
    }
    Ok(())
}

/// The N-Triples lines of each graph, by its IRI; that of the default graph is empty.
fn graphs(file: &DataFile, target: &Target) -> Result<BTreeMap<String, Vec<String>>> {
    let mut graphs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for quad in file.quads() {
        let quad = quad?;
        if is_blank(&quad) {
            let problem = format!("has a blank node, which sending again would double: {quad}");
            return Err(Error::Input { path: file.path.clone(), problem });
        }
        let Quad { subject, predicate, object, graph_name } = &quad;
        let graph = match graph_name {
            GraphName::NamedNode(graph) => graph.as_str(),
            _ => target.default_graph.as_ref().map_or("", NamedNode::as_str),
        };
        graphs.entry(graph.to_owned()).or_default().push(format!("{subject} {predicate} {object} .\n"));
    }
    if graphs.is_empty() {
        return Err(Error::Input { path: file.path.clone(), problem: "holds no triple; nothing was sent".to_owned() });
    }
    Ok(graphs)
}

fn is_blank(quad: &Quad) -> bool {
    matches!(quad.subject, NamedOrBlankNode::BlankNode(_))
        || matches!(quad.object, Term::BlankNode(_))
        || matches!(quad.graph_name, GraphName::BlankNode(_))
}

/// Replaces a graph by updates: the first drops what was there.
fn update(connection: &Connection<'_>, graph: Option<&NamedNode>, lines: &[String]) -> Result<()> {
    for (index, batch) in lines.chunks(BATCH).enumerate() {
        let triples = batch.concat();
        connection.update(match graph {
            Some(graph) if index == 0 => format!("DROP SILENT GRAPH {graph} ;\nINSERT DATA {{ GRAPH {graph} {{\n{triples}}} }}"),
            Some(graph) => format!("INSERT DATA {{ GRAPH {graph} {{\n{triples}}} }}"),
            None => format!("INSERT DATA {{\n{triples}}}"),
        })?;
    }
    Ok(())
}
