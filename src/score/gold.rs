//! Gold annotations: `NAME.ann`, tab-separated, one record a line.

use crate::{
    error::{Error, Result},
    model::{Class, Comparator, Predicate, Status},
    text,
};
use std::{collections::BTreeSet, path::Path, str::FromStr};

/// What a correct graph of one document contains.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gold {
    /// The things named.
    pub entities: Vec<GoldEntity>,
    /// What the text says of them.
    pub relations: Vec<GoldRelation>,
    /// Figures.
    pub targets: Vec<GoldTarget>,
    /// Whose words the lines are: first line, last line, speaker.
    pub speakers: Vec<(u32, u32, String)>,
}

/// An entity with all its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldEntity {
    /// What it is.
    pub class: Class,
    /// The name by which other records call it.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
}

/// A relation between two entities, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldRelation {
    /// Name of the subject.
    pub subject: String,
    /// What it says.
    pub predicate: Predicate,
    /// Name of the object.
    pub object: String,
    /// The line that says it, from 1.
    pub line: u32,
    /// Title of a post, or `lead` and `support`.
    pub role: Option<String>,
    /// Whether it holds.
    pub status: Option<Status>,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldTarget {
    /// Name of the entity whose figure it is.
    pub holder: String,
    /// How the figure is meant.
    pub comparator: Comparator,
    /// The number, as it is written.
    pub value: String,
    /// Classifier or measure.
    pub unit: String,
    /// Year, year-month or period's name; may be empty.
    pub time: String,
}

impl Gold {
    /// Reads the annotations at `path`.
    ///
    /// # Errors
    /// When the file cannot be read or a line is no record; the error names the line.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(Error::io("cannot read", path))?;
        Self::parse(&text).map_err(|problem| Error::Input { path: path.to_owned(), problem })
    }

    /// The annotations that `text` spells, or a sentence that names the first line that is no record.
    ///
    /// # Errors
    /// When a line is no record, or names an entity that has none.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        let mut gold = Self::default();
        let mut named = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let fields: Vec<&str> = line.split('\t').collect();
            if !line.starts_with('#') && !fields[0].is_empty() {
                gold.add(&fields, &mut named, index + 1).map_err(|problem| format!("line {}: {problem}", index + 1))?;
            }
        }
        let names: BTreeSet<&str> = gold.entities.iter().map(|entity| entity.name.as_str()).collect();
        match named.iter().find(|(name, _)| !names.contains(name.as_str())) {
            Some((name, line)) => Err(format!("line {line}: no E record has this name: {}", text::unknown(name, names.into_iter()))),
            None => Ok(gold),
        }
    }

    /// Adds one record; `named` collects the names that need an E record.
    fn add(&mut self, fields: &[&str], named: &mut Vec<(String, usize)>, line: usize) -> std::result::Result<(), String> {
        let mut call = |name: &str| named.push((name.to_owned(), line));
        match *fields {
            ["D", ..] => {}
            ["E", class, name, ..] => {
                let aliases = fields.get(3).unwrap_or(&"").split('|').filter(|alias| !alias.is_empty());
                let aliases = aliases.map(str::to_owned).collect();
                self.entities.push(GoldEntity { class: Class::from_str(class)?, name: name.to_owned(), aliases });
            }
            ["R", subject, predicate, object, at, ..] => {
                call(subject);
                call(object);
                self.relations.push(relation([subject, predicate, object, at], fields.get(5).unwrap_or(&""))?);
            }
            ["T", holder, _indicator, comparator, value, unit, time, ..] => {
                call(holder);
                let [holder, value, unit, time] = [holder, value, unit, time].map(str::to_owned);
                self.targets.push(GoldTarget { holder, comparator: Comparator::from_str(comparator)?, value, unit, time });
            }
            ["S", first, last, speaker] => {
                call(speaker);
                self.speakers.push((number(first)?, number(last)?, speaker.to_owned()));
            }
            ["E" | "R" | "T" | "S", ..] => return Err(format!("a record {} with {} fields", fields[0], fields.len())),
            _ => return Err(format!("a record begins with D, E, R, T or S, this one with `{}`", fields[0])),
        }
        Ok(())
    }
}

fn relation([subject, predicate, object, line]: [&str; 4], qualifiers: &str) -> std::result::Result<GoldRelation, String> {
    let value = |key: &str| {
        let pairs = qualifiers.split(';').filter_map(|pair| pair.split_once('='));
        pairs.filter(|(name, _)| *name == key).map(|(_, value)| value).next_back()
    };
    Ok(GoldRelation {
        subject: subject.to_owned(),
        predicate: Predicate::from_str(predicate)?,
        object: object.to_owned(),
        line: number(line)?,
        role: value("role").map(str::to_owned),
        status: value("status").map(Status::from_str).transpose()?,
    })
}

fn number(field: &str) -> std::result::Result<u32, String> {
    field.trim().parse().map_err(|_| format!("`{field}` is no line number"))
}
