//! The body of a request: no longer than it may be, and what it says it is.

use super::problem::Problem;
use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    http::{HeaderMap, StatusCode, header},
};
use std::time::Duration;
use tokio::time::timeout;

/// How long a client may take to send a body.
const LONGEST: Duration = Duration::from_secs(30);

/// Reads a body of `most` bytes at most.
pub(super) async fn read(body: Body, most: usize) -> Result<Bytes, Problem> {
    let length = HttpBody::size_hint(&body).lower();
    let too_large = || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("the body has more than {most} bytes; --max-body allows more"));
    if length > most as u64 {
        return Err(too_large());
    }
    let late = |_| Problem::new(StatusCode::REQUEST_TIMEOUT, format!("the body did not arrive within {} s", LONGEST.as_secs()));
    timeout(LONGEST, to_bytes(body, most)).await.map_err(late)?.map_err(|error| {
        let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
        let told = causes.last().map(ToString::to_string).unwrap_or_default();
        if told.contains("length limit") { too_large() } else { Problem::bad(format!("the body did not arrive: {told}")) }
    })
}

/// The body as text.
pub(super) fn text(bytes: Bytes) -> Result<String, Problem> {
    String::from_utf8(bytes.to_vec()).map_err(|error| Problem::bad(format!("the body is not UTF-8: {error}")))
}

/// What the body says it is, in lower case and without parameters; another encoding than UTF-8 is refused.
pub(super) fn media(headers: &HeaderMap) -> Result<String, Problem> {
    let unsupported = |what: &str| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, what);
    let said =
        headers.get(header::CONTENT_TYPE).ok_or_else(|| unsupported("the request does not say what its body is; Content-Type does"))?;
    let said = said.to_str().map_err(|_| unsupported("the Content-Type is not ASCII"))?;
    let mut parts = said.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset = parts.find_map(|part| part.to_ascii_lowercase().strip_prefix("charset=").map(|value| value.trim_matches('"').to_owned()));
    match charset.as_deref() {
        None | Some("utf-8" | "utf8" | "us-ascii") => Ok(media),
        Some(other) => Err(unsupported(&format!("the body is in {other}; UTF-8 is read"))),
    }
}
