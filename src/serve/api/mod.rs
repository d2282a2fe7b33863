//! The JSON interface under `/api`, one page a file. Offsets count code points; lists are sorted; what is absent is left out.

mod compare;
mod document;
mod entity;
mod graph;
mod overview;
mod question;
mod search;
mod targets;
mod view;

pub(super) use document::{Page as DocumentPage, page as document_page};
pub(super) use overview::Pages;

use super::{parameters::Parameters, problem::Problem, server::Server};
use axum::{
    Router,
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use std::sync::Arc;

/// How many records a page has where nothing is said, and at most.
const USUAL: usize = 50;
const MOST: usize = 500;

/// The routes.
pub(super) fn router(server: &Arc<Server>) -> Router<Arc<Server>> {
    Router::new()
        .route("/overview", get(overview::overview))
        .route("/schema", get(overview::schema))
        .route("/statistics", get(overview::statistics))
        .route("/search", get(search::handle))
        .route("/entity/{id}", get(entity::handle))
        .route("/documents", get(document::list))
        .route("/document/{id}", get(document::handle))
        .route("/graph", get(graph::handle))
        .route("/path", get(graph::path))
        .route("/targets", get(targets::handle))
        .route("/compare", get(compare::handle))
        .fallback(async || Problem::missing("there is no such page of the interface"))
        .layer(middleware::from_fn_with_state(Arc::clone(server), remember))
        .route("/question/{name}", get(question::handle))
}

impl<S: Send + Sync> FromRequestParts<S> for Parameters {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::read(parts.uri.query().unwrap_or_default())
    }
}

/// A page of a list.
struct Window {
    limit: usize,
    offset: usize,
}

impl Window {
    fn read(parameters: &Parameters) -> Result<Self, Problem> {
        Ok(Self { limit: parameters.number("limit", USUAL, MOST)?, offset: parameters.number("offset", 0, usize::MAX)? })
    }

    fn of<T>(&self, items: impl IntoIterator<Item = T>) -> Vec<T> {
        items.into_iter().skip(self.offset).take(self.limit).collect()
    }
}

/// A record as JSON.
fn json(record: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(record).map_err(|error| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok(told(body))
}

fn told(body: impl IntoResponse) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
}

/// Does what takes longer than a client's other requests should wait.
async fn aside(work: impl FnOnce() -> Result<Response, Problem> + Send + 'static) -> Result<Response, Problem> {
    let failed = |_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the page made the program fail; the server goes on");
    tokio::task::spawn_blocking(work).await.map_err(failed)?
}

/// Answers a client that has the page of these data already, and tags the answer for the next time.
async fn remember(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let Some(tag) = server.tag() else { return next.run(request).await };
    let told = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    if request.headers().get(header::IF_NONE_MATCH) == Some(&tag) {
        return (StatusCode::NOT_MODIFIED, told).into_response();
    }
    let mut response = next.run(request).await;
    if response.status() == StatusCode::OK {
        response.headers_mut().extend(told);
    }
    response
}
