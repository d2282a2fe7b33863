//! Relations by the patterns of the rule book, sentence by sentence.

use super::{
    actor::{Actor, actor},
    event::ToldEvents,
    item::{Item, Member, items, members},
    matching::{Match, match_at},
    pattern::{Pattern, Role},
    sight::{Needs, Sight},
};
use crate::{
    catalog::{
        Catalog,
        rules::{Object, Rule, Rules, Scope, Subject},
        vocabulary::Functions,
    },
    error::Defect,
    extract::{status::StatusReader, word::Words},
    model::{Analysis, Class, EntityIndex, Evidence, Predicate, Relation, RuleId, Status},
    span::Span,
};
use std::collections::BTreeSet;

/// The patterns of the rules that yield relations, compiled once, in rule order.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    patterns: Vec<(RuleId, Predicate, Pattern, Needs)>,
}

impl Patterns {
    /// Compiles the pattern of every rule that yields a predicate.
    pub fn new(rules: &Rules, defects: &mut Vec<Defect>) -> Self {
        let mut patterns = Self::default();
        for (id, rule) in rules.iter() {
            let (Some(pattern), Ok(predicate)) = (&rule.pattern, rule.yields.parse()) else { continue };
            match Pattern::parse(pattern) {
                Ok(pattern) => {
                    let needs = Needs::of(&pattern);
                    patterns.patterns.push((id, predicate, pattern, needs));
                }
                Err(problem) => {
                    let problem = format!("rule `{}`: {problem}", rule.id);
                    defects.push(Defect { file: rule.place.0.clone(), line: rule.place.1, problem });
                }
            }
        }
        patterns
    }
}

impl Patterns {
    /// The pattern of a rule of the pattern language.
    pub(crate) fn of(&self, rule: RuleId) -> Option<&Pattern> {
        self.patterns.iter().find(|(id, ..)| *id == rule).map(|(_, _, pattern, _)| pattern)
    }

    /// The rules that yield `predicate`, in rule order.
    pub(crate) fn yielding(&self, predicate: Predicate) -> impl Iterator<Item = (RuleId, &Pattern)> {
        self.patterns.iter().filter(move |(_, yields, ..)| *yields == predicate).map(|(id, _, pattern, _)| (*id, pattern))
    }
}

/// Every match of a pattern in the items of a sentence, in the order in which [`find`] takes them, denied ones among them.
pub(crate) fn matches(pattern: &Pattern, text: &str, items: &[Item]) -> Vec<Match> {
    let mut all = Vec::new();
    for at in 0..items.len() {
        let mut behind = None;
        while let Some(found) = match_at(pattern, text, items, at, behind) {
            behind = found.item(Role::Object);
            all.push(found);
            if behind.is_none() {
                break;
            }
        }
    }
    all
}

/// What the rules need of a document.
struct Reader<'a> {
    catalog: &'a Catalog,
    analysis: &'a Analysis,
    status: &'a StatusReader<'a>,
    told: ToldEvents,
}

/// One sentence with what was read of it.
struct Sentence<'a> {
    number: usize,
    items: &'a [Item],
    /// Objects that a rule of actions has claimed.
    claimed: BTreeSet<(Span, EntityIndex)>,
    /// Where each action's object stands, for the sources that put it forward.
    acted: Vec<(usize, Member)>,
    /// The body that the line has set up last.
    established: Option<EntityIndex>,
    /// Whose words the sentence goes on with, then those with which it ends.
    speech: Option<Speech>,
    acts: Vec<Act>,
    relations: Vec<Relation>,
}

impl<'a> Sentence<'a> {
    fn new(number: usize, items: &'a [Item]) -> Self {
        Self {
            number,
            items,
            claimed: BTreeSet::new(),
            acted: Vec::new(),
            established: None,
            speech: None,
            acts: Vec::new(),
            relations: Vec::new(),
        }
    }
}

/// Words of somebody that reach to the end of the line.
#[derive(Clone, Debug)]
struct Speech {
    line: u32,
    rule: RuleId,
    predicate: Predicate,
    speakers: Vec<EntityIndex>,
    /// Where the speaker is named.
    span: Span,
}

