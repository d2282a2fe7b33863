//! Who takes part in meetings: attends, speaksAt, presents, from verbs beside names and from the document's press conference.

use super::item::entity_of_mention;
use crate::{
    catalog::Catalog,
    model::{Analysis, Class, EntityIndex, Evidence, Mention, Predicate, Relation, RuleId, Status},
    span::Span,
};

/// Relations of persons to meetings and to what they present, in text order.
pub(crate) fn find(catalog: &Catalog, analysis: &Analysis) -> Vec<Relation> {
    let reader = Reader::new(catalog, analysis);
    let mut relations = Vec::new();
    for sentence in &analysis.structure.sentences {
        reader.sentence(sentence.span, &mut relations);
    }
    relations.extend(reader.turns());
    relations.extend(reader.delivered());
    relations
}

/// Bytes of a document's head.
const HEAD: usize = 600;
/// Bytes after a meeting in which its speaker is named.
const NEAR: usize = 120;

struct Reader<'a> {
    catalog: &'a Catalog,
    text: &'a str,
    mentions: &'a [Mention],
    analysis: &'a Analysis,
    entity_of: Vec<Option<EntityIndex>>,
    /// The meeting that the document is about, and whether it is a press conference.
    main: Option<(usize, bool)>,
    attends: RuleId,
    speaks: RuleId,
    presents: RuleId,
    turn: RuleId,
}

/// A verb with what it stands for in the text.
#[derive(Clone, Copy)]
struct Verb {
    span: Span,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// 出席, 主持
    Attend,
    /// 讲话, 致辞
    Speak,
    /// 表示, 说: counts at press conferences
    Say,
    /// 作说明, 介绍
    Present,
}

impl<'a> Reader<'a> {
    fn new(catalog: &'a Catalog, analysis: &'a Analysis) -> Self {
        let text = analysis.document.text.as_str();
        let mentions = analysis.mentions.as_slice();
        let is_event = |mention: &Mention| mention.class == Class::Event && catalog.titles.last_word(&mention.name, "meeting").is_some();
        let conference = |mention: &Mention| catalog.titles.last_word(&mention.name, "conference").is_some();
        // A press conference named further down is one meeting of several.
        let press = mentions
            .iter()
            .position(|mention| is_event(mention) && conference(mention) && mention.span.from() < HEAD)
            .map(|index| (index, true));
        let main = press.or_else(|| mentions.iter().position(is_event).map(|index| (index, false)));
        let rule = |name| catalog.rules.grammar(name);
        Self {
            catalog,
            text,
            mentions,
            analysis,
            entity_of: entity_of_mention(analysis),
            main,
            attends: rule("person-attends"),
            speaks: rule("person-speaks"),
            presents: rule("person-presents"),
            turn: rule("speaker-of-turn"),
        }
    }

    fn sentence(&self, sentence: Span, relations: &mut Vec<Relation>) {
        let from = self.mentions.partition_point(|mention| mention.span.start < sentence.start);
        let to = self.mentions.partition_point(|mention| mention.span.start < sentence.end);
        let persons: Vec<usize> = (from..to).filter(|&index| self.acts(index)).collect();
        if persons.is_empty() {
            return;
        }
        for verb in self.verbs(sentence) {
            let before: Vec<usize> = persons.iter().copied().filter(|&person| self.mentions[person].span.end <= verb.span.start).collect();
            let (subjects, evidence) = match (verb.kind, self.titles_word(verb.span.to(), "the-rest")) {
                (Kind::Attend, true) => {
                    (persons.iter().copied().filter(|&person| self.mentions[person].span.start >= verb.span.end).collect(), sentence)
                }
                _ => (before.clone(), sentence),
            };
            let object = self.object(verb, from..to);
            if verb.kind == Kind::Present
                && let Some((report, meeting)) = self.report_to(verb, from..to)
                && let Some(&person) = before.last()
            {
                let evidence = |rule| Evidence { span: sentence, rule };
                relations.extend(self.relation(person, Predicate::Presents, report, evidence(self.presents)));
                relations.extend(self.relation(person, Predicate::SpeaksAt, meeting, evidence(self.speaks)));
                continue;
            }
            let (Some(object), predicate, rule) = (match verb.kind {
                Kind::Attend => (object, Predicate::Attends, self.attends),
                Kind::Speak | Kind::Say => (object, Predicate::SpeaksAt, self.speaks),
                Kind::Present => (object, Predicate::Presents, self.presents),
            }) else {
                continue;
            };
            let subjects = if verb.kind == Kind::Attend || verb.kind == Kind::Speak {
                subjects
            } else {
                subjects.last().copied().into_iter().collect()
            };
            relations.extend(
                subjects.into_iter().filter_map(|subject| self.relation(subject, predicate, object, Evidence { span: evidence, rule })),
            );
        }
    }

    /// Whether a mention is a person who may act, not one in a formula such as 以某某同志为核心 or in a bracket.
    fn acts(&self, index: usize) -> bool {
        let mention = &self.mentions[index];
        mention.class == Class::Official && !self.titles_word(mention.span.to(), "formula")
    }

    fn titles_word(&self, at: usize, purpose: &str) -> bool {
        self.catalog.titles.word(&self.text[at..], purpose).is_some()
    }

