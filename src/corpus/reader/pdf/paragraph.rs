//! Lines of pages → paragraphs: a line that runs to the right edge goes on on the next that is not indented, also over the end of a page.

use super::{columns, page::Line};
use crate::{
    corpus::reader::{of_file, writing::Writing},
    finding::Severity,
    model::Locator,
};
use std::num::NonZeroU32;

/// Fewest lines of a page that show its edges; a shorter one has those of all pages.
const FEWEST: usize = 8;

/// The left and right edges of the text of a page, and the size of most of its characters.
#[derive(Clone, Copy, Debug)]
struct Column {
    left: f32,
    right: f32,
    size: f32,
}

impl Column {
    /// The outermost edges that several lines keep: a running head or a page number may stand farther out.
    fn of<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Self {
        let lines: Vec<&Line> = lines.into_iter().collect();
        let sorted = |of: fn(&Line) -> f32| {
            let mut values: Vec<f32> = lines.iter().map(|line| of(line)).collect();
            values.sort_by(f32::total_cmp);
            values
        };
        let (lefts, rights, sizes) = (sorted(|line| line.left), sorted(|line| line.right), sorted(|line| line.size));
        let size = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
        // So many lines keep an edge: those at its place and within a character and a half inside of it.
        let several = (lines.len() / 8).max(2).min(lines.len());
        let kept = |at: f32, inside: &dyn Fn(f32) -> bool, values: &[f32]| {
            at.is_finite() && values.iter().filter(|value| inside(**value)).count() >= several
        };
        let left = lefts.iter().copied().find(|&left| kept(left, &|value| (left..left + 0.5 * size).contains(&value), &lefts));
        let right = rights.iter().rev().copied().find(|&right| kept(right, &|value| value <= right && value > right - 1.5 * size, &rights));
        let (first, last) = (lefts.first().copied().unwrap_or(0.0), rights.last().copied().unwrap_or(0.0));
        Self { left: left.unwrap_or(first), right: right.unwrap_or(last), size }
    }
}

/// Writes the paragraphs of all pages; each begins on the page that is told.
pub(super) fn write(pages: &[Vec<Line>], writing: &mut Writing) {
    let mut open: Option<Open> = None;
    let (mut paragraph, mut above) = (0, None);
    let common = Column::of(pages.iter().flatten());
    for (index, page) in pages.iter().enumerate() {
        let column = if page.len() >= FEWEST { Column::of(page) } else { common };
        let (tables, below) = columns::find(page, above.take());
        above = below;
        if tables.iter().any(|table| table.grid.is_none()) {
            let message = format!("page {} seems to hold a table, which was read line by line", index + 1);
            writing.finding(of_file(Severity::Note, "table-not-read", message, "give the table as a Word file or a page"));
        }
        let mut tables = tables.into_iter().filter(|table| table.grid.is_some()).peekable();
        let mut behind = 0;
        for (number, line) in page.iter().enumerate() {
            if let Some(table) = tables.next_if(|table| table.lines.start == number) {
                flush(open.take(), &mut paragraph, writing);
                writing.table(&table.grid.unwrap_or_default(), NonZeroU32::new(index as u32 + 1));
                behind = table.lines.end;
            }
            if number < behind {
                continue;
            }
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
        // The lines of a title in large characters are centred.
        let title = line.size > 1.15 * column.size && previous.is_some_and(|previous| previous.base - line.base < 2.2 * line.size);
        if title && alike {
            return true;
        }
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