/// What somebody does, whoever it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act {
    /// What is done to the object.
    pub(crate) predicate: Predicate,
    /// To whom or what.
    pub(crate) object: EntityIndex,
    /// The words that say it.
    pub(crate) span: Span,
}

/// Relations by pattern, in sentence order, and what is done in the text, though it may not name who does it.
pub(crate) fn find(catalog: &Catalog, words: &Words, analysis: &Analysis, status: &StatusReader<'_>) -> (Vec<Relation>, Vec<Act>) {
    let members = members(analysis);
    let reader = Reader { catalog, analysis, status, told: ToldEvents::new(analysis, &members) };
    let (mut relations, mut acts) = (Vec::new(), Vec::new());
    let mut next = 0;
    let mut established = (0, None);
    let mut speech: Option<Speech> = None;
    for (number, sentence) in analysis.structure.sentences.iter().enumerate() {
        next += members[next..].partition_point(|member| member.span.start < sentence.span.start);
        let until = next + members[next..].partition_point(|member| member.span.end <= sentence.span.end);
        if next == until {
            continue;
        }
        let items = items(words.of(number), &members[next..until]);
        next = until;
        let mut found = Sentence::new(number, &items);
        found.established = established.1.filter(|_| established.0 == sentence.line);
        found.speech = speech.filter(|speech| speech.line == sentence.line);
        reader.read(&mut found);
        established = (sentence.line, found.established);
        speech = found.speech;
        relations.append(&mut found.relations);
        acts.append(&mut found.acts);
    }
    (relations, acts)
}

/// The negation before the verb or, where words alone tell what is done, the object, in its clause; a verb of ending is one itself,
/// but for what says that something is ended.
pub(crate) fn denial(items: &[Item], anchor: usize, predicate: Predicate) -> Option<usize> {
    if !matches!(predicate, Predicate::Abolishes | Predicate::PartOf) && items[anchor].is(Functions::Negation) {
        return Some(anchor);
    }
    (0..anchor).rev().take(4).take_while(|&at| !items[at].ends_clause()).find(|&at| items[at].is(Functions::Negation))
}

