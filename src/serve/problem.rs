//! What is wrong with a request, told as a problem document (RFC 9457), or as plain text to who asks for that.

use super::negotiate::choose;
use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

/// A request that gets no answer, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) detail: String,
    /// Where in a query, from 1.
    place: Option<(usize, usize)>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), place: None }
    }

    /// The request itself is wrong.
    pub(super) fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// There is no such thing.
    pub(super) fn missing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// It asks for more than is done for anybody.
    pub(super) fn too_large(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    }

    /// With the line and column of a query that it is about.
    pub(super) fn at(mut self, place: Option<(usize, usize)>) -> Self {
        self.place = place;
        self
    }

    fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Error")
    }

    fn json(&self) -> String {
        let mut told = Map::new();
        told.insert("type".to_owned(), json!("about:blank"));
        told.insert("title".to_owned(), json!(self.title()));
        told.insert("status".to_owned(), json!(self.status.as_u16()));
        told.insert("detail".to_owned(), json!(self.detail));
        if let Some((line, column)) = self.place {
            told.insert("line".to_owned(), json!(line));
            told.insert("column".to_owned(), json!(column));
        }
        Value::Object(told).to_string()
    }

    fn text(&self) -> String {
        let place = self.place.map(|(line, column)| format!(" (line {line}, column {column})")).unwrap_or_default();
        format!("{} {}{place}\n{}\n", self.status.as_u16(), self.title(), self.detail)
    }

    /// The answer, in the form that the request's headers ask for.
    pub(super) fn answer(&self, headers: &HeaderMap) -> Response {
        let offers = [("application/problem+json", false), ("application/json", false), ("text/plain", true), ("text/html", true)];
        let (media, body) = match choose(headers, &offers) {
            Some((_, true)) => ("text/plain; charset=utf-8", self.text()),
            _ => ("application/problem+json", self.json()),
        };
        let mut response = (self.status, [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, "no-store")], body).into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("2"));
        }
        response
    }
}

impl IntoResponse for Problem {
    /// An empty answer that carries the problem; the outermost layer, which knows the request, writes it out.
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        response.extensions_mut().insert(self);
        response
    }
}
