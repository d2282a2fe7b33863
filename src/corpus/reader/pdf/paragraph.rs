//! Lines of pages → paragraphs: a line that runs to the right edge goes on on the next that is not indented, also over the end of a page.

use super::page::Line;
use crate::{corpus::reader::writing::Writing, model::Locator};
use std::num::NonZeroU32;

/// The left and right edges of the text of a page.
#[derive(Clone, Copy, Debug)]
struct Column {
    left: f32,
    right: f32,
}

/// Writes the paragraphs of all pages; each begins on the page that is told.
pub(super) fn write(pages: &[Vec<Line>], writing: &mut Writing) {
    let mut open: Option<Open> = None;
    let mut paragraph = 0;
    for (index, page) in pages.iter().enumerate() {
        let column = column(page);
        for (number, line) in page.iter().enumerate() {
            let previous = number.checked_sub(1).map(|before| &page[before]);
            let joins = open.as_ref().is_some_and(|open| open.goes_on(line, previous, column));
            if !joins {
                flush(open.take(), &mut paragraph, writing);
                open = Some(Open { words: String::new(), page: index as u32 + 1, full: false, size: line.size });
            }
            if let Some(open) = &mut open {
                open.add(line, column);
            }
        }
    }
    flush(open, &mut paragraph, writing);
}

/// A paragraph that is being read.
struct Open {
    words: String,
    /// The page on which it begins.
    page: u32,
    /// Whether its last line runs to the right edge.
    full: bool,
    size: f32,
}

impl Open {
    fn goes_on(&self, line: &Line, previous: Option<&Line>, column: Column) -> bool {
        let indented = line.left > column.left + 0.8 * line.size;
        let alike = (line.size - self.size).abs() < 0.15 * self.size.max(1.0);
        let apart = previous.is_some_and(|previous| previous.base - line.base > 3.0 * line.size.max(previous.size));
        self.full && !indented && alike && !apart
    }

    fn add(&mut self, line: &Line, column: Column) {
        let words = line.words.trim();
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if latin(self.words.chars().next_back()) && latin(words.chars().next()) {
            self.words.push(' ');
        }
        self.words.push_str(words);
        self.full = line.right > column.right - 1.6 * line.size;
    }
}

fn flush(open: Option<Open>, paragraph: &mut u32, writing: &mut Writing) {
    let Some(open) = open else { return };
    let words = crate::corpus::reader::writing::on_one_line(&open.words);
    if !words.is_empty() {
        *paragraph += 1;
        let locator = Locator { page: NonZeroU32::new(open.page), paragraph: NonZeroU32::new(*paragraph), ..Locator::default() };
        writing.line(&words, locator);
    }
}

/// The edges that most lines of a page keep: the left one of unindented lines, and the farthest right.
fn column(page: &[Line]) -> Column {
    let mut lefts: Vec<f32> = page.iter().map(|line| line.left).collect();
    lefts.sort_by(f32::total_cmp);
    let mut rights: Vec<f32> = page.iter().map(|line| line.right).collect();
    rights.sort_by(f32::total_cmp);
    let at = |sorted: &[f32], share: f32| sorted.get(((sorted.len().max(1) - 1) as f32 * share) as usize).copied().unwrap_or(0.0);
    Column { left: at(&lefts, 0.05), right: at(&rights, 0.95) }
}
