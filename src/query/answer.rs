//! An answer in a form to read: a table for people, the standard formats for programs.

use super::evaluate::explain;
use crate::{
    error::{Error, Result},
    write::rdf::vocabulary::PREFIXES,
};
use comfy_table::{Cell, ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};
use oxigraph::{
    io::{RdfFormat, RdfSerializer},
    model::Term,
    sparql::{
        QueryResults, QuerySolutionIter, QueryTripleIter,
        results::{QueryResultsFormat, QueryResultsSerializer},
    },
};
use std::{io, io::Write, path::Path};

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people: IRIs by their prefixes, texts without tags.
    Table,
    /// Comma-separated values (W3C).
    Csv,
    /// Tab-separated values with RDF terms (W3C).
    Tsv,
    /// SPARQL results in JSON (W3C).
    Json,
    /// SPARQL results in XML (W3C).
    Xml,
    /// Triples of CONSTRUCT and DESCRIBE as Turtle.
    Turtle,
    /// Triples of CONSTRUCT and DESCRIBE as N-Triples.
    Ntriples,
}

impl Format {
    fn of_solutions(self) -> Option<QueryResultsFormat> {
        match self {
            Self::Csv => Some(QueryResultsFormat::Csv),
            Self::Tsv => Some(QueryResultsFormat::Tsv),
            Self::Json => Some(QueryResultsFormat::Json),
            Self::Xml => Some(QueryResultsFormat::Xml),
            Self::Table | Self::Turtle | Self::Ntriples => None,
        }
    }
}

/// The most bytes of an answer, which is written whole or not at all.
const MOST_BYTES: usize = 512 << 20;
/// The most rows of a table, or triples.
const MOST_ROWS: usize = 1_000_000;
const TOO_LARGE: &str = "the answer is too large; LIMIT asks for less of it";

/// Bytes in memory, no more than an answer may have.
struct Bounded<'a>(&'a mut Vec<u8>);

impl Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_BYTES { Err(io::Error::other(TOO_LARGE)) } else { self.0.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn count_one(rows: &mut usize) -> Result<()> {
    *rows += 1;
    if *rows > MOST_ROWS { Err(Error::Query(TOO_LARGE.to_owned())) } else { Ok(()) }
}

/// How an answer is to look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The format; where none is given, one that suits answer and reader.
    pub format: Option<Format>,
    /// Whether a person reads it on a terminal, to whose width cells wrap.
    pub on_terminal: bool,
}

impl Style {
    /// A table or Turtle for people, CSV or N-Triples for programs.
    fn format_of(&self, results: &QueryResults<'_>) -> Format {
        self.format.unwrap_or(match (results, self.on_terminal) {
            (QueryResults::Graph(_), true) => Format::Turtle,
            (QueryResults::Graph(_), false) => Format::Ntriples,
            (_, true) => Format::Table,
            (_, false) => Format::Csv,
        })
    }
}

/// A written answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What to print.
    pub bytes: Vec<u8>,
    /// The format it is in.
    pub format: Format,
    /// Number of rows or triples.
    pub rows: usize,
}

/// Reads `results` to their end and writes them; `id_namespace` is what `id:` stands for.
///
/// # Errors
/// When the evaluation fails, or the format does not suit the answer.
pub(crate) fn write(results: QueryResults<'_>, style: &Style, id_namespace: &str) -> Result<Answer> {
    let format = style.format_of(&results);
    let mut bytes = Vec::new();
    let rows = match results {
        QueryResults::Boolean(truth) => boolean(truth, format, &mut bytes).map(|()| 1),
        QueryResults::Solutions(solutions) => match format.of_solutions() {
            Some(format) => standard(solutions, format, &mut bytes),
            None if format == Format::Table => table(solutions, style.on_terminal, id_namespace, &mut bytes),
            None => Err(Error::Query("Turtle and N-Triples are for CONSTRUCT and DESCRIBE; this query gives rows".to_owned())),
        },
        QueryResults::Graph(triples) => match format {
            Format::Table | Format::Turtle => graph(triples, RdfFormat::Turtle, id_namespace, &mut bytes),
            Format::Ntriples => graph(triples, RdfFormat::NTriples, id_namespace, &mut bytes),
            _ => Err(Error::Query("this query gives triples; ask for turtle or ntriples".to_owned())),
        },
    }?;
    Ok(Answer { bytes, format, rows })
}

