//! Lines of a page whose parts stand below each other in columns → tables.
//!
//! 1. lines that stand close together are one band: a row whose cells run over several lines;
//! 2. a band of three parts or more begins a table, and those below it go on while each of their parts stands in one of its columns;
//! 3. a table has a column of figures; without one the parts may be names in columns, and stay lines.

use super::page::{Line, Part};
use crate::corpus::reader::table::{Cell, Grid};
use std::ops::Range;

/// Fewest columns and rows, headings included.
const FEWEST: usize = 3;
/// Most columns that are told apart.
const MOST: usize = 64;
/// Lines of one row are closer together than so many sizes of their characters.
const CLOSE: f32 = 1.55;

/// Lines that seem to be a table.
pub(super) struct Found {
    pub(super) lines: Range<usize>,
    /// None where nothing tells it from words that were set in columns.
    pub(super) grid: Option<Grid>,
}

/// The tables of a page, from top to bottom.
pub(super) fn find(page: &[Line]) -> Vec<Found> {
    let bands = bands(page);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bands.len() {
        let next = Table::beginning(page, &bands[at..]).map(|(table, length)| (table.found(), length));
        match next {
            Some((Some(table), length)) => {
                found.push(table);
                at += length;
            }
            _ => at += 1,
        }
    }
    found
}

/// Lines that stand close together; where each of them has as many parts as the first, each by itself.
fn bands(page: &[Line]) -> Vec<Range<usize>> {
    let mut bands: Vec<Range<usize>> = Vec::new();
    for (index, line) in page.iter().enumerate() {
        let close = |last: &Range<usize>| {
            let above = &page[last.end - 1];
            let alone = above.parts.len() >= FEWEST && above.parts.len() == line.parts.len();
            above.base - line.base < CLOSE * above.size.max(line.size) && !alone
        };
        match bands.last_mut().filter(|last| close(last)) {
            Some(last) => last.end = index + 1,
            None => bands.push(index..index + 1),
        }
    }
    bands
}

/// A table that is being read.
struct Table {
    lines: Range<usize>,
    /// From where to where each column reaches.
    columns: Vec<(f32, f32)>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The table with which the bands begin, and how many of them it takes.
    fn beginning(page: &[Line], bands: &[Range<usize>]) -> Option<(Self, usize)> {
        let first = bands.first()?;
        let widest =
            page[first.clone()].iter().max_by_key(|line| line.parts.len()).filter(|line| (FEWEST..=MOST).contains(&line.parts.len()))?;
        let columns = widest.parts.iter().map(|part| (part.left, part.right)).collect();
        let mut table = Self { lines: first.clone(), columns, rows: Vec::new() };
        let mut taken = 0;
        while let Some(band) = bands.get(taken) {
            let row = match table.row(&page[band.clone()]) {
                Some(row) if filled(&row) > 1 => row,
                // The name of a group of rows, if rows follow.
                Some(row) if bands.get(taken + 1).and_then(|next| table.row(&page[next.clone()])).is_some_and(|row| filled(&row) > 1) => {
                    let words = row.into_iter().map(|cell| cell.words).collect();
                    vec![Cell { words, columns: table.columns.len(), rows: 1, heading: false }]
                }
                _ => break,
            };
            table.widen(&page[band.clone()]);
            table.rows.push(row);
            table.lines.end = band.end;
            taken += 1;
        }
        Some((table, taken))
    }

    /// The lines as a row, where each of their parts stands in one column.
    fn row(&self, lines: &[Line]) -> Option<Vec<Cell>> {
        let empty = Cell { words: String::new(), columns: 1, rows: 1, heading: false };
        let mut row = vec![empty; self.columns.len()];
        for part in lines.iter().flat_map(|line| &line.parts) {
            row[self.column(part)?].words.push_str(&part.words);
        }
        Some(row)
    }

    /// The only column that a part touches.
    fn column(&self, part: &Part) -> Option<usize> {
        let mut touched = self.columns.iter().enumerate().filter(|(_, (left, right))| part.left < *right && part.right > *left);
        let (column, _) = touched.next()?;
        touched.next().is_none().then_some(column)
    }

    fn widen(&mut self, lines: &[Line]) {
        for part in lines.iter().flat_map(|line| &line.parts) {
            if let Some(column) = self.column(part) {
                let (left, right) = &mut self.columns[column];
                (*left, *right) = (left.min(part.left), right.max(part.right));
            }
        }
    }

    fn found(self) -> Option<Found> {
        let rows = self.rows.iter().filter(|row| row.len() > 1).count();
        let has_figures = |column: usize| {
            let cells = self.rows.iter().skip(1).filter_map(|row| row.get(column).filter(|_| row.len() > 1));
            let (figures, all) = cells.fold((0, 0), |(figures, all), cell| (figures + usize::from(is_figure(&cell.words)), all + 1));
            figures * 3 >= all * 2
        };
        let tabular = (0..self.columns.len()).any(has_figures);
        (rows >= FEWEST).then_some(Found { lines: self.lines, grid: tabular.then_some(Grid { rows: self.rows }) })
    }
}

fn filled(row: &[Cell]) -> usize {
    row.iter().filter(|cell| !cell.words.is_empty()).count()
}

/// A number, perhaps with a sign, a mark of comparison or a percent sign.
fn is_figure(words: &str) -> bool {
    let marks = |c: char| matches!(c, '.' | ',' | '%' | '-' | '+' | '\u{2264}' | '\u{2265}' | '<' | '>' | '(' | ')' | '\u{FF05}' | ' ');
    words.chars().any(|c| c.is_ascii_digit()) && words.chars().all(|c| c.is_ascii_digit() || marks(c))
}
