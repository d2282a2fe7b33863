//! A question on a data set: prefixes declared, parameters bound as terms, stopped when it takes more time or memory than it may.

use super::{
    answer::{self, Answer, Style},
    bound,
    data::DataSet,
    guard,
    parameter::{Parameter, read_term},
    service::Endpoint,
    syntax,
};
use crate::{
    error::{Error, Result},
    store::{
        meter::{Meter, Stop, TextMeter, within},
        view::View,
    },
    text::unknown,
};
use oxigraph::{
    model::{NamedNode, Term},
    sparql::{QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter, Variable},
};
use std::{
    sync::{Arc, atomic::AtomicBool, mpsc::channel},
    thread,
    time::{Duration, Instant},
};

/// Stack of a thread that evaluates: patterns are evaluated as deep as they are nested.
pub(crate) const STACK: usize = 256 << 20;

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
    /// The most bytes of rows that the evaluation may hold at once, about.
    pub memory: usize,
    /// Endpoints elsewhere that SERVICE may ask.
    pub services: Vec<NamedNode>,
}

/// Evaluates `request` on `data` and gives the written answer.
///
/// # Errors
/// When the query is malformed, too long or too deep, a parameter is unknown or no term of its kind, the format does not suit the answer, the
/// evaluation fails or takes too much time or memory.
pub fn ask(data: DataSet, request: Request) -> Result<Answer> {
    guard::check(&request.text).map_err(Error::Query)?;
    let deadline = Instant::now() + request.timeout;
    let (sender, receiver) = channel();
    let timeout = request.timeout;
    // A thread for its stack. The meter ends the evaluation at the deadline; one that is in a step of the evaluator's own then, a sort for
    // instance, is left behind and ends with the process at the latest.
    let evaluation = thread::Builder::new().stack_size(STACK).spawn(move || _ = sender.send(answer(data, &request, deadline)));
    evaluation.map_err(|error| Error::Query(format!("the system gives no thread for the question: {error}")))?;
    receiver.recv_timeout(timeout).unwrap_or_else(|_| Err(stopped(Stop::Time, timeout)))
}

fn stopped(stop: Stop, timeout: Duration) -> Error {
    let option = match stop {
        Stop::Time | Stop::Unwanted => "; --timeout allows more",
        Stop::Memory => "; --max-memory allows more",
        Stop::Text => "",
    };
    Error::Query(stop.told(timeout) + option)
}

fn answer(data: DataSet, request: &Request, deadline: Instant) -> Result<Answer> {
    let (text, id_namespace) = (&request.text, data.id_namespace.clone());
    let parser = syntax::parser(&id_namespace).map_err(Error::Query)?;
    let query = parser.parse_query(text).map_err(|error| Error::Query(syntax::describe(text, &error)))?;
    let values = request.values.iter().map(|(name, value)| {
        let variable = Variable::new(name).map_err(|error| Error::Query(format!("--set {name}: {error}")))?;
        Ok((variable, term(&id_namespace, request, name, value)?))
    });
    let values = values.collect::<Result<Vec<_>>>()?;
    let query = bound::query(query, values.iter().map(|(variable, _)| variable)).map_err(Error::Query)?;
    let (quads, texts, unwanted) = (data.finish(), Arc::new(TextMeter::default()), AtomicBool::new(false));
    let meter = Meter::new(deadline, request.memory, guard::variables(text), &unwanted);
    let evaluated = within(|| {
        let mut evaluator = bound::evaluator(&texts);
        for service in &request.services {
            evaluator = evaluator.with_service_handler(service.clone(), Endpoint::new(service.clone(), request.timeout));
        }
        let mut prepared = evaluator.prepare(&query);
        for (variable, value) in values {
            prepared = prepared.substitute_variable(variable, value);
        }
        let results = match prepared.execute(View::new(&quads, &meter)).map_err(|error| explain(&error))? {
            QueryResults::Solutions(solutions) => QueryResults::Solutions(without(&request.parameters, solutions)),
            other => other,
        };
        answer::write(results, &request.style, &id_namespace)
    });
    evaluated.unwrap_or_else(|stop| Err(stopped(stop, request.timeout)))
}

/// The term that the user sets a variable to.
fn term(id_namespace: &str, request: &Request, name: &str, value: &str) -> Result<Term> {
    match request.parameters.iter().find(|parameter| parameter.name == name) {
        Some(parameter) => parameter.kind.read(value),
        None if request.parameters.is_empty() => read_term(value, id_namespace),
        None => {
            let known = request.parameters.iter().map(|parameter| parameter.name.as_str());
            Err(Error::Query(format!("--set {name}: {}", unknown(name, known))))
        }
    }
}

/// Drops the columns of declared parameters: a variable must be selected to be set, but the user knows what it was set to.
fn without<'a>(parameters: &[Parameter], solutions: QuerySolutionIter<'a>) -> QuerySolutionIter<'a> {
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
