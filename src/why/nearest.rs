//! Which rules came nearest to a statement in a sentence, and which condition of each failed.

use super::page::Page;
use crate::{
    catalog::{rules::Subject, vocabulary::Families},
    extract::{
        relation::{
            actor::{Actor, actor},
            item::Item,
            matching::{FAR, Match, NEAR, passes},
            pattern::{Alternatives, Pattern, Role, Step},
            rule::{denial, matches},
        },
        status::StatusReader,
    },
    model::{EntityIndex, Predicate, RuleId},
};

/// How many rules are told of for a sentence.
const TOLD: usize = 2;

/// The rules of `predicate` that came nearest to joining the two in a sentence, each with what failed.
pub(super) fn rules(page: &Page<'_>, predicate: Predicate, sentence: usize, [subjects, objects]: [&[EntityIndex]; 2]) -> Vec<String> {
    let items = page.items(sentence);
    let status = StatusReader::new(page.catalog, &page.analysis.document, &page.analysis.structure);
    let diagnosis = Diagnosis { page, status, predicate, sentence, items: &items, subjects, objects };
    let mut near: Vec<(usize, usize, RuleId, String)> = Vec::new();
    for (order, (rule, pattern)) in page.catalog.patterns.yielding(predicate).enumerate() {
        if let Some((missing, problem)) = diagnosis.of(rule, pattern) {
            near.push((missing, order, rule, problem));
        }
    }
    near.sort();
    let told = near.iter().take(TOLD).map(|(_, _, rule, problem)| format!("{}: {problem}", page.catalog.rules.get(*rule).id));
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        let grammars = page.catalog.rules.iter().filter(|(_, rule)| rule.pattern.is_none() && rule.yields == predicate.as_str());
        return grammars.map(|(_, rule)| format!("{}: not seen here ({})", rule.id, rule.title)).collect();
    }
    told
}

struct Diagnosis<'a> {
    page: &'a Page<'a>,
    status: StatusReader<'a>,
    predicate: Predicate,
    sentence: usize,
    items: &'a [Item],
    subjects: &'a [EntityIndex],
    objects: &'a [EntityIndex],
}

