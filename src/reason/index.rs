//! Triples, found by subject and property or by property and object; terms are numbers.

use crate::write::rdf::reified;
use oxigraph::model::{NamedNodeRef, Quad, Term, vocab::rdf};
use rustc_hash::FxHashMap;

/// The number of a term.
pub type Id = u32;

/// All triples of a data set, whichever graph they stand in.
#[derive(Debug, Default)]
pub struct Index {
    terms: Vec<Term>,
    ids: FxHashMap<Term, Id>,
    /// Subject, property, object.
    by_subject: Vec<[Id; 3]>,
    /// Property, object, subject.
    by_object: Vec<[Id; 3]>,
}

impl Index {
    /// Adds a quad; a triple term of RDF 1.2 counts as the `rdf:Statement` that says the same.
    pub fn insert(&mut self, quad: Quad) {
        for quad in if quad.predicate == rdf::REIFIES { reified(vec![quad]) } else { vec![quad] } {
            let [s, p, o] = [quad.subject.into(), quad.predicate.into(), quad.object].map(|term: Term| self.intern(term));
            self.by_subject.push([s, p, o]);
        }
    }

    /// The number of a term, a new one where it has none.
    pub fn intern(&mut self, term: Term) -> Id {
        if let Some(&id) = self.ids.get(&term) {
            return id;
        }
        let id = self.terms.len() as Id;
        self.terms.push(term.clone());
        self.ids.insert(term, id);
        id
    }

    /// Makes the triples findable; to be called once all are in.
    pub fn finish(&mut self) {
        self.by_subject.sort_unstable();
        self.by_subject.dedup();
        self.by_object = self.by_subject.iter().map(|&[s, p, o]| [p, o, s]).collect();
        self.by_object.sort_unstable();
    }

    /// How many triples there are.
    pub fn len(&self) -> usize {
        self.by_subject.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_subject.is_empty()
    }

    /// The term numbered `id`.
    pub fn term(&self, id: Id) -> &Term {
        &self.terms[id as usize]
    }

    /// The number of a term that some triple has.
    pub fn id(&self, term: &Term) -> Option<Id> {
        self.ids.get(term).copied()
    }

    /// The number of an IRI that some triple has.
    pub fn node(&self, node: NamedNodeRef<'_>) -> Option<Id> {
        self.id(&node.into_owned().into())
    }

    /// What `subject` has for `property`.
    pub fn objects(&self, subject: Id, property: Id) -> impl Iterator<Item = Id> {
        let from = self.by_subject.partition_point(|&[s, p, _]| (s, p) < (subject, property));
        self.by_subject[from..].iter().take_while(move |&&[s, p, _]| (s, p) == (subject, property)).map(|&[_, _, o]| o)
    }

    /// What has `object` for `property`.
    pub fn subjects(&self, property: Id, object: Id) -> impl Iterator<Item = Id> {
        let from = self.by_object.partition_point(|&[p, o, _]| (p, o) < (property, object));
        self.by_object[from..].iter().take_while(move |&&[p, o, _]| (p, o) == (property, object)).map(|&[_, _, s]| s)
    }

    /// Every object and subject of `property`.
    pub fn pairs(&self, property: Id) -> impl Iterator<Item = (Id, Id)> {
        let from = self.by_object.partition_point(|&[p, ..]| p < property);
        self.by_object[from..].iter().take_while(move |&&[p, ..]| p == property).map(|&[_, o, s]| (o, s))
    }

    /// Every property and object of `subject`.
    pub fn properties(&self, subject: Id) -> impl Iterator<Item = (Id, Id)> {
        let from = self.by_subject.partition_point(|&[s, ..]| s < subject);
        self.by_subject[from..].iter().take_while(move |&&[s, ..]| s == subject).map(|&[_, p, o]| (p, o))
    }
}

impl FromIterator<Quad> for Index {
    fn from_iter<I: IntoIterator<Item = Quad>>(quads: I) -> Self {
        let mut index = Self::default();
        quads.into_iter().for_each(|quad| index.insert(quad));
        index.finish();
        index
    }
}
