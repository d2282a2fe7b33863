//! The documents read once more with the rules of this program, and every quad compared with those of the data set.

use super::{Problem, canonical, claim::Claims, source::Found};
use crate::{
    catalog::Catalog,
    data_file::DataFile,
    decision::Decisions,
    error::{Error, Result},
    extract,
    graph::{self, KnowledgeGraph, Part},
    model::Document,
    write::rdf::{self, vocabulary::PREFIXES},
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, NamedOrBlankNode, Quad, Term},
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::Path,
};

/// Differing quads that are told one by one; a data set with more of them is none of these sources.
const TOLD: usize = 10_000;

/// Reads the documents again and says what the data set has that they do not give, and what it lacks.
pub(super) fn compare(
    catalog: &Catalog,
    file: &DataFile,
    claims: &Claims,
    found: Found,
    decisions: &Decisions,
    problems: &mut Vec<Problem>,
) -> Result<()> {
    let all_found = found.len() == claims.documents.len();
    let ids: Vec<String> = found.values().map(|document| document.id.clone()).collect();
    let (texts, mut parts): (Vec<(String, String)>, Vec<Part>) =
        found.into_values().collect::<Vec<_>>().into_par_iter().map(|d| read(catalog, d)).unzip();
    for part in &mut parts {
        let stated = claims.documents.values().find(|document| *document.id == *part.document.id);
        part.document.copies = stated.map(|document| document.copies.clone()).unwrap_or_default();
    }
    let again = Again { catalog, claims, graph: graph::merge_decided(parts, decisions).0, texts };
    // Where a document is missing, the names that documents share may differ, and only what stands in graphs of its own is compared.
    let scope = Scope { whole: all_found, graphs: own_graphs(claims, &ids) };
    let stated = Fingerprints::of(file.quads(), &scope, claims.has_graphs)?;
    let expected = again.fingerprints(&scope)?;
    let (extra, lacking) = (stated.without(&expected), expected.without(&stated));
    if extra.is_empty() && lacking.is_empty() {
        return Ok(());
    }
    let mut differences = Differences { claims, by_property: BTreeMap::new(), told: 0 };
    for quad in file.quads() {
        differences.add(quad?, &extra, &scope, Side::Stated);
    }
    again.write(&mut Lines::new(|line| {
        if let Some(quad) = parsed(line) {
            differences.add(quad, &lacking, &scope, Side::Given);
        }
    }))?;
    differences.tell(problems);
    Ok(())
}

fn read(catalog: &Catalog, document: Document) -> ((String, String), Part) {
    let analysis = extract::analyse(catalog, document);
    let part = Part::of(catalog, &analysis);
    ((analysis.document.id, analysis.document.text), part)
}

/// Which quads are compared.
struct Scope {
    whole: bool,
    /// The graphs of documents that were read again.
    graphs: BTreeSet<String>,
}

impl Scope {
    fn has(&self, graph: &GraphName) -> bool {
        self.whole || matches!(graph, GraphName::NamedNode(graph) if self.graphs.contains(graph.as_str()))
    }
}

fn own_graphs(claims: &Claims, documents: &[String]) -> BTreeSet<String> {
    let graphs = documents.iter().flat_map(|id| [claims.iris.statements(id), claims.iris.provenance(id)]);
    graphs.map(|graph| graph.into_string()).collect()
}

/// What the sources give, made once more.
struct Again<'a> {
    catalog: &'a Catalog,
    claims: &'a Claims,
    graph: KnowledgeGraph,
    texts: Vec<(String, String)>,
}

impl Again<'_> {
    fn write(&self, out: &mut dyn Write) -> Result<()> {
        let texts: BTreeMap<&str, &str> = self.texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        let defaults = rdf::Options::new(self.catalog);
        let version = self.claims.version.as_deref().unwrap_or(defaults.version);
        let options = rdf::Options { version, iris: self.claims.iris.clone(), form: self.claims.form, ..defaults };
        rdf::dataset(&self.graph, &texts, &options, RdfFormat::NQuads, out)
            .map_err(Error::io("cannot write", Path::new("the data set again")))
    }

    fn fingerprints(&self, scope: &Scope) -> Result<Fingerprints> {
        let mut fingerprints = Fingerprints::default();
        let has_graphs = self.claims.has_graphs;
        self.write(&mut Lines::new(|line| {
            if has_graphs && scope.whole {
                fingerprints.0.push(fingerprint(line.as_bytes()));
            } else if let Some(quad) = parsed(line).filter(|quad| scope.has(&quad.graph_name)) {
                fingerprints.0.push(of_quad(quad, has_graphs));
            }
        }))?;
        Ok(fingerprints.sorted())
    }
}

