//! Quads in memory, made for questions: terms by number, rows of numbers in several orders, so that every pattern is a stretch of one of them.
//!
//! 1. [`read`] takes the quads of a file: [`plain`] those that a build wrote, the RDF parser all others.
//! 2. [`terms`] numbers what they speak of, [`orders`] finds rows of such numbers; [`Quads`] are both, and no reader changes them.
//! 3. [`meter`]: what one question may use; the evaluation of a question that uses more ends at once, wherever it is.
//! 4. [`view`]: the quads as the evaluator sees them, every step of it on the meter.
//! 5. [`change`]: the same quads with some more and some fewer.

pub(crate) mod change;
pub(crate) mod meter;
mod orders;
mod plain;
mod read;
pub(crate) mod terms;
pub(crate) mod view;

use orders::Orders;
pub(crate) use read::Move;

use oxigraph::model::{GraphName, GraphNameRef, NamedNode, Quad, Term, Triple};
use std::{collections::BTreeSet, iter};
use terms::Terms;

/// The number of a term.
pub(crate) type Id = u32;
/// A quad by the numbers of its terms.
pub(crate) type Row = [Id; 4];

/// The number that stands for the default graph; no term has it.
pub(crate) const DEFAULT: Id = 0;

/// A data set that is only read.
#[derive(Clone, Default)]
pub(crate) struct Quads {
    pub(crate) terms: Terms,
    /// Rows in layers, none with a row of another.
    layers: Vec<Orders>,
    /// Named graphs, those without a triple among them.
    graphs: BTreeSet<Id>,
}

/// Which graphs a pattern looks into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All graphs as one, each triple once: what the default graph of a question is.
    Union,
    /// Every named graph.
    Named,
    /// One graph.
    One(Id),
}

/// A data set that is being read.
#[derive(Default)]
pub(crate) struct Builder {
    terms: Terms,
    graphs: BTreeSet<Id>,
    rows: Vec<Row>,
}

impl Builder {
    /// Takes a quad.
    pub(crate) fn insert(&mut self, quad: &Quad) {
        let row = row_of(&mut self.terms, &mut self.graphs, quad);
        self.rows.push(row);
    }

    /// The data set, whatever the order of the quads was.
    pub(crate) fn finish(self) -> Quads {
        let Self { terms, graphs, rows } = self;
        let layers = vec![Orders::new(rows, terms.len() + 1)];
        Quads { terms, layers, graphs }
    }
}

/// The numbers of a quad, new ones for terms that have none yet.
fn row_of(terms: &mut Terms, graphs: &mut BTreeSet<Id>, quad: &Quad) -> Row {
    let graph = match &quad.graph_name {
        GraphName::DefaultGraph => DEFAULT,
        GraphName::NamedNode(graph) => terms.number(graph.as_ref().into()),
        GraphName::BlankNode(graph) => terms.number(graph.as_ref().into()),
    };
    if graph != DEFAULT {
        graphs.insert(graph);
    }
    let subject: Term = quad.subject.clone().into();
    [terms.number(subject.as_ref()), terms.number(quad.predicate.as_ref().into()), terms.number(quad.object.as_ref()), graph]
}

impl Quads {
    /// Adds rows, of which none may have a triple that is there, as a layer of their own.
    pub(crate) fn add(&mut self, rows: Vec<Row>) {
        self.graphs.extend(rows.iter().map(|row| row[3]).filter(|&graph| graph != DEFAULT));
        self.layers.push(Orders::new(rows, self.terms.len() + 1));
    }

    /// Takes the layer away that was added last.
    pub(crate) fn drop_last(&mut self) {
        self.layers.pop();
    }

    /// The number of a term, where the data set has it.
    pub(crate) fn find(&self, term: &Term) -> Option<Id> {
        self.terms.find(term.as_ref())
    }

    /// The term of a number.
    pub(crate) fn term(&self, id: Id) -> Term {
        self.terms.term(id)
    }

    /// The named graphs, by number.
    pub(crate) fn graphs(&self) -> impl Iterator<Item = Id> {
        self.graphs.iter().copied()
    }

    /// Whether there is a graph of this number.
    pub(crate) fn has_graph(&self, graph: Id) -> bool {
        self.graphs.contains(&graph)
    }

    /// Whether some graph has the triple.
    pub(crate) fn has(&self, triple: [Id; 3]) -> bool {
        self.layers.iter().any(|layer| layer.has(triple))
    }

