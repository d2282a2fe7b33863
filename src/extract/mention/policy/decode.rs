//! From scored candidates to the best set that does not overlap.

use super::{View, candidates::Proposal, features::features};
use crate::{
    catalog::model::{COLUMNS, MODEL_CLASSES, Model},
    model::Class,
};

/// A candidate that was chosen, with its class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Choice {
    /// Index among the proposals.
    pub(crate) proposal: usize,
    /// Index among [`MODEL_CLASSES`].
    pub(crate) class: usize,
    /// What the model gives it; above nought.
    pub(crate) score: f32,
}

/// What a surer mention is worth to a set that keeps it.
const SURE: f32 = 1.0;

/// Features that depend on the class asked for: is it the head's first class, its second, the list's, the term's?
pub(crate) const AGREEMENTS: usize = 12;

/// The agreement features of `class` for a proposal, as values of the template `agreement`.
pub(crate) fn agreements(view: &View<'_>, proposal: &Proposal, class: Class) -> impl Iterator<Item = usize> {
    let rank = |classes: &[Class]| classes.iter().position(|known| *known == class).map_or(3, |rank| rank.min(2));
    let head = proposal.head.map(|head| rank(&view.catalog.heads.get(head).classes));
    let list = proposal.list_class.map(|list| 4 + usize::from(list != class));
    let term = proposal.term_class.map(|(term, _)| 6 + usize::from(term != class));
    let both = (head == Some(0) && list == Some(4)).then_some(8);
    let against = (head.is_some_and(|rank| rank > 0) && list == Some(4)).then_some(9);
    [head, list, term, both, against].into_iter().flatten()
}

/// The score of `proposal` for every class.
pub(crate) fn scores(model: &Model, view: &View<'_>, proposal: &Proposal) -> [f32; MODEL_CLASSES.len()] {
    let mut sums = [0.0_f32; COLUMNS];
    features(view, proposal, |template, value| {
        let row = &model.weights[model.layout.row(template, value) as usize];
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += weight;
        }
    });
    let common = sums[COLUMNS - 1];
    let mut scores = [0.0; MODEL_CLASSES.len()];
    for (index, class) in MODEL_CLASSES.iter().enumerate() {
        let agree: f32 = agreements(view, proposal, *class).map(|value| model.agreement[value]).sum();
        scores[index] = sums[index] + common + agree;
    }
    scores
}

/// The best set of candidates by the model.
pub(crate) fn decode(view: &View<'_>, proposals: &[Proposal]) -> Vec<Choice> {
    let model = &view.catalog.model;
    let scored: Vec<(usize, f32)> = proposals.iter().map(|proposal| best(&scores(model, view, proposal))).collect();
    select(view, proposals, &scored)
}

/// The best class with its score; the earlier of two equals.
pub(crate) fn best(scores: &[f32]) -> (usize, f32) {
    let mut best = (0, scores[0]);
    for (class, &score) in scores.iter().enumerate().skip(1) {
        if score > best.1 {
            best = (class, score);
        }
    }
    best
}

/// The best set by scores already computed.
pub(crate) fn select(view: &View<'_>, proposals: &[Proposal], scored: &[(usize, f32)]) -> Vec<Choice> {
    let arcs = proposals.iter().map(|proposal| (proposal.start, proposal.end)).zip(scored.iter().map(|(_, score)| *score));
    let fixed = view.fixed.iter().map(|fixed| (fixed.start, fixed.end));
    let chosen = select_arcs(view.words.len(), arcs, fixed);
    chosen.into_iter().map(|proposal| Choice { proposal, class: scored[proposal].0, score: scored[proposal].1 }).collect()
}

/// Dynamic programming over word positions: the set of arcs above nought that do not overlap and are worth most together;
/// surer mentions take part with a fixed worth. Returns the indices of the chosen arcs, ascending by position.
pub(crate) fn select_arcs(
    words: usize,
    arcs: impl Iterator<Item = ((u32, u32), f32)>,
    fixed: impl Iterator<Item = (u32, u32)>,
) -> Vec<usize> {
    // By end: end, start, worth, index.
    let mut ordered: Vec<(u32, u32, f32, Option<u32>)> = arcs
        .enumerate()
        .filter(|(_, (_, score))| *score > 0.0)
        .map(|(index, ((start, end), score))| (end, start, score, Some(index as u32)))
        .collect();
    ordered.extend(fixed.map(|(start, end)| (end, start, SURE, None)));
    ordered.sort_by_key(|arc| (arc.0, arc.1, arc.3));
    let mut worth = vec![0.0_f32; words + 1];
    let mut step: Vec<Option<usize>> = vec![None; words + 1];
    let mut next = 0;
    for end in 1..=words {
        worth[end] = worth[end - 1];
        while next < ordered.len() && ordered[next].0 as usize == end {
            let (_, start, score, _) = ordered[next];
            let total = worth[start as usize] + score;
            if total > worth[end] {
                worth[end] = total;
                step[end] = Some(next);
            }
            next += 1;
        }
    }
    let mut chosen = Vec::new();
    let mut end = words;
    while end > 0 {
        match step[end] {
            Some(arc) => {
                chosen.extend(ordered[arc].3.map(|index| index as usize));
                end = ordered[arc].1 as usize;
            }
            None => end -= 1,
        }
    }
    chosen.reverse();
    chosen
}
