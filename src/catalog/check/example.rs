//! Runs the examples of the rule book through the whole pipeline.

use super::FIGURE;
use crate::{
    catalog::{Catalog, rules::Rule},
    corpus,
    error::Defect,
    extract,
    model::{Analysis, Class, EntityIndex, Predicate, Relation, RuleId, Target},
    text::{fold, unknown},
};
use rayon::prelude::*;

/// Analyses every example of every rule and every text that a rule must not match; returns how many texts there were.
pub(super) fn check(catalog: &Catalog, defects: &mut Vec<Defect>) -> usize {
    let rules: Vec<(RuleId, &Rule)> = catalog.rules.iter().collect();
    let found: Vec<Vec<Defect>> = rules.par_iter().map(|&(id, rule)| of_rule(catalog, id, rule)).collect();
    defects.extend(found.into_iter().flatten());
    rules.iter().map(|(_, rule)| rule.examples.len() + rule.not.len()).sum()
}

fn of_rule(catalog: &Catalog, id: RuleId, rule: &Rule) -> Vec<Defect> {
    let mut defects = Vec::new();
    let mut defect = |text: &str, problem: String| {
        let line = line_of(catalog, rule, text);
        defects.push(Defect { file: rule.place.0.clone(), line, problem: format!("rule `{}`: {problem}", rule.id) });
    };
    for example in &rule.examples {
        let read = Read::of(catalog, id, &example.text);
        if example.gives.is_empty() {
            defect(&example.text, "the example says nothing of what it gives".to_owned());
        }
        for line in &example.gives {
            if let Err(problem) = read.gives(line) {
                defect(&example.text, problem);
            }
        }
    }
    for text in &rule.not {
        let yielded = Read::of(catalog, id, text).yielded();
        if !yielded.is_empty() {
            defect(text, format!("the text that it must not match gives {}", list(&yielded)));
        }
    }
    defects
}

/// The line of an example; of the rule where the file writes the text in another way.
fn line_of(catalog: &Catalog, rule: &Rule, text: &str) -> usize {
    let (path, first) = &rule.place;
    let id = format!("\"{}\"", rule.id);
    let needle = text.split(['\n', '"', '\\']).next().unwrap_or_default();
    let files = catalog.sources.under(path).filter(|(file, text)| file == path && text.contains(&id)).map(|(_, text)| text);
    let lines = files.last().into_iter().flat_map(|text| text.lines().enumerate().skip(first.saturating_sub(1)));
    lines.filter(|(_, line)| line.contains(needle)).map(|(index, _)| index + 1).next().unwrap_or(*first)
}

/// What was read of one text, and the rule in question.
struct Read<'a> {
    catalog: &'a Catalog,
    rule: RuleId,
    analysis: Analysis,
    entity_of: Vec<Option<EntityIndex>>,
}

impl<'a> Read<'a> {
    fn of(catalog: &'a Catalog, rule: RuleId, text: &str) -> Self {
        let analysis = extract::analyse(catalog, corpus::document("example", text.as_bytes(), text.to_owned()));
        let entity_of = extract::relation::item::entity_of_mention(&analysis);
        Self { catalog, rule, analysis, entity_of }
    }

    /// Whether the rule gives what `line` says.
    fn gives(&self, line: &str) -> Result<(), String> {
        let makers = match Claim::parse(line)? {
            Claim::Mention(class, name) => self.mentions(class, &name),
            Claim::Relation { subject, predicate, object, role } => self.relations(&subject, predicate, &object, role.as_deref()),
            Claim::Figure(words) => self.figures(&words),
        };
        if makers.contains(&self.rule) {
            return Ok(());
        }
        match makers.first() {
            Some(&other) => Err(format!("`{line}` is given, but by the rule `{}`", self.catalog.rules.get(other).id)),
            None => Err(format!("the example does not give `{line}`; it gives {}", list(&self.all()))),
        }
    }

    fn mentions(&self, class: Class, name: &str) -> Vec<RuleId> {
        let mentions = self.analysis.mentions.iter().zip(&self.entity_of).filter(|(mention, _)| mention.class == class);
        let called = mentions.filter(|(mention, entity)| fold(&mention.name) == name || entity.is_some_and(|entity| self.is(entity, name)));
        called.map(|(mention, _)| mention.rule).collect()
    }

