//! What every answer has in common: who may ask, which headers protect a browser, and how a problem is told.

use super::{problem::Problem, server::Server};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{net::IpAddr, sync::Arc};

/// Everything that a page may load is its own; nothing may frame it.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

const PROTECTION: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Lets a request through that may be answered, and completes the answer.
pub(super) async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let origin = headers.get(header::ORIGIN).cloned();
    let is_preflight = request.method() == Method::OPTIONS && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let allowed = check_host(&server, request.uri(), &headers).and_then(|()| check_origin(&server, &request));
    let mut response = match allowed {
        Err(problem) => problem.into_response(),
        Ok(()) if is_preflight => StatusCode::NO_CONTENT.into_response(),
        Ok(()) => next.run(request).await,
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = problem.answer(&headers);
    }
    let told = response.headers_mut();
    for (name, value) in PROTECTION {
        told.insert(name, HeaderValue::from_static(value));
    }
    share(&server, origin.as_ref(), is_preflight, told);
    response
}

/// Only names of this host are answered: a name of somebody else's that leads here is how a foreign page would read along (DNS rebinding).
fn check_host(server: &Server, uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
    let said = headers.get(header::HOST).and_then(|host| host.to_str().ok()).or_else(|| uri.host());
    let Some(said) = said else { return Err(Problem::bad("the request has no Host")) };
    if is_own(server, host_of(said)) {
        return Ok(());
    }
    let detail = format!("`{}` is no name of this server; --host allows it", host_of(said));
    Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail))
}

fn is_own(server: &Server, host: &str) -> bool {
    let is_address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    is_address || host.eq_ignore_ascii_case("localhost") || server.options.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
}

/// The name without the port.
fn host_of(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// A page of another origin must not change anything here by a form, which browsers send without asking.
fn check_origin(server: &Server, request: &Request<Body>) -> Result<(), Problem> {
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let Some(origin) = request.headers().get(header::ORIGIN).filter(|_| !is_reading && server.options.writable) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let is_same = origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host));
    let is_shared = server.options.cors.as_deref().is_some_and(|shared| shared == origin);
    if is_same || is_shared {
        return Ok(());
    }
    Err(Problem::new(StatusCode::FORBIDDEN, format!("pages of {origin} may not change data here; --cors allows it")))
}

/// Lets pages of another origin read the answer, where that is wanted.
fn share(server: &Server, origin: Option<&HeaderValue>, is_preflight: bool, headers: &mut HeaderMap) {
    let Some(shared) = &server.options.cors else {
        headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
        return;
    };
    if shared != "*" && origin.is_none_or(|origin| origin.as_bytes() != shared.as_bytes()) {
        return;
    }
    let Ok(allowed) = HeaderValue::try_from(shared) else { return };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    let exposed = "hongtu-result-cut, hongtu-data, etag, location, content-disposition";
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(exposed));
    if is_preflight {
        let methods = if server.options.writable { "GET, HEAD, POST, PUT, DELETE, OPTIONS" } else { "GET, HEAD, POST, OPTIONS" };
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(methods));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("accept, content-type"));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
}