fn parsed(line: &str) -> Option<Quad> {
    RdfParser::from_format(RdfFormat::NQuads).for_slice(line).next()?.ok()
}

/// Hands on each line that is written to it.
struct Lines<F: FnMut(&str)> {
    open: Vec<u8>,
    with: F,
}

impl<F: FnMut(&str)> Lines<F> {
    fn new(with: F) -> Self {
        Self { open: Vec::new(), with }
    }
}

impl<F: FnMut(&str)> Write for Lines<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.open.extend_from_slice(bytes);
        let mut done = 0;
        while let Some(end) = self.open[done..].iter().position(|byte| *byte == b'\n') {
            let line = std::str::from_utf8(&self.open[done..=done + end]).map_err(io::Error::other)?;
            (self.with)(line);
            done += end + 1;
        }
        self.open.drain(..done);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The first half of the SHA-256 of each canonical line, sorted, each once.
#[derive(Default)]
struct Fingerprints(Vec<u128>);

impl Fingerprints {
    fn of(quads: impl Iterator<Item = Result<Quad>>, scope: &Scope, has_graphs: bool) -> Result<Self> {
        let mut fingerprints = Self::default();
        for quad in quads {
            let quad = quad?;
            if scope.has(&quad.graph_name) {
                fingerprints.0.push(of_quad(quad, has_graphs));
            }
        }
        Ok(fingerprints.sorted())
    }

    fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    fn without(&self, other: &Self) -> BTreeSet<u128> {
        self.0.iter().filter(|print| other.0.binary_search(print).is_err()).copied().collect()
    }
}

/// The fingerprint of a quad; of its triple alone where the data set has no named graphs.
fn of_quad(quad: Quad, has_graphs: bool) -> u128 {
    let quad = if has_graphs { quad } else { Quad { graph_name: GraphName::DefaultGraph, ..quad } };
    fingerprint(canonical::line(&quad).as_bytes())
}

fn fingerprint(line: &[u8]) -> u128 {
    let hash = Sha256::digest(line);
    hash[..16].iter().fold(0, |print, byte| print << 8 | u128::from(*byte))
}

/// Who has a value that the other has not.
#[derive(Clone, Copy)]
enum Side {
    Stated,
    Given,
}

/// Differing values by resource and property: those of the data set and those that the sources give.
struct Differences<'a> {
    claims: &'a Claims,
    by_property: BTreeMap<(String, String), [BTreeSet<String>; 2]>,
    told: usize,
}

impl Differences<'_> {
    fn add(&mut self, quad: Quad, differing: &BTreeSet<u128>, scope: &Scope, side: Side) {
        if self.told >= TOLD || !scope.has(&quad.graph_name) || !differing.contains(&of_quad(quad.clone(), self.claims.has_graphs)) {
            return;
        }
        self.told += 1;
        let subject = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => self.short(node.as_str()),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        let object = match &quad.object {
            Term::NamedNode(node) => self.short(node.as_str()),
            other => other.to_string(),
        };
        let values = self.by_property.entry((subject, self.short(quad.predicate.as_str()))).or_default();
        values[side as usize].insert(object);
    }

    /// An IRI by its prefix; of the data set's own the local part.
    fn short(&self, iri: &str) -> String {
        if let Some(local) = iri.strip_prefix(self.claims.iris.base()) {
            return local.to_owned();
        }
        let known = PREFIXES.iter().find_map(|(prefix, namespace)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?)));
        known.unwrap_or_else(|| format!("<{iri}>"))
    }

    fn tell(self, problems: &mut Vec<Problem>) {
        for ((about, property), [stated, given]) in self.by_property {
            let list = |values: &BTreeSet<String>| values.iter().cloned().collect::<Vec<_>>().join(", ");
            let message = match (stated.is_empty(), given.is_empty()) {
                (false, true) => format!("{property} {} is not what the sources give", list(&stated)),
                (true, _) => format!("{property} {} is missing, which the sources give", list(&given)),
                _ => format!("{property} is {}, but the sources give {}", list(&stated), list(&given)),
            };
            problems.push(Problem { about, message });
        }
    }
}