impl Reader<'_> {
    fn read(&self, sentence: &mut Sentence<'_>) {
        let mut frames = Vec::new();
        let sight = Sight::of(sentence.items, &self.analysis.document.text);
        for (rule, predicate, pattern, needs) in self.catalog.patterns.patterns.iter().filter(|(.., needs)| sight.may_match(needs)) {
            let scope = self.catalog.rules.get(*rule).scope;
            for at in (0..sentence.items.len()).filter(|&at| sight.may_begin(needs, at)) {
                let mut behind = None;
                while let Some(found) = self.match_at(pattern, *predicate, sentence, at, behind) {
                    behind = found.item(Role::Object);
                    match scope {
                        Scope::Sentence | Scope::Whole | Scope::Speech => frames.push((*rule, *predicate, found)),
                        Scope::Match => self.state(sentence, *rule, *predicate, &found),
                    }
                    if behind.is_none() {
                        break;
                    }
                }
            }
        }
        self.go_on(sentence);
        for (rule, predicate, found) in frames {
            self.put_forward(sentence, rule, predicate, &found);
        }
    }

    fn match_at(
        &self,
        pattern: &Pattern,
        predicate: Predicate,
        sentence: &Sentence<'_>,
        at: usize,
        behind: Option<usize>,
    ) -> Option<Match> {
        let found = match_at(pattern, &self.analysis.document.text, sentence.items, at, behind)?;
        let anchor = found.verb.or(found.item(Role::Object));
        let denied = anchor.is_some_and(|anchor| {
            denial(sentence.items, anchor, predicate).is_some()
                || self.status.unreal(sentence.number, sentence.items[anchor].span).is_some()
        });
        (!denied).then_some(found)
    }

    /// Makes the relations of one match.
    fn state(&self, sentence: &mut Sentence<'_>, rule: RuleId, predicate: Predicate, found: &Match) {
        let book = self.catalog.rules.get(rule);
        let span = found.span(sentence.items);
        if found.item(Role::Pair).is_some() {
            return self.join(sentence, rule, predicate, found);
        }
        let subjects = self.subjects(sentence, book, found);
        let objects: Vec<Member> = match book.object {
            Object::LastEvent => self.told.before(span).map(|entity| Member { entity, class: Class::Event, span }).into_iter().collect(),
            Object::Slot => found.role(Role::Object).collect(),
        };
        for object in objects {
            let key = (object.span, object.entity);
            if book.claims && !sentence.claimed.insert(key) {
                continue;
            }
            // Parts, too, are told of in full by the rule that says whose they are.
            if book.claims && predicate == Predicate::PartOf {
                sentence.claimed.extend(found.role(Role::Subject).map(|member| (member.span, member.entity)));
            }
            if book.claims
                && let Some(item) = found.item(Role::Object)
            {
                sentence.acted.push((item, object));
                sentence.acts.push(Act { predicate, object: object.entity, span });
            }
            if predicate == Predicate::Establishes {
                sentence.established = Some(object.entity);
            }
            let planned = book.or_planned && self.status.is_meant(sentence.number, span);
            let status = if planned { Status::Planned } else { self.status_of(book.status, predicate, sentence.number, span) };
            for &subject in &subjects {
                sentence.relations.push(self.relation(subject, predicate, object.entity, status, span, rule, sentence.number));
            }
        }
    }

    /// Makes the relations of each member of a pair with the members behind it.
    fn join(&self, sentence: &mut Sentence<'_>, rule: RuleId, predicate: Predicate, found: &Match) {
        let span = found.span(sentence.items);
        let status = self.status_of(self.catalog.rules.get(rule).status, predicate, sentence.number, span);
        let members: Vec<Member> = found.role(Role::Pair).collect();
        for (index, first) in members.iter().enumerate() {
            for second in &members[index + 1..] {
                sentence.relations.push(self.relation(first.entity, predicate, second.entity, status, span, rule, sentence.number));
            }
        }
    }

    fn status_of(&self, fixed: Option<Status>, predicate: Predicate, sentence: usize, span: Span) -> Status {
        let read = || match predicate {
            Predicate::Abolishes | Predicate::Adopts | Predicate::Formulates | Predicate::Establishes | Predicate::SucceededBy => {
                self.status.of_act(sentence, span)
            }
            Predicate::Implements => self.status.of_deed(sentence, span),
            _ => self.status.status(sentence, span),
        };
        fixed.unwrap_or_else(read)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one record")]
    fn relation(
        &self,
        subject: EntityIndex,
        predicate: Predicate,
        object: EntityIndex,
        status: Status,
        span: Span,
        rule: RuleId,
        sentence: usize,
    ) -> Relation {
        let book = self.catalog.rules.get(rule);
        let time = self.status.time(sentence, span).filter(|_| book.status.is_none());
        Relation { subject, predicate, object, status, role: book.role.clone(), time, speaker: None, evidence: Evidence { span, rule } }
    }

    /// Who does what a match says: its subject slot, whom the rule names, or who acts in the clause.
    fn subjects(&self, sentence: &Sentence<'_>, rule: &Rule, found: &Match) -> Vec<EntityIndex> {
        if found.item(Role::Subject).is_some() {
            return found.role(Role::Subject).map(|member| member.entity).collect();
        }
        let items = sentence.items;
        let at = items[found.start].span;
        let anchor = found.actor_bound(items);
        match rule.subject {
            Subject::LastEvent => self.told.before(at).into_iter().collect(),
            Subject::LastBody => sentence.established.or_else(|| opens_with_body(items)).into_iter().collect(),
            Subject::Document => self.title_document().into_iter().collect(),
            Subject::Actor => match actor(items, anchor) {
                Actor::Named(entities) => entities,
                Actor::Focal => self.focal(items[anchor].span),
            },
        }
    }

    /// The document that the title names.
    fn title_document(&self) -> Option<EntityIndex> {
        let title = self.analysis.structure.title?;
        let titled = |mention: usize| title.contains(self.analysis.mentions[mention].span);
        self.analysis
            .entities
            .iter()
            .position(|entity| entity.class == Class::Document && entity.mentions.iter().any(|&mention| titled(mention)))
    }

    /// The focal place; of several the one that the text named last.
    fn focal(&self, at: Span) -> Vec<EntityIndex> {
        let focus = &self.analysis.focus;
        if focus.len() < 2 {
            return focus.clone();
        }
        let named = |entity: EntityIndex| {
            let mentions = self.analysis.entities[entity].mentions.iter();
            mentions.map(|&mention| self.analysis.mentions[mention].span.start).filter(|&start| start <= at.start).max()
        };
        focus.iter().copied().max_by_key(|&entity| (named(entity), std::cmp::Reverse(entity))).into_iter().collect()
    }

    /// What whoever speaks demands in a sentence that names no other person.
    fn go_on(&self, sentence: &mut Sentence<'_>) {
        let Some(speech) = sentence.speech.take() else { return };
        let others = |member: &Member| member.class == Class::Official && !speech.speakers.contains(&member.entity);
        if sentence.items.iter().flat_map(|item| &item.members).any(others) {
            return;
        }
        let start = sentence.items[0].span;
        for (item, object) in sentence.acted.clone() {
            let said = start.cover(sentence.items[item].span);
            if !is_policy(object.class) || object.class == Class::Place || !self.status.is_demanded(said) {
                continue;
            }
            for &speaker in &speech.speakers {
                let span = speech.span.cover(sentence.items[item].span);
                sentence.relations.push(self.relation(
                    speaker,
                    speech.predicate,
                    object.entity,
                    Status::Done,
                    span,
                    speech.rule,
                    sentence.number,
                ));
            }
        }
        sentence.speech = Some(speech);
    }

    /// A source that proposes: all that the rest of the sentence, or the whole of it, has somebody do, and what it names directly.
    fn put_forward(&self, sentence: &mut Sentence<'_>, rule: RuleId, predicate: Predicate, found: &Match) {
        let sources: Vec<EntityIndex> = found.role(Role::Subject).map(|member| member.entity).collect();
        let scope = self.catalog.rules.get(rule).scope;
        let whole = scope == Scope::Whole;
        let from = if whole { 0 } else { found.end };
        let scope_end = (found.end..sentence.items.len()).find(|&at| sentence.items[at].is(Functions::Pronoun) && at > found.end + 3);
        let until = scope_end.unwrap_or(sentence.items.len());
        let mut objects: Vec<(usize, Member)> = sentence.acted.iter().copied().filter(|(item, _)| *item >= from && *item < until).collect();
        let direct = sentence.items[found.end..until].iter().take(3).enumerate().find(|(_, item)| !item.members.is_empty());
        if let Some((offset, item)) = direct {
            objects.extend(item.members.iter().map(|member| (found.end + offset, *member)));
        }
        objects.sort_by_key(|(item, member)| (*item, member.span));
        objects.dedup();
        if scope == Scope::Speech {
            let line = self.analysis.structure.sentences[sentence.number].line;
            sentence.speech = Some(Speech { line, rule, predicate, speakers: sources.clone(), span: sentence.items[found.start].span });
        }
        for (item, object) in objects {
            let place = object.class == Class::Place && found.role(Role::Subject).any(|source| source.class != Class::Document);
            let said = sentence.items[found.end - 1].span.cover(sentence.items[item.max(found.end - 1)].span);
            let demanded = scope != Scope::Speech || self.status.is_demanded(said);
            if place || !demanded || !is_policy(object.class) || sources.contains(&object.entity) {
                continue;
            }
            let span = sentence.items[found.start.min(item)].span.cover(sentence.items[item.max(found.end - 1)].span);
            let span = if whole { span } else { sentence.items[found.start].span.cover(sentence.items[item].span) };
            for &source in &sources {
                sentence.relations.push(self.relation(source, predicate, object.entity, Status::Done, span, rule, sentence.number));
            }
        }
    }
}

/// What a source puts forward: things of policy, not who is to do them.
fn is_policy(class: Class) -> bool {
    matches!(
        class,
        Class::Strategy
            | Class::Positioning
            | Class::Program
            | Class::Instrument
            | Class::Park
            | Class::Project
            | Class::Industry
            | Class::Place
    )
}

/// The body with which the sentence opens.
fn opens_with_body(items: &[Item]) -> Option<EntityIndex> {
    let first = items.iter().find(|item| !item.members.is_empty())?;
    let body = |member: &&Member| matches!(member.class, Class::Department | Class::Organization);
    first.members.iter().find(body).map(|member| member.entity)
}
