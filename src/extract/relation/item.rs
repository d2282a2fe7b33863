//! A sentence as the rules see it: mentions, words and marks in a row.

use crate::{
    catalog::vocabulary::{Families, Functions, Known, Traits},
    extract::word::{Shape, Word},
    model::{Analysis, Class, EntityIndex},
    span::Span,
};

/// One mention, coordination of mentions, word or mark.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Where it stands; a coordination from its first to its last member.
    pub(crate) span: Span,
    /// What the lexicon knows of the word; nothing for mentions.
    pub(crate) known: Known,
    /// What its characters are.
    pub(crate) shape: Shape,
    /// The entities that it names, in text order; none for words.
    pub(crate) members: Vec<Member>,
}

/// A member of a coordination.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Member {
    /// What it names.
    pub(crate) entity: EntityIndex,
    /// Of which class.
    pub(crate) class: Class,
    /// Where it stands.
    pub(crate) span: Span,
}

impl Item {
    /// Whether it is a comma, a semicolon or a mark that ends the sentence.
    pub(crate) fn ends_clause(&self) -> bool {
        self.members.is_empty() && matches!(self.shape, Shape::Comma | Shape::Semicolon | Shape::Stop | Shape::Colon)
    }

    /// Whether it is a verb of a family that gives a relation.
    pub(crate) fn is_governing(&self) -> bool {
        self.members.is_empty() && self.known.verbs.0 & !Families::Bound.0 != 0
    }

    /// Whether it is a word of one of the functions.
    pub(crate) fn is(&self, functions: Functions) -> bool {
        self.members.is_empty() && self.known.function.any(functions)
    }

    /// The item, which leaves behind one without members.
    fn take(&mut self) -> Self {
        Self { members: std::mem::take(&mut self.members), ..self.clone() }
    }

    fn separates(&self) -> bool {
        self.members.is_empty()
            && (self.shape == Shape::Pause
                || self.known.function.any(Functions::Conjunction)
                || matches!(self.shape, Shape::QuoteOpen | Shape::QuoteClose))
    }
}

/// The entity of each mention of a document.
pub(crate) fn entity_of_mention(analysis: &Analysis) -> Vec<Option<EntityIndex>> {
    let mut entity_of = vec![None; analysis.mentions.len()];
    for (entity, known) in analysis.entities.iter().enumerate() {
        for &mention in &known.mentions {
            entity_of[mention] = Some(entity);
        }
    }
    entity_of
}

/// The mentions of a document that rules see, in text order: all but Measures, which hold others.
pub(crate) fn members(analysis: &Analysis) -> Vec<Member> {
    let entity_of = entity_of_mention(analysis);
    let mut members: Vec<Member> = analysis
        .mentions
        .iter()
        .zip(entity_of)
        .filter(|(mention, _)| mention.class != Class::Measure)
        .filter_map(|(mention, entity)| Some(Member { entity: entity?, class: mention.class, span: mention.span }))
        .collect();
    members.sort_by_key(|member| (member.span, member.entity));
    members
}

/// The items of one sentence; `members` are its mentions in text order.
pub(crate) fn items(words: &[Word], members: &[Member]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::with_capacity(words.len());
    let mut next = 0;
    let mut until = 0;
    for word in words {
        while next < members.len() && members[next].span.start < word.span.end {
            let member = members[next];
            items.push(Item { span: member.span, known: Known::default(), shape: Shape::Chinese, members: vec![member] });
            until = until.max(member.span.end);
            next += 1;
        }
        if word.span.start >= until {
            items.push(Item { span: word.span, known: word.known, shape: word.shape, members: Vec::new() });
        }
    }
    coordinate(unquote(items))
}

/// Drops quotation marks that enclose exactly one mention.
fn unquote(mut items: Vec<Item>) -> Vec<Item> {
    if !items.iter().any(|item| matches!(item.shape, Shape::QuoteOpen | Shape::BookOpen)) {
        return items;
    }
    let mut kept: Vec<Item> = Vec::with_capacity(items.len());
    let mut skip = false;
    for at in 0..items.len() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let encloses = at > 0
            && !items[at].members.is_empty()
            && matches!(items[at - 1].shape, Shape::QuoteOpen | Shape::BookOpen)
            && items.get(at + 1).is_some_and(|item| matches!(item.shape, Shape::QuoteClose | Shape::BookClose));
        if encloses {
            kept.pop();
            skip = true;
        }
        kept.push(items[at].take());
    }
    kept
}

/// How many plain words a member without a mention may have.
const PLAIN_MEMBER: usize = 5;

/// Joins mentions that pauses and conjunctions join.
fn coordinate(mut items: Vec<Item>) -> Vec<Item> {
    let mut joined: Vec<Item> = Vec::with_capacity(items.len());
    let mut at = 0;
    while at < items.len() {
        let mut item = items[at].take();
        at += 1;
        if !item.members.is_empty() {
            while let Some(next) = next_member(&items, at) {
                item.members.extend(items[next].members.iter().copied());
                item.span = item.span.cover(items[next].span);
                at = next + 1;
            }
            at = plain_tail(&items, at);
        }
        joined.push(item);
    }
    joined
}

/// The next mention of the coordination that goes on at `at`, perhaps behind plain members.
fn next_member(items: &[Item], at: usize) -> Option<usize> {
    let mut at = at;
    if let Some(next) = items.get(at).filter(|item| !item.members.is_empty()) {
        // Quoted names one behind the other, whose marks are gone.
        let before = &items[at - 1];
        let alike =
            |item: &Item, other: &Item| item.members.last().map(|member| member.class) == other.members.first().map(|member| member.class);
        return (next.span.start > before.span.end && alike(before, next)).then_some(at);
    }
    // Titles may be long enough for commas between them.
    let titles = |item: Option<&Item>| item.is_some_and(|item| item.members.iter().any(|member| member.class == Class::Document));
    let comma = items.get(at).is_some_and(|item| item.members.is_empty() && item.shape == Shape::Comma);
    if comma && titles(items.get(at + 1)) && titles(at.checked_sub(1).and_then(|before| items.get(before))) {
        return Some(at + 1);
    }
    for _ in 0..3 {
        let mut separated = false;
        while items.get(at).is_some_and(Item::separates) {
            separated = true;
            at += 1;
        }
        if !separated {
            return None;
        }
        if items.get(at).is_some_and(|item| !item.members.is_empty()) {
            return Some(at);
        }
        let plain = items[at.min(items.len())..].iter().take(PLAIN_MEMBER).take_while(|item| is_plain(item)).count();
        if plain == 0 {
            return None;
        }
        at += plain;
        if items.get(at).is_some_and(|item| !item.members.is_empty()) {
            return None;
        }
    }
    None
}

/// Where the list ends whose last members name nothing known, up to the word that closes it: A、B、某某|等.
fn plain_tail(items: &[Item], from: usize) -> usize {
    let mut at = from;
    loop {
        let separators = items[at..].iter().take_while(|item| item.separates()).count();
        let plain = items[(at + separators).min(items.len())..].iter().take(PLAIN_MEMBER).take_while(|item| is_plain(item)).count();
        if separators == 0 || plain == 0 {
            break;
        }
        at += separators + plain;
    }
    let closed = items.get(at).is_some_and(|item| item.known.traits.any(Traits::Others));
    if closed { at } else { from }
}

fn is_plain(item: &Item) -> bool {
    item.members.is_empty()
        && matches!(item.shape, Shape::Chinese | Shape::Latin | Shape::Digits)
        && !item.is_governing()
        && item.known.function.is_empty()
        && !item.known.traits.any(Traits::Others)
}
