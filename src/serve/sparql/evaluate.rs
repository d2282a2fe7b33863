//! A question on the quads: evaluated within its bounds and written whole, before anything is sent.

use super::super::{negotiate::choose, problem::Problem};
use crate::{
    query::{bound, guard, syntax},
    store::{
        Quads,
        meter::{Meter, Stop, TextMeter, within},
        view::View,
    },
    write::rdf::vocabulary::PREFIXES,
};
use axum::http::{HeaderMap, StatusCode};
use oxigraph::{
    io::{JsonLdProfileSet, RdfFormat, RdfSerializer},
    model::{GraphName, NamedNode, NamedOrBlankNode, Term, Triple, Variable},
    sparql::{
        QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter,
        results::{QueryResultsFormat, QueryResultsSerializer},
    },
};
use spargebra::Query;
use std::{
    io,
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

/// What one question may take.
#[derive(Clone, Copy, Debug)]
pub(in crate::serve) struct Bounds {
    pub(in crate::serve) time: Duration,
    /// Rows or triples of the answer.
    pub(in crate::serve) rows: usize,
    /// Bytes of the answer.
    pub(in crate::serve) bytes: usize,
    /// Bytes of the rows that the evaluation holds at once, about.
    pub(in crate::serve) memory: usize,
}

/// What is asked.
#[derive(Clone, Debug, Default)]
pub(in crate::serve) struct Asked {
    pub(in crate::serve) text: String,
    /// Graphs that the request names; they replace those of the question.
    pub(in crate::serve) default_graphs: Vec<NamedNode>,
    pub(in crate::serve) named_graphs: Vec<NamedNode>,
    /// Variables with the terms that they stand for.
    pub(in crate::serve) values: Vec<(String, Term)>,
    /// Variables that are no columns of the answer.
    pub(in crate::serve) hidden: Vec<String>,
    /// What `id:` stands for.
    pub(in crate::serve) id_namespace: String,
}

/// An answer, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::serve) struct Answer {
    pub(in crate::serve) media: &'static str,
    pub(in crate::serve) bytes: Vec<u8>,
    /// Rows or triples.
    pub(in crate::serve) rows: usize,
    /// Whether there were more.
    pub(in crate::serve) cut: bool,
}

/// The forms of rows, the first being the usual one.
pub(super) const ROWS: &[(&str, QueryResultsFormat)] = &[
    ("application/sparql-results+json", QueryResultsFormat::Json),
    ("application/json", QueryResultsFormat::Json),
    ("application/sparql-results+xml", QueryResultsFormat::Xml),
    ("application/xml", QueryResultsFormat::Xml),
    ("text/xml", QueryResultsFormat::Xml),
    ("text/csv", QueryResultsFormat::Csv),
    ("text/tab-separated-values", QueryResultsFormat::Tsv),
];

/// The forms of triples, the first being the usual one.
pub(in crate::serve) const TRIPLES: &[(&str, RdfFormat)] = &[
    ("text/turtle", RdfFormat::Turtle),
    ("application/n-triples", RdfFormat::NTriples),
    ("application/rdf+xml", RdfFormat::RdfXml),
    ("application/ld+json", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
    ("application/trig", RdfFormat::TriG),
    ("application/n-quads", RdfFormat::NQuads),
    ("application/xml", RdfFormat::RdfXml),
    ("text/plain", RdfFormat::NTriples),
];

/// The question as the evaluator takes it.
pub(super) fn parse(asked: &Asked) -> Result<Query, Problem> {
    guard::check(&asked.text).map_err(Problem::too_large)?;
    syntax::parser(&asked.id_namespace).map_err(Problem::bad)?.parse_query(&asked.text).map_err(|error| {
        let place = syntax::place(&error);
        Problem::bad(syntax::describe(&asked.text, &error)).at(place)
    })
}

/// Evaluates a question and writes the answer in the form that `headers` ask for.
pub(in crate::serve) fn answer(
    quads: &Quads,
    asked: &Asked,
    headers: &HeaderMap,
    bounds: &Bounds,
    unwanted: &AtomicBool,
) -> Result<Answer, Problem> {
    let deadline = Instant::now() + bounds.time;
    let query = parse(asked)?;
    let is_graph = matches!(query, Query::Construct { .. } | Query::Describe { .. });
    let form = if is_graph {
        choose(headers, TRIPLES).map(|(media, format)| Form::Triples(media, format))
    } else {
        choose(headers, ROWS).map(|(media, format)| Form::Rows(media, format))
    };
    let Some(form) = form else { return Err(not_acceptable(is_graph)) };
    let texts = Arc::new(TextMeter::default());
    let set = |(name, term): &(String, Term)| match Variable::new(name) {
        Ok(variable) => Ok((variable, term.clone())),
        Err(error) => Err(Problem::bad(format!("{name}: {error}"))),
    };
    let values = asked.values.iter().map(set).collect::<Result<Vec<_>, _>>()?;
    let query = bound::query(query, values.iter().map(|(variable, _)| variable)).map_err(Problem::too_large)?;
    let meter = Meter::new(deadline, bounds.memory, guard::variables(&asked.text), unwanted);
    let writer = Writer { form, bounds, meter: &meter, asked };
    let evaluated = within(|| {
        let evaluator = bound::evaluator(&texts);
        let mut prepared = evaluator.prepare(&query);
        if !asked.default_graphs.is_empty() || !asked.named_graphs.is_empty() {
            let dataset = prepared.dataset_mut();
            dataset.set_default_graph(asked.default_graphs.iter().cloned().map(GraphName::from).collect());
            dataset.set_available_named_graphs(asked.named_graphs.iter().cloned().map(NamedOrBlankNode::from).collect());
        }
        for (variable, term) in values {
            prepared = prepared.substitute_variable(variable, term);
        }
        let results = prepared.execute(View::new(quads, &meter)).map_err(|error| failed(&error))?;
        writer.write(results)
    });
    evaluated.unwrap_or_else(|stop| Err(stopped(stop, bounds)))
}

/// Why an evaluation was stopped, as an answer.
pub(super) fn stopped(stop: Stop, bounds: &Bounds) -> Problem {
    let detail = stop.told(bounds.time);
    match stop {
        Stop::Time | Stop::Unwanted => Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail),
        Stop::Memory | Stop::Text => Problem::too_large(detail),
    }
}

