//! The quads of a file, all of them or none.

use super::{Builder, plain};
use crate::{data_file::DataFile, error::Result, write::rdf::reified};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term, vocab::rdf};

/// What the IRIs of a data set begin with, and what they are to begin with instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move<'a> {
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
}

impl Move<'_> {
    /// The IRI with its new beginning.
    pub(super) fn apply(self, node: NamedNode) -> NamedNode {
        match node.as_str().strip_prefix(self.from) {
            Some(local) if self.from != self.to => NamedNode::new_unchecked([self.to, local].concat()),
            _ => node,
        }
    }

    fn quad(self, quad: Quad) -> Quad {
        let subject = match quad.subject {
            NamedOrBlankNode::NamedNode(subject) => self.apply(subject).into(),
            other => other,
        };
        let object = match quad.object {
            Term::NamedNode(object) => self.apply(object).into(),
            other => other,
        };
        let graph = match quad.graph_name {
            GraphName::NamedNode(graph) => self.apply(graph).into(),
            other => other,
        };
        Quad::new(subject, self.apply(quad.predicate), object, graph)
    }
}

impl Builder {
    /// Reads a file; questions speak of `rdf:Statement`, whichever form it has.
    ///
    /// # Errors
    /// When it is malformed; the message has line and column.
    pub(crate) fn read(file: &DataFile, moved: Move<'_>) -> Result<Self> {
        if let Some(builder) = plain::read(file, moved) {
            return Ok(builder);
        }
        let mut builder = Self::default();
        for quad in file.quads() {
            let quad = moved.quad(quad?);
            if quad.predicate == rdf::REIFIES {
                for part in reified(vec![quad.clone()]) {
                    builder.insert(&Quad { graph_name: GraphName::DefaultGraph, ..part });
                }
            }
            builder.insert(&quad);
        }
        Ok(builder)
    }
}
