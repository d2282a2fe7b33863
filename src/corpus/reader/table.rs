//! A table → lines: a row is told with the headings of its columns, `1. 建设码头。牵头单位：市交通局；完成时限：2031年。`
//!
//! What a row says is nothing but its cells and headings. A column of numbers before the others numbers the line; the next
//! column is what the row is about and stands without its heading; each further cell stands after its heading and a colon.

use super::writing::on_one_line;
use std::{collections::BTreeMap, ops::Range};

/// Most columns that are told apart.
const COLUMNS: usize = 64;
/// Most rows over which a cell is repeated.
const REPEATED: usize = 1000;
/// Longest heading, in characters.
const LONGEST_HEADING: usize = 24;
/// Longest cell of a table of data; beyond it a table is a page's layout, in characters.
const LONGEST_CELL: usize = 2000;

/// A cell as the file has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// Its words; paragraphs are parted by line ends.
    pub(super) words: String,
    /// Over how many columns it stands.
    pub(super) columns: usize,
    /// Over how many rows it stands.
    pub(super) rows: usize,
    /// Whether the file calls it a heading.
    pub(super) heading: bool,
}

/// The rows of a table as the file has them.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A table written out.
pub(super) struct Lines {
    /// The heading of each column; none where the table has no headings.
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Line>,
}

/// One row written out.
pub(super) struct Line {
    /// Number of the row in the table, from 1.
    pub(super) number: u32,
    pub(super) words: String,
    /// For each column the bytes of its cell in the words.
    pub(super) cells: Vec<Range<usize>>,
}

/// A row with a cell for every column.
struct Row {
    number: u32,
    cells: Vec<String>,
    /// Columns that only repeat the cell on their left.
    repeats: Vec<bool>,
    heading: bool,
}

impl Grid {
    /// The words of all cells in turn, for a table that lays out a page.
    pub(super) fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().flatten().flat_map(|cell| cell.words.split('\n'))
    }

    /// The table written out; none for one that lays out a page: of a single row or column, or with long texts.
    pub(super) fn lines(&self) -> Option<Lines> {
        let rows = self.spread();
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let long = |row: &Row| row.cells.iter().any(|cell| cell.chars().take(LONGEST_CELL + 1).count() > LONGEST_CELL);
        if rows.len() < 2 || columns < 2 || rows.iter().any(long) {
            return None;
        }
        let first = rows.iter().position(|row| !row.is_title()).unwrap_or(rows.len());
        let count = headings(&rows[first..]);
        let headings = joined(&rows[first..first + count], columns);
        let numbered = count > 0 && rows[first + count..].iter().filter(|row| !row.is_title()).all(Row::is_numbered);
        let (before, body) = (&rows[..first], &rows[first + count..]);
        let rows = before.iter().chain(body).map(|row| row.line(&headings, numbered)).filter(|line| !line.words.is_empty()).collect();
        Some(Lines { headings, rows })
    }

    /// The rows that are the headings of its columns, marked as such.
    pub(super) fn head(&self) -> Vec<Vec<Cell>> {
        let rows = self.spread();
        let first = rows.iter().position(|row| !row.is_title()).unwrap_or(rows.len());
        let head = &rows[first..first + headings(&rows[first..])];
        let marked = |row: &Row| self.rows[row.number as usize - 1].iter().map(|cell| Cell { heading: true, ..cell.clone() }).collect();
        head.iter().map(marked).collect()
    }

    /// The rows with every cell repeated in all columns and rows over which it stands.
    fn spread(&self) -> Vec<Row> {
        let mut from_above: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        let mut rows = Vec::new();
        for (index, cells) in self.rows.iter().enumerate() {
            let mut row =
                Row { number: index as u32 + 1, cells: Vec::new(), repeats: Vec::new(), heading: cells.iter().all(|cell| cell.heading) };
            let mut below = BTreeMap::new();
            let mut given = cells.iter();
            loop {
                let column = row.cells.len();
                if column >= COLUMNS {
                    break;
                }
                if let Some((left, words)) = from_above.remove(&column) {
                    if left > 1 {
                        below.insert(column, (left - 1, words.clone()));
                    }
                    row.push(words, false);
                    continue;
                }
                let Some(cell) = given.next() else {
                    match from_above.keys().next() {
                        Some(_) => row.push(String::new(), false),
                        None => break,
                    }
                    continue;
                };
                let words = on_one_line(&cell.words);
                for repeat in 0..cell.columns.clamp(1, COLUMNS - column) {
                    if cell.rows > 1 {
                        below.insert(column + repeat, ((cell.rows - 1).min(REPEATED), words.clone()));
                    }
                    row.push(words.clone(), repeat > 0);
                }
            }
            from_above = below;
            if row.cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(row);
            }
        }
        rows
    }
}

