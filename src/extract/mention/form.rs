//! Mentions whose form alone gives them away: regular expressions of the rule book.

use super::{candidate::Candidate, needed};
use crate::{
    catalog::{Catalog, phrases::Phrases, rules::Rules},
    error::Defect,
    model::{Class, Document, Mention, RuleId},
    span::Span,
};
use regex::Regex;
use std::collections::BTreeMap;

/// The regular expressions of the rules that yield a class, compiled once.
#[derive(Debug, Default)]
pub struct Forms {
    forms: Vec<Form>,
    /// The words that forms need, as indices into `needing`.
    words: Phrases<usize>,
    /// The forms that need each of these words, as indices.
    needing: Vec<Vec<usize>>,
}

#[derive(Debug)]
struct Form {
    rule: RuleId,
    class: Class,
    regex: Regex,
    /// Whether it is looked for only in lines that have one of the words that it needs.
    by_line: bool,
}

/// Above places, organs and chunks: a form is longer and surer.
const PRIORITY: u8 = 20;

impl Forms {
    /// Compiles the pattern of every rule that yields a class.
    pub fn new(rules: &Rules, defects: &mut Vec<Defect>) -> Self {
        let mut forms = Vec::new();
        let mut needing: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (id, rule) in rules.iter() {
            let (Some(pattern), Ok(class)) = (&rule.pattern, rule.yields.parse()) else { continue };
            match Regex::new(pattern) {
                Ok(regex) => {
                    let words = needed::words(pattern);
                    let by_line = words.is_some();
                    words.into_iter().flatten().for_each(|word| needing.entry(word).or_default().push(forms.len()));
                    forms.push(Form { rule: id, class, regex, by_line });
                }
                Err(error) => {
                    let problem = format!("rule `{}`: {}", rule.id, error.to_string().replace('\n', " "));
                    defects.push(Defect { file: rule.place.0.clone(), line: rule.place.1, problem });
                }
            }
        }
        let words = Phrases::new(needing.keys().map(String::as_str).zip(0..));
        Self { forms, words, needing: needing.into_values().collect() }
    }

    /// For each form the lines in which it may stand, in text order.
    fn lines(&self, text: &str) -> Vec<Vec<Span>> {
        let whole = Span::new(0, text.len());
        let mut lines: Vec<Vec<Span>> = self.forms.iter().map(|form| if form.by_line { Vec::new() } else { vec![whole] }).collect();
        let mut line = Span::default();
        for (span, word) in self.words.find_all(text) {
            if span.end > line.end {
                let start = text[..span.from()].rfind('\n').map_or(0, |at| at + 1);
                let end = text[span.to()..].find('\n').map_or(text.len(), |at| span.to() + at);
                line = Span::new(start, end);
            }
            for &form in &self.needing[word] {
                if lines[form].last() != Some(&line) {
                    lines[form].push(line);
                }
            }
        }
        lines
    }
}

/// All mentions by form, unordered, perhaps overlapping.
pub(crate) fn find(catalog: &Catalog, document: &Document) -> Vec<Candidate> {
    let (forms, text) = (&catalog.forms, document.text.as_str());
    let mut found = Vec::new();
    for (form, lines) in forms.forms.iter().zip(forms.lines(text)) {
        for line in lines {
            let all = form.regex.captures_iter(line.of(text));
            found.extend(all.filter_map(|captures| {
                let name = captures.name("name").or_else(|| captures.get(0))?;
                let span = Span::new(line.from() + name.start(), line.from() + name.end());
                let surface = name.as_str().trim_matches(crate::text::is_quote);
                let name = if surface.contains(crate::text::is_quote) { name.as_str() } else { surface };
                let mention = Mention { span, class: form.class, name: name.to_owned(), rule: form.rule };
                Some(Candidate { mention, priority: PRIORITY + u8::from(form.class == Class::Work) })
            }));
        }
    }
    found
}
