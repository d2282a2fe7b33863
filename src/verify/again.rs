//! The documents read once more with the rules of this program, and every file of the data set compared with what they give.

use super::{Problem, canonical, claim::Claims, source::Found};
use crate::{
    catalog::Catalog,
    data_file::DataFile,
    decision::Decisions,
    error::{Error, Result},
    extract,
    graph::{self, KnowledgeGraph, Part},
    model::Document,
    write::{
        iri::Iris,
        json,
        rdf::{self, Form, vocabulary::PREFIXES},
    },
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

/// What the sources give.
pub(super) struct Again<'a> {
    catalog: &'a Catalog,
    graph: KnowledgeGraph,
    /// The texts that were read, by the documents' ids.
    pub(super) texts: BTreeMap<String, String>,
    /// Whether no document is missing. Where one is, the names that documents share may differ, and only what stands in graphs of its own is
    /// compared.
    pub(super) is_whole: bool,
}

/// What a data set was counted to have.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    pub(super) quads: usize,
    pub(super) statements: usize,
    pub(super) passages: usize,
    pub(super) hash: String,
}

impl<'a> Again<'a> {
    /// Reads the documents that were found.
    pub(super) fn read(catalog: &'a Catalog, claims: &Claims, found: Found, decisions: &Decisions) -> Self {
        let is_whole = found.len() == claims.documents.len();
        let (texts, mut parts): (Vec<(String, String)>, Vec<Part>) =
            found.into_values().collect::<Vec<_>>().into_par_iter().map(|d| read(catalog, d)).unzip();
        for part in &mut parts {
            let stated = claims.documents.values().find(|document| *document.id == *part.document.id);
            part.document.copies = stated.map(|document| document.copies.clone()).unwrap_or_default();
        }
        Self { catalog, graph: graph::merge_decided(parts, decisions).0, texts: texts.into_iter().collect(), is_whole }
    }

    /// What a file has that is byte for byte what this program writes of these sources, in one of the forms that `claims` leaves open.
    ///
    /// # Errors
    /// When temporary files cannot be written.
    pub(super) fn same(&self, file: &DataFile, claims: &Claims) -> Result<Option<Counted>> {
        if !self.is_whole || claims.version.as_deref() != Some(&self.catalog.version) || !file.format.supports_datasets() {
            return Ok(None);
        }
        let forms: &[Form] = if claims.form == Form::Plain { &[Form::Plain] } else { &[Form::Rdf11, Form::Rdf12] };
        for &form in forms {
            let mut same = Same(&file.bytes);
            if self.write(claims, form, file.format, &mut same).is_ok() && same.0.is_empty() {
                return self.count(claims, form).map(Some);
            }
        }
        Ok(None)
    }

    fn count(&self, claims: &Claims, form: Form) -> Result<Counted> {
        let mut counted = Counted::default();
        let mut lines = canonical::Lines::default();
        let mut failed = None;
        self.write(
            claims,
            form,
            RdfFormat::NQuads,
            &mut Lines::new(|line| {
                counted.add(line);
                if let Err(error) = lines.push(line) {
                    failed.get_or_insert(error);
                }
            }),
        )?;
        let hash = failed.map_or_else(|| lines.hash(), Err);
        counted.hash = hash.map_err(canonical::failed)?;
        Ok(counted)
    }

    /// Says what the data set has that the sources do not give, and what it lacks.
    ///
    /// # Errors
    /// When the data set is malformed.
    pub(super) fn compare(&self, file: &DataFile, claims: &Claims, problems: &mut Vec<Problem>) -> Result<()> {
        let scope = Scope { whole: self.is_whole, graphs: own_graphs(claims, self.texts.keys()) };
        let stated = Fingerprints::of(file.quads(), &scope, claims.has_graphs)?;
        let expected = self.fingerprints(claims, &scope)?;
        let (extra, lacking) = (stated.without(&expected), expected.without(&stated));
        if extra.is_empty() && lacking.is_empty() {
            return Ok(());
        }
        let mut differences = Differences::new(claims.iris.base(), claims.has_graphs);
        for quad in file.quads() {
            differences.add(quad?, &extra, &scope, Side::Stated);
        }
        self.write(
            claims,
            claims.form,
            RdfFormat::NQuads,
            &mut Lines::new(|line| {
                if let Some(quad) = parsed(line) {
                    differences.add(quad, &lacking, &scope, Side::Given);
                }
            }),
        )?;
        differences.tell(problems);
        Ok(())
    }