impl Row {
    fn push(&mut self, words: String, repeats: bool) {
        self.cells.push(words);
        self.repeats.push(repeats);
    }

    /// One cell over all columns: a title, or the name of a group of rows.
    fn is_title(&self) -> bool {
        let own = self.cells.iter().zip(&self.repeats).filter(|(cell, repeats)| !**repeats && !cell.is_empty());
        self.cells.len() > 1 && own.count() == 1 && self.repeats.iter().skip(1).all(|repeats| *repeats)
    }

    fn is_numbered(&self) -> bool {
        let number = self.cells.first().map_or("", String::as_str);
        let digits = number.trim_end_matches(['.', '\u{3001}', '\u{FF0E}']);
        !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn line(&self, headings: &[String], numbered: bool) -> Line {
        let mut line = Line { number: self.number, words: String::new(), cells: vec![0..0; self.cells.len()] };
        let mut stands = 0;
        let own = self.cells.iter().zip(&self.repeats).filter(|(cell, repeats)| !cell.is_empty() && !**repeats).count();
        let pair = headings.is_empty() && own == 2;
        for (column, cell) in self.cells.iter().enumerate() {
            if cell.is_empty() || self.repeats[column] {
                continue;
            }
            if column == 0 && numbered && self.is_numbered() {
                line.push(column, cell);
                let marked = !cell.ends_with(|c: char| c.is_ascii_digit());
                line.words.push_str(if marked { " " } else { ". " });
                continue;
            }
            let heading = headings.get(column).filter(|heading| !heading.is_empty() && stands > 0 && *heading != cell);
            if stands > 0 {
                line.part(if pair {
                    '\u{FF1A}'
                } else if stands == 1 && !headings.is_empty() {
                    '\u{3002}'
                } else {
                    '\u{FF1B}'
                });
            }
            if let Some(heading) = heading {
                line.words.push_str(heading.trim_end_matches([':', '\u{FF1A}']));
                line.words.push('\u{FF1A}');
            }
            line.push(column, cell);
            stands += 1;
        }
        if stands > 1 && !pair {
            line.part('\u{3002}');
        }
        line
    }
}

impl Line {
    fn push(&mut self, column: usize, cell: &str) {
        let start = self.words.len();
        self.words.push_str(cell);
        self.cells[column] = start..self.words.len();
    }