impl Diagnosis<'_> {
    /// How many steps of a pattern failed, and what failed first; nothing where the rule is not for things of this class.
    fn of(&self, rule: RuleId, pattern: &Pattern) -> Option<(usize, String)> {
        let whole = matches(pattern, self.page.text(), self.items).into_iter().find(|found| self.takes(found));
        if let Some(found) = whole {
            return Some((0, self.but(rule, &found)));
        }
        if !self.fits(pattern) {
            return None;
        }
        let steps = &pattern.steps;
        (0..steps.len()).rev().find_map(|count| {
            let prefix = Pattern { steps: steps[..count].to_vec() };
            let reached = self.reached(&prefix)?;
            let gap = prefix.steps.last().filter(|step| matches!(step, Step::Near | Step::Clause | Step::Far));
            Some((steps.len() - count, self.fails(&steps[count], gap, reached)))
        })
    }

    /// Whether the match has the object in its slot, where it has the slot.
    fn takes(&self, found: &Match) -> bool {
        found.item(Role::Object).is_none() || found.role(Role::Object).any(|member| self.objects.contains(&member.entity))
    }

    /// Whether the pattern's object may be of the class.
    fn fits(&self, pattern: &Pattern) -> bool {
        let classes = pattern.steps.iter().find_map(|step| match step {
            Step::Slot { role: Role::Object, classes, .. } => Some(classes),
            _ => None,
        });
        let own = |entity: &EntityIndex| self.page.analysis.entities[*entity].class;
        classes.is_none_or(|classes| self.objects.iter().any(|entity| classes.contains(&own(entity))))
    }

    /// Where the best match of the first steps ends: the last one before the object, else the first.
    fn reached(&self, prefix: &Pattern) -> Option<usize> {
        if prefix.steps.is_empty() {
            return Some(0);
        }
        let without_gap = match prefix.steps.split_last() {
            Some((Step::Near | Step::Clause | Step::Far, rest)) => Pattern { steps: rest.to_vec() },
            _ => prefix.clone(),
        };
        if without_gap.steps.is_empty() {
            return Some(0);
        }
        let object = self.object();
        let ends: Vec<usize> =
            matches(&without_gap, self.page.text(), self.items).iter().filter(|found| self.takes(found)).map(|found| found.end).collect();
        ends.iter().copied().filter(|&end| object.is_some_and(|object| end <= object)).max().or_else(|| ends.first().copied())
    }

    /// The item of the object.
    fn object(&self) -> Option<usize> {
        self.items.iter().position(|item| item.members.iter().any(|member| self.objects.contains(&member.entity)))
    }

    /// Why a rule that matches did not give the statement.
    fn but(&self, rule: RuleId, found: &Match) -> String {
        let anchor = found.verb.or(found.item(Role::Object)).unwrap_or(found.start);
        let acts = found.actor_bound(self.items);
        if let Some(word) = denial(self.items, anchor, self.predicate) {
            return format!("it matches, but {} denies it", self.quoted(word));
        }
        if let Some(word) = self.status.unreal(self.sentence, self.items[anchor].span) {
            return format!("it matches, but {} makes it a supposition, a wish or a question", self.page.quoted(word));
        }
        let acting: Vec<EntityIndex> = match found.item(Role::Subject) {
            Some(_) => found.role(Role::Subject).map(|member| member.entity).collect(),
            None if self.page.catalog.rules.get(rule).subject != Subject::Actor => Vec::new(),
            None => match actor(self.items, acts) {
                Actor::Named(entities) => entities,
                Actor::Focal => self.page.analysis.focus.clone(),
            },
        };
        if acting.iter().any(|entity| self.subjects.contains(entity)) {
            return "it matches; an earlier rule took the object, or the classes do not fit the predicate".to_owned();
        }
        let names: Vec<&str> = acting.iter().map(|&entity| self.page.name(entity)).collect();
        match names.as_slice() {
            [] => "it matches, but nobody acts: the sentence names no subject and the document no focal place".to_owned(),
            names => format!("it matches, but who acts here is {}", names.join(", ")),
        }
    }

    /// What kept a step from matching behind item `from`.
    fn fails(&self, step: &Step, gap: Option<&Step>, from: usize) -> String {
        let behind = from.checked_sub(1).map_or(String::new(), |last| format!(" behind {}", self.quoted(last)));
        match step {
            Step::Slot { role: Role::Object, .. } => self.apart(gap, from),
            Step::Slot { classes, .. } => {
                let classes: Vec<&str> = classes.iter().map(|class| class.as_str()).collect();
                format!("no {} in reach{behind}", classes.join(" or "))
            }
            Step::Begin => format!("no clause begins{behind}"),
            Step::End => format!("the clause does not end{behind}"),
            Step::Maybe(step) => self.fails(step, gap, from),
            step => format!("no {} in reach{behind}", words(step)),
        }
    }

    /// What stands between the words of the rule and the object.
    fn apart(&self, gap: Option<&Step>, from: usize) -> String {
        let behind = from.checked_sub(1).map_or("the beginning".to_owned(), |last| self.quoted(last));
        let Some(object) = self.object().filter(|&object| object >= from) else {
            return format!("the object does not stand behind {behind}");
        };
        let Some(gap) = gap else { return format!("the object does not stand right behind {behind}") };
        let limit = if *gap == Step::Near { NEAR } else { FAR };
        let stop = (from..object).find(|&at| !passes(&self.items[at], gap));
        match stop {
            Some(at) if self.items[at].ends_clause() => format!("{} ends the clause between {behind} and the object", self.quoted(at)),
            Some(at) => format!("the verb {} stands between {behind} and the object", self.quoted(at)),
            None if object - from > limit => {
                format!("{} items stand between {behind} and the object, at most {limit} may", object - from)
            }
            None => format!("another name stands between {behind} and the object"),
        }
    }

    fn quoted(&self, item: usize) -> String {
        self.page.quoted(self.items[item].span)
    }
}

/// The words that a step takes.
fn words(step: &Step) -> String {
    match step {
        Step::Verb(Families(u32::MAX)) => "verb".to_owned(),
        Step::Verb(families) => format!("verb of the family {families}"),
        Step::Function(functions, traits) => {
            let names = [functions.to_string(), traits.to_string()];
            format!("word that is {}", names.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join("|"))
        }
        Step::Words(Alternatives { words, .. }) => {
            let some: Vec<&str> = words.iter().take(6).map(String::as_str).collect();
            let more = if words.len() > 6 { ", \u{2026}" } else { "" };
            format!("word {}{more}", some.join(", "))
        }
        _ => "word".to_owned(),
    }
}
