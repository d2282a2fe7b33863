//! `hongtu why` and `hongtu why-not`: how a statement was read, and what kept another from being read.

use super::Outcome;
use crate::{
    catalog::Catalog,
    corpus::{self, Limits},
    error::{Error, Result},
    extract,
    graph::{DocumentRecord, KnowledgeGraph},
    model::{Analysis, Document, Predicate},
    why::{Answer, Question, Thing, meant, why, why_not},
    write::json,
};
use clap::Args;
use petgraph::visit::EdgeRef;
use rayon::prelude::*;
use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Tells how a statement was read: rule, words, offsets, and how each name became its entity
#[derive(Args, Debug)]
#[command(after_help = WHY)]
pub struct WhyArgs {
    #[command(flatten)]
    statement: Statement,
    /// Documents, directories of them, or one directory with the results of a build
    #[arg(value_name = "INPUT", default_value = "output")]
    inputs: Vec<PathBuf>,
    /// Directory with further or changed knowledge files (data/lexicon, data/rules, ontology)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

/// Tells what kept a statement from being read, sentence by sentence: a name, a link or a condition of a rule
#[derive(Args, Debug)]
#[command(after_help = WHY_NOT)]
pub struct WhyNotArgs {
    #[command(flatten)]
    statement: Statement,
    /// Documents or directories of them
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// Directory with further or changed knowledge files (data/lexicon, data/rules, ontology)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

/// A statement by name.
#[derive(Args, Debug)]
struct Statement {
    /// Name of who or what; one that is alike is found too
    #[arg(value_name = "SUBJECT")]
    subject: String,
    /// The predicate: its name, or its Chinese or English label
    #[arg(value_name = "PREDICATE")]
    predicate: String,
    /// Name of to whom or what
    #[arg(value_name = "OBJECT")]
    object: String,
}

impl Statement {
    fn question(&self, catalog: &Catalog) -> Result<Question> {
        Question::new(catalog, &self.subject, &self.predicate, &self.object)
    }
}

const WHY: &str = "Exit code 1 where the statement was not read. The documents of a build are read again from where they were.

Examples:
  hongtu why NAME holdsPost ORGAN
  hongtu why CITY builds PARK report.txt";

const WHY_NOT: &str = "Examples:
  hongtu why-not CITY builds PARK report.txt
  hongtu why-not ORGAN responsibleFor PROGRAMME plans/";

/// Tells why.
///
/// # Errors
/// When nothing can be read, the predicate is unknown or the knowledge files are malformed.
pub fn run(args: &WhyArgs) -> Result<Outcome> {
    let catalog = load(args.catalog.as_deref())?;
    let question = args.statement.question(&catalog)?;
    let analyses = match args.inputs.as_slice() {
        [directory] if directory.join("graph.json").is_file() => analyse(&catalog, of_build(directory, &question)?),
        inputs => analyse(&catalog, read(inputs)?),
    };
    print(&why(&catalog, &analyses, &question))
}

/// Tells why not.
///
/// # Errors
/// When nothing can be read, the predicate is unknown or the knowledge files are malformed.
pub fn run_not(args: &WhyNotArgs) -> Result<Outcome> {
    let catalog = load(args.catalog.as_deref())?;
    let question = args.statement.question(&catalog)?;
    let analyses = analyse(&catalog, read(&args.inputs)?);
    print(&why_not(&catalog, &analyses, &question)).map(|_| Outcome::Done)
}

fn load(directory: Option<&Path>) -> Result<Catalog> {
    directory.map_or_else(Catalog::built_in, Catalog::extended)
}

fn analyse(catalog: &Catalog, documents: Vec<Document>) -> Vec<Analysis> {
    documents.into_par_iter().map(|document| extract::analyse(catalog, document)).collect()
}

fn read(inputs: &[PathBuf]) -> Result<Vec<Document>> {
    let corpus = corpus::read_all(inputs, Limits::default());
    for error in &corpus.errors {
        eprintln!("error: {error}");
    }
    if corpus.documents.is_empty() {
        let path = inputs.first().cloned().unwrap_or_default();
        return Err(Error::Input { path, problem: "no document could be read".to_owned() });
    }
    Ok(corpus.documents)
}

/// The documents of a build that may state it: those of statements between things called alike, else all.
fn of_build(directory: &Path, question: &Question) -> Result<Vec<Document>> {
    let graph = json::read(&directory.join("graph.json"))?;
    let stating = stating(&graph, question);
    let wanted = |record: &&DocumentRecord| stating.is_empty() || stating.contains(record.id.as_str());
    let mut documents = Vec::new();
    for record in graph.documents.iter().filter(wanted) {
        match corpus::read(Path::new(&record.path), &record.path) {
            Ok(document) if document.sha256 == record.sha256 => documents.push(document),
            Ok(_) => eprintln!("{} has changed since it was built", record.path),
            Err(error) => eprintln!("{error}"),
        }
    }
    if documents.is_empty() {
        let problem = "none of the documents that it was built from is where it was; name them instead".to_owned();
        return Err(Error::Input { path: directory.to_owned(), problem });
    }
    Ok(documents)
}

/// Ids of the documents that state the predicate of things called like those asked for.
fn stating<'a>(graph: &'a KnowledgeGraph, question: &Question) -> BTreeSet<&'a str> {
    let graph = &graph.graph;
    let things =
        || graph.node_weights().map(|entity| Thing { key: &entity.id, class: entity.class, name: &entity.name, aliases: &entity.aliases });
    let [subjects, objects] =
        [&question.subject, &question.object].map(|name| meant(things(), name).into_iter().map(|meant| meant.key).collect::<BTreeSet<_>>());
    let predicate = question.predicate.predicate;
    let between = |one: &str, other: &str| subjects.contains(one) && objects.contains(other);
    let stated = graph.edge_references().filter(|edge| edge.weight().predicate == predicate).filter(|edge| {
        let [one, other] = [edge.source(), edge.target()].map(|end| graph[end].id.as_str());
        between(one, other) || predicate == Predicate::CollaboratesWith && between(other, one)
    });
    stated.map(|edge| edge.weight().document.as_str()).collect()
}

fn print(answer: &Answer) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    let told = out.write_all(answer.text.as_bytes()).and_then(|()| out.flush());
    told.map_err(Error::io("cannot write to", Path::new("standard output")))?;
    Ok(if answer.stated { Outcome::Done } else { Outcome::Below })
}