    /// Parts two cells, unless the first ends with a mark of its own.
    fn part(&mut self, mark: char) {
        let closed = |c: char| {
            matches!(c, '\u{3002}' | '\u{FF1B}' | ';' | '\u{FF01}' | '\u{FF1F}' | '!' | '?' | '\u{FF1A}' | ':' | '\u{FF0C}' | '\u{3001}')
        };
        if !self.words.ends_with(closed) {
            self.words.push(mark);
        }
    }
}

/// How many of the first rows are headings: those that the file calls so, else one where it reads like one.
fn headings(rows: &[Row]) -> usize {
    let called = rows.iter().take_while(|row| row.heading).count();
    if called > 0 {
        return if called < rows.len() { called } else { 0 };
    }
    let Some((first, rest)) = rows.split_first().filter(|(_, rest)| !rest.is_empty()) else { return 0 };
    let short = |cell: &String| {
        let figure = cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | ' '));
        !cell.is_empty() && !figure && cell.chars().count() <= LONGEST_HEADING && !cell.contains(['\u{3002}', '\u{FF1B}', '\u{FF1A}', ':'])
    };
    let reads = first.cells.iter().all(short) && first.cells.len() >= 2;
    // Two columns without a number in them are as likely names and values.
    let pairs = first.cells.len() == 2 && !rest.iter().any(Row::is_numbered);
    let double = first.repeats.contains(&true) && rest.len() > 1 && rest[0].cells.iter().all(short);
    if !reads || pairs { 0 } else { 1 + usize::from(double) }
}

/// The heading of each column: the headings over it, the same one once.
fn joined(rows: &[Row], columns: usize) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let of = |column: usize| {
        let mut heading = String::new();
        for part in rows.iter().filter_map(|row| row.cells.get(column)) {
            if !heading.ends_with(part.as_str()) {
                heading.push_str(part);
            }
        }
        heading
    };
    (0..columns).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let cell = |words: &&str| Cell { words: (*words).to_owned(), columns: 1, rows: 1, heading: false };
        Grid { rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect() }
    }

    fn written(grid: &Grid) -> Vec<String> {
        grid.lines().unwrap().rows.into_iter().map(|line| line.words).collect()
    }

    #[test]
    fn a_row_is_told_with_its_headings() {
        let plan =
            grid(&[&["序号", "任务", "牵头单位", "完成时限"], &["1", "建设码头", "市交通局", "2031年底"], &["2", "修桥。", "", "2032年"]]);
        assert_eq!(written(&plan), ["1. 建设码头。牵头单位：市交通局；完成时限：2031年底。", "2. 修桥。完成时限：2032年。"]);
        let lines = plan.lines().unwrap();
        assert_eq!(&lines.rows[0].words[lines.rows[0].cells[2].clone()], "市交通局");
    }

    #[test]
    fn merged_cells_are_repeated_and_group_names_stand_alone() {
        let mut goals =
            grid(&[&["指标", "目标", ""], &["", "2030年", "2035年"], &["一、经济", "", ""], &["人口", "70", "75"], &["", "1", "2"]]);
        goals.rows[0] = vec![
            Cell { words: "指标".into(), columns: 1, rows: 2, heading: true },
            Cell { words: "目标".into(), columns: 2, rows: 1, heading: true },
        ];
        goals.rows[1] = ["2030年", "2035年"].map(|words| Cell { words: words.into(), columns: 1, rows: 1, heading: true }).to_vec();
        goals.rows[2] = vec![Cell { words: "一、经济".into(), columns: 3, rows: 1, heading: false }];
        goals.rows[3][0].rows = 2;
        goals.rows[4].remove(0);
        assert_eq!(written(&goals), ["一、经济", "人口。目标2030年：70；目标2035年：75。", "人口。目标2030年：1；目标2035年：2。"]);
    }

    #[test]
    fn names_and_values_need_no_heading_and_layout_is_no_table() {
        assert_eq!(written(&grid(&[&["文号", "云政发〔2031〕3号"], &["来源", "云州日报"]])), ["文号：云政发〔2031〕3号", "来源：云州日报"]);
        assert!(grid(&[&["一", "二"]]).lines().is_none() && grid(&[&["一"], &["二"]]).lines().is_none());
    }

    #[test]
    fn spans_made_to_hurt_stay_small() {
        let cell = Cell { words: "甲".into(), columns: usize::MAX, rows: usize::MAX, heading: false };
        let lines = Grid { rows: vec![vec![cell.clone(), cell.clone()]; 50] }.lines().unwrap();
        assert!(lines.rows.iter().all(|line| line.cells.len() <= COLUMNS));
    }
}
