//! How one relation was read: rule, words, actor, and how each name became its entity.

use super::page::Page;
use crate::{
    catalog::{
        rules::{Rule, Scope, Subject},
        vocabulary::Functions,
    },
    extract::relation::{
        actor::{Actor, actor},
        item::Item,
        matching::Match,
        pattern::Role,
        rule::matches,
    },
    model::{EntityIndex, MentionIndex, Relation},
    span::Span,
};
use std::fmt::Write;

/// Tells how a relation was read.
pub(super) fn tell(page: &Page<'_>, relation: &Relation, out: &mut String) {
    let span = relation.evidence.span;
    let rule = page.catalog.rules.get(relation.evidence.rule);
    let sentence = page.sentence(span);
    let reading = sentence.and_then(|sentence| Reading::of(page, relation, sentence));
    let _ = writeln!(
        out,
        "\n{}, line {}, characters {}{}",
        page.analysis.document.path,
        page.line(span),
        page.offsets(span),
        more(page, relation)
    );
    let within = sentence.map_or(span, |sentence| page.sentence_span(sentence)).cover(span);
    let ends = [("subject", relation.subject), ("object", relation.object)];
    let mut marks: Vec<(Span, &str)> = reading.iter().flat_map(|reading| reading.words.iter().map(|&word| (word, "word"))).collect();
    for (label, entity) in ends {
        marks.extend(mention_of(page, entity, within, span).map(|mention| (page.analysis.mentions[mention].span, label)));
    }
    let _ = writeln!(out, "  {}", page.marked(within, &marks));
    told(rule, out);
    match &reading {
        Some(reading) => reading.tell(page, rule, out),
        None => _ = writeln!(out, "  words    {}", page.quoted(span)),
    }
    for (label, entity) in ends {
        linked(page, label, entity, within, span, out);
    }
}

/// Status, role, time and speaker.
fn more(page: &Page<'_>, relation: &Relation) -> String {
    let mut out = format!(", {}", relation.status);
    if let Some(role) = &relation.role {
        let _ = write!(out, ", {role}");
    }
    if let Some(time) = &relation.time {
        let _ = write!(out, ", {time}");
    }
    if let Some(speaker) = relation.speaker {
        let _ = write!(out, ", says {}", page.name(speaker));
    }
    out
}

/// The rule with its reason and how often it is right.
fn told(rule: &Rule, out: &mut String) {
    let _ = writeln!(out, "  rule     {}: {} ({}:{})", rule.id, rule.title, rule.place.0, rule.place.1);
    let _ = writeln!(out, "           {}", rule.why);
    let measured = match rule.measured.all() {
        0 => "never measured".to_owned(),
        all => format!("right {} of {all} times on annotated documents", rule.measured.right),
    };
    let _ = writeln!(out, "           {measured}; confidence {:.3}", rule.confidence());
}

/// How a pattern matched.
struct Reading {
    items: Vec<Item>,
    found: Match,
    /// What words of the pattern took.
    words: Vec<Span>,
}

impl Reading {
    /// The match of the relation's rule that gave it.
    fn of(page: &Page<'_>, relation: &Relation, sentence: usize) -> Option<Self> {
        let pattern = page.catalog.patterns.of(relation.evidence.rule)?;
        let scope = page.catalog.rules.get(relation.evidence.rule).scope;
        let items = page.items(sentence);
        let span = relation.evidence.span;
        let gave = |found: &Match| match scope {
            Scope::Match => found.span(&items) == span && found.role(Role::Object).any(|member| member.entity == relation.object),
            Scope::Sentence | Scope::Whole | Scope::Speech => {
                (scope == Scope::Whole || items[found.start].span.start == span.start)
                    && found.role(Role::Subject).any(|member| member.entity == relation.subject)
            }
        };
        let found = matches(pattern, page.text(), &items).into_iter().find(gave)?;
        let words = found.words.iter().map(|range| items[range.start].span.cover(items[range.end - 1].span)).collect();
        Some(Self { items, found, words })
    }

    fn tell(&self, page: &Page<'_>, rule: &Rule, out: &mut String) {
        let _ = writeln!(out, "  pattern  {}", rule.pattern.as_deref().unwrap_or_default());
        let words: Vec<String> = self.words.iter().map(|&word| page.quoted(word)).collect();
        if !words.is_empty() {
            let _ = writeln!(out, "  words    {}", words.join(", "));
        }
        if self.found.item(Role::Subject).is_none() {
            let _ = writeln!(out, "  actor    {}", self.actor(page, rule));
        }
    }

    /// Who acts, where the pattern has no slot for it.
    fn actor(&self, page: &Page<'_>, rule: &Rule) -> String {
        match rule.subject {
            Subject::Actor => {}
            Subject::LastEvent => return "the event that the text tells of".to_owned(),
            Subject::LastBody => return "the body that the line set up last, or the one that opens the sentence".to_owned(),
            Subject::Document => return "the document, which its title names".to_owned(),
        }
        let anchor = self.found.actor_bound(&self.items);
        match actor(&self.items, anchor) {
            Actor::Named(actors) => {
                let names: Vec<&str> = actors.iter().map(|&entity| page.name(entity)).collect();
                format!("{}, named in the sentence", names.join(", "))
            }
            Actor::Focal => match self.pronoun(anchor) {
                Some(word) => format!("the focal place, which {} means", page.quoted(word)),
                None => "the focal place, since the sentence names nobody who acts".to_owned(),
            },
        }
    }

    /// The word for the focal place before the verb, in its clause.
    fn pronoun(&self, anchor: usize) -> Option<Span> {
        let clause = (0..anchor).rev().take_while(|&at| !self.items[at].ends_clause());
        clause.map(|at| &self.items[at]).find(|item| item.is(Functions::Pronoun)).map(|item| item.span)
    }
}

/// The mention of an entity nearest to the evidence: inside it, else in the sentence.
fn mention_of(page: &Page<'_>, entity: EntityIndex, within: Span, span: Span) -> Option<MentionIndex> {
    let mentions = || page.analysis.entities[entity].mentions.iter().copied();
    let inside = |outer: Span| mentions().rfind(|&mention| outer.contains(page.analysis.mentions[mention].span));
    let covering = || mentions().find(|&mention| page.analysis.mentions[mention].span.overlaps(span));
    inside(span).or_else(|| inside(within)).or_else(covering)
}

/// By what the name in the sentence became the entity.
fn linked(page: &Page<'_>, label: &str, entity: EntityIndex, within: Span, span: Span, out: &mut String) {
    let known = &page.analysis.entities[entity];
    let (mention, note) = match mention_of(page, entity, within, span) {
        Some(mention) => (Some(mention), ""),
        None => (known.mentions.first().copied(), ", not named in this sentence; first named here"),
    };
    let Some(mention) = mention else { return };
    let place = known.mentions.iter().position(|&other| other == mention);
    let link = place.and_then(|place| known.links.get(place)).map_or("", |link| link.reason());
    let found = &page.analysis.mentions[mention];
    let _ = writeln!(out, "  {label:<8} {} ({}){note}", known.name, known.class);
    let _ = writeln!(
        out,
        "           from {} by the rule {}; linked by: {link}",
        page.quoted(found.span),
        page.catalog.rules.get(found.rule).id
    );
}
