//! What a data set says of its documents, passages and rules, gathered by resource.

use super::Problem;
use crate::{
    catalog::Catalog,
    data_file::DataFile,
    error::{Error, Result},
    write::{
        iri::Iris,
        rdf::{Form, vocabulary as v},
    },
};
use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad, Term, vocab::rdf};
use std::collections::{BTreeMap, BTreeSet};

/// A source document, as the data set describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) id: String,
    pub(super) path: String,
    /// Paths of further files with the same bytes, sorted.
    pub(super) copies: Vec<String>,
    pub(super) sha256: String,
}

impl Document {
    /// Of several paths the first in their order is the document's.
    fn add_path(&mut self, path: String) {
        let path = match () {
            () if self.path.is_empty() => return self.path = path,
            () if path < self.path => std::mem::replace(&mut self.path, path),
            () => path,
        };
        self.copies.push(path);
        self.copies.sort();
    }
}

/// A passage, as the data set describes it; what it leaves out is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Passage {
    /// Local part of the IRI of the document's file.
    pub(super) source: Option<String>,
    pub(super) line: Option<String>,
    pub(super) selectors: Vec<String>,
}

/// A place or a quotation of a passage.
#[derive(Clone, Debug, Default)]
pub(super) struct Selector {
    pub(super) start: Option<String>,
    pub(super) end: Option<String>,
    pub(super) exact: Option<String>,
    pub(super) prefix: Option<String>,
    pub(super) suffix: Option<String>,
}

/// Everything that is checked one by one.
#[derive(Debug)]
pub(super) struct Claims {
    pub(super) iris: Iris,
    /// How evidence is given: not at all, unless some document has a graph of it.
    pub(super) form: Form,
    /// Whether any quad stands in a named graph.
    pub(super) has_graphs: bool,
    pub(super) version: Option<String>,
    pub(super) quads: usize,
    pub(super) statements: usize,
    /// By the local part of the IRI.
    pub(super) documents: BTreeMap<String, Document>,
    pub(super) passages: BTreeMap<String, Passage>,
    pub(super) selectors: BTreeMap<String, Selector>,
    /// Rules by who names them.
    pub(super) rules: BTreeSet<(String, String)>,
}

impl Claims {
    /// Reads the whole data set once.
    ///
    /// # Errors
    /// When it is malformed, or describes no source document.
    pub(super) fn read(file: &DataFile) -> Result<Self> {
        Self::of(file, |_| true)
    }

    /// Reads it up to the first named graph; what this program writes has described its documents by then.
    ///
    /// # Errors
    /// When it is malformed so far, or describes no source document.
    pub(super) fn head(file: &DataFile) -> Result<Self> {
        Self::of(file, |quad| quad.graph_name == GraphName::DefaultGraph)
    }

    fn of(file: &DataFile, goes_on: impl Fn(&Quad) -> bool) -> Result<Self> {
        let none = || Error::Input {
            path: file.path.clone(),
            problem: "describes no source document, so nothing in it can be verified".to_owned(),
        };
        let iris = Iris::new(&file.base()?.ok_or_else(none)?)?;
        let mut claims = Self {
            iris,
            form: Form::Plain,
            has_graphs: false,
            version: None,
            quads: 0,
            statements: 0,
            documents: BTreeMap::new(),
            passages: BTreeMap::new(),
            selectors: BTreeMap::new(),
            rules: BTreeSet::new(),
        };
        for quad in file.quads() {
            let quad = quad?;
            if !goes_on(&quad) {
                break;
            }
            claims.add(&quad);
        }
        claims.documents.retain(|_, document| !document.sha256.is_empty() || !document.path.is_empty());
        if claims.documents.is_empty() { Err(none()) } else { Ok(claims) }
    }

    fn add(&mut self, quad: &Quad) {
        self.quads += 1;
        self.has_graphs |= quad.graph_name != GraphName::DefaultGraph;
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return };
        let about = || self.local(subject.as_str());
        let text = || match &quad.object {
            Term::Literal(literal) => literal.value().to_owned(),
            Term::NamedNode(node) => self.local(node.as_str()),
            other => other.to_string(),
        };
        let predicate = quad.predicate.as_ref();
        if predicate == rdf::TYPE {
            self.count(&quad.object);
        } else if predicate == rdf::REIFIES {
            self.form = Form::Rdf12;
            self.statements += 1;
        } else if predicate == v::PROVENANCE && self.form == Form::Plain {
            self.form = Form::Rdf11;
        } else if predicate == v::CATALOG_VERSION {
            self.version = Some(text());
        } else if predicate == v::RULE {
            let rule = (about(), text());
            self.rules.insert(rule);
        } else if let Some(slot) = DOCUMENT.iter().position(|known| *known == predicate) {
            let (about, text) = (about(), text());
            let document = self.documents.entry(about.clone()).or_default();
            document.id = about.strip_prefix("source-").unwrap_or(&about).to_owned();
            if slot == 0 {
                document.add_path(text);
            } else {
                document.sha256 = text;
            }
        } else if [v::HAS_SOURCE, v::LINE, v::HAS_SELECTOR].contains(&predicate) {
            let (about, text) = (about(), text());
            let passage = self.passages.entry(about).or_default();
            match predicate {
                v::HAS_SOURCE => passage.source = Some(text),
                v::LINE => passage.line = Some(text),
                _ => passage.selectors.push(text),
            }
        } else if let Some(slot) = SELECTOR.iter().position(|known| *known == predicate) {
            let (about, text) = (about(), text());
            let Selector { start, end, exact, prefix, suffix } = self.selectors.entry(about).or_default();
            *[start, end, exact, prefix, suffix][slot] = Some(text);
        }
    }

    fn count(&mut self, class: &Term) {
        let Term::NamedNode(class) = class else { return };
        if class.as_ref() == rdf::STATEMENT || class.as_ref() == v::TARGET {
            self.statements += 1;
        }
    }

    fn local(&self, iri: &str) -> String {
        iri.strip_prefix(self.iris.base()).unwrap_or(iri).to_owned()
    }

    /// Says so where the data set was made with other knowledge than this program has.
    pub(super) fn version_problem(&self, catalog: &Catalog, problems: &mut Vec<Problem>) {
        let made_with = self.version.as_deref().unwrap_or("unknown");
        if made_with != catalog.version {
            let message =
                format!("made with the rules of version {made_with}, but this program has {}; --catalog adds yours", catalog.version);
            problems.push(Problem { about: "data set".to_owned(), message });
        }
    }
}

const DOCUMENT: [NamedNodeRef<'static>; 2] = [v::PATH, v::SHA256];
const SELECTOR: [NamedNodeRef<'static>; 5] = [v::START, v::END, v::EXACT, v::PREFIX, v::SUFFIX];
