//! A question on a data set: prefixes declared, parameters bound as terms, stopped when its time is up.

use super::{
    answer::{self, Answer, Style},
    data::DataSet,
    parameter::{Parameter, read_term},
    service::Endpoint,
    syntax,
};
use crate::{
    error::{Error, Result},
    text::unknown,
    write::rdf::vocabulary::PREFIXES,
};
use oxigraph::{
    model::{NamedNode, Term},
    sparql::{
        CancellationToken, PreparedSparqlQuery, QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter, SparqlEvaluator,
        Variable,
    },
};
use std::{
    sync::{Arc, mpsc::channel},
    time::Duration,
};

/// What is asked, and how it is to be answered.
#[derive(Clone, Debug)]
pub struct Request {
    /// SPARQL: SELECT, ASK, CONSTRUCT or DESCRIBE.
    pub text: String,
    /// The parameters that the question declares; none for a query of the user's own.
    pub parameters: Vec<Parameter>,
    /// Variables and the values that the user gives them.
    pub values: Vec<(String, String)>,
    /// How the answer is written.
    pub style: Style,
    /// How long evaluating and writing may take.
    pub timeout: Duration,
    /// Endpoints elsewhere that SERVICE may ask.
    pub services: Vec<NamedNode>,
}

/// Evaluates `request` on `data` and gives the written answer.
///
/// # Errors
/// When the query is malformed, a parameter is unknown or no term of its kind, the format does not suit the answer, the
/// evaluation fails or takes too long.
pub fn ask(data: DataSet, request: Request) -> Result<Answer> {
    let token = CancellationToken::new();
    let (sender, receiver) = channel();
    let timeout = request.timeout;
    let running = token.clone();
    // The evaluator looks at its token only when it fetches quads, not while it sorts or joins what it has. So it runs in a
    // thread of its own, which is left behind when the time is up and ends with the process at the latest.
    std::thread::spawn(move || _ = sender.send(answer(&data, &request, running)));
    receiver.recv_timeout(timeout).unwrap_or_else(|_| {
        token.cancel();
        Err(Error::Query(format!(
            "the query was stopped after {} s; --timeout allows more, LIMIT or fewer variables ask for less",
            timeout.as_secs_f64()
        )))
    })
}

fn answer(data: &DataSet, request: &Request, token: CancellationToken) -> Result<Answer> {
    let mut query = prepare(data, request, token)?;
    for (name, value) in &request.values {
        let variable = Variable::new(name).map_err(|error| Error::Query(format!("--set {name}: {error}")))?;
        query = query.substitute_variable(variable, term(data, request, name, value)?);
    }
    let results = match query.on_store(&data.store).execute().map_err(|error| explain(&error))? {
        QueryResults::Solutions(solutions) => QueryResults::Solutions(without(&request.parameters, solutions)),
        other => other,
    };
    answer::write(results, &request.style, &data.id_namespace)
}

fn prepare(data: &DataSet, request: &Request, token: CancellationToken) -> Result<PreparedSparqlQuery> {
    let text = &request.text;
    let mut evaluator = SparqlEvaluator::new().with_cancellation_token(token);
    for service in &request.services {
        evaluator = evaluator.with_service_handler(service.clone(), Endpoint::new(service.clone(), request.timeout));
    }
    for (prefix, namespace) in std::iter::once(("id", data.id_namespace.as_str())).chain(PREFIXES.iter().copied()) {
        evaluator = evaluator.with_prefix(prefix, namespace).map_err(|error| Error::Query(format!("prefix {prefix}: {error}")))?;
    }
    evaluator.parse_query(text).map_err(|error| Error::Query(syntax::describe(text, &error)))
}

/// The term that the user sets a variable to.
fn term(data: &DataSet, request: &Request, name: &str, value: &str) -> Result<Term> {
    match request.parameters.iter().find(|parameter| parameter.name == name) {
        Some(parameter) => parameter.kind.read(value),
        None if request.parameters.is_empty() => read_term(value, &data.id_namespace),
        None => {
            let known = request.parameters.iter().map(|parameter| parameter.name.as_str());
            Err(Error::Query(format!("--set {name}: {}", unknown(name, known))))
        }
    }
}

/// Drops the columns of declared parameters: a variable must be selected to be set, but the user knows what it was set to.
fn without(parameters: &[Parameter], solutions: QuerySolutionIter<'static>) -> QuerySolutionIter<'static> {
    let is_kept = |variable: &Variable| !parameters.iter().any(|parameter| parameter.name == variable.as_str());
    let kept: Arc<[Variable]> = solutions.variables().iter().filter(|variable| is_kept(variable)).cloned().collect();
    if kept.len() == solutions.variables().len() {
        return solutions;
    }
    let columns = Arc::clone(&kept);
    let projected = solutions.map(move |solution| {
        let solution = solution?;
        let values: Vec<Option<Term>> = columns.iter().map(|variable| solution.get(variable).cloned()).collect();
        Ok(QuerySolution::from((Arc::clone(&columns), values)))
    });
    QuerySolutionIter::new(kept, projected)
}

/// The error of an evaluation, in the user's words.
pub(crate) fn explain(error: &QueryEvaluationError) -> Error {
    Error::Query(match error {
        QueryEvaluationError::UnsupportedService(service) => {
            format!("SERVICE {service} is not asked: questions stay on this machine; --service allows it")
        }
        QueryEvaluationError::NotExistingSubstitutedVariable(variable) => {
            format!("--set {}: the query has no {variable} in its SELECT clause", variable.as_str())
        }
        error => format!("the query failed: {error}"),
    })
}
