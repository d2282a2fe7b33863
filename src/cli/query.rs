//! `hongtu query`: questions over an output directory, in SPARQL or by name.

use super::Outcome;
use crate::{
    catalog::source::Sources,
    data_file::DataFile,
    error::{Error, Result},
    query::{
        answer::{Format, Style},
        book::{Book, Question},
        data::{DataSet, rules},
        evaluate::{Request, ask},
        parameter::assignment,
    },
    write::iri::DEFAULT_BASE,
};
use clap::Args;
use oxigraph::model::NamedNode;
use std::{
    io::{self, IsTerminal, Read, Write},
    path::{Path, PathBuf},
    time::Duration,
};

const EXAMPLES: &str = "\
Examples:
  hongtu query --list                                    what can be asked by name
  hongtu query posts                                     a named question
  hongtu query posts --set name=NAME --format csv        with a parameter, for a spreadsheet
  hongtu query 'SELECT ?p { ?e a ht:Park ; rdfs:label ?p }'
  hongtu query posts --show                              the same as plain SPARQL, for another store
  hongtu query @my.rq --data DIR                         a query file, over another output directory
  echo 'ASK { ?p ht:holdsPost ?d }' | hongtu query -

The prefixes ht: (ontology), id: (entities), rdf, rdfs, owl, xsd, skos, dcterms, foaf, org, prov, oa, time, schema, dcat, void, qudt, unit and
sh are declared. Every triple of every named graph stands in the default graph, once, and so does what follows by the rules of ontology/rules;
each conclusion is an ht:Inference with its rule and premises (--no-inferred leaves them out).";

/// Asks the graph of an output directory: SPARQL, or a question by name
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct QueryArgs {
    /// A question's name, a SPARQL query, @FILE, or - for standard input
    #[arg(required_unless_present_any = ["list", "file"], conflicts_with = "file")]
    question: Option<String>,
    /// Read the SPARQL query from a file
    #[arg(long, short, value_name = "FILE")]
    file: Option<PathBuf>,
    /// List the named questions with their parameters
    #[arg(long, conflicts_with_all = ["question", "file"])]
    list: bool,
    /// Print the question as SPARQL with its prefixes, for another store, and do not ask it
    #[arg(long, conflicts_with = "list")]
    show: bool,
    /// Give a variable of the query a value; of a query of your own any variable in its SELECT clause
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = assignment)]
    values: Vec<(String, String)>,
    /// Form of the answer; by default a table (Turtle for triples) on a terminal, else CSV (N-Triples)
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Directory that `hongtu build` wrote, or an RDF file
    #[arg(long, short, default_value = "output", value_name = "DIR")]
    data: PathBuf,
    /// Seconds after which the query is stopped
    #[arg(long, default_value_t = 30, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// The most megabytes of rows that the query may hold at once, about
    #[arg(long, default_value_t = 1024, value_name = "MB", value_parser = clap::value_parser!(u32).range(1..=1 << 20))]
    max_memory: u32,
    /// Leave out what no document states and only follows by the rules of ontology/rules
    #[arg(long)]
    no_inferred: bool,
    /// An endpoint elsewhere that SERVICE in the query may ask; may be repeated, and without it none may be
    #[arg(long, value_name = "IRI", value_parser = endpoint)]
    service: Vec<NamedNode>,
    /// Directory with further or changed knowledge files (ontology/queries, ontology/rules)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

const MEGABYTE: usize = 1 << 20;

/// Answers the question on standard output.
///
/// # Errors
/// When the question or the data set is malformed or missing, or the query takes too long.
pub fn run(args: QueryArgs) -> Result<Outcome> {
    let sources = sources(args.catalog.as_deref())?;
    let book = book(&sources)?;
    if args.list {
        return print(list(&book).as_bytes()).map(|()| Outcome::Done);
    }
    let question = question(&args, &book)?;
    if args.show {
        let base = DataFile::open(&args.data).ok().map(|file| file.base()).transpose()?.flatten();
        return print(question.with_prefixes(base.as_deref().unwrap_or(DEFAULT_BASE)).as_bytes()).map(|()| Outcome::Done);
    }
    let mut data = DataSet::open(&args.data)?;
    if !args.no_inferred {
        data.infer(&rules(&sources)?, &sources)?;
    }
    let style = Style { format: args.format, on_terminal: io::stdout().is_terminal() };
    let (timeout, memory) = (Duration::from_secs(args.timeout), args.max_memory as usize * MEGABYTE);
    let Question { text, parameters, .. } = question;
    let answer = ask(data, Request { text, parameters, values: args.values, style, timeout, memory, services: args.service })?;
    print(&answer.bytes)?;
    if style.on_terminal && answer.format == Format::Table {
        eprintln!("{} row(s)", answer.rows);
    }
    Ok(Outcome::Done)
}

fn endpoint(address: &str) -> std::result::Result<NamedNode, String> {
    NamedNode::new(address).map_err(|error| error.to_string())
}

fn print(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(Error::io("cannot write", Path::new("the answer")))
}

fn sources(catalog: Option<&Path>) -> Result<Sources> {
    let mut sources = Sources::built_in();
    if let Some(directory) = catalog {
        sources.extend(directory)?;
    }
    Ok(sources)
}

fn book(sources: &Sources) -> Result<Book> {
    let mut defects = Vec::new();
    let book = Book::load(sources, &mut defects);
    if defects.is_empty() { Ok(book) } else { Err(Error::Knowledge(defects)) }
}

/// The question meant: what looks like a name is one.
fn question(args: &QueryArgs, book: &Book) -> Result<Question> {
    // Editors of some systems begin a file with a byte order mark, which SPARQL does not know.
    let own = |text: String| Question { text: text.trim_start_matches('\u{FEFF}').to_owned(), ..Question::default() };
    let Some(text) = &args.question else {
        let path = args.file.as_deref().unwrap_or(Path::new(""));
        return read(path).map(own);
    };
    if text == "-" {
        let mut query = String::new();
        io::stdin().read_to_string(&mut query).map_err(Error::io("cannot read", Path::new("standard input")))?;
        return Ok(own(query));
    }
    if let Some(path) = text.strip_prefix('@') {
        return read(Path::new(path)).map(own);
    }
    if text.contains(|c: char| c.is_whitespace() || c == '{') {
        return Ok(own(text.clone()));
    }
    book.get(text).cloned()
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(Error::io("cannot read", path))
}

fn list(book: &Book) -> String {
    let mut text = String::new();
    for question in book.iter() {
        text.push_str(&format!("{}\n    {}\n    {}\n", question.name, question.title_zh, question.title_en));
        for parameter in &question.parameters {
            text.push_str(&format!("    --set {}=...  {} ({})\n", parameter.name, parameter.about, parameter.kind));
        }
    }
    text
}
