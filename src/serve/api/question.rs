//! The named questions, asked with the parameters of the address.

use crate::serve::{
    parameters::Parameters,
    problem::Problem,
    server::Server,
    sparql::{
        answered,
        evaluate::{Asked, answer},
    },
};
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use std::sync::Arc;

/// Answers a named question.
pub(super) async fn handle(
    State(server): State<Arc<Server>>,
    Path(name): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let question = server.explorer.questions.get(&name).map_err(|error| Problem::missing(error.to_string()))?;
    let mut values = Vec::new();
    for parameter in &question.parameters {
        if let Some(value) = parameters.one(&parameter.name)? {
            let term = parameter.kind.read(value).map_err(|error| Problem::bad(format!("{}: {error}", parameter.name)))?;
            values.push((parameter.name.clone(), term));
        }
    }
    let hidden = question.parameters.iter().map(|parameter| parameter.name.clone()).collect();
    let asked = Asked { text: question.text.clone(), values, hidden, id_namespace: server.id_namespace().to_owned(), ..Asked::default() };
    let given = server.evaluate(move |quads, bounds, unwanted| answer(quads, &asked, &headers, bounds, unwanted)).await?;
    Ok(answered(given, &server))
}