    /// The same for the readable Turtle beside the data set, which has entities and plain relations.
    ///
    /// # Errors
    /// When the file is malformed.
    pub(super) fn compare_turtle(&self, file: &DataFile, iris: &Iris, problems: &mut Vec<Problem>) -> Result<()> {
        let mut given = Vec::new();
        rdf::turtle(&self.graph, &rdf::Options { iris: iris.clone(), ..rdf::Options::new(self.catalog) }, &mut given).map_err(unwritten)?;
        if given == file.bytes {
            return Ok(());
        }
        let given = DataFile { path: file.path.clone(), format: RdfFormat::Turtle, bytes: given };
        let scope = Scope { whole: true, graphs: BTreeSet::new() };
        let [stated, expected] = [file, &given].map(|file| Fingerprints::of(file.quads(), &scope, false));
        let (stated, expected) = (stated?, expected?);
        let (extra, lacking) = (stated.without(&expected), expected.without(&stated));
        let mut differences = Differences::new(iris.base(), false);
        for quad in file.quads() {
            differences.add(quad?, &extra, &scope, Side::Stated);
        }
        for quad in given.quads() {
            differences.add(quad?, &lacking, &scope, Side::Given);
        }
        differences.tell(problems);
        Ok(())
    }

    /// The same for `graph.json`, record by record, whatever its white space and the order of keys.
    ///
    /// # Errors
    /// When the file cannot be read or is no such JSON.
    pub(super) fn compare_json(&self, path: &Path, problems: &mut Vec<Problem>) -> Result<()> {
        let bytes = std::fs::read(path).map_err(Error::io("cannot read", path))?;
        let mut given = Same(&bytes);
        if json::write(&self.graph, &mut given).is_ok() && given.0.is_empty() {
            return Ok(());
        }
        let mut stated = json::parse(&bytes).map_err(|problem| Error::Input { path: path.to_owned(), problem })?;
        for document in &mut stated.documents {
            // RDF tells paths without the root that they begin with on the machine of the build.
            document.path = rdf::relative(&document.path).to_owned();
            document.copies.iter_mut().for_each(|copy| *copy = rdf::relative(copy).to_owned());
        }
        let [stated, given] = [&stated, &self.graph].map(|graph| {
            let mut records = BTreeSet::new();
            json::write(graph, &mut Lines::new(|line| _ = records.insert(line.trim_end().trim_end_matches(',').to_owned())))
                .map(|()| records)
        });
        let (stated, given) = (stated.map_err(unwritten)?, given.map_err(unwritten)?);
        let about = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut tell = |records: Vec<&String>, told: &str| {
            let message = |record: &String| format!("{} {told}", record.chars().take(RECORD).collect::<String>());
            problems.extend(records.into_iter().take(TOLD).map(|record| Problem { about: about.clone(), message: message(record) }));
        };
        tell(stated.difference(&given).collect(), "is not what the sources give");
        tell(given.difference(&stated).collect(), "is missing, which the sources give");
        Ok(())
    }

    fn write(&self, claims: &Claims, form: Form, format: RdfFormat, out: &mut dyn Write) -> Result<()> {
        let texts: BTreeMap<&str, &str> = self.texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        let defaults = rdf::Options::new(self.catalog);
        let version = claims.version.as_deref().unwrap_or(defaults.version);
        let options = rdf::Options { version, iris: claims.iris.clone(), form, ..defaults };
        rdf::dataset(&self.graph, &texts, &options, format, out).map_err(unwritten)
    }

