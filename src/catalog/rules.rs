//! The rule book: `data/rules/*.toml`.

use super::source::Sources;
use crate::{error::Defect, id::Id, model::RuleId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// All rules, in file and text order; a [`RuleId`] is an index into them.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    by_name: BTreeMap<Id, RuleId>,
}

/// One rule: what it yields, from what, why, with examples that hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable id that says what the rule sees, as in `title-before-name`.
    pub id: Id,
    /// One line for people.
    pub title: String,
    /// Class or predicate that it yields.
    pub yields: String,
    /// The pattern, for rules of the pattern language; rules of a stage's own grammar have none.
    #[serde(default)]
    pub pattern: Option<String>,
    /// How far what it says reaches.
    #[serde(default)]
    pub scope: Scope,
    /// Who the subject is where the pattern has no slot for it.
    #[serde(default)]
    pub subject: Subject,
    /// What the object is where the pattern has no slot for it.
    #[serde(default)]
    pub object: Object,
    /// Whether it takes its object, so that no later rule that does so yields from the same mention.
    #[serde(default)]
    pub claims: bool,
    /// The status of what it yields, where the words of the rule tell it; else the clause does.
    #[serde(default)]
    pub status: Option<crate::model::Status>,
    /// Whether a word of planning before it makes it planned in spite of that status.
    #[serde(default)]
    pub or_planned: bool,
    /// The role of the subject in what it yields, as in `lead`.
    #[serde(default)]
    pub role: Option<String>,
    /// Why it is right.
    pub why: String,
    /// A confidence that the author states; without one it comes from [`Rule::measured`].
    #[serde(default, rename = "confidence")]
    pub stated: Option<f64>,
    /// How often it was right on annotated documents (`data/model/rules.tsv`).
    #[serde(skip)]
    pub measured: Verdict,
    /// Texts from which the rule yields.
    pub examples: Vec<Example>,
    /// Texts from which it yields nothing.
    #[serde(default)]
    pub not: Vec<String>,
    /// File and line, filled in by the loader.
    #[serde(skip)]
    pub place: (String, usize),
}

impl Rule {
    /// How likely what it yields is right: stated, or its measured precision with the prior of one in two over two firings,
    /// `(right + 1) / (right + wrong + 2)`. A rule that was never measured has one half.
    pub fn confidence(&self) -> f64 {
        self.stated.unwrap_or_else(|| self.measured.confidence())
    }
}

/// How often something was right and how often wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What annotated documents have too.
    pub right: u32,
    /// What they have not.
    pub wrong: u32,
}

impl Verdict {
    /// How often it was judged at all.
    pub fn all(self) -> u32 {
        self.right + self.wrong
    }

    /// The share of right ones; nothing where nothing was judged.
    pub fn precision(self) -> Option<f64> {
        (self.all() > 0).then(|| f64::from(self.right) / f64::from(self.all()))
    }

    /// The mean of the Beta distribution that the uniform prior and these firings give.
    pub fn confidence(self) -> f64 {
        f64::from(self.right + 1) / f64::from(self.all() + 2)
    }
}

/// How far what a rule says reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The roles of the match.
    #[default]
    Match,
    /// Everything that the rest of the sentence has somebody do.
    Sentence,
    /// Everything that the sentence has somebody do, before the words of the rule and after them.
    Whole,
    /// Everything that is to be done by the rest of the sentence and by those behind it on the line, until somebody else speaks.
    Speech,
}

/// Who the subject of a match without a subject slot is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// Who acts in the clause.
    #[default]
    Actor,
    /// The event that the text tells of: the one that last opened a sentence, else the first that it names.
    LastEvent,
    /// The body that the line set up last, else the one that opens the sentence.
    LastBody,
    /// The document itself, where its title names it.
    Document,
}

/// What the object of a match without an object slot is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Object {
    /// Only what a slot takes.
    #[default]
    Slot,
    /// The event that the text tells of.
    LastEvent,
}

/// A text and what a rule yields from it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The text, read as a document of its own.
    pub text: String,
    /// What is found, each as `Class name` or `subject predicate object`.
    pub gives: Vec<String>,
}

/// The file that tells how often each rule was right, written by `hongtu rules --write`.
pub const MEASURED: &str = "data/model/rules.tsv";

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    rule: Vec<toml::Spanned<Rule>>,
}

impl Rules {
    /// Reads every rule file; a malformed file, a duplicate id or a rule without examples is a defect.
    pub fn load(sources: &Sources, defects: &mut Vec<Defect>) -> Self {
        let mut rules = Self::default();
        for (path, text) in sources.under("data/rules/").filter(|(path, _)| path.ends_with(".toml")) {
            let line_of = |offset: usize| text[..offset.min(text.len())].matches('\n').count() + 1;
            let file: File = match toml::from_str(text) {
                Ok(file) => file,
                Err(error) => {
                    let line = error.span().map_or(1, |span| line_of(span.start));
                    defects.push(Defect { file: path.to_owned(), line, problem: error.message().to_owned() });
                    continue;
                }
            };
            for spanned in file.rule {
                let line = line_of(spanned.span().start);
                let mut rule = spanned.into_inner();
                rule.place = (path.to_owned(), line);
                let mut defect = |problem: String| defects.push(Defect { file: path.to_owned(), line, problem });
                if rules.by_name.contains_key(&*rule.id) {
                    defect(format!("second rule `{}`", rule.id));
                    continue;
                }
                if rule.examples.is_empty() {
                    defect(format!("rule `{}` has no example", rule.id));
                }
                if rule.not.is_empty() {
                    defect(format!("rule `{}` has no `not`, a text that it must not match", rule.id));
                }
                rules.by_name.insert(rule.id.clone(), RuleId(rules.rules.len() as u16));
                rules.rules.push(rule);
            }
        }
        rules.measured(sources, defects);
        rules
    }

    /// Reads how often each rule was right; of several files the last counts. Rules that are no more are passed over.
    fn measured(&mut self, sources: &Sources, defects: &mut Vec<Defect>) {
        for (index, line) in sources.get(MEASURED).unwrap_or_default().lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let counts = line.split('\t').collect::<Vec<_>>();
            let counts = match counts[..] {
                [name, right, wrong] => right.parse().ok().zip(wrong.parse().ok()).map(|(right, wrong)| (name, Verdict { right, wrong })),
                _ => None,
            };
            let Some((name, verdict)) = counts else {
                let problem = "a row is the id of a rule, how often it was right and how often wrong".to_owned();
                defects.push(Defect { file: MEASURED.to_owned(), line: index + 1, problem });
                continue;
            };
            if let Some(&id) = self.by_name.get(name) {
                self.rules[usize::from(id.0)].measured = verdict;
            }
        }
    }

    /// The rule.
    pub fn get(&self, id: RuleId) -> &Rule {
        &self.rules[usize::from(id.0)]
    }

    /// The rule called `name`.
    pub fn named(&self, name: &str) -> Option<RuleId> {
        self.by_name.get(name).copied()
    }

    /// The rule of a stage's grammar called `name`.
    ///
    /// # Panics
    /// When no rule file has it; `hongtu check` and the tests load every grammar.
    pub fn grammar(&self, name: &str) -> RuleId {
        self.named(name).unwrap_or_else(|| panic!("data/rules has no rule `{name}`, which a grammar in the program names"))
    }

    /// All rules, in order.
    pub fn iter(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.rules.iter().enumerate().map(|(index, rule)| (RuleId(index as u16), rule))
    }
}
