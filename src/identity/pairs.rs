//! How well things of different documents are told to be one or several: pairs that people judged, each named in a small document of its own.

use crate::{
    catalog::Catalog,
    corpus,
    error::{Error, Result},
    extract,
    graph::{self, KnowledgeGraph, Part},
    model::Class,
};
use std::{collections::BTreeMap, path::Path};

/// A thing named in a context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The name as it stands in the document.
    pub name: String,
    /// The place that the document speaks for.
    pub place: String,
    /// The year of the document.
    pub year: String,
    /// What stands before a person's name; may be empty.
    pub post: String,
}

/// Two things and whether they are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Its line, from 1.
    pub line: usize,
    /// Whether they are one.
    pub same: bool,
    /// The class of both.
    pub class: Class,
    /// The two.
    pub sides: [Side; 2],
}

/// How many pairs were told right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// One, and told to be one.
    pub joined: usize,
    /// Two, but told to be one.
    pub wrongly_joined: usize,
    /// One, but told to be two.
    pub wrongly_apart: usize,
    /// Two, and told to be two.
    pub apart: usize,
    /// What was told wrong: the line and what happened.
    pub wrong: Vec<(usize, String)>,
}

impl Measure {
    /// The harmonic mean of precision and recall of what is told to be one.
    pub fn f1(&self) -> f64 {
        let all = 2 * self.joined + self.wrongly_joined + self.wrongly_apart;
        if all == 0 { 0.0 } else { 2.0 * self.joined as f64 / all as f64 }
    }
}

/// Pairs with the texts that they are named in.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    pairs: Vec<Pair>,
    /// By class and whether a post is given.
    contexts: BTreeMap<(Class, bool), String>,
}

impl Pairs {
    /// Reads `pairs.tsv` and `contexts.tsv` of a directory.
    ///
    /// # Errors
    /// When a file cannot be read or a row is malformed.
    pub fn read(directory: &Path) -> Result<Self> {
        let mut pairs = Self::default();
        rows(&directory.join("contexts.tsv"), |_, cells| {
            let [class, post, text] = cells else { return Err("a class, `post` or `none`, and a text are needed".to_owned()) };
            pairs.contexts.insert((class.parse()?, *post == "post"), text.replace("\\n", "\n"));
            Ok(())
        })?;
        rows(&directory.join("pairs.tsv"), |line, cells| {
            let [verdict, class, one @ .., e, f, g, h] = cells else { return Err("ten cells are needed".to_owned()) };
            let [a, b, c, d] = one else {
                return Err("ten cells are needed: verdict, class, and name, place, year, post of each".to_owned());
            };
            let same = match *verdict {
                "same" => true,
                "different" => false,
                other => return Err(crate::text::unknown(other, ["same", "different"].into_iter())),
            };
            let side = |[name, place, year, post]: [&&str; 4]| Side {
                name: (*name).to_owned(),
                place: (*place).to_owned(),
                year: (*year).to_owned(),
                post: post.trim_matches('-').to_owned(),
            };
            pairs.pairs.push(Pair { line, same, class: class.parse()?, sides: [side([a, b, c, d]), side([e, f, g, h])] });
            Ok(())
        })?;
        Ok(pairs)
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Reads each pair's two documents and looks whether they share the entity.
    pub fn measure(&self, catalog: &Catalog) -> Measure {
        let mut measure = Measure::default();
        for pair in &self.pairs {
            let told = self.told(catalog, pair);
            let right = told.as_ref().is_ok_and(|same| *same == pair.same);
            match (pair.same, right) {
                (true, true) => measure.joined += 1,
                (true, false) => measure.wrongly_apart += 1,
                (false, true) => measure.apart += 1,
                // What is not found is not told to be one; it counts as wrong all the same.
                (false, false) => measure.wrongly_joined += 1,
            }
            if !right {
                let [one, other] = pair.sides.each_ref().map(|side| format!("{}{} ({})", side.post, side.name, side.place));
                let what = match told {
                    Ok(true) => "told to be one".to_owned(),
                    Ok(false) => "told to be two".to_owned(),
                    Err(side) => format!("the {side} is not found"),
                };
                measure.wrong.push((pair.line, format!("{} {one} / {other}: {what}", pair.class)));
            }
        }
        measure
    }

    /// Whether both sides are one entity, or which side no entity is found for.
    fn told(&self, catalog: &Catalog, pair: &Pair) -> std::result::Result<bool, &'static str> {
        let texts = pair.sides.each_ref().map(|side| self.text(pair.class, side));
        let parts = texts.iter().zip(["one", "other"]).map(|(text, path)| {
            // Different bytes even where both sides say the same, so that they are two documents.
            let document = corpus::document(path, format!("{path}{text}").as_bytes(), text.clone());
            Part::of(catalog, &extract::analyse(catalog, document))
        });
        let parts: Vec<Part> = parts.collect();
        let ids = [parts[0].document.id.clone(), parts[1].document.id.clone()];
        let graph = graph::merge(parts);
        let found = |side: usize| entity_at(&graph, pair.class, &ids[side], &texts[side], &pair.sides[side].name);
        Ok(found(0).ok_or("first")? == found(1).ok_or("second")?)
    }

    fn text(&self, class: Class, side: &Side) -> String {
        let text = self.contexts.get(&(class, !side.post.is_empty())).map_or("{name}", String::as_str);
        [("{place}", &side.place), ("{year}", &side.year), ("{post}", &side.post), ("{name}", &side.name)]
            .into_iter()
            .fold(text.to_owned(), |text, (slot, value)| text.replace(slot, value))
    }
}

/// The entity of a class with a mention at the last place where `name` stands.
fn entity_at(graph: &KnowledgeGraph, class: Class, document: &str, text: &str, name: &str) -> Option<String> {
    let starts: Vec<u32> = text.match_indices(name).map(|(at, _)| text[..at].chars().count() as u32).collect();
    let length = name.chars().count() as u32;
    let at = |start: u32| {
        let entities = graph.graph.node_weights().filter(|entity| entity.class == class);
        let mut there =
            entities.filter(|entity| entity.mentions.iter().any(|m| *m.document == *document && m.start < start + length && m.end > start));
        there.next().map(|entity| entity.id.to_string())
    };
    starts.into_iter().rev().find_map(at)
}

/// Calls `each` with the cells of each row.
fn rows(path: &Path, mut each: impl FnMut(usize, &[&str]) -> std::result::Result<(), String>) -> Result<()> {
    let text = std::fs::read_to_string(path).map_err(Error::io("cannot read", path))?;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        each(index + 1, &cells).map_err(|problem| Error::Input { path: format!("{}:{}", path.display(), index + 1).into(), problem })?;
    }
    Ok(())
}
