//! The word lists: `data/lexicon/*.tsv`, one table a file.

use super::source::Sources;
use crate::error::Defect;
use std::collections::BTreeMap;

/// All word lists by table name (the file's name without `.tsv`).
///
/// A line is one row, its cells separated by tabs; `#` begins a comment line. The first cell is the word.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    tables: BTreeMap<String, Vec<Row>>,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The cells; at least one, the first not empty.
    pub cells: Vec<String>,
    /// Its line in the file, from 1.
    pub line: usize,
}

impl Row {
    /// The word the row is about.
    pub fn word(&self) -> &str {
        &self.cells[0]
    }

    /// Cell `index`, empty where the row is shorter.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", String::as_str)
    }
}

impl Lexicon {
    /// Reads every table; a word that stands twice in a table with the same cells is a defect.
    pub fn load(sources: &Sources, defects: &mut Vec<Defect>) -> Self {
        let mut tables: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for (path, text) in sources.under("data/lexicon/") {
            let Some(name) = path.strip_prefix("data/lexicon/").and_then(|name| name.strip_suffix(".tsv")) else { continue };
            let rows = tables.entry(name.to_owned()).or_default();
            for (number, line) in text.lines().enumerate() {
                if line.trim().is_empty() || line.starts_with('#') {
                    continue;
                }
                let cells: Vec<String> = line.split('\t').map(|cell| cell.trim().to_owned()).collect();
                if cells[0].is_empty() {
                    defects.push(Defect { file: path.to_owned(), line: number + 1, problem: "a row begins with an empty cell".to_owned() });
                    continue;
                }
                rows.push(Row { cells, line: number + 1 });
            }
        }
        Self { tables }
    }

    /// The rows of a table; none where no such file exists.
    pub fn table(&self, name: &str) -> &[Row] {
        self.tables.get(name).map_or(&[], Vec::as_slice)
    }

    /// The names of all tables.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }
}
