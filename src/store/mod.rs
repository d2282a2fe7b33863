//! Quads in memory, made for questions: terms by number, quads sorted in four orders, so that every pattern is a stretch of one of them.
//!
//! 1. [`Quads`]: the data, which no reader changes; a [`Builder`] reads them.
//! 2. [`meter`]: what one question may use; the evaluation of a question that uses more ends at once, wherever it is.
//! 3. [`view`]: the quads as the evaluator sees them, every step of it on the meter.
//! 4. [`change`]: the same quads with some more and some fewer.

pub(crate) mod change;
pub(crate) mod meter;
pub(crate) mod view;

use indexmap::IndexSet;
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, Quad, Term, TermRef, Triple};
use rayon::slice::ParallelSliceMut;
use rustc_hash::FxBuildHasher;
use std::collections::BTreeSet;

/// The number of a term.
type Id = u32;
/// A quad by the numbers of its terms.
type Row = [Id; 4];

/// The number that stands for the default graph; no term has it.
const DEFAULT: Id = 0;

/// An order in which the quads are sorted, by the part of the quad that stands first in it.
#[derive(Clone, Copy, Debug)]
enum Order {
    Subject,
    Predicate,
    Object,
    Graph,
}

impl Order {
    /// For each place of a row, the place in (subject, predicate, object, graph).
    const fn places(self) -> [usize; 4] {
        match self {
            Self::Subject => [0, 1, 2, 3],
            Self::Predicate => [1, 2, 0, 3],
            Self::Object => [2, 0, 1, 3],
            Self::Graph => [3, 0, 1, 2],
        }
    }

    fn arrange(self, row: Row) -> Row {
        self.places().map(|place| row[place])
    }

    fn restore(self, arranged: Row) -> Row {
        let mut row = [0; 4];
        for (value, place) in arranged.into_iter().zip(self.places()) {
            row[place] = value;
        }
        row
    }
}

/// A data set that is only read.
#[derive(Clone, Default)]
pub(crate) struct Quads {
    terms: IndexSet<Term, FxBuildHasher>,
    orders: [Vec<Row>; 4],
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
    quads: Quads,
    rows: Vec<Row>,
}

impl Builder {
    /// Takes a quad.
    pub(crate) fn insert(&mut self, quad: Quad) {
        let row = self.quads.row_of(quad);
        self.rows.push(row);
    }

    /// The triples so far, whichever graph states them, with no order and some more than once.
    pub(crate) fn triples(&self) -> impl Iterator<Item = Triple> + '_ {
        self.rows.iter().filter_map(|&row| self.quads.triple(row))
    }

    /// The data set, whatever the order of the quads was.
    pub(crate) fn finish(self) -> Quads {
        let Self { mut quads, rows } = self;
        quads.sort(rows);
        quads
    }
}

impl Quads {
    fn sort(&mut self, mut rows: Vec<Row>) {
        rows.par_sort_unstable();
        rows.dedup();
        rows.shrink_to_fit();
        for order in [Order::Predicate, Order::Object, Order::Graph] {
            let mut arranged: Vec<Row> = rows.iter().map(|&row| order.arrange(row)).collect();
            arranged.par_sort_unstable();
            self.orders[order as usize] = arranged;
        }
        self.orders[Order::Subject as usize] = rows;
    }

    fn row_of(&mut self, quad: Quad) -> Row {
        let graph = match quad.graph_name {
            GraphName::DefaultGraph => DEFAULT,
            GraphName::NamedNode(graph) => self.number(graph.into()),
            GraphName::BlankNode(graph) => self.number(graph.into()),
        };
        if graph != DEFAULT {
            self.graphs.insert(graph);
        }
        [self.number(quad.subject.into()), self.number(quad.predicate.into()), self.number(quad.object), graph]
    }

    /// The number of a term, a new one where it has none yet.
    fn number(&mut self, term: Term) -> Id {
        let (index, _) = self.terms.insert_full(term);
        Id::try_from(index + 1).expect("no memory holds as many terms")
    }

    /// The number of a term, where the data set has it.
    pub(crate) fn find(&self, term: &Term) -> Option<Id> {
        self.terms.get_index_of(term).and_then(|index| Id::try_from(index + 1).ok())
    }

    /// The term of a number.
    pub(crate) fn term(&self, id: Id) -> &Term {
        &self.terms[id as usize - 1]
    }

    /// The named graphs, by number.
    pub(crate) fn graphs(&self) -> impl Iterator<Item = Id> {
        self.graphs.iter().copied()
    }

    /// Whether there is a graph of this number.
    pub(crate) fn has_graph(&self, graph: Id) -> bool {
        self.graphs.contains(&graph)
    }

