//! Lines of a page whose parts stand below each other in columns → tables.
//!
//! 1. lines that stand close together are one band: a row whose cells run over several lines;
//! 2. a band of three parts or more begins a table, and those below it go on while each of their parts stands in one of its columns;
//! 3. a table has a column of figures; without one the parts may be names in columns, and stay lines;
//! 4. one that reaches the foot of its page may go on at the top of the next, under the same headings.

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

/// A table that reaches the foot of a page.
pub(super) struct Above {
    columns: Vec<(f32, f32)>,
    /// The rows with the headings of its columns.
    head: Vec<Vec<Cell>>,
}

/// The tables of a page, from top to bottom, and the one that may go on behind it; `above` is the one that may go on from the page before.
pub(super) fn find(page: &[Line], above: Option<Above>) -> (Vec<Found>, Option<Above>) {
    let bands = bands(page);
    let (mut found, mut at, mut below) = (Vec::new(), 0, None);
    let mut add = |table: Table, found: &mut Vec<Found>| {
        let ends = table.lines.end == page.len();
        let columns = table.columns.clone();
        let Some(table) = table.found() else { return false };
        below = table.grid.as_ref().filter(|_| ends).map(|grid| Above { columns, head: grid.head() });
        found.push(table);
        true
    };
    if let Some((table, length)) = above.and_then(|above| Table::going_on(page, &bands, above)) {
        add(table, &mut found);
        at = length;
    }
    while at < bands.len() {
        let next = Table::beginning(page, &bands[at..]);
        at += next.map_or(1, |(table, length)| if add(table, &mut found) { length } else { 1 });
    }
    (found, below)
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
    /// Whether it goes on from the page before.
    goes_on: bool,
}

impl Table {
    /// The table with which the bands begin, and how many of them it takes.
    fn beginning(page: &[Line], bands: &[Range<usize>]) -> Option<(Self, usize)> {
        let first = bands.first()?;
        let widest =
            page[first.clone()].iter().max_by_key(|line| line.parts.len()).filter(|line| (FEWEST..=MOST).contains(&line.parts.len()))?;
        let columns = widest.parts.iter().map(|part| (part.left, part.right)).collect();
        let mut table = Self { lines: first.clone(), columns, rows: Vec::new(), goes_on: false };
        let taken = table.take(page, bands);
        Some((table, taken))
    }

    /// What stands at the top of a page of the table above, whose headings it has, and how many bands that takes.
    ///
    /// A row of figures goes on with it; one without any may be the headings of another table, unless they are the same.
    fn going_on(page: &[Line], bands: &[Range<usize>], above: Above) -> Option<(Self, usize)> {
        let first = bands.first()?;
        let Above { columns, head } = above;
        let mut table = Self { lines: first.clone(), columns, rows: Vec::new(), goes_on: true };
        let taken = table.take(page, bands);
        let row = table.rows.first()?;
        let again = head.first().is_some_and(|head| head.iter().map(|cell| &cell.words).eq(row.iter().map(|cell| &cell.words)));
        if again {
            table.rows.remove(0);
        } else if !row.iter().any(|cell| is_figure(&cell.words)) {
            return None;
        }
        let goes_on = !table.rows.is_empty();
        table.rows.splice(0..0, head);
        goes_on.then_some((table, taken))
    }

    /// Takes the bands that are rows, and tells how many those are.
    fn take(&mut self, page: &[Line], bands: &[Range<usize>]) -> usize {
        let mut taken = 0;
        while let Some(band) = bands.get(taken) {
            let row = match self.row(&page[band.clone()]) {
                Some(row) if filled(&row) > 1 => row,
                // The name of a group of rows, if rows follow.
                Some(row) if bands.get(taken + 1).and_then(|next| self.row(&page[next.clone()])).is_some_and(|row| filled(&row) > 1) => {
                    let words = row.into_iter().map(|cell| cell.words).collect();
                    vec![Cell { words, columns: self.columns.len(), rows: 1, heading: false }]
                }
                _ => break,
            };
            self.widen(&page[band.clone()]);
            self.rows.push(row);
            self.lines.end = band.end;
            taken += 1;
        }
        taken
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
        let tabular = self.goes_on || (0..self.columns.len()).any(has_figures);
        (self.goes_on || rows >= FEWEST).then_some(Found { lines: self.lines, grid: tabular.then_some(Grid { rows: self.rows }) })
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