fn boolean(truth: bool, format: Format, out: &mut Vec<u8>) -> Result<()> {
    let written = match format.of_solutions() {
        Some(format) => QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(&mut *out, truth).map(drop),
        None => write!(out, "{truth}"),
    };
    written.and_then(|()| writeln!(out)).map_err(closed)
}

fn standard(solutions: QuerySolutionIter<'_>, format: QueryResultsFormat, out: &mut Vec<u8>) -> Result<usize> {
    let serializer = QueryResultsSerializer::from_format(format);
    let mut writer = serializer.serialize_solutions_to_writer(Bounded(&mut *out), solutions.variables().to_vec()).map_err(closed)?;
    let mut rows = 0;
    for solution in solutions {
        writer.serialize(&solution.map_err(|error| explain(&error))?).map_err(closed)?;
        rows += 1;
    }
    writer.finish().map_err(closed)?;
    if matches!(format, QueryResultsFormat::Json | QueryResultsFormat::Xml) {
        writeln!(out).map_err(closed)?;
    }
    Ok(rows)
}

fn table(solutions: QuerySolutionIter<'_>, wrapped: bool, id_namespace: &str, out: &mut Vec<u8>) -> Result<usize> {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED).set_header(solutions.variables().iter().map(|variable| Cell::new(variable.as_str())));
    table.set_content_arrangement(if wrapped { ContentArrangement::Dynamic } else { ContentArrangement::Disabled });
    let mut rows = 0;
    for solution in solutions {
        let solution = solution.map_err(|error| explain(&error))?;
        table.add_row(
            solution.values().iter().map(|term| Cell::new(term.as_ref().map(|term| shown(term, id_namespace)).unwrap_or_default())),
        );
        count_one(&mut rows)?;
    }
    writeln!(out, "{table}").map_err(closed)?;
    Ok(rows)
}

/// A term for people: IRIs by prefix, literals by their text, control characters made visible.
fn shown(term: &Term, id_namespace: &str) -> String {
    let Term::NamedNode(node) = term else {
        let text = if let Term::Literal(literal) = term { literal.value().to_owned() } else { term.to_string() };
        return text.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect();
    };
    let namespaces = std::iter::once(("id", id_namespace)).chain(PREFIXES.iter().copied());
    let short = namespaces.into_iter().find_map(|(prefix, namespace)| Some(format!("{prefix}:{}", node.as_str().strip_prefix(namespace)?)));
    short.unwrap_or_else(|| node.as_str().to_owned())
}

/// Triples in an order that does not depend on the evaluation's.
fn graph(triples: QueryTripleIter<'_>, format: RdfFormat, id_namespace: &str, out: &mut Vec<u8>) -> Result<usize> {
    let (mut all, mut rows) = (Vec::new(), 0);
    for triple in triples {
        count_one(&mut rows)?;
        let triple = triple.map_err(|error| explain(&error))?;
        all.push((triple.subject.to_string(), triple.predicate.as_str().to_owned(), triple.object.to_string(), triple));
    }
    all.sort_by(|a, b| (&a.0, &a.1, &a.2).cmp(&(&b.0, &b.1, &b.2)));
    all.dedup_by(|a, b| a.3 == b.3);
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in std::iter::once(("id", id_namespace)).chain(PREFIXES.iter().copied()) {
        serializer = serializer.with_prefix(prefix, namespace).map_err(|error| Error::Query(format!("prefix {prefix}: {error}")))?;
    }
    let mut writer = serializer.for_writer(&mut *out);
    for (.., triple) in &all {
        writer.serialize_triple(triple).map_err(closed)?;
    }
    writer.finish().map_err(closed)?;
    Ok(all.len())
}

fn closed(source: io::Error) -> Error {
    Error::io("cannot write", Path::new("the answer"))(source)
}
