//! Stage 3b, mentions → posts: who holds which role in which organ.

mod appointment;
mod chain;
mod role;

use super::segment::Structure;
use crate::{
    catalog::Catalog,
    model::{Document, Evidence, Mention, Post, RuleId, Status},
    span::Span,
};
use chain::{Chain, Item, Organs};
use std::collections::BTreeMap;

/// A post whose person and organ are told by where their mentions begin.
struct Found {
    person: usize,
    item: Item,
    status: Status,
    evidence: Evidence,
}

/// The rules that this stage names.
struct Rules {
    before_name: RuleId,
    appointed: RuleId,
    dismissed: RuleId,
    proposed: RuleId,
    sole: RuleId,
}

/// Reads titles before and after names, appointments and dismissals; returns the mentions (possibly with more organs) and the posts.
pub fn posts(catalog: &Catalog, document: &Document, _structure: &Structure, mentions: Vec<Mention>) -> (Vec<Mention>, Vec<Post>) {
    let text = document.text.as_str();
    let rule = |name| catalog.rules.grammar(name);
    let rules = Rules {
        before_name: rule("post-before-name"),
        appointed: rule("post-by-appointment"),
        dismissed: rule("post-by-dismissal"),
        proposed: rule("post-proposed"),
        sole: rule("post-of-one-organ"),
    };
    let mentions: BTreeMap<usize, Mention> = mentions.into_iter().map(|mention| (mention.span.from(), mention)).collect();
    let mut organs = Organs { catalog, text, mentions, inherited: rule("inner-body-of-same-organ"), team: rule("team-by-leader") };
    let mut found = Vec::new();
    organs.add_units(rule("unit-by-leader"));
    titles_before_names(&mut organs, &rules, &mut found);
    appointment::read(&mut organs, &rules, &mut found);
    sole_organs(&organs, &rules, &mut found);
    finish(organs.mentions, found)
}

/// Chains that end where a person is named: 市科技局党组书记、局长丁某某.
fn titles_before_names(organs: &mut Organs<'_>, rules: &Rules, found: &mut Vec<Found>) {
    let starts: Vec<usize> = organs.mentions.keys().copied().collect();
    let mut done = 0;
    for start in starts {
        if start < done {
            continue;
        }
        let Some(mut chain) = organs.chain(start) else { continue };
        if former_before(organs, start) {
            chain.items.iter_mut().for_each(|item| item.former = true);
        }
        let mut from = start;
        // A list of names may be followed by a further role in the same organ: 主任甲某、乙某，秘书长丙某.
        while let Some(end) = name_after_chain(organs, &chain, from, rules, found) {
            done = end;
            let Some(mark) = organs.catalog.titles.word(&organs.text[end..], "join") else { break };
            from = end + mark;
            let Some(next) = organs.chain_of(from, &chain.owners) else { break };
            chain = next;
        }
        done = done.max(chain.end);
    }
}

/// Gives the posts of `chain` to the person named after it, and to those joined to that one; where the last name ends.
fn name_after_chain(organs: &Organs<'_>, chain: &Chain, from: usize, rules: &Rules, found: &mut Vec<Found>) -> Option<usize> {
    let text = organs.text;
    let mut person = after_space(text, chain.end);
    let mut end = organs.person_end(person)?;
    loop {
        for item in &chain.items {
            let status = if item.former { Status::Ended } else { Status::Done };
            let evidence = Evidence { span: Span::new(from, end), rule: rules.before_name };
            found.push(Found { person, item: item.clone(), status, evidence });
        }
        end = crate::extract::mention::person::after_bracket(text, end);
        let mark = organs.catalog.titles.word(&text[end..], "list");
        match mark.and_then(|mark| organs.person_end(end + mark).map(|next| (end + mark, next))) {
            Some((start, next)) if !is_appointment(organs, next) => (person, end) = (start, next),
            _ => return Some(end),
        }
    }
}

/// Whether 原 or 时任 stands before the organ.
fn former_before(organs: &Organs<'_>, start: usize) -> bool {
    let modifiers = &organs.catalog.titles.modifiers;
    modifiers.ending(&organs.text[..start]).is_some_and(|(_, modifier)| *modifier == crate::catalog::titles::Modifier::Former)
}

fn is_appointment(organs: &Organs<'_>, at: usize) -> bool {
    organs.catalog.titles.word(&organs.text[at..], "holds").is_some()
}

/// Past spaces and at most one line break.
fn after_space(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let trimmed = rest.trim_start();
    let gap = &rest[..rest.len() - trimmed.len()];
    if gap.matches('\n').count() <= 1 { at + gap.len() } else { at }
}

/// A title after a name that only one organ has: 委员长.
fn sole_organs(organs: &Organs<'_>, rules: &Rules, found: &mut Vec<Found>) {
    for (&start, mention) in &organs.mentions {
        let Some(end) = organs.person_end(start) else { continue };
        let Some(role) = role::role_at(organs.catalog, organs.text, end).filter(|role| !role.organ.is_empty()) else { continue };
        let holder = organs.mentions.iter().find(|(_, other)| {
            super::mention::organ::parse(organs.catalog, &other.name).is_some_and(|organ| organ.canonical() == role.organ)
        });
        if let Some((&organ, _)) = holder {
            let item = Item { organ, role: role.words.clone(), former: false };
            let evidence = Evidence { span: Span::new(mention.span.from(), role.end), rule: rules.sole };
            found.push(Found { person: start, item, status: Status::Done, evidence });
        }
    }
}

/// Turns offsets into mention indexes, in text order, each post once.
fn finish(mentions: BTreeMap<usize, Mention>, found: Vec<Found>) -> (Vec<Mention>, Vec<Post>) {
    let index: BTreeMap<usize, usize> = mentions.keys().enumerate().map(|(index, &start)| (start, index)).collect();
    let mut posts: Vec<Post> = Vec::new();
    for found in found {
        let (Some(&person), Some(&organ)) = (index.get(&found.person), index.get(&found.item.organ)) else { continue };
        let post = Post { person, organ, role: found.item.role, status: found.status, evidence: found.evidence };
        if !posts.iter().rev().take(40).any(|other| other.person == person && other.organ == organ && other.role == post.role) {
            posts.push(post);
        }
    }
    posts.sort_by_key(|post| post.evidence.span);
    (mentions.into_values().collect(), posts)
}
