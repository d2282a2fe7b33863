//! The text of a document while a reader writes it: one paragraph or row of a table a line, each with its place.

use super::{Reading, table::Grid};
use crate::{
    finding::Finding,
    model::{Locator, Place, Property, Table},
    span::Span,
};
use std::num::NonZeroU32;

/// Text that grows line by line.
#[derive(Debug, Default)]
pub(super) struct Writing {
    reading: Reading,
    paragraphs: u32,
    tables: u32,
}

impl Writing {
    /// Adds a paragraph on a line of its own; one without words adds nothing.
    pub(super) fn paragraph(&mut self, words: &str) {
        let words = on_one_line(words);
        if words.is_empty() {
            return;
        }
        self.paragraphs += 1;
        let locator = Locator { paragraph: NonZeroU32::new(self.paragraphs), ..Locator::default() };
        self.line(&words, locator);
    }

    /// Adds a line with its place.
    pub(super) fn line(&mut self, words: &str, locator: Locator) -> Span {
        let start = self.reading.text.len();
        self.reading.text.push_str(words);
        let span = Span::new(start, self.reading.text.len());
        self.reading.text.push('\n');
        self.reading.places.push(Place { span, locator });
        span
    }

    /// Adds the rows of a table, which stands on a page where the file has pages.
    pub(super) fn table(&mut self, grid: &Grid, page: Option<NonZeroU32>) {
        let Some(lines) = grid.lines() else {
            grid.paragraphs().for_each(|words| self.paragraph(words));
            return;
        };
        self.tables += 1;
        let table = NonZeroU32::new(self.tables);
        let mut rows = Vec::new();
        for line in lines.rows {
            let start = self.reading.text.len();
            let span = self.line(&line.words, Locator { page, table, row: NonZeroU32::new(line.number), ..Locator::default() });
            let cells = line.cells.iter().map(|cell| Span::new(start + cell.start, start + cell.end)).collect();
            rows.push(crate::model::Row { span, cells });
        }
        if !lines.headings.is_empty() && !rows.is_empty() {
            self.reading.tables.push(Table { headings: lines.headings, rows });
        }
    }

    /// Adds what the file says of itself.
    pub(super) fn property(&mut self, name: &str, value: &str) {
        let value = on_one_line(value);
        if !value.is_empty() {
            self.reading.properties.push(Property { name: name.to_owned(), value });
        }
    }

    /// Adds what was odd.
    pub(super) fn finding(&mut self, finding: Finding) {
        self.reading.findings.push(finding);
    }

    /// Bytes of text so far.
    pub(super) fn len(&self) -> usize {
        self.reading.text.len()
    }

    pub(super) fn finish(self) -> Reading {
        self.reading
    }
}

/// The words with every run of white space as one, and none at the ends; control characters are dropped.
pub(super) fn on_one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    let mut gap = None;
    for c in words.chars() {
        if c.is_whitespace() {
            // An ideographic space is a choice of the writer: it sets the parts of a line apart.
            gap = Some(if c == '\u{3000}' || gap == Some('\u{3000}') { '\u{3000}' } else { ' ' });
        } else if !c.is_control() && !matches!(c, '\u{200B}' | '\u{FEFF}') {
            line.extend(gap.take().filter(|_| !line.is_empty()));
            line.push(c);
        }
    }
    line
}
