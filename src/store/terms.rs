//! Terms by number: all their characters in one buffer, an IRI by what it begins with and the rest, a literal by its kind and its text.

use super::Id;
use hashbrown::{HashTable, hash_table::Entry};
use indexmap::IndexSet;
use oxigraph::model::{
    BaseDirection, BlankNode, Literal, LiteralRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef, Triple,
    vocab::{rdf, xsd},
};
use rustc_hash::{FxBuildHasher, FxHasher};
use std::hash::Hasher;

/// What the spelling of a term begins with.
const IRI: u8 = 0;
const BLANK: u8 = 1;
const LITERAL: u8 = 2;
const TRIPLE: u8 = 3;

/// Enough for the spelling of nearly every term.
const ROOM: usize = 120;

/// What literals have beside their text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Plain,
    Language(Box<str>),
    Directed(Box<str>, BaseDirection),
    Typed(Box<str>),
}

impl Kind {
    fn of(literal: LiteralRef<'_>) -> Self {
        match (literal.language(), literal.direction()) {
            (Some(language), Some(direction)) => Self::Directed(language.into(), direction),
            (Some(language), None) => Self::Language(language.into()),
            (None, _) => Self::typed(literal.datatype()),
        }
    }

    /// The kind of a literal without a language.
    pub(super) fn typed(datatype: NamedNodeRef<'_>) -> Self {
        if datatype == xsd::STRING { Self::Plain } else { Self::Typed(datatype.as_str().into()) }
    }

    fn literal(&self, text: &str) -> Literal {
        match self {
            Self::Plain => Literal::new_simple_literal(text),
            Self::Language(language) => Literal::new_language_tagged_literal_unchecked(text, &**language),
            Self::Directed(language, direction) => {
                Literal::new_directional_language_tagged_literal_unchecked(text, &**language, *direction)
            }
            Self::Typed(datatype) => Literal::new_typed_literal(text, NamedNode::new_unchecked(&**datatype)),
        }
    }
}

/// Terms, numbered from 1 in the order in which they came.
#[derive(Clone, Default)]
pub(crate) struct Terms {
    /// The spellings, one behind the other.
    bytes: Vec<u8>,
    /// Where each spelling ends.
    ends: Vec<usize>,
    numbers: HashTable<Id>,
    /// What IRIs begin with, up to the last `/` or `#`.
    beginnings: IndexSet<Box<str>, FxBuildHasher>,
    kinds: IndexSet<Kind, FxBuildHasher>,
}

impl Terms {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a term, a new one where it has none yet.
    pub(crate) fn number(&mut self, term: TermRef<'_>) -> Id {
        match term {
            TermRef::NamedNode(node) => _ = self.beginning(split(node.as_str()).0),
            TermRef::BlankNode(_) => {}
            TermRef::Literal(literal) => _ = self.kind(Kind::of(literal)),
            TermRef::Triple(triple) => {
                for part in [resource(triple.subject.as_ref()), TermRef::NamedNode(triple.predicate.as_ref()), triple.object.as_ref()] {
                    self.number(part);
                }
            }
        }
        let mut spelling = Vec::with_capacity(ROOM);
        self.spell(term, &mut spelling).expect("its parts have their numbers");
        self.number_of(&spelling)
    }

    /// The number of a term, where it has one.
    pub(crate) fn find(&self, term: TermRef<'_>) -> Option<Id> {
        let mut spelling = Vec::with_capacity(ROOM);
        self.spell(term, &mut spelling)?;
        self.numbers.find(hash(&spelling), |&id| self.spelling(id) == spelling).copied()
    }

    /// The term of a number.
    pub(crate) fn term(&self, id: Id) -> Term {
        let (&tag, mut rest) = self.spelling(id).split_first().expect("every spelling has its tag");
        match tag {
            IRI => self.node_at(rest).into(),
            BLANK => BlankNode::new_unchecked(text(rest)).into(),
            LITERAL => {
                let kind = take(&mut rest) as usize;
                self.kinds[kind].literal(text(rest)).into()
            }
            _ => {
                let [subject, predicate, object] = [0, 4, 8].map(|at| [rest[at], rest[at + 1], rest[at + 2], rest[at + 3]]);
                let [subject, predicate, object] = [subject, predicate, object].map(|id| self.term(Id::from_le_bytes(id)));
                let subject: NamedOrBlankNode = match subject {
                    Term::BlankNode(node) => node.into(),
                    other => named(other).into(),
                };
                Triple::new(subject, named(predicate), object).into()
            }
        }
    }

    /// The IRI of a number; none, where it is another term's.
    pub(crate) fn node(&self, id: Id) -> Option<NamedNode> {
        let (&tag, rest) = self.spelling(id).split_first()?;
        (tag == IRI).then(|| self.node_at(rest))
    }

    fn node_at(&self, mut rest: &[u8]) -> NamedNode {
        let beginning = take(&mut rest) as usize;
        NamedNode::new_unchecked([&self.beginnings[beginning], text(rest)].concat())
    }

    /// The number of what IRIs begin with: all up to the last `/` or `#`.
    pub(super) fn beginning(&mut self, beginning: &str) -> u32 {
        let place = self.beginnings.get_index_of(beginning).unwrap_or_else(|| self.beginnings.insert_full(beginning.into()).0);
        u32::try_from(place).expect("no memory holds as many")
    }