    fn relations(&self, subject: &str, predicate: Predicate, object: &str, role: Option<&str>) -> Vec<RuleId> {
        let fits = |relation: &&Relation| {
            relation.predicate == predicate
                && self.is(relation.subject, subject)
                && self.is(relation.object, object)
                && (role.is_none() || relation.role.as_deref() == role)
        };
        self.analysis.relations.iter().filter(fits).map(|relation| relation.evidence.rule).collect()
    }

    fn figures(&self, words: &str) -> Vec<RuleId> {
        self.analysis.targets.iter().filter(|target| self.figure(target) == words).map(|target| target.evidence.rule).collect()
    }

    /// Whether the entity is called `name`, folded.
    fn is(&self, entity: EntityIndex, name: &str) -> bool {
        let known = &self.analysis.entities[entity];
        fold(&known.name) == name || known.aliases.iter().any(|alias| fold(alias) == name)
    }

    fn figure(&self, target: &Target) -> String {
        let holder = &self.analysis.entities[target.holder].name;
        format!("{FIGURE} {holder} {} {} {} {}", target.indicator, target.comparator, target.value, target.unit)
    }

    /// What the rule in question yielded.
    fn yielded(&self) -> Vec<String> {
        self.records().filter(|(rule, _)| *rule == self.rule).map(|(_, record)| record).collect()
    }

    /// All that was read, each with its rule.
    fn all(&self) -> Vec<String> {
        self.records().map(|(rule, record)| format!("{record} ({})", self.catalog.rules.get(rule).id)).collect()
    }

    fn records(&self) -> impl Iterator<Item = (RuleId, String)> {
        let mentions = self.analysis.mentions.iter().map(|mention| (mention.rule, format!("{} {}", mention.class, mention.name)));
        let name = |entity: EntityIndex| self.analysis.entities[entity].name.as_str();
        let relations = self.analysis.relations.iter().map(move |relation| {
            let role = relation.role.as_deref().map_or_else(String::new, |role| format!(" {role}"));
            (relation.evidence.rule, format!("{} {} {}{role}", name(relation.subject), relation.predicate, name(relation.object)))
        });
        let figures = self.analysis.targets.iter().map(|target| (target.evidence.rule, self.figure(target)));
        mentions.chain(relations).chain(figures)
    }
}

fn list(records: &[String]) -> String {
    if records.is_empty() { "nothing".to_owned() } else { records.join("; ") }
}

/// A line of `gives`, names folded.
enum Claim {
    /// `Class name`
    Mention(Class, String),
    /// `subject predicate object [role]`
    Relation { subject: String, predicate: Predicate, object: String, role: Option<String> },
    /// `Target holder indicator comparator value unit`
    Figure(String),
}

impl Claim {
    fn parse(line: &str) -> Result<Self, String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [FIGURE, ..] => return Ok(Self::Figure(words.join(" "))),
            [class, name @ ..] if let Ok(class) = class.parse::<Class>() => return Ok(Self::Mention(class, fold(&name.concat()))),
            _ => {}
        }
        let predicate = words.iter().enumerate().skip(1).find_map(|(at, word)| Some((at, word.parse::<Predicate>().ok()?)));
        match (predicate, words.as_slice()) {
            (Some((at, predicate)), _) => {
                let (object, role) = match &words[at + 1..] {
                    [] => return Err(format!("`{line}` names no object")),
                    [object] => (fold(object), None),
                    [object @ .., role] => (fold(&object.concat()), Some((*role).to_owned())),
                };
                Ok(Self::Relation { subject: fold(&words[..at].concat()), predicate, object, role })
            }
            (None, [_, predicate, _, ..]) => {
                Err(format!("`{line}`: {}", unknown(predicate, Predicate::ALL.iter().map(|predicate| predicate.as_str()))))
            }
            (None, [class, ..]) => Err(format!("`{line}`: {}", unknown(class, Class::ALL.iter().map(|class| class.as_str())))),
            (None, []) => Err("an empty line in `gives`".to_owned()),
        }
    }
}