    /// The rows (subject, predicate, object, graph) that have the given parts.
    pub(crate) fn matching(&self, [s, p, o]: [Option<Id>; 3], scope: Scope) -> impl Iterator<Item = Row> + use<'_> {
        let graph = if let Scope::One(graph) = scope { Some(graph) } else { None };
        let order = match (s, p, o, graph) {
            (None, _, None, Some(_)) if p.is_none() => Order::Graph,
            (Some(_), _, None, _) | (Some(_), Some(_), Some(_), _) => Order::Subject,
            (_, None, Some(_), _) => Order::Object,
            (None, Some(_), ..) => Order::Predicate,
            (None, None, None, _) => Order::Subject,
        };
        let wanted = [s, p, o, graph];
        let prefix: Vec<Id> = order.places().iter().map_while(|&place| wanted[place]).collect();
        let mut last: Option<Row> = None;
        stretch(&self.orders[order as usize], &prefix).iter().map(move |&arranged| order.restore(arranged)).filter(move |row| {
            let fits = wanted.iter().zip(row).all(|(wanted, has)| wanted.is_none_or(|wanted| wanted == *has));
            match scope {
                Scope::One(_) => fits,
                Scope::Named => fits && row[3] != DEFAULT,
                // In these orders the graph stands last, so that the same triple of several graphs stands together.
                Scope::Union => {
                    let triple = Some([row[0], row[1], row[2], DEFAULT]);
                    let is_new = triple != last;
                    last = triple;
                    fits && is_new
                }
            }
        })
    }

    /// The triples of one graph; of the default graph, those that stand in it and in no other.
    pub(crate) fn graph(&self, graph: GraphNameRef<'_>) -> Option<Vec<Triple>> {
        let id = match graph {
            GraphNameRef::DefaultGraph => DEFAULT,
            GraphNameRef::NamedNode(graph) => self.find(&graph.into_owned().into()).filter(|&id| self.has_graph(id))?,
            GraphNameRef::BlankNode(graph) => self.find(&graph.into_owned().into()).filter(|&id| self.has_graph(id))?,
        };
        Some(self.matching([None; 3], Scope::One(id)).filter_map(|row| self.triple(row)).collect())
    }

    /// The triple of a row.
    pub(crate) fn triple(&self, [s, p, o, _]: Row) -> Option<Triple> {
        Some(Triple::new(resource(self.term(s))?, named(self.term(p))?, self.term(o).clone()))
    }

    /// What is said of a resource, whichever graph says it, each triple once.
    pub(crate) fn about(&self, subject: &NamedNode) -> Vec<Triple> {
        let Some(subject) = self.find(&subject.clone().into()) else { return Vec::new() };
        self.matching([Some(subject), None, None], Scope::Union).filter_map(|row| self.triple(row)).collect()
    }
}

fn resource(term: &Term) -> Option<oxigraph::model::NamedOrBlankNode> {
    match term.as_ref() {
        TermRef::NamedNode(node) => Some(node.into_owned().into()),
        TermRef::BlankNode(node) => Some(node.into_owned().into()),
        _ => None,
    }
}

fn named(term: &Term) -> Option<NamedNode> {
    if let Term::NamedNode(node) = term { Some(node.clone()) } else { None }
}

/// The rows that begin with `prefix`.
fn stretch<'a>(rows: &'a [Row], prefix: &[Id]) -> &'a [Row] {
    let length = prefix.len();
    let start = rows.partition_point(|row| row[..length] < *prefix);
    let rows = &rows[start..];
    &rows[..rows.partition_point(|row| row[..length] == *prefix)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfParser};

    fn quads(text: &str) -> Quads {
        let mut builder = Builder::default();
        RdfParser::from_format(RdfFormat::NQuads).for_slice(text).for_each(|quad| builder.insert(quad.unwrap()));
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
        let all: &[Row] = &quads.orders[Order::Subject as usize];
        let ids: Vec<Option<Id>> = std::iter::once(None).chain((1..=quads.terms.len() as Id).map(Some)).collect();
        let scopes: Vec<Scope> = quads.graphs().map(Scope::One).chain([Scope::One(DEFAULT), Scope::Named, Scope::Union]).collect();
        for &s in &ids {
            for &p in &ids {
                for (&o, &scope) in ids.iter().flat_map(|o| scopes.iter().map(move |scope| (o, scope))) {
                    let mut found: Vec<Row> = quads.matching([s, p, o], scope).map(|row| shown(row, scope)).collect();
                    found.sort();
                    assert_eq!(found, scanned(all, [s, p, o], scope), "{s:?} {p:?} {o:?} {scope:?}");
                }
            }
        }
    }
}
