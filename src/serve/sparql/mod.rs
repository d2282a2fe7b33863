//! The SPARQL 1.1 Protocol at `/sparql`: questions by GET and POST, updates by POST where the server is writable, else what the service can do.

mod description;
pub(super) mod evaluate;
pub(super) mod update;

use super::{body, negotiate::choose, parameters::Parameters, problem::Problem, server::Server};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use evaluate::{Answer, Asked};
use oxigraph::model::NamedNode;
use std::sync::Arc;

/// Says that an answer has fewer rows or triples than there are.
pub(super) const CUT: &str = "hongtu-result-cut";

/// What a request wants done.
enum Operation {
    Query(Asked),
    Update(update::Asked),
    Describe,
}

/// Answers a request to `/sparql`.
pub(super) async fn handle(State(server): State<Arc<Server>>, request: Request) -> Result<Response, Problem> {
    let (parts, content) = request.into_parts();
    match operation(&server, &parts, content).await? {
        Operation::Describe => describe(&server, &parts.headers),
        Operation::Query(asked) => {
            let headers = parts.headers.clone();
            let answer =
                server.evaluate(move |quads, bounds, unwanted| evaluate::answer(quads, &asked, &headers, bounds, unwanted)).await?;
            Ok(answered(answer, &server))
        }
        Operation::Update(asked) => {
            server.check_writable()?;
            server.change(move |quads, bounds| update::update(quads, &asked, bounds)).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
    }
}

async fn operation(server: &Server, parts: &Parts, content: Body) -> Result<Operation, Problem> {
    let address = Parameters::read(parts.uri.query().unwrap_or_default())?;
    match parts.method {
        Method::GET | Method::HEAD => {
            if address.all("update").next().is_some() {
                return Err(Problem::bad("an update is sent by POST"));
            }
            if address.all("query").next().is_none() { Ok(Operation::Describe) } else { query(server, &address).map(Operation::Query) }
        }
        Method::POST => {
            let media = body::media(&parts.headers)?;
            let content = body::read(content, server.options.max_body).await?;
            let text = body::text(content)?;
            match media.as_str() {
                "application/x-www-form-urlencoded" => {
                    // What a form leaves to the address is taken from there.
                    let form = Parameters::read(&text)?;
                    let is_update = form.all("update").next().is_some();
                    if is_update && form.all("query").next().is_some() {
                        return Err(Problem::bad("the form has a query and an update; only one of them may be sent"));
                    }
                    let all = form.and(address);
                    if is_update { update(server, &all).map(Operation::Update) } else { query(server, &all).map(Operation::Query) }
                }
                "application/sparql-query" => {
                    let asked = with_graphs(&address, Asked { text, ..Asked::default() }, server)?;
                    Ok(Operation::Query(asked))
                }
                "application/sparql-update" => {
                    let asked = update::Asked { text, ..update::Asked::default() };
                    using(&address, asked, server).map(Operation::Update)
                }
                other => Err(Problem::new(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    format!(
                        "`{other}` is no way to send a query: use application/sparql-query, application/sparql-update or application/x-www-form-urlencoded"
                    ),
                )),
            }
        }
        _ => Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "queries are sent by GET or POST")),
    }
}

fn query(server: &Server, parameters: &Parameters) -> Result<Asked, Problem> {
    let text = parameters.needed("query")?.to_owned();
    with_graphs(parameters, Asked { text, ..Asked::default() }, server)
}

fn with_graphs(parameters: &Parameters, asked: Asked, server: &Server) -> Result<Asked, Problem> {
    Ok(Asked {
        default_graphs: graphs(parameters, "default-graph-uri")?,
        named_graphs: graphs(parameters, "named-graph-uri")?,
        id_namespace: server.id_namespace().to_owned(),
        ..asked
    })
}

fn update(server: &Server, parameters: &Parameters) -> Result<update::Asked, Problem> {
    let text = parameters.needed("update")?.to_owned();
    using(parameters, update::Asked { text, ..update::Asked::default() }, server)
}

fn using(parameters: &Parameters, asked: update::Asked, server: &Server) -> Result<update::Asked, Problem> {
    Ok(update::Asked {
        using: graphs(parameters, "using-graph-uri")?,
        using_named: graphs(parameters, "using-named-graph-uri")?,
        id_namespace: server.id_namespace().to_owned(),
        ..asked
    })
}

fn graphs(parameters: &Parameters, name: &str) -> Result<Vec<NamedNode>, Problem> {
    let read = |iri: &str| NamedNode::new(iri).map_err(|error| Problem::bad(format!("{name}={iri} is no IRI: {error}")));
    parameters.all(name).map(read).collect()
}

/// An answer with the headers that belong to it.
pub(super) fn answered(answer: Answer, server: &Server) -> Response {
    let is_text = answer.media.starts_with("text/");
    let media = if is_text { format!("{}; charset=utf-8", answer.media) } else { answer.media.to_owned() };
    let mut response = ([(header::CONTENT_TYPE, media)], answer.bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    if answer.cut {
        headers.insert(CUT, HeaderValue::from(answer.rows));
    } else if let Some(tag) = server.tag() {
        headers.insert("hongtu-data", tag);
    }
    response
}

/// What the service can do; a person who asks by a browser gets the page for queries.
fn describe(server: &Server, headers: &HeaderMap) -> Result<Response, Problem> {
    let mut offers: Vec<(&'static str, Option<oxigraph::io::RdfFormat>)> =
        evaluate::TRIPLES.iter().map(|&(media, format)| (media, Some(format))).collect();
    offers.push(("text/html", None));
    match choose(headers, &offers) {
        Some((_, None)) => Ok(Redirect::to("/query").into_response()),
        Some((media, Some(format))) => {
            let triples = description::describe(&server.endpoint(headers), server.options.writable);
            let (bytes, rows) = evaluate::write_triples(triples, format, server.id_namespace())?;
            Ok(answered(Answer { media, bytes, rows, cut: false }, server))
        }
        None => Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "the description of the service is RDF")),
    }
}
