//! The front end, built from `src/serve/web` and part of the program.

use super::problem::Problem;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use include_dir::{Dir, include_dir};

static BUILT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/serve/web/dist");

/// The one page that shows every view.
pub(super) fn page() -> Response {
    match BUILT.get_file("index.html") {
        Some(file) => {
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], file.contents()).into_response()
        }
        None => Problem::missing("this program was built without its pages").into_response(),
    }
}

/// A file under `/assets`, whose name changes with its content.
pub(super) async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    file(&format!("assets/{path}"), &headers).ok_or_else(|| Problem::missing(format!("there is no file assets/{path}")))
}

/// A file of the front end, if there is one at this place.
pub(super) fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    // The template of the exported page is no page of the server.
    let found = BUILT.get_file(path).filter(|_| path != "page.html")?;
    let tag = format!("\"{:016x}\"", checksum(found.contents()));
    let is_known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    // Names under assets/ carry a hash of the content.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let told = [(header::CONTENT_TYPE, media(path)), (header::CACHE_CONTROL, cache)];
    let mut response = if is_known { (StatusCode::NOT_MODIFIED, told).into_response() } else { (told, found.contents()).into_response() };
    response.headers_mut().insert(header::ETAG, tag.parse().ok()?);
    Some(response)
}

/// A built file that is text.
pub(super) fn text(path: &str) -> Option<&'static str> {
    BUILT.get_file(path)?.contents_utf8()
}

fn media(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// FNV-1a: enough to tell one built file from another of the same name.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
