//! The pattern language of relation rules.
//!
//! A pattern is a row of steps, separated by blanks, matched against the items of one sentence:
//!
//! | step | matches |
//! |---|---|
//! | `@build` | a verb of the family (`@build\|@develop`: of either; `@any`: of any) |
//! | `%conjunction` | a word of the function (`function.tsv`) or trait (`%others`) |
//! | `subject:Place\|Park` | mentions of the classes, alone or coordinated; the name is the role in the relation |
//! | `subject+:Park` | at least two of them |
//! | `pair+:Place` | at least two of them, each a subject with the next ones as objects |
//! | `word\|word` | one of the words, literally |
//! | `!word\|word` | none of the words stands here |
//! | `!<word\|word` | none of the words stands right before |
//! | `~` | up to eight items without a verb that governs, inside the clause |
//! | `~+` | up to thirty items inside the clause, verbs included |
//! | `~~` | up to thirty items, clause after clause |
//! | `^`, `$` | the clause begins here, ends here |
//! | `step?` | the step or nothing |

use crate::{
    catalog::vocabulary::{Families, Functions, Traits},
    model::Class,
};
use std::collections::BTreeMap;

/// One step of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// A verb of one of the families.
    Verb(Families),
    /// A function word, or a word with a trait.
    Function(Functions, Traits),
    /// Mentions of the classes, bound to a role.
    Slot { role: Role, classes: Vec<Class>, least: usize },
    /// One of these words.
    Words(Alternatives),
    /// None of these words stands here.
    Not(Alternatives),
    /// None of these words stands right before.
    NotBefore(Vec<String>),
    /// A gap inside the clause.
    Near,
    /// A gap inside the clause, verbs included.
    Clause,
    /// A gap over clauses.
    Far,
    /// A clause begins.
    Begin,
    /// A clause ends.
    End,
    /// The step or nothing.
    Maybe(Box<Step>),
}

/// Words of which one is to stand at a place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alternatives {
    /// As written.
    pub(crate) words: Vec<String>,
    /// The words that begin with each character, in the order in which they are written; sorted by character.
    by_first: Vec<(char, Vec<String>)>,
}

impl Alternatives {
    fn new(words: Vec<String>) -> Self {
        let mut by_first: BTreeMap<char, Vec<String>> = BTreeMap::new();
        for word in &words {
            by_first.entry(word.chars().next().unwrap_or_default()).or_default().push(word.clone());
        }
        Self { words, by_first: by_first.into_iter().collect() }
    }

    /// The words that begin with `first`.
    pub(crate) fn beginning(&self, first: char) -> &[String] {
        let found = self.by_first.binary_search_by_key(&first, |(known, _)| *known);
        found.map_or(&[], |index| &self.by_first[index].1)
    }

    /// The characters that the words begin with.
    pub(crate) fn firsts(&self) -> impl Iterator<Item = char> {
        self.by_first.iter().map(|(first, _)| *first)
    }
}

/// The role of a slot in the relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Who or what.
    Subject,
    /// To whom or what.
    Object,
    /// Each with each of the others.
    Pair,
    /// Bound to restrict the match only.
    Other,
}

/// A compiled pattern.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    /// The steps in order.
    pub(crate) steps: Vec<Step>,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence that names the step that cannot be read.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let steps: Vec<Step> = text.split_whitespace().map(step).collect::<Result<_, _>>()?;
        if !steps.iter().any(|step| matches!(step, Step::Slot { .. })) {
            return Err("a pattern has at least one slot, as in `object:Park`".to_owned());
        }
        Ok(Self { steps })
    }
}

fn step(text: &str) -> Result<Step, String> {
    match text {
        "~" => return Ok(Step::Near),
        "~+" => return Ok(Step::Clause),
        "~~" => return Ok(Step::Far),
        "^" => return Ok(Step::Begin),
        "$" => return Ok(Step::End),
        _ => {}
    }
    if let Some(inner) = text.strip_suffix('?') {
        return Ok(Step::Maybe(Box::new(step(inner)?)));
    }
    if text.starts_with('@') {
        return families(text);
    }
    if text.starts_with('%') {
        return functions(text);
    }
    if let Some(inner) = text.strip_prefix("!<") {
        return Ok(Step::NotBefore(inner.split('|').map(str::to_owned).collect()));
    }
    if let Some(inner) = text.strip_prefix('!') {
        return Ok(Step::Not(Alternatives::new(inner.split('|').map(str::to_owned).collect())));
    }
    match text.split_once(':') {
        Some((role, classes)) => slot(role, classes),
        None => Ok(Step::Words(Alternatives::new(text.split('|').map(str::to_owned).collect()))),
    }
}

fn families(text: &str) -> Result<Step, String> {
    let mut all = Families::default();
    if text == "@any" {
        return Ok(Step::Verb(Families(u32::MAX)));
    }
    for name in text.split('|') {
        let name = name.trim_start_matches('@');
        let known = Families::NAMED.iter().map(|(_, name)| *name);
        all = all.with(Families::named(name).ok_or_else(|| crate::text::unknown(name, known))?);
    }
    Ok(Step::Verb(all))
}

fn functions(text: &str) -> Result<Step, String> {
    let (mut functions, mut traits) = (Functions::default(), Traits::default());
    for name in text.split('|') {
        let name = name.trim_start_matches('%');
        match (Functions::named(name), Traits::named(name)) {
            (Some(flag), _) => functions = functions.with(flag),
            (None, Some(flag)) => traits = traits.with(flag),
            _ => {
                let known = Functions::NAMED.iter().map(|(_, name)| *name).chain(Traits::NAMED.iter().map(|(_, name)| *name));
                return Err(crate::text::unknown(name, known));
            }
        }
    }
    Ok(Step::Function(functions, traits))
}

fn slot(role: &str, classes: &str) -> Result<Step, String> {
    let least = if role.ends_with('+') { 2 } else { 1 };
    let role = match role.trim_end_matches('+') {
        "subject" => Role::Subject,
        "object" => Role::Object,
        "pair" => Role::Pair,
        "other" => Role::Other,
        unknown => return Err(crate::text::unknown(unknown, ["subject", "object", "pair", "other"].into_iter())),
    };
    let classes = classes.split('|').map(str::parse).collect::<Result<Vec<Class>, _>>()?;
    Ok(Step::Slot { role, classes, least })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_cannot_be_read_says_which_step() {
        for (pattern, problem) in [
            ("@bild object:Park", "unknown name `bild`; did you mean `build`?"),
            ("@build object:Parc", "unknown name `Parc`; did you mean `Park`?"),
            ("%adverbs object:Park", "unknown name `adverbs`; did you mean `adverb`?"),
            ("@build", "a pattern has at least one slot, as in `object:Park`"),
        ] {
            assert_eq!(Pattern::parse(pattern), Err(problem.to_owned()), "{pattern}");
        }
    }
}
