//! Checks of the word lists: tables that nothing reads, rows that stand twice, words of closed columns, references.

use crate::{
    catalog::{
        lexicon::{Lexicon, Row},
        source::Sources,
    },
    error::Defect,
    text::unknown,
};
use std::collections::{BTreeMap, BTreeSet};

/// Columns whose words the program knows: those that the built-in tables use.
const CLOSED: [(&str, usize); 8] = [
    ("identity", 1),
    ("organ_words", 1),
    ("official_words", 1),
    ("place_words", 1),
    ("places", 2),
    ("surnames", 1),
    ("organ_heads", 2),
    ("title_modifiers", 1),
];

/// Columns whose words are the first cell of a row of another table.
const REFERENCES: [(&str, usize, &[&str]); 3] =
    [("place_short", 1, &["places", "regions"]), ("regions", 2, &["regions", "places"]), ("titles", 2, &["organs"])];

/// Tables in which a word has one row.
const SINGLE: [&str; 4] = ["heads", "industries", "national", "surnames"];

/// Checks all tables and counts their rows.
pub(super) fn check(sources: &Sources, defects: &mut Vec<Defect>) -> usize {
    let built_in = Lexicon::load(&Sources::built_in(), &mut Vec::new());
    let lexicon = Lexicon::load(sources, &mut Vec::new());
    for (path, text) in sources.under("data/lexicon/") {
        let Some(name) = path.strip_prefix("data/lexicon/").and_then(|name| name.strip_suffix(".tsv")) else { continue };
        let table = Table { path, name, text };
        if built_in.table(name).is_empty() {
            let problem = format!("no stage reads this table: {}", unknown(name, built_in.names()));
            defects.push(table.defect(1, problem));
            continue;
        }
        table.repeated(defects);
        table.closed(&built_in, defects);
        table.references(&lexicon, defects);
    }
    lexicon.names().map(|name| lexicon.table(name).len()).sum()
}

/// One file.
struct Table<'a> {
    path: &'a str,
    name: &'a str,
    text: &'a str,
}

impl<'a> Table<'a> {
    fn defect(&self, line: usize, problem: String) -> Defect {
        Defect { file: self.path.to_owned(), line, problem }
    }

    /// Lines that hold a row, from 1.
    fn rows(&self) -> impl Iterator<Item = (usize, &'a str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, row)| (index + 1, row))
            .filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#'))
    }

    fn repeated(&self, defects: &mut Vec<Defect>) {
        let single = SINGLE.contains(&self.name);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (line, row) in self.rows() {
            let key = if single { word(row, 0) } else { row.trim_end() };
            match seen.get(key) {
                Some(first) => defects.push(self.defect(line, format!("`{}` stands already in line {first}", word(row, 0)))),
                None => _ = seen.insert(key, line),
            }
        }
    }

    fn closed(&self, built_in: &Lexicon, defects: &mut Vec<Defect>) {
        for (_, column) in CLOSED.iter().filter(|(table, _)| *table == self.name) {
            let known: BTreeSet<&str> = built_in.table(self.name).iter().map(|row| row.cell(*column)).collect();
            for (line, row) in self.rows() {
                if !known.contains(word(row, *column)) {
                    defects.push(self.defect(line, unknown(word(row, *column), known.iter().copied())));
                }
            }
        }
    }

    fn references(&self, lexicon: &Lexicon, defects: &mut Vec<Defect>) {
        for (_, column, targets) in REFERENCES.iter().filter(|(table, ..)| *table == self.name) {
            let known: BTreeSet<&str> = targets.iter().flat_map(|target| lexicon.table(target)).map(Row::word).collect();
            for (line, row) in self.rows() {
                let name = word(row, *column);
                if !name.is_empty() && !known.contains(name) {
                    defects.push(
                        self.defect(line, format!("no such row in {}: {}", targets.join(" or "), unknown(name, known.iter().copied()))),
                    );
                }
            }
        }
    }
}

/// Cell `column` of a row; empty where the row is shorter.
fn word(row: &str, column: usize) -> &str {
    row.split('\t').nth(column).unwrap_or_default().trim()
}
