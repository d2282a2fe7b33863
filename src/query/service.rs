//! SERVICE: the endpoints elsewhere that a question may ask; none, unless the user names it.

use oxigraph::{
    model::NamedNode,
    sparql::{
        QueryEvaluationError, QuerySolutionIter, ServiceHandler,
        results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput},
    },
};
use oxiri::Iri;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use spargebra::{Query, algebra::GraphPattern};
use std::{error::Error, io::Cursor, time::Duration};
use ureq::Agent;

/// Longest answer of an endpoint that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// An endpoint that may be asked.
pub(super) struct Endpoint {
    address: NamedNode,
    agent: Agent,
}

impl Endpoint {
    /// The endpoint at `address`, which must answer within `timeout`.
    pub(super) fn new(address: NamedNode, timeout: Duration) -> Self {
        let config =
            Agent::config_builder().timeout_global(Some(timeout)).user_agent(concat!("hongtu/", env!("CARGO_PKG_VERSION"))).build();
        Self { address, agent: config.into() }
    }

    fn ask(&self, query: &str) -> Result<QuerySolutionIter<'static>, Box<dyn Error + Send + Sync>> {
        let request = self.agent.post(self.address.as_str()).content_type("application/x-www-form-urlencoded");
        let request = request.header("Accept", "application/sparql-results+json");
        let mut response = request.send(format!("query={}", utf8_percent_encode(query, NON_ALPHANUMERIC)))?;
        let answer = response.body_mut().with_config().limit(LONGEST).read_to_vec()?;
        match QueryResultsParser::from_format(QueryResultsFormat::Json).for_reader(Cursor::new(answer))? {
            ReaderQueryResultsParserOutput::Solutions(solutions) => {
                let variables = solutions.variables().into();
                let rows = solutions.map(|row| row.map_err(|error| QueryEvaluationError::Service(Box::new(error))));
                Ok(QuerySolutionIter::new(variables, rows))
            }
            ReaderQueryResultsParserOutput::Boolean(_) => Err("it answers yes or no where rows are asked for".into()),
        }
    }
}

impl ServiceHandler for Endpoint {
    type Error = QueryEvaluationError;

    fn handle(&self, pattern: &GraphPattern, base_iri: Option<&Iri<String>>) -> Result<QuerySolutionIter<'static>, Self::Error> {
        let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: base_iri.cloned() };
        self.ask(&query.to_string()).map_err(|error| QueryEvaluationError::Service(format!("{}: {error}", self.address).into()))
    }
}