/// An evaluation that failed by itself.
pub(super) fn failed(error: &QueryEvaluationError) -> Problem {
    match error {
        QueryEvaluationError::UnsupportedService(service) => {
            Problem::new(StatusCode::FORBIDDEN, format!("SERVICE {service} is not asked: questions stay on this machine"))
        }
        QueryEvaluationError::NotExistingSubstitutedVariable(variable) => {
            Problem::bad(format!("the query has no {variable} in its SELECT clause"))
        }
        error => Problem::bad(format!("the query failed: {error}")),
    }
}

fn not_acceptable(is_graph: bool) -> Problem {
    let offered: Vec<&str> =
        if is_graph { TRIPLES.iter().map(|offer| offer.0).collect() } else { ROWS.iter().map(|offer| offer.0).collect() };
    Problem::new(StatusCode::NOT_ACCEPTABLE, format!("this query is answered as {}", offered.join(", ")))
}

enum Form {
    Rows(&'static str, QueryResultsFormat),
    Triples(&'static str, RdfFormat),
}

struct Writer<'a> {
    form: Form,
    bounds: &'a Bounds,
    meter: &'a Meter<'a>,
    asked: &'a Asked,
}

impl Writer<'_> {
    fn write(&self, results: QueryResults<'_>) -> Result<Answer, Problem> {
        match (results, &self.form) {
            (QueryResults::Boolean(truth), &Form::Rows(media, format)) => {
                let bytes =
                    QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(Vec::new(), truth).map_err(unwritten)?;
                Ok(Answer { media, bytes, rows: 1, cut: false })
            }
            (QueryResults::Solutions(solutions), &Form::Rows(media, format)) => self.rows(solutions, media, format),
            (QueryResults::Graph(triples), &Form::Triples(media, format)) => self.triples(triples, media, format),
            _ => Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the answer is of another kind than the query")),
        }
    }

    fn rows(&self, solutions: QuerySolutionIter<'_>, media: &'static str, format: QueryResultsFormat) -> Result<Answer, Problem> {
        let is_kept = |variable: &Variable| !self.asked.hidden.iter().any(|name| name == variable.as_str());
        let kept: Vec<Variable> = solutions.variables().iter().filter(|variable| is_kept(variable)).cloned().collect();
        let (mut rows, mut cut, mut bytes) = (0, false, Vec::new());
        let mut writer =
            QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(&mut bytes, kept.clone()).map_err(unwritten)?;
        let mut written = 0;
        for solution in solutions {
            self.meter.step();
            let solution = solution.map_err(|error| failed(&error))?;
            if rows == self.bounds.rows || written > self.bounds.bytes {
                cut = true;
                break;
            }
            written += solution.iter().map(|(_, term)| term_length(term)).sum::<usize>() + 64;
            writer.serialize(solution.iter().filter(|(variable, _)| is_kept(variable))).map_err(unwritten)?;
            rows += 1;
        }
        writer.finish().map_err(unwritten)?;
        Ok(Answer { media, bytes, rows, cut })
    }

    /// Triples in an order that does not depend on the evaluation's, each once.
    fn triples(&self, triples: QueryTripleIter<'_>, media: &'static str, format: RdfFormat) -> Result<Answer, Problem> {
        let (mut all, mut cut, mut length) = (Vec::new(), false, 0);
        for triple in triples {
            self.meter.step();
            let triple = triple.map_err(|error| failed(&error))?;
            if all.len() == self.bounds.rows || length > self.bounds.bytes {
                cut = true;
                break;
            }
            length += term_length(&triple.object) + 128;
            all.push(triple);
        }
        let (bytes, rows) = write_triples(all, format, &self.asked.id_namespace)?;
        Ok(Answer { media, bytes, rows, cut })
    }
}

/// Writes triples sorted, each once.
pub(in crate::serve) fn write_triples(
    mut triples: Vec<Triple>,
    format: RdfFormat,
    id_namespace: &str,
) -> Result<(Vec<u8>, usize), Problem> {
    triples.sort_by_cached_key(|triple| (triple.subject.to_string(), triple.predicate.as_str().to_owned(), triple.object.to_string()));
    triples.dedup();
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in std::iter::once(("id", id_namespace)).chain(PREFIXES.iter().copied()) {
        serializer = serializer.with_prefix(prefix, namespace).map_err(|error| Problem::bad(format!("prefix {prefix}: {error}")))?;
    }
    let mut bytes = Vec::new();
    let mut writer = serializer.for_writer(&mut bytes);
    for triple in &triples {
        writer.serialize_triple(triple).map_err(unwritten)?;
    }
    writer.finish().map_err(unwritten)?;
    Ok((bytes, triples.len()))
}

fn term_length(term: &Term) -> usize {
    match term {
        Term::Literal(literal) => literal.value().len(),
        Term::NamedNode(node) => node.as_str().len(),
        _ => 64,
    }
}

fn unwritten(error: io::Error) -> Problem {
    Problem::new(StatusCode::NOT_ACCEPTABLE, format!("the answer cannot be written in this form: {error}"))
}