    /// The number of a kind of literals.
    pub(super) fn kind(&mut self, kind: Kind) -> u32 {
        u32::try_from(self.kinds.insert_full(kind).0).expect("no memory holds as many")
    }

    /// The number of an IRI by its parts; `rest` has neither `/` nor `#`, and `spelling` is room that is used again.
    pub(super) fn number_node(&mut self, beginning: u32, rest: &str, spelling: &mut Vec<u8>) -> Id {
        put(IRI, beginning, rest, spelling);
        self.number_of(spelling)
    }

    /// The number of a literal by its parts.
    pub(super) fn number_literal(&mut self, kind: u32, text: &str, spelling: &mut Vec<u8>) -> Id {
        put(LITERAL, kind, text, spelling);
        self.number_of(spelling)
    }

    fn spelling(&self, id: Id) -> &[u8] {
        spelling(&self.bytes, &self.ends, id)
    }

    fn number_of(&mut self, spelled: &[u8]) -> Id {
        let Self { bytes, ends, numbers, .. } = self;
        match numbers.entry(hash(spelled), |&id| spelling(bytes, ends, id) == spelled, |&id| hash(spelling(bytes, ends, id))) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                bytes.extend_from_slice(spelled);
                ends.push(bytes.len());
                let id = Id::try_from(ends.len()).expect("no memory holds as many terms");
                free.insert(id);
                id
            }
        }
    }

    /// Spells a term; none, where one of its parts is unknown.
    fn spell(&self, term: TermRef<'_>, out: &mut Vec<u8>) -> Option<()> {
        match term {
            TermRef::NamedNode(node) => {
                let (beginning, rest) = split(node.as_str());
                put(IRI, self.beginnings.get_index_of(beginning)? as u32, rest, out);
            }
            TermRef::BlankNode(node) => {
                out.push(BLANK);
                out.extend_from_slice(node.as_str().as_bytes());
            }
            TermRef::Literal(literal) => put(LITERAL, self.kinds.get_index_of(&Kind::of(literal))? as u32, literal.value(), out),
            TermRef::Triple(triple) => {
                let parts = [resource(triple.subject.as_ref()), TermRef::NamedNode(triple.predicate.as_ref()), triple.object.as_ref()];
                let numbers = [self.find(parts[0])?, self.find(parts[1])?, self.find(parts[2])?];
                out.push(TRIPLE);
                out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
            }
        }
        Some(())
    }
}

fn spelling<'a>(bytes: &'a [u8], ends: &[usize], id: Id) -> &'a [u8] {
    let place = id as usize - 1;
    &bytes[place.checked_sub(1).map_or(0, |before| ends[before])..ends[place]]
}

fn hash(spelling: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(spelling);
    hasher.finish()
}

/// An IRI up to its last `/` or `#`, and the rest.
fn split(iri: &str) -> (&str, &str) {
    iri.split_at(iri.rfind(['/', '#']).map_or(0, |at| at + 1))
}

/// Spells a term by a number, seven bits a byte, and a text.
fn put(tag: u8, mut number: u32, text: &str, out: &mut Vec<u8>) {
    out.clear();
    out.push(tag);
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
    out.extend_from_slice(text.as_bytes());
}

/// Takes such a number from the front.
fn take(rest: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    while let Some((&byte, behind)) = rest.split_first() {
        *rest = behind;
        number |= u32::from(byte & 0x7F) << shift;
        shift += 7;
        if byte < 0x80 {
            break;
        }
    }
    number
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("spellings are made of texts")
}

fn resource(node: NamedOrBlankNodeRef<'_>) -> TermRef<'_> {
    match node {
        NamedOrBlankNodeRef::NamedNode(node) => node.into(),
        NamedOrBlankNodeRef::BlankNode(node) => node.into(),
    }
}

fn named(term: Term) -> NamedNode {
    if let Term::NamedNode(node) = term { node } else { rdf::NIL.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfParser};

    #[test]
    fn a_term_is_what_it_was() {
        let text = "@prefix e: <https://e.org/a/> . @prefix f: <https://e.org/a/b#> .\n\
                    e:x e:p f:x, <urn:x>, <https://e.org/a/b/x>, \"云\", \"云\"@zh, \"云\"@en--ltr, 1, 1.0, \"1\", _:b, \
                    <<( e:x e:p <<( _:b e:p \"云\"@zh )>> )>> .";
        let mut terms = Terms::default();
        let all: Vec<Term> = RdfParser::from_format(RdfFormat::Turtle).for_slice(text).map(|quad| quad.unwrap().object).collect();
        assert!(all.iter().all(|term| terms.find(term.as_ref()).is_none()));
        let ids: Vec<Id> = all.iter().map(|term| terms.number(term.as_ref())).collect();
        assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
        for (term, &id) in all.iter().zip(&ids) {
            assert_eq!((terms.term(id), terms.find(term.as_ref()), terms.number(term.as_ref())), (term.clone(), Some(id), id));
        }
    }

    #[test]
    fn many_beginnings_have_their_numbers() {
        let mut terms = Terms::default();
        let node = |n: u32| NamedNode::new_unchecked(format!("https://e.org/{n}/x"));
        let ids: Vec<Id> = (0..20_000).map(|n| terms.number(node(n).as_ref().into())).collect();
        assert!((0..20_000).all(|n| terms.node(ids[n as usize]) == Some(node(n))));
    }
}
