//! A data set in one form of evidence → the same in another, one subject at a time.

use super::{Form, vocabulary as v};
use crate::error::Result;
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term, Triple, vocab::rdf};
use std::collections::BTreeSet;

/// The quads in `form`; those of one subject must follow each other, as a build writes them.
pub(crate) fn in_form(quads: impl Iterator<Item = Result<Quad>>, form: Option<Form>) -> impl Iterator<Item = Result<Quad>> {
    let mut reformer = form.map(|form| Reformer { form, pending: Vec::new(), bundles: BTreeSet::new() });
    // The end of the quads completes the last subject.
    quads.map(Some).chain(std::iter::once(None)).flat_map(move |next| match (&mut reformer, next) {
        (Some(reformer), Some(Ok(quad))) => reformer.take(quad).into_iter().map(Ok).collect(),
        (Some(reformer), None) => reformer.finish().into_iter().map(Ok).collect(),
        (_, Some(quad)) => vec![quad],
        (None, None) => Vec::new(),
    })
}

struct Reformer {
    form: Form,
    /// The quads of one subject in one graph, not yet handed on.
    pending: Vec<Quad>,
    /// Graphs that hold evidence.
    bundles: BTreeSet<String>,
}

impl Reformer {
    /// Takes the next quad; gives the subject before it where that is complete.
    fn take(&mut self, quad: Quad) -> Vec<Quad> {
        let same = |last: &Quad| last.subject == quad.subject && last.graph_name == quad.graph_name;
        let complete = if self.pending.last().is_none_or(same) { Vec::new() } else { self.finish() };
        self.pending.push(quad);
        complete
    }

    /// Gives what is left.
    fn finish(&mut self) -> Vec<Quad> {
        let quads = std::mem::take(&mut self.pending);
        match self.form {
            Form::Rdf11 => reified(quads),
            Form::Rdf12 => reifying(quads),
            Form::Plain => self.without_evidence(quads),
        }
    }

    fn without_evidence(&mut self, mut quads: Vec<Quad>) -> Vec<Quad> {
        let Some(first) = quads.first() else { return quads };
        let in_bundle = matches!(&first.graph_name, GraphName::NamedNode(graph) if self.bundles.contains(graph.as_str()));
        if quads.iter().any(|quad| quad.predicate == rdf::TYPE && quad.object == v::BUNDLE.into()) {
            if let NamedOrBlankNode::NamedNode(bundle) = &first.subject {
                self.bundles.insert(bundle.as_str().to_owned());
            }
            return Vec::new();
        }
        if in_bundle {
            return Vec::new();
        }
        quads.retain(|quad| quad.predicate != v::PROVENANCE);
        quads
    }
}

/// `rdf:Statement` instead of a triple term.
pub(crate) fn reified(quads: Vec<Quad>) -> Vec<Quad> {
    let mut out = Vec::with_capacity(quads.len());
    for quad in quads {
        let Term::Triple(triple) = &quad.object else {
            out.push(quad);
            continue;
        };
        if quad.predicate != rdf::REIFIES {
            out.push(quad);
            continue;
        }
        let parts: [(_, Term); 4] = [
            (rdf::TYPE, rdf::STATEMENT.into()),
            (rdf::SUBJECT, triple.subject.clone().into()),
            (rdf::PREDICATE, triple.predicate.clone().into()),
            (rdf::OBJECT, triple.object.clone()),
        ];
        out.extend(parts.map(|(property, value)| Quad::new(quad.subject.clone(), property, value, quad.graph_name.clone())));
    }
    out
}

/// A triple term instead of `rdf:Statement`; a subject that lacks a part of it stays as it is.
fn reifying(quads: Vec<Quad>) -> Vec<Quad> {
    let Some(triple) = stated(&quads) else { return quads };
    let is_part = |quad: &Quad| {
        [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].contains(&quad.predicate.as_ref())
            || quad.predicate == rdf::TYPE && quad.object == rdf::STATEMENT.into()
    };
    let (subject, graph) = (quads[0].subject.clone(), quads[0].graph_name.clone());
    let mut out = vec![Quad::new(subject, rdf::REIFIES, triple, graph)];
    out.extend(quads.into_iter().filter(|quad| !is_part(quad)));
    out
}

/// The one triple that an `rdf:Statement` speaks of.
fn stated(quads: &[Quad]) -> Option<Triple> {
    quads.iter().find(|quad| quad.predicate == rdf::TYPE && quad.object == rdf::STATEMENT.into())?;
    let only = |property| {
        let mut values = quads.iter().filter(|quad| quad.predicate == property).map(|quad| quad.object.clone());
        values.next().filter(|_| values.next().is_none())
    };
    let subject = match only(rdf::SUBJECT)? {
        Term::NamedNode(node) => NamedOrBlankNode::from(node),
        Term::BlankNode(node) => node.into(),
        _ => return None,
    };
    let Term::NamedNode(predicate) = only(rdf::PREDICATE)? else { return None };
    Some(Triple::new(subject, predicate, only(rdf::OBJECT)?))
}
