//! Linked Data: what an IRI of the data set names, as a page for people and as RDF for programs; and the pages that the front end shows.

use super::{
    assets,
    negotiate::choose,
    parameters::Parameters,
    problem::Problem,
    server::Server,
    sparql::answered,
    sparql::evaluate::{Answer, TRIPLES, write_triples},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use oxigraph::{io::RdfFormat, model::NamedNode};
use percent_encoding::percent_decode_str;
use std::sync::Arc;

/// Pages that the front end shows; what stands behind them is the front end's.
const PAGES: [&str; 9] = ["search", "entity", "document", "graph", "targets", "statistics", "compare", "query", "about"];

/// Answers what no other route does.
pub(super) async fn handle(State(server): State<Arc<Server>>, request: Request) -> Result<Response, Problem> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this is only read"));
    }
    let path = percent_decode_str(request.uri().path()).decode_utf8().map_err(|_| Problem::bad("the path is not UTF-8"))?;
    let path = path.trim_start_matches('/');
    let first = path.split('/').next().unwrap_or_default();
    if path.is_empty() || PAGES.contains(&first) {
        return Ok(assets::page());
    }
    if let Some(file) = assets::file(path, request.headers()) {
        return Ok(file);
    }
    let parameters = Parameters::read(request.uri().query().unwrap_or_default())?;
    named(&server, path).map_or_else(
        || Err(Problem::missing(format!("there is nothing at /{path}"))),
        |iri| describe(&server, &iri, request.headers(), &parameters),
    )
}

/// The IRI of the data set that a path stands for.
fn named(server: &Server, path: &str) -> Option<NamedNode> {
    let base = server.id_namespace();
    // After the host the base has a path, under which its IRIs are found as they are spelt.
    let base_path = base.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path).trim_end_matches('#');
    let locals = [Some(base_path).filter(|path| !path.is_empty()), Some("id/"), Some("doc/"), Some("")];
    let iris = locals.into_iter().flatten().filter_map(|prefix| NamedNode::new(format!("{base}{}", path.strip_prefix(prefix)?)).ok());
    let quads = server.quads();
    iris.into_iter().find(|iri| iri.as_str() != base && quads.find(&iri.clone().into()).is_some())
}

fn describe(server: &Server, iri: &NamedNode, headers: &HeaderMap, parameters: &Parameters) -> Result<Response, Problem> {
    let wanted = parameters
        .one("format")?
        .map(|name| RdfFormat::from_extension(name).ok_or_else(|| Problem::bad(format!("`{name}` is no RDF format"))))
        .transpose()?;
    let offered: Vec<(&'static str, Option<RdfFormat>)> =
        TRIPLES.iter().map(|&(media, format)| (media, Some(format))).chain([("text/html", None)]).collect();
    let chosen = match wanted {
        Some(format) => TRIPLES.iter().find(|offer| offer.1 == format).map(|&(media, format)| (media, Some(format))),
        None => choose(headers, &offered),
    };
    let (media, format) = match chosen {
        Some((_, None)) => match page_of(server, iri) {
            Some(page) => return Ok(Redirect::to(&page).into_response()),
            None => ("text/turtle", RdfFormat::Turtle),
        },
        Some((media, Some(format))) => (media, format),
        None => return Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "this is served as HTML and as RDF")),
    };
    let (bytes, rows) = write_triples(server.quads().about(iri), format, server.id_namespace())?;
    Ok(answered(Answer { media, bytes, rows, cut: false }, server))
}

/// The page that shows what an IRI names.
fn page_of(server: &Server, iri: &NamedNode) -> Option<String> {
    let local = iri.as_str().strip_prefix(server.id_namespace())?;
    if server.explorer.entity(local).is_some() {
        return Some(format!("/entity/{local}"));
    }
    // Everything else of a document has the document's id in its own.
    let document = local.split('-').find(|part| server.explorer.document(part).is_some())?;
    let mut after = local.split('-').skip_while(|part| *part != document).skip(1);
    match (local.starts_with("passage-"), after.next(), after.next()) {
        (true, Some(start), Some(end)) => Some(format!("/document/{document}?at={start}-{end}")),
        _ => Some(format!("/document/{document}")),
    }
}
