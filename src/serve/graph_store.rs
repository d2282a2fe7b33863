//! The SPARQL 1.1 Graph Store HTTP Protocol at `/store`: graphs as a whole, read by all, changed where the server is writable.

use super::{
    body,
    negotiate::choose,
    parameters::Parameters,
    problem::Problem,
    server::Server,
    sparql::{
        answered,
        evaluate::{Answer, TRIPLES, write_triples},
    },
};
use crate::{
    data_file::{guard, syntax_problem},
    store::{Quads, change::Change},
};
use axum::{
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, NamedNode, Quad},
};
use std::sync::Arc;

/// Answers a request to `/store`.
pub(super) async fn handle(State(server): State<Arc<Server>>, request: Request) -> Result<Response, Problem> {
    let (parts, content) = request.into_parts();
    let parameters = Parameters::read(parts.uri.query().unwrap_or_default())?;
    if matches!(parts.method, Method::GET | Method::HEAD) {
        return read(&server, graph(&parameters)?, &parts.headers);
    }
    if !matches!(parts.method, Method::PUT | Method::POST | Method::DELETE) {
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "graphs are read by GET and changed by PUT, POST and DELETE"));
    }
    server.check_writable()?;
    if parts.method == Method::DELETE {
        let graph = graph(&parameters)?;
        if !has(&server.quads(), &graph) {
            return Err(absent(&graph));
        }
        server.change(move |quads, _| Ok(quads.with(&[Change::Drop(graph)]))).await?;
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let media = body::media(&parts.headers)?;
    if media == "multipart/form-data" {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "graphs are sent one at a time, as the body itself, not as parts of a form",
        ));
    }
    let content = body::read(content, server.options.max_body).await?;
    // A graph that is posted to the store itself gets a name from it.
    let is_new = parts.method == Method::POST && parameters.all("graph").next().is_none() && parameters.all("default").next().is_none();
    let target = if is_new { fresh(&server, &content)? } else { graph(&parameters)? };
    let existed = has(&server.quads(), &target);
    let replace = parts.method == Method::PUT;
    let into = target.clone();
    server.change(move |quads, _| load(quads, &into, &content, &media, replace)).await?;
    let mut response = if existed { StatusCode::NO_CONTENT } else { StatusCode::CREATED }.into_response();
    if let (GraphName::NamedNode(graph), false) = (&target, existed)
        && let Ok(place) = HeaderValue::try_from(graph.as_str())
    {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// The graph that a request names.
fn graph(parameters: &Parameters) -> Result<GraphName, Problem> {
    let (named, default) = (parameters.one("graph")?, parameters.all("default").next().is_some());
    match (named, default) {
        (Some(iri), false) => {
            NamedNode::new(iri).map(GraphName::from).map_err(|error| Problem::bad(format!("graph={iri} is no IRI: {error}")))
        }
        (None, true) => Ok(GraphName::DefaultGraph),
        (None, false) => Err(Problem::bad("which graph? `?graph=IRI` or `?default` names it")),
        (Some(_), true) => Err(Problem::bad("`graph` and `default` name two graphs; one is read at a time")),
    }
}

/// A name that the data set does not have, made from the content so that the same content gets the same name.
fn fresh(server: &Server, content: &Bytes) -> Result<GraphName, Problem> {
    let text = String::from_utf8_lossy(content);
    let name = server.explorer.iris.shared("graph", &[&text]);
    Ok(name.into())
}

fn has(quads: &Quads, graph: &GraphName) -> bool {
    match graph {
        GraphName::NamedNode(node) => quads.find(&node.clone().into()).is_some_and(|id| quads.has_graph(id)),
        _ => true,
    }
}

fn absent(graph: &GraphName) -> Problem {
    Problem::missing(format!("there is no graph {graph}"))
}

fn read(server: &Server, graph: GraphName, headers: &HeaderMap) -> Result<Response, Problem> {
    let Some((media, format)) = choose(headers, TRIPLES) else {
        return Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "graphs are served as RDF"));
    };
    let triples = server.quads().graph(graph.as_ref()).ok_or_else(|| absent(&graph))?;
    let (bytes, rows) = write_triples(triples, format, server.id_namespace())?;
    Ok(answered(Answer { media, bytes, rows, cut: false }, server))
}

/// The quads with the content in a graph, instead of or beside what it has.
fn load(quads: &Quads, graph: &GraphName, content: &[u8], media: &str, replace: bool) -> Result<Quads, Problem> {
    let format = RdfFormat::from_media_type(media)
        .ok_or_else(|| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("`{media}` is no RDF format that is read here")))?;
    guard::refuse(content, format).map_err(|problem| Problem::bad(format!("the body would hurt the parser: {problem}")))?;
    let mut changes = vec![if replace { Change::Clear(graph.clone()) } else { Change::Create(graph.clone()) }];
    changes.push(Change::Create(graph.clone()));
    let mut parser = RdfParser::from_format(format).without_named_graphs().rename_blank_nodes();
    if let GraphName::NamedNode(base) = graph {
        parser = parser.with_base_iri(base.as_str()).map_err(|error| Problem::bad(error.to_string()))?;
    }
    for quad in parser.for_slice(content) {
        let quad = quad.map_err(|error| {
            let place = error.location().map(|range| (range.start.line as usize + 1, range.start.column as usize + 1));
            Problem::bad(format!("the body is malformed: {}", syntax_problem(&error))).at(place)
        })?;
        changes.push(Change::Insert(Quad::new(quad.subject, quad.predicate, quad.object, graph.clone())));
    }
    Ok(quads.with(&changes))
}
