//! Stage 3, words → mentions: which characters name something, and of which class.

pub(crate) mod candidate;
pub mod form;
pub(crate) mod name;
mod needed;
pub(crate) mod organ;
pub(crate) mod person;
pub(crate) mod place;
pub(crate) mod policy;
pub(crate) mod titled;
mod unknown_place;

use self::candidate::Candidate;
use super::{segment::Structure, survey::Survey, word::Words};
use crate::{
    catalog::Catalog,
    model::{Document, Mention},
};

/// Finds all mentions, in text order, not overlapping.
pub fn find(catalog: &Catalog, document: &Document, structure: &Structure, words: &Words, survey: &Survey) -> Vec<Mention> {
    let sure = sure(catalog, document, structure, survey);
    let mut found: Vec<Candidate> = sure.iter().map(|mention| Candidate { mention: mention.clone(), priority: 4 }).collect();
    let (mut next, mut room) = (0, policy::Room::default());
    for (index, sentence) in structure.sentences.iter().enumerate() {
        while next < sure.len() && sure[next].span.start < sentence.span.start {
            next += 1;
        }
        let until = next + sure[next..].partition_point(|mention| mention.span.end <= sentence.span.end);
        found.extend(policy::find(catalog, document, words.of(index), &sure[next..until], &mut room));
        next = until;
    }
    let mentions = resolve(found);
    let spoken_for = place::spoken_for(catalog, document, structure, survey, &mentions);
    let last = spoken_for.into_iter().map(|mention| Candidate { mention, priority: 0 });
    resolve(mentions.into_iter().map(|mention| Candidate { mention, priority: 1 }).chain(last).collect())
}

/// The mentions of the surer grammars, in text order, not overlapping.
pub(crate) fn sure(catalog: &Catalog, document: &Document, structure: &Structure, survey: &Survey) -> Vec<Mention> {
    let mut candidates = survey.places.clone();
    candidates.extend(organ::find(catalog, document, structure, survey));
    candidates.sort_by_key(|candidate| (candidate.mention.span.from(), candidate.mention.span.to()));
    let persons = person::find(catalog, document, survey, &candidates);
    candidates.extend(persons);
    candidates.extend(form::find(catalog, document));
    resolve(candidates)
}

/// Of overlapping candidates the higher priority wins, then the longer, then the earlier.
pub(crate) fn resolve(mut candidates: Vec<Candidate>) -> Vec<Mention> {
    candidates.sort_by_key(|candidate| {
        let span = candidate.mention.span;
        (std::cmp::Reverse(candidate.priority), std::cmp::Reverse(span.len()), span.start, candidate.mention.class)
    });
    let mut taken: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    let mut mentions = Vec::new();
    for candidate in candidates {
        let span = candidate.mention.span;
        let free = taken.range(..span.end).next_back().is_none_or(|(_, &end)| end <= span.start);
        if free && !span.is_empty() {
            taken.insert(span.start, span.end);
            mentions.push(candidate.mention);
        }
    }
    mentions.sort_by_key(|mention| mention.span);
    mentions
}
