//! What a file is: by its first bytes, and where these do not tell, by the end of its name.

use crate::model::Format;

/// File name endings that are read from directories; a file that is named itself may end in anything.
pub const ENDINGS: [&str; 11] = ["txt", "text", "md", "markdown", "html", "htm", "xhtml", "docx", "pdf", "jsonl", "ndjson"];

/// How far into a file its marks are looked for.
const HEAD: usize = 1024;

/// First bytes of common files that are no text, and what to do about each.
const FOREIGN: [(&[u8], &str); 4] = [
    (b"\xD0\xCF\x11\xE0", "is an old Word or WPS file; save it as .docx or as plain text"),
    (b"{\\rtf", "is a rich text file; save it as .docx or as plain text"),
    (b"\x1F\x8B", "is compressed; unpack it first"),
    (b"Rar!", "is an archive; unpack it first"),
];

/// The format of `bytes`, which a file called `name` holds.
///
/// # Errors
/// A sentence that says what the bytes are and what to do, where no reader can read them.
pub fn detect(name: &str, bytes: &[u8]) -> Result<Format, String> {
    if let Some((_, problem)) = FOREIGN.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err((*problem).to_owned());
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Format::Docx);
    }
    let ending = name.rsplit(['/', '\\']).next().unwrap_or(name).rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let named = match ending.as_deref() {
        Some("md" | "markdown") => Format::Markdown,
        Some("html" | "htm" | "xhtml" | "shtml") => Format::Html,
        Some("jsonl" | "ndjson") => Format::JsonLines,
        Some("pdf") => return Err("is called a PDF file but is none".to_owned()),
        Some("docx") => return Err("is called a Word file but is none".to_owned()),
        _ => Format::Text,
    };
    Ok(match named {
        Format::Text if is_page(head) => Format::Html,
        Format::Text if is_json_line(bytes) => Format::JsonLines,
        other => other,
    })
}

fn is_page(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let starts = |mark: &[u8]| head.len() >= mark.len() && head[..mark.len()].eq_ignore_ascii_case(mark);
    starts(b"<!doctype html")
        || starts(b"<html")
        || (starts(b"<?xml") && head.windows(5).any(|window| window.eq_ignore_ascii_case(b"<html")))
}

/// Whether the first line with words is an object with a `text`.
fn is_json_line(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    line.trim_ascii_start().starts_with(b"{") && super::lines::is_record(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_counts_before_the_name() {
        for (name, bytes, format) in [
            ("a.txt", &b"%PDF-1.7\n"[..], Format::Pdf),
            ("a.txt", b"\n <!DOCTYPE HTML><p>", Format::Html),
            ("a", b"<?xml version='1.0'?><HTML>", Format::Html),
            ("a.txt", b"\n{\"text\": \"\", \"title\": \"\"}\n", Format::JsonLines),
            ("a.txt", b"{\"title\": 1}", Format::Text),
            ("a.md", b"<html>", Format::Markdown),
            ("b.HTM", b"plain", Format::Html),
            ("dir.html/a", b"plain", Format::Text),
            ("a.txt", b"PK\x03\x04", Format::Docx),
        ] {
            assert_eq!(detect(name, bytes), Ok(format), "{name}");
        }
        assert!(detect("a.doc", b"\xD0\xCF\x11\xE0\xA1").unwrap_err().contains(".docx"));
        assert!(detect("a.pdf", b"plain").is_err());
    }
}
