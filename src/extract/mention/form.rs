//! Mentions whose form alone gives them away: regular expressions of the rule book.

use super::candidate::Candidate;
use crate::{
    catalog::{Catalog, rules::Rules},
    error::Defect,
    model::{Class, Document, Mention, RuleId},
    span::Span,
};
use regex::Regex;

/// The regular expressions of the rules that yield a class, compiled once.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    forms: Vec<(RuleId, Class, Regex)>,
}

/// Above places, organs and chunks: a form is longer and surer.
const PRIORITY: u8 = 20;

impl Forms {
    /// Compiles the pattern of every rule that yields a class.
    pub fn new(rules: &Rules, defects: &mut Vec<Defect>) -> Self {
        let mut forms = Self::default();
        for (id, rule) in rules.iter() {
            let (Some(pattern), Ok(class)) = (&rule.pattern, rule.yields.parse()) else { continue };
            match Regex::new(pattern) {
                Ok(regex) => forms.forms.push((id, class, regex)),
                Err(error) => {
                    let problem = format!("rule `{}`: {}", rule.id, error.to_string().replace('\n', " "));
                    defects.push(Defect { file: rule.place.0.clone(), line: rule.place.1, problem });
                }
            }
        }
        forms
    }
}

/// All mentions by form, unordered, perhaps overlapping.
pub(crate) fn find(catalog: &Catalog, document: &Document) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (rule, class, regex) in &catalog.forms.forms {
        for captures in regex.captures_iter(&document.text) {
            let Some(all) = captures.get(0) else { continue };
            let name = captures.name("name").unwrap_or(all);
            let span = Span::new(name.start(), name.end());
            let surface = name.as_str().trim_matches(crate::text::is_quote);
            let name = if surface.contains(crate::text::is_quote) { name.as_str() } else { surface };
            let mention = Mention { span, class: *class, name: name.to_owned(), rule: *rule };
            let works_first = u8::from(*class == Class::Work);
            found.push(Candidate { mention, priority: PRIORITY + works_first });
        }
    }
    found
}
