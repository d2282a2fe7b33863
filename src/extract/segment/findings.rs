//! What is odd about a layout.

use super::{LineKind, kinds::Typed, marks};
use crate::{
    finding::{Finding, Severity},
    span::Span,
};

/// Fewest lines of which a habit can be told.
const FEWEST: usize = 20;
/// Widths (in characters) of pages and columns.
const WIDTHS: std::ops::RangeInclusive<usize> = 16..=48;

/// The findings of a document's layout.
pub(super) fn of(text: &str, lines: &[Typed]) -> Vec<Finding> {
    hard_wrapped(text, lines).into_iter().collect()
}

/// A text whose sentences are broken at the width of a page, as text taken from a PDF file is.
fn hard_wrapped(text: &str, lines: &[Typed]) -> Option<Finding> {
    let full: Vec<Span> = lines.iter().filter(|line| line.kind != LineKind::Blank).map(|line| line.raw.span).collect();
    let broken = |span: &&Span| {
        let words = span.of(text);
        WIDTHS.contains(&words.chars().take(50).count())
            && !words.ends_with(|c| marks::is_sentence_end(c) || marks::is_semicolon(c) || marks::is_colon(c))
    };
    let count = full.iter().filter(broken).count();
    let first = full.iter().find(broken)?;
    (full.len() >= FEWEST && count * 5 > full.len() * 3).then(|| Finding {
        severity: Severity::Warning,
        id: "hard-wrapped",
        span: *first,
        message: "most lines end within a sentence, so sentences and names are cut at the ends of lines".to_owned(),
        hint: "join the lines of each paragraph first".to_owned(),
    })
}
