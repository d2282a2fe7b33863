//! Word and WPS files (Office Open XML): paragraphs with their automatic numbers, tables, footnotes.
//!
//! 1. [`package`]: the archive's parts, each within a limit;
//! 2. [`numbering`]: what automatic numbers look like;
//! 3. [`body`]: the events of the document's XML → paragraphs and tables, without recursion.
//!
//! Text that is marked as deleted, field codes, tables of contents and fallbacks of drawings are left out. Footnotes stand behind the text.

mod body;
mod numbering;
mod package;

use super::{Reading, of_file, writing::Writing};
use crate::{corpus::Limits, finding::Severity};
use body::Story;
use package::Package;

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Reading, String> {
    let mut package = Package::open(bytes, limits)?;
    let document = package.document()?;
    let mut numbering = package.optional("word/numbering.xml").map(|part| numbering::read(&part)).unwrap_or_default();
    let mut writing = Writing::default();
    if let Some(core) = package.optional("docProps/core.xml") {
        for (name, value) in body::core_properties(&core) {
            writing.property(&name, &value);
        }
    }
    let mut story = body::read(&document, &mut numbering);
    story.write(&mut writing);
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(part) = package.optional(notes) {
            let mut story: Story = body::read(&part, &mut numbering);
            story.write(&mut writing);
        }
    }
    for finding in package.findings() {
        writing.finding(finding);
    }
    if story.broken {
        let message = "the document's XML is broken; what stands before the break was read";
        writing.finding(of_file(Severity::Warning, "broken-xml", message, "open the file in Word or WPS and save it anew"));
    }
    if writing.len() == 0 {
        let message = "the document holds no text; perhaps it holds pictures of pages";
        writing.finding(of_file(Severity::Warning, "no-text", message, "recognise the characters first (OCR)"));
    }
    Ok(writing.finish())
}

#[cfg(test)]
mod tests;
