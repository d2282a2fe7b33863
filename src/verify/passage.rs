//! Each quotation against the characters at its place, each rule against the rule book.

use super::{
    Problem,
    claim::{Claims, Passage, Selector},
};
use crate::catalog::Catalog;
use std::collections::BTreeMap;

/// Says of each passage that is not in its document as it is told, and of each rule that there is not.
pub(super) fn check(catalog: &Catalog, claims: &Claims, texts: &BTreeMap<String, String>, problems: &mut Vec<Problem>) {
    let texts: BTreeMap<&str, Text> =
        claims.documents.iter().filter_map(|(about, document)| Some((about.as_str(), Text::new(texts.get(&document.id)?)))).collect();
    for (about, passage) in &claims.passages {
        if let Err(message) = place(claims, passage, &texts) {
            problems.push(Problem { about: about.clone(), message });
        }
    }
    for (about, rule) in &claims.rules {
        if catalog.rules.named(rule).is_none() {
            problems.push(Problem {
                about: about.clone(),
                message: format!("was made by the rule `{rule}`, which this version does not have"),
            });
        }
    }
}

/// A text by characters and lines.
struct Text {
    characters: Vec<char>,
    /// The characters that begin lines.
    lines: Vec<usize>,
}

impl Text {
    fn new(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let mut lines = vec![0];
        for (at, c) in characters.iter().enumerate() {
            let ends = *c == '\n' || (*c == '\r' && characters.get(at + 1) != Some(&'\n'));
            if ends {
                lines.push(at + 1);
            }
        }
        Self { characters, lines }
    }

    fn line(&self, character: usize) -> usize {
        self.lines.partition_point(|&start| start <= character)
    }
}

fn place(claims: &Claims, passage: &Passage, texts: &BTreeMap<&str, Text>) -> Result<(), String> {
    let source = passage.source.as_deref().ok_or("names no document")?;
    if !claims.documents.contains_key(source) {
        return Err(format!("stands in {source}, which the data set does not describe"));
    }
    // A document whose file is missing is a problem of its own.
    let Some(text) = texts.get(source) else { return Ok(()) };
    let selectors: Vec<&Selector> = passage.selectors.iter().filter_map(|selector| claims.selectors.get(selector)).collect();
    let number = |of: fn(&Selector) -> &Option<String>| -> Result<usize, String> {
        let mut stated = selectors.iter().filter_map(|selector| of(selector).as_deref());
        let number = stated.next().ok_or("has no place in the text")?;
        number.parse().map_err(|_| format!("has a place that is no number: {number}"))
    };
    let (start, end) = (number(|selector| &selector.start)?, number(|selector| &selector.end)?);
    let length = text.characters.len();
    if start > end || end > length {
        return Err(format!("is at {start} to {end} of a text of {length} characters"));
    }
    let there: String = text.characters[start..end].iter().collect();
    for selector in &selectors {
        quotation(selector, &there, text, (start, end))?;
    }
    match &passage.line {
        Some(line) if *line != text.line(start).to_string() => {
            Err(format!("is said to stand in line {line}, but begins in line {}", text.line(start)))
        }
        _ => Ok(()),
    }
}

fn quotation(selector: &Selector, there: &str, text: &Text, (start, end): (usize, usize)) -> Result<(), String> {
    if let Some(exact) = selector.exact.as_deref().filter(|exact| *exact != there) {
        return Err(format!("is quoted as `{exact}`, but at {start} to {end} the text has `{there}`"));
    }
    let before = |quoted: &str| text.characters[..start].iter().rev().zip(quoted.chars().rev()).all(|(a, b)| *a == b);
    let after = |quoted: &str| text.characters[end..].iter().zip(quoted.chars()).all(|(a, b)| *a == b);
    let fits = |quoted: &Option<String>, same: &dyn Fn(&str) -> bool| quoted.as_deref().is_none_or(same);
    if fits(&selector.prefix, &before) && fits(&selector.suffix, &after) {
        Ok(())
    } else {
        Err(format!("has other words around it than the text at {start} to {end}"))
    }
}