    /// Verbs of the sentence outside quotation marks.
    fn verbs(&self, sentence: Span) -> Vec<Verb> {
        let titles = &self.catalog.titles;
        let mut verbs = Vec::new();
        let mut quoted = 0_i32;
        let mut skip = 0;
        for (offset, c) in sentence.of(self.text).char_indices() {
            let at = sentence.from() + offset;
            match c {
                '\u{201C}' | '\u{300A}' => quoted += 1,
                '\u{201D}' | '\u{300B}' => quoted -= 1,
                _ => {}
            }
            if quoted > 0 || at < skip {
                continue;
            }
            let rest = &self.text[at..sentence.to()];
            let kinds = [("attend", Kind::Attend), ("speak", Kind::Speak), ("say", Kind::Say), ("present", Kind::Present)];
            let found: Vec<(usize, Kind)> =
                kinds.into_iter().filter_map(|(purpose, kind)| Some((titles.word(rest, purpose)?, kind))).collect();
            let noun = titles.last_word(&self.text[..at], "before-noun").is_some();
            for (length, kind) in found {
                skip = skip.max(at + length);
                if !noun {
                    verbs.push(Verb { span: Span::new(at, at + length), kind });
                }
            }
        }
        verbs
    }

    /// What the verb is about: a meeting, or what is presented.
    fn object(&self, verb: Verb, range: std::ops::Range<usize>) -> Option<usize> {
        let in_sentence = |fits: &dyn Fn(&Mention) -> bool| {
            let after = range
                .clone()
                .find(|&index| self.mentions[index].span.start >= verb.span.end && fits(&self.mentions[index]) && self.near(verb, index));
            after.or_else(|| {
                range.clone().rev().find(|&index| self.mentions[index].span.end <= verb.span.start && fits(&self.mentions[index]))
            })
        };
        let is_meeting = |mention: &Mention| mention.class == Class::Event;
        let main = self.main.map(|(index, _)| index);
        let press = self.main.is_some_and(|(_, press)| press);
        match verb.kind {
            Kind::Attend => {
                let open = self.titles_word(verb.span.to(), "meeting-after")
                    || self.text[verb.span.to()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
                in_sentence(&is_meeting).or(main.filter(|_| open))
            }
            Kind::Say => main.filter(|_| press),
            Kind::Speak => in_sentence(&is_meeting).or_else(|| self.on_line(verb.span)).or(main),
            Kind::Present => {
                let presentable = |mention: &Mention| {
                    matches!(mention.class, Class::Document | Class::Event)
                        && main.is_none_or(|main| self.mentions[main].name != mention.name)
                };
                in_sentence(&presentable)
            }
        }
    }

    /// The document and, right before the verb, the meeting to which it is presented: 向某会议作说明.
    fn report_to(&self, verb: Verb, range: std::ops::Range<usize>) -> Option<(usize, usize)> {
        let before = |index: &usize| self.mentions[*index].span.end <= verb.span.start;
        let meeting = range
            .clone()
            .rev()
            .find(before)
            .filter(|&last| self.mentions[last].class == Class::Event && self.mentions[last].span.end == verb.span.start)?;
        let report = range.rev().find(|index| before(index) && self.mentions[*index].class == Class::Document)?;
        Some((report, meeting))
    }

    /// The meeting that the line of `at` named last.
    fn on_line(&self, at: Span) -> Option<usize> {
        let lines = &self.analysis.structure.lines;
        let line = lines.get(lines.partition_point(|line| line.span.start <= at.start).checked_sub(1)?)?.span;
        let until = self.mentions[..self.analysis.in_order].partition_point(|mention| mention.span.start < at.start);
        (0..until)
            .rev()
            .take_while(|&index| self.mentions[index].span.start >= line.start)
            .find(|&index| self.mentions[index].class == Class::Event)
    }

    /// Whether nothing but a short stretch without a stop stands between the verb and a mention after it.
    fn near(&self, verb: Verb, index: usize) -> bool {
        let gap = &self.text[verb.span.to()..self.mentions[index].span.from()];
        gap.len() <= 45 && !gap.contains(['\u{3002}', '\u{FF0C}', ',', '\u{FF1B}'])
    }

    /// Every speaker of a turn speaks at the press conference.
    fn turns(&self) -> Vec<Relation> {
        let Some((main, true)) = self.main else { return Vec::new() };
        let turns = self.analysis.turns.iter();
        let relation = |turn: &crate::model::Turn| {
            let evidence = Evidence { span: self.mentions[turn.speaker].span, rule: self.turn };
            self.relation(turn.speaker, Predicate::SpeaksAt, main, evidence)
        };
        turns.filter_map(relation).collect()
    }

    /// `——某日在某会议上，某职务某某` at the head of a report: who gave it, and the report.
    fn delivered(&self) -> Vec<Relation> {
        let mut relations = Vec::new();
        for (index, event) in self.mentions.iter().enumerate().take_while(|(_, mention)| mention.span.from() < HEAD) {
            if event.class != Class::Event || !self.titles_word(event.span.to(), "at-meeting") {
                continue;
            }
            let persons = (index + 1..self.mentions.len()).take_while(|&other| self.mentions[other].span.from() < event.span.to() + NEAR);
            let Some(person) = persons.into_iter().find(|&other| self.acts(other)) else { continue };
            let evidence = |rule| Evidence { span: event.span.cover(self.mentions[person].span), rule };
            relations.extend(self.relation(person, Predicate::SpeaksAt, index, evidence(self.speaks)));
            let report = self.mentions.iter().position(|mention| mention.class == Class::Document && mention.span.from() < HEAD * 2);
            relations.extend(report.and_then(|report| self.relation(person, Predicate::Presents, report, evidence(self.presents))));
        }
        relations
    }

    fn relation(&self, subject: usize, predicate: Predicate, object: usize, evidence: Evidence) -> Option<Relation> {
        Some(Relation {
            subject: self.entity_of[subject]?,
            predicate,
            object: self.entity_of[object]?,
            status: Status::Done,
            role: None,
            time: None,
            speaker: None,
            evidence,
        })
    }
}
