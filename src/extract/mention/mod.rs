//! Stage 3, words → mentions: which characters name something, and of which class.

pub(crate) mod candidate;
pub(crate) mod name;
pub(crate) mod organ;
pub(crate) mod person;
pub(crate) mod place;
pub(crate) mod titled;
mod unknown_place;

use super::{segment::Structure, word::Words};
use crate::{
    catalog::Catalog,
    model::{Document, Mention},
};
use candidate::Candidate;

/// Finds all mentions, in text order, not overlapping.
pub fn find(catalog: &Catalog, document: &Document, structure: &Structure, _words: &Words) -> Vec<Mention> {
    let places = place::find(catalog, document);
    let organs = organ::find(catalog, document, structure, &places);
    let mut candidates = [places, organs].concat();
    candidates.sort_by_key(|candidate| (candidate.mention.span.from(), candidate.mention.span.to()));
    let persons = person::find(catalog, document, &candidates);
    candidates.extend(persons);
    resolve(candidates)
}

/// Among overlapping candidates the higher priority wins, then the longer, then the earlier.
fn resolve(mut candidates: Vec<Candidate>) -> Vec<Mention> {
    candidates
        .sort_by_key(|candidate| (std::cmp::Reverse((candidate.priority, candidate.mention.span.len())), candidate.mention.span.from()));
    let mut taken: std::collections::BTreeMap<usize, Mention> = std::collections::BTreeMap::new();
    for Candidate { mention, .. } in candidates {
        let free = taken.range(..mention.span.to()).next_back().is_none_or(|(_, other)| !other.span.overlaps(mention.span));
        if free {
            taken.insert(mention.span.from(), mention);
        }
    }
    taken.into_values().collect()
}
