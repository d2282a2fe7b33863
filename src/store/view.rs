//! The quads as an evaluator sees them: values that count themselves on the meter of the question.

use super::{
    DEFAULT, Id, Orders, Quads, Scope,
    meter::{LONGEST_TEXT, Meter, Stop, stop},
    terms::Terms,
};
use oxigraph::model::{Term, TermRef};
use spareval::{InternalQuad, QueryableDataset};
use std::{
    collections::BTreeSet,
    convert::Infallible,
    hash::{Hash, Hasher},
    rc::Rc,
};

/// The quads, for one question.
pub(crate) struct View<'a> {
    terms: &'a Terms,
    layers: &'a [Orders],
    graphs: &'a BTreeSet<Id>,
    meter: &'a Meter<'a>,
}

impl<'a> View<'a> {
    /// The quads, with the meter of the question.
    pub(crate) fn new(quads: &'a Quads, meter: &'a Meter<'a>) -> Self {
        Self { terms: &quads.terms, layers: &quads.layers, graphs: &quads.graphs, meter }
    }

    fn known(&self, id: Id) -> Value<'a> {
        Value::new(self.meter, Kind::Known(id))
    }
}

/// A value in a row of the evaluation.
pub(crate) struct Value<'a> {
    meter: &'a Meter<'a>,
    kind: Kind<'a>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Kind<'a> {
    /// A term of the data, or the default graph.
    Known(Id),
    /// A term that the question makes.
    Made(Rc<Made<'a>>),
}

/// A term that is not in the data; it counts by its length as long as any row holds it.
struct Made<'a> {
    term: Term,
    weight: usize,
    meter: &'a Meter<'a>,
}

impl PartialEq for Made<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.term == other.term
    }
}

impl Eq for Made<'_> {}

impl Hash for Made<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.term.hash(state);
    }
}

impl Drop for Made<'_> {
    fn drop(&mut self) {
        self.meter.release(self.weight);
    }
}

impl<'a> Value<'a> {
    fn new(meter: &'a Meter<'a>, kind: Kind<'a>) -> Self {
        meter.hold(1);
        Self { meter, kind }
    }

    /// The number of the term, where it is one of the data.
    fn id(&self) -> Option<Id> {
        if let Kind::Known(id) = self.kind { Some(id) } else { None }
    }
}

impl Clone for Value<'_> {
    fn clone(&self) -> Self {
        Self::new(self.meter, self.kind.clone())
    }
}

impl Drop for Value<'_> {
    fn drop(&mut self) {
        self.meter.release(1);
    }
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Value<'_> {}

impl Hash for Value<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
    }
}

/// The bytes that a term takes, about.
fn length(term: TermRef<'_>) -> usize {
    match term {
        TermRef::NamedNode(node) => node.as_str().len(),
        TermRef::BlankNode(node) => node.as_str().len(),
        TermRef::Literal(literal) => literal.value().len() + literal.datatype().as_str().len(),
        TermRef::Triple(triple) => triple.to_string().len(),
    }
}

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = Value<'a>;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Value<'a>>,
        predicate: Option<&Value<'a>>,
        object: Option<&Value<'a>>,
        graph: Option<Option<&Value<'a>>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Value<'a>>, Infallible>> + use<'a> {
        let (layers, meter) = (self.layers, self.meter);
        let parts = [subject, predicate, object];
        // A made term stands in no quad.
        let is_possible =
            parts.iter().flatten().all(|value| value.id().is_some()) && graph.flatten().is_none_or(|value| value.id().is_some());
        let scope = match graph {
            None => Scope::Named,
            Some(None) => Scope::Union,
            Some(Some(graph)) => Scope::One(graph.id().unwrap_or(DEFAULT)),
        };
        let parts = parts.map(|part| part.and_then(Value::id));
        let layers = if is_possible { layers } else { &[] };
        let rows = layers.iter().flat_map(move |layer| layer.matching(parts, scope));
        let value = move |id| Value::new(meter, Kind::Known(id));
        rows.inspect(move |_| meter.step()).map(move |[s, p, o, g]| {
            let graph_name = (scope != Scope::Union && g != DEFAULT).then(|| value(g));
            Ok(InternalQuad { subject: value(s), predicate: value(p), object: value(o), graph_name })
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Value<'a>, Infallible>> + use<'a> {
        let meter = self.meter;
        self.graphs.iter().map(move |&id| Ok(Value::new(meter, Kind::Known(id))))
    }

    fn contains_internal_graph_name(&self, graph: &Value<'a>) -> Result<bool, Infallible> {
        Ok(graph.id().is_some_and(|id| self.graphs.contains(&id)))
    }

    fn internalize_term(&self, term: Term) -> Result<Value<'a>, Infallible> {
        if let Some(id) = self.terms.find(term.as_ref()) {
            return Ok(self.known(id));
        }
        let length = length(term.as_ref());
        if length > LONGEST_TEXT {
            stop(Stop::Text);
        }
        let weight = length / 64;
        self.meter.hold(weight);
        let made = Made { term, weight, meter: self.meter };
        Ok(Value::new(self.meter, Kind::Made(Rc::new(made))))
    }

    fn externalize_term(&self, value: Value<'a>) -> Result<Term, Infallible> {
        self.meter.step();
        Ok(match &value.kind {
            Kind::Known(id) => self.terms.term(*id),
            Kind::Made(made) => made.term.clone(),
        })
    }
}
