//! PDF files with a text layer: paragraphs in the reading order of one column, each with its page.
//!
//! 1. [`font`]: codes of a font → characters and widths;
//! 2. [`content`]: the operators of a page → pieces of text with their places on it;
//! 3. [`page`]: pieces → lines, without running heads and page numbers;
//! 4. [`columns`]: lines whose parts stand in columns → tables;
//! 5. [`paragraph`]: the other lines → paragraphs, over the ends of pages.

mod columns;
mod content;
mod font;
mod page;
mod paragraph;
mod radical;

use super::{Reading, of_file, writing::Writing};
use crate::{corpus::Limits, finding::Severity};
use lopdf::{Document, LoadOptions, Object};

/// Most bytes that a stream of objects unpacks to.
const OBJECTS: usize = 64 << 20;

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Reading, String> {
    let unpacked = usize::try_from(limits.unpacked_bytes).unwrap_or(usize::MAX);
    let options = LoadOptions { max_decompressed_size: Some(unpacked.min(OBJECTS)), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => {
            "is protected by a password, so its text cannot be read; save it without one".to_owned()
        }
        error => format!("begins like a PDF file, but is damaged ({error}); save it anew"),
    })?;
    if document.is_encrypted() {
        return Err("is protected by a password, so its text cannot be read; save it without one".to_owned());
    }
    let mut writing = Writing::default();
    if let Some(title) = title(&document) {
        writing.property("dc:title", &title);
    }
    let pages = document.page_iter().take(limits.pages as usize + 1);
    let mut reader = content::Reader::new(&document, unpacked);
    let mut lines = Vec::new();
    let (mut count, mut pictures) = (0, 0);
    for page in pages {
        if count == limits.pages {
            let message = format!("the file has more than {count} pages; what follows was not read");
            writing.finding(of_file(Severity::Warning, "pages-cut", message, "split the file, or raise --max-pages"));
            break;
        }
        count += 1;
        let content = reader.read(page);
        pictures += usize::from(content.pictures > 0);
        lines.push(page::lines(content.pieces));
    }
    page::drop_running_heads(&mut lines);
    paragraph::write(&lines, &mut writing);
    if writing.len() == 0 {
        let scanned = if pictures > 0 { "its pages are pictures" } else { "its pages are empty" };
        let message = format!("the file has no text layer: {scanned}");
        writing.finding(of_file(Severity::Warning, "no-text", message, "recognise the characters first (OCR)"));
    } else if reader.unknown > 0 {
        let message = format!("{} characters stand in fonts that do not tell what they are, and were left out", reader.unknown);
        writing.finding(of_file(
            Severity::Warning,
            "unknown-characters",
            message,
            "compare the text with the page, or recognise the characters (OCR)",
        ));
    }
    if reader.cut {
        let message = "the pages unpack to more than the limit; what follows was not read";
        writing.finding(of_file(Severity::Warning, "pages-cut", message, "split the file, or raise --max-unpacked"));
    }
    Ok(writing.finish())
}

/// The title that the file has of itself.
fn title(document: &Document) -> Option<String> {
    let info = document.trailer.get(b"Info").and_then(Object::as_reference).and_then(|id| document.get_dictionary(id)).ok()?;
    let bytes = info.get(b"Title").and_then(Object::as_str).ok()?;
    let title = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        _ => std::str::from_utf8(bytes).ok()?.to_owned(),
    };
    (title.chars().count() <= 200).then_some(title)
}

#[cfg(test)]
mod tests;
