//! Web pages: the main text by paragraphs and tables, and what the page says of itself.
//!
//! 1. [`tree`]: tokens of HTML → a flat tree, however deep or broken the page is;
//! 2. [`main_text`]: which element holds the text, and which are navigation;
//! 3. [`blocks`]: that element → paragraphs and tables; what stands outside it → the page's properties.

mod blocks;
mod main_text;
mod tree;

pub(crate) use blocks::FIELD_LINE;

use super::{Reading, lines::begins_with, of_file, writing::Writing};
use crate::{corpus::decode, finding::Severity};
use encoding_rs::Encoding;

/// How far into a page its encoding is told.
const HEAD: usize = 4096;
/// The names of meta elements that are kept.
const META: usize = 64;

/// Decodes a page as text files are decoded, else as it says itself; then broken characters are replaced, which the flag tells.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, bool), String> {
    let problem = match decode::decode(bytes) {
        Ok(text) => return Ok((text, false)),
        Err(problem) => problem,
    };
    let Some(encoding) = declared(bytes) else { return Err(problem) };
    let (text, _, lossy) = encoding.decode(bytes);
    if text.contains('\0') { Err(problem) } else { Ok((text.into_owned(), lossy)) }
}

/// The encoding that a page declares in its head.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let at = head.windows(8).position(|window| window.eq_ignore_ascii_case(b"charset="))? + 8;
    let label = head[at..].trim_ascii_start();
    let label = label.strip_prefix(b"\"").or(label.strip_prefix(b"'")).unwrap_or(label);
    let end = label.iter().position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_')).unwrap_or(label.len());
    Encoding::for_label(&label[..end])
}

/// Reads a decoded page.
pub(super) fn read(source: &str, lossy: bool) -> Reading {
    let tree = tree::parse(source);
    let mut writing = Writing::default();
    if lossy {
        let message = "some bytes are no characters of the encoding that the page declares, and were replaced";
        writing.finding(of_file(Severity::Warning, "broken-characters", message, "save the page anew"));
    }
    for (name, value) in tree.meta.iter().take(META) {
        writing.property(name, value);
    }
    let main = main_text::find(&tree);
    for line in blocks::fields(&tree, main) {
        writing.property(&line.0, &line.1);
    }
    let mut body = Writing::default();
    blocks::write(&tree, main, &mut body);
    let body = body.finish();
    if let Some(title) = blocks::title(&tree, main) {
        writing.property("title", &title);
        let head: String = body.text.lines().take(3).collect::<Vec<_>>().join("\n");
        if !(0..3).any(|skip| begins_with(&head.lines().skip(skip).collect::<String>(), &title)) {
            writing.paragraph(&title);
        }
    }
    blocks::write(&tree, main, &mut writing);
    if writing.len() == 0 {
        let message = "the page holds no text; perhaps a program in it would fetch it";
        writing.finding(of_file(Severity::Warning, "no-text", message, "save the page from a browser, or as plain text"));
    }
    writing.finish()
}

#[cfg(test)]
mod tests;