    /// The rows (subject, predicate, object, graph) that have the given parts.
    pub(crate) fn matching(&self, parts: [Option<Id>; 3], scope: Scope) -> impl Iterator<Item = Row> + use<'_> {
        self.layers.iter().flat_map(move |layer| layer.matching(parts, scope))
    }

    /// The triples of one graph; of the default graph, those that stand in it and in no other.
    pub(crate) fn graph(&self, graph: GraphNameRef<'_>) -> Option<Vec<Triple>> {
        let id = match graph {
            GraphNameRef::DefaultGraph => DEFAULT,
            GraphNameRef::NamedNode(graph) => self.terms.find(graph.into()).filter(|&id| self.has_graph(id))?,
            GraphNameRef::BlankNode(graph) => self.terms.find(graph.into()).filter(|&id| self.has_graph(id))?,
        };
        Some(self.matching([None; 3], Scope::One(id)).filter_map(|row| self.triple(row)).collect())
    }

    /// The triple of a row.
    pub(crate) fn triple(&self, [s, p, o, _]: Row) -> Option<Triple> {
        let subject = match self.term(s) {
            Term::NamedNode(node) => oxigraph::model::NamedOrBlankNode::from(node),
            Term::BlankNode(node) => node.into(),
            _ => return None,
        };
        Some(Triple::new(subject, self.terms.node(p)?, self.term(o)))
    }

    /// What is said of a resource, whichever graph says it, each triple once.
    pub(crate) fn about(&self, subject: &NamedNode) -> Vec<Triple> {
        let Some(subject) = self.terms.find(subject.as_ref().into()) else { return Vec::new() };
        self.matching([Some(subject), None, None], Scope::Union).filter_map(|row| self.triple(row)).collect()
    }

    /// The rows of all layers in one.
    fn with_rows(self, rows: Vec<Row>) -> Self {
        let layers = iter::once(Orders::new(rows, self.terms.len() + 1)).collect();
        Self { layers, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfParser};

    fn quads(text: &str) -> Quads {
        let mut builder = Builder::default();
        RdfParser::from_format(RdfFormat::NQuads).for_slice(text).for_each(|quad| builder.insert(&quad.unwrap()));
        builder.finish()
    }

    /// What a scan of all rows finds; of a triple in several graphs, one row without the graph where that is not asked for.
    fn scanned(all: &[Row], parts: [Option<Id>; 3], scope: Scope) -> Vec<Row> {
        let fits = |row: &Row| parts.iter().zip(row).all(|(wanted, has)| wanted.is_none_or(|wanted| wanted == *has));
        let in_scope = |row: &Row| match scope {
            Scope::One(graph) => row[3] == graph,
            Scope::Named => row[3] != DEFAULT,
            Scope::Union => true,
        };
        let mut found: Vec<Row> = all.iter().filter(|row| fits(row) && in_scope(row)).map(|row| shown(*row, scope)).collect();
        found.sort();
        found.dedup();
        found
    }

    fn shown(row: Row, scope: Scope) -> Row {
        if scope == Scope::Union { [row[0], row[1], row[2], DEFAULT] } else { row }
    }

    #[test]
    fn every_pattern_finds_what_a_scan_finds() {
        let text = "<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o> <a:g> .\n<a:s> <a:p> <a:o> <a:h> .\n<a:s> <a:q> <a:o> <a:g> .\n\
                    <a:t> <a:p> <a:o> <a:g> .\n<a:t> <a:p> \"x\" <a:h> .\n<a:o> <a:q> <a:s> .\n";
        let quads = quads(text);
        let all: Vec<Row> = quads.layers[0].rows().collect();
        let ids: Vec<Option<Id>> = std::iter::once(None).chain((1..=quads.terms.len() as Id).map(Some)).collect();
        let scopes: Vec<Scope> = quads.graphs().map(Scope::One).chain([Scope::One(DEFAULT), Scope::Named, Scope::Union]).collect();
        for &s in &ids {
            for &p in &ids {
                for (&o, &scope) in ids.iter().flat_map(|o| scopes.iter().map(move |scope| (o, scope))) {
                    let mut found: Vec<Row> = quads.matching([s, p, o], scope).map(|row| shown(row, scope)).collect();
                    found.sort();
                    assert_eq!(found, scanned(&all, [s, p, o], scope), "{s:?} {p:?} {o:?} {scope:?}");
                }
            }
        }
    }
}