    fn fingerprints(&self, claims: &Claims, scope: &Scope) -> Result<Fingerprints> {
        let mut fingerprints = Fingerprints::default();
        let has_graphs = claims.has_graphs;
        self.write(
            claims,
            claims.form,
            RdfFormat::NQuads,
            &mut Lines::new(|line| {
                if has_graphs && scope.whole {
                    fingerprints.0.push(fingerprint(line.as_bytes()));
                } else if let Some(quad) = parsed(line).filter(|quad| scope.has(&quad.graph_name)) {
                    fingerprints.0.push(of_quad(quad, has_graphs));
                }
            }),
        )?;
        Ok(fingerprints.sorted())
    }
}

/// Characters of a record of `graph.json` that are told.
const RECORD: usize = 300;

fn unwritten(error: io::Error) -> Error {
    Error::io("cannot write", Path::new("the data set again"))(error)
}

fn read(catalog: &Catalog, document: Document) -> ((String, String), Part) {
    let analysis = extract::analyse(catalog, document);
    let part = Part::of(catalog, &analysis);
    ((analysis.document.id, analysis.document.text), part)
}

impl Counted {
    /// Counts a line of N-Quads.
    fn add(&mut self, line: &str) {
        self.quads += 1;
        let about = line.split_once(' ').map_or("", |(_, rest)| rest);
        let Some(class) = about.strip_prefix("<http://www.w3.org/1999/02/22-rdf-syntax-ns#") else { return };
        let is = |class: &str, iri: &str| class.strip_prefix(iri).is_some_and(|rest| rest.starts_with('>'));
        if let Some(class) = class.strip_prefix("type> <") {
            let is_statement = [rdf::vocabulary::TARGET, oxigraph::model::vocab::rdf::STATEMENT].iter().any(|iri| is(class, iri.as_str()));
            self.statements += usize::from(is_statement);
            self.passages += usize::from(is(class, rdf::vocabulary::PASSAGE.as_str()));
        } else {
            self.statements += usize::from(class.starts_with("reifies> "));
        }
    }
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

fn own_graphs<'a>(claims: &Claims, documents: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let graphs = documents.flat_map(|id| [claims.iris.statements(id), claims.iris.provenance(id)]);
    graphs.map(|graph| graph.into_string()).collect()
}

/// Bytes that must be written; any others are an error.
struct Same<'a>(&'a [u8]);

impl Write for Same<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let rest = self.0.strip_prefix(bytes).ok_or_else(|| io::Error::other("other bytes"))?;
        self.0 = rest;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn parsed(line: &str) -> Option<Quad> {
    RdfParser::from_format(RdfFormat::NQuads).for_slice(line).next()?.ok()
}

/// Hands on each line that is written to it.
struct Lines<F: FnMut(&str)> {
    /// The beginning of a line whose end is still to come.
    open: String,
    with: F,
}

impl<F: FnMut(&str)> Lines<F> {
    fn new(with: F) -> Self {
        Self { open: String::new(), with }
    }
}

impl<F: FnMut(&str)> Write for Lines<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = std::str::from_utf8(bytes).map_err(io::Error::other)?;
        while let Some(end) = memchr::memchr(b'\n', rest.as_bytes()) {
            let (line, behind) = rest.split_at(end + 1);
            if self.open.is_empty() {
                (self.with)(line);
            } else {
                self.open.push_str(line);
                (self.with)(&self.open);
                self.open.clear();
            }
            rest = behind;
        }
        self.open.push_str(rest);
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
    /// What the IRIs of the data set begin with.
    base: &'a str,
    has_graphs: bool,
    by_property: BTreeMap<(String, String), [BTreeSet<String>; 2]>,
    told: usize,
}

impl<'a> Differences<'a> {
    fn new(base: &'a str, has_graphs: bool) -> Self {
        Self { base, has_graphs, by_property: BTreeMap::new(), told: 0 }
    }

    fn add(&mut self, quad: Quad, differing: &BTreeSet<u128>, scope: &Scope, side: Side) {
        if self.told >= TOLD || !scope.has(&quad.graph_name) || !differing.contains(&of_quad(quad.clone(), self.has_graphs)) {
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
        if let Some(local) = iri.strip_prefix(self.base) {
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
