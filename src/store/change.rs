//! The same quads with some more and some fewer.

use super::{DEFAULT, Id, Orders, Quads, Row, row_of};
use oxigraph::model::{GraphName, Quad};
use std::collections::BTreeSet;

/// One change of a data set.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A quad is there from now on.
    Insert(Quad),
    /// A quad is there no more.
    Delete(Quad),
    /// A graph is there, if only an empty one.
    Create(GraphName),
    /// A graph has no triples any more, but is there.
    Clear(GraphName),
    /// A graph is there no more.
    Drop(GraphName),
}

impl Quads {
    /// The data set after these changes, made one after the other.
    pub(crate) fn with(&self, changes: &[Change]) -> Self {
        let mut changed = Self { terms: self.terms.clone(), layers: Vec::new(), graphs: self.graphs.clone() };
        let mut rows: BTreeSet<Row> = self.layers.iter().flat_map(Orders::rows).collect();
        for change in changes {
            match change {
                Change::Insert(quad) => {
                    let row = row_of(&mut changed.terms, &mut changed.graphs, quad);
                    rows.insert(row);
                }
                Change::Delete(quad) => {
                    if let Some(row) = changed.known_row(quad) {
                        rows.remove(&row);
                    }
                }
                Change::Create(graph) => {
                    if let Some(id) = changed.graph_number(graph).filter(|&id| id != DEFAULT) {
                        changed.graphs.insert(id);
                    }
                }
                Change::Clear(graph) | Change::Drop(graph) => {
                    let Some(id) = changed.graph_number(graph) else { continue };
                    rows.retain(|row| row[3] != id);
                    if matches!(change, Change::Drop(_)) {
                        changed.graphs.remove(&id);
                    }
                }
            }
        }
        changed.with_rows(rows.into_iter().collect())
    }

    fn graph_number(&mut self, graph: &GraphName) -> Option<Id> {
        match graph {
            GraphName::DefaultGraph => Some(DEFAULT),
            GraphName::NamedNode(node) => Some(self.terms.number(node.as_ref().into())),
            GraphName::BlankNode(_) => None,
        }
    }

    fn known_row(&self, quad: &Quad) -> Option<Row> {
        let graph = match &quad.graph_name {
            GraphName::DefaultGraph => DEFAULT,
            GraphName::NamedNode(graph) => self.find(&graph.clone().into())?,
            GraphName::BlankNode(graph) => self.find(&graph.clone().into())?,
        };
        Some([self.find(&quad.subject.clone().into())?, self.find(&quad.predicate.clone().into())?, self.find(&quad.object)?, graph])
    }
}
