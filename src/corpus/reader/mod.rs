//! The formats: a file's bytes → its text, with a place in the file for each stretch of it.
//!
//! 1. [`format`](mod@format) says what the bytes are, by their content first and by the file's name second;
//! 2. one reader for each format writes paragraphs and tables into a [`writing::Writing`];
//! 3. what a reader cannot make out becomes a finding, and what is no document at all a sentence that says what to do.

pub mod format;
mod lines;
mod markdown;
mod page;
mod pdf;
mod table;
mod word;
mod writing;

use super::{Limits, decode};
use crate::{
    finding::{Finding, Severity},
    model::{Format, Place, Property, Table},
    span::Span,
};
pub use lines::lines;
pub(crate) use page::FIELD_LINE;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a reader makes of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The text that was read.
    pub text: String,
    /// What the file says of itself.
    pub properties: Vec<Property>,
    /// Where stretches of the text stand in the file.
    pub places: Vec<Place>,
    /// The tables.
    pub tables: Vec<Table>,
    /// What was odd.
    pub findings: Vec<Finding>,
}

/// Reads `bytes` as one document of `format`.
///
/// # Errors
/// A sentence that says what the bytes seem to be and what to do.
pub fn read(format: Format, bytes: &[u8], limits: Limits) -> Result<Reading, String> {
    let plain = |text: String| Reading { text, ..Reading::default() };
    let reading = match format {
        Format::Text => decode::decode(bytes).map(plain),
        Format::Markdown => decode::decode(bytes).and_then(|text| guarded(|| Ok(markdown::read(&text)))),
        Format::Html => page::decode(bytes).and_then(|(text, lossy)| guarded(|| Ok(page::read(&text, lossy)))),
        Format::Docx => guarded(|| word::read(bytes, limits)),
        Format::Pdf => guarded(|| pdf::read(bytes, limits)),
        Format::JsonLines => lines::read(bytes),
    }?;
    Ok(bounded(reading, limits))
}

/// Runs a reader that stands on a library: its failure is the file's, not the program's.
fn guarded(read: impl FnOnce() -> Result<Reading, String>) -> Result<Reading, String> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err("is damaged in a way that cannot be read; save it anew, or as plain text".to_owned()))
}

/// Cuts a text that is longer than the limit at the end of a line, and says so.
fn bounded(mut reading: Reading, limits: Limits) -> Reading {
    let most = usize::try_from(limits.text_bytes).unwrap_or(usize::MAX).min(1 << 30);
    if reading.text.len() <= most {
        return reading;
    }
    let boundary = (0..=most).rev().find(|&at| reading.text.is_char_boundary(at)).unwrap_or(0);
    let end = reading.text[..boundary].rfind('\n').map_or(boundary, |at| at + 1);
    reading.text.truncate(end);
    reading.places.retain(|place| place.span.to() <= end);
    for table in &mut reading.tables {
        table.rows.retain(|row| row.span.to() <= end);
    }
    reading.tables.retain(|table| !table.rows.is_empty());
    reading.findings.push(Finding {
        severity: Severity::Warning,
        id: "text-cut",
        span: Span::new(end, end),
        message: format!("the file holds more than the limit of {most} bytes of text; what follows was not read"),
        hint: "split the file, or raise --max-text".to_owned(),
    });
    reading
}

/// A finding about the file as a whole.
fn of_file(severity: Severity, id: &'static str, message: impl Into<String>, hint: &str) -> Finding {
    Finding { severity, id, span: Span::default(), message: message.into(), hint: hint.to_owned() }
}
