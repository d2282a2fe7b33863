//! Classes of words by the company they keep, and how common words are: a data file made by `hongtu word-classes`.

use super::source::Sources;
use crate::error::Defect;

/// What a large corpus tells of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Company {
    /// Its class, from 1; words of one class stand in like places.
    pub class: u16,
    /// How often it stands in the corpus.
    pub count: u32,
}

/// The file of the classes.
pub const FILE: &str = "data/model/word_classes.tsv";

/// There are fewer classes than this.
pub const CLASSES: usize = 401;

/// Reads the classes, a word a line; none without the file.
pub(crate) fn of<'a>(sources: &'a Sources, defects: &mut Vec<Defect>) -> Vec<(&'a str, Company)> {
    let mut words = Vec::new();
    for (number, line) in sources.get(FILE).unwrap_or_default().lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match parse(line) {
            Some(entry) => words.push(entry),
            None => defects.push(Defect {
                file: FILE.to_owned(),
                line: number + 1,
                problem: format!("a line has a word, a class from 1 to {} and a count", CLASSES - 1),
            }),
        }
    }
    words
}

fn parse(line: &str) -> Option<(&str, Company)> {
    let mut cells = line.split('\t');
    let (word, class, count) = (cells.next()?, cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    (1..CLASSES as u16).contains(&class).then_some((word, Company { class, count }))
}
