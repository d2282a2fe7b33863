//! From scored candidates to the best set that does not overlap.

use super::{
    View,
    candidates::Proposal,
    features::{self, Frame, Reading},
};
use crate::{
    catalog::model::{COLUMNS, HUNDREDTH, MODEL_CLASSES, Model, ONE, Row},
    model::Class,
};

/// A candidate that was chosen, with its class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Choice {
    /// Index among the proposals.
    pub(crate) proposal: usize,
    /// Index among [`MODEL_CLASSES`].
    pub(crate) class: usize,
}

/// What a surer mention is worth to a set that keeps it.
pub(crate) const SURE: f32 = 1.0;

/// Features that depend on the class asked for: is it the head's first class, its second, the list's, the term's?
pub(crate) const AGREEMENTS: usize = 12;

/// The agreement features of `class` for a proposal, as values of the template `agreement`.
pub(crate) fn agreements(view: &View<'_>, proposal: &Proposal, class: Class) -> [Option<usize>; 5] {
    let rank = |classes: &[Class]| classes.iter().position(|known| *known == class).map_or(3, |rank| rank.min(2));
    let head = proposal.head.map(|head| rank(&view.catalog.heads.get(head).classes));
    let list = proposal.list_class.map(|list| 4 + usize::from(list != class));
    let term = proposal.term_class.map(|(term, _)| 6 + usize::from(term != class));
    let both = (head == Some(0) && list == Some(4)).then_some(8);
    let against = (head.is_some_and(|rank| rank > 0) && list == Some(4)).then_some(9);
    [head, list, term, both, against]
}

/// Scores the candidates of one sentence; what they share is summed up once.
struct Scorer<'a> {
    view: &'a View<'a>,
    model: &'a Model,
    sums: &'a mut Sums,
    reading: Reading,
}

/// What the candidates of a sentence share; the room that it takes serves one sentence after the other.
#[derive(Default)]
pub(crate) struct Sums {
    /// For each start, and again where it is quoted, one more than the index of its sum in `sums`.
    lefts: Vec<u32>,
    /// The same for each end.
    rights: Vec<u32>,
    /// For each end the head and the first word of it, and what they tell.
    tails: Vec<Tail>,
    /// For each class and strength of a head the start it was last seen with, and one more than the index of their sum.
    leads: Vec<(u32, u32)>,
    kept: Vec<Row>,
    /// For each word the sum of what it and all before it tell inside a candidate.
    inner: Vec<Row>,
}

/// A head, the word behind its modifier, and one more than the index of their sum.
type Tail = (u32, u32, u32);

impl<'a> Scorer<'a> {
    fn new(view: &'a View<'a>, sums: &'a mut Sums) -> Self {
        let (model, words) = (&view.catalog.model, view.words.len());
        refill(&mut sums.lefts, 2 * words, 0);
        refill(&mut sums.rights, 2 * words + 2, 0);
        refill(&mut sums.tails, words + 1, (0, 0, 0));
        refill(&mut sums.leads, 17 * 4, (u32::MAX, 0));
        sums.kept.clear();
        sums.inner.clear();
        let mut sum = Row::default();
        sums.inner.push(sum);
        for at in 0..words {
            features::inner_joined(view, at, |template, value| sum.add(model.row(template, value)));
            sums.inner.push(sum);
        }
        Self { view, model, sums, reading: Reading::default() }
    }

    /// The best class of `proposal` with its score.
    fn best(&mut self, proposal: &Proposal) -> (usize, i32) {
        let sum = self.sum(proposal);
        let mut scores = agreed(self.model, self.view, proposal);
        for (score, &weight) in scores.iter_mut().zip(&sum.0) {
            *score += i32::from(weight) * HUNDREDTH;
        }
        let (class, score) = best(&scores);
        (class, score + i32::from(sum.0[COLUMNS - 1]) * HUNDREDTH)
    }

    /// The weights of all features of `proposal` but the agreements.
    fn sum(&mut self, proposal: &Proposal) -> Row {
        let (view, model) = (self.view, self.model);
        let quoted = features::is_quoted(view, proposal);
        let frame = Frame::of(view, proposal, quoted);
        let content = self.reading.content(view, proposal, quoted);
        let inside = features::inside(proposal);
        let mut sum = self.sums.inner[inside.end];
        sum.subtract(&self.sums.inner[inside.start]);
        sum.add(self.left(proposal.start as usize, quoted));
        sum.add(self.right(proposal.end as usize, quoted));
        sum.add(self.tail(proposal, &frame));
        if quoted {
            frame.lead(view, |template, value| sum.add(model.row(template, value)));
        } else {
            sum.add(self.lead(proposal.start, &frame));
        }
        frame.joined(view, content, |template, value| sum.add(model.row(template, value)));
        sum
    }

    fn left(&mut self, start: usize, quoted: bool) -> &Row {
        let slot = &mut self.sums.lefts[2 * start + usize::from(quoted)];
        if *slot == 0 {
            let mut sum = Row::default();
            features::left_joined(self.view, start, quoted, |template, value| sum.add(self.model.row(template, value)));
            *slot = kept(&mut self.sums.kept, sum);
        }
        &self.sums.kept[*slot as usize - 1]
    }

    fn right(&mut self, end: usize, quoted: bool) -> &Row {
        let slot = &mut self.sums.rights[2 * end + usize::from(quoted)];
        if *slot == 0 {
            let mut sum = Row::default();
            features::right_joined(self.view, end, quoted, |template, value| sum.add(self.model.row(template, value)));
            *slot = kept(&mut self.sums.kept, sum);
        }
        &self.sums.kept[*slot as usize - 1]
    }

    /// Candidates with one end nearly always have one head and modifier.
    fn tail(&mut self, proposal: &Proposal, frame: &Frame) -> &Row {
        let slot = &mut self.sums.tails[proposal.end as usize];
        let modifier = frame.modifier.map_or(0, |at| at as u32 + 1);
        if slot.2 == 0 || (slot.0, slot.1) != (frame.head, modifier) {
            let mut sum = Row::default();
            frame.tail_joined(self.view, |template, value| sum.add(self.model.row(template, value)));
            *slot = (frame.head, modifier, kept(&mut self.sums.kept, sum));
        }
        &self.sums.kept[slot.2 as usize - 1]
    }

    fn lead(&mut self, start: u32, frame: &Frame) -> &Row {
        let slot = &mut self.sums.leads[(frame.head_class * 4 + frame.strength) as usize];
        if slot.0 != start {
            let mut sum = Row::default();
            frame.lead(self.view, |template, value| sum.add(self.model.row(template, value)));
            *slot = (start, kept(&mut self.sums.kept, sum));
        }
        &self.sums.kept[slot.1 as usize - 1]
    }
}

fn refill<T: Copy>(list: &mut Vec<T>, length: usize, value: T) {
    list.clear();
    list.resize(length, value);
}

/// Adds a sum; one more than its index.
fn kept(sums: &mut Vec<Row>, sum: Row) -> u32 {
    sums.push(sum);
    sums.len() as u32
}

/// The weight of the agreement features for every class.
fn agreed(model: &Model, view: &View<'_>, proposal: &Proposal) -> [i32; MODEL_CLASSES.len()] {
    let worth = |slot: Option<usize>| slot.map_or(0, |slot| model.agreement[slot]);
    // What `agreements` gives for a class that neither head nor list nor term tells.
    let untold = worth(proposal.head.map(|_| 3)) + worth(proposal.list_class.map(|_| 5)) + worth(proposal.term_class.map(|_| 7));
    let mut agreed = [untold; MODEL_CLASSES.len()];
    let heads: &[Class] = proposal.head.map_or(&[], |head| &view.catalog.heads.get(head).classes);
    let told = heads.iter().copied().chain(proposal.list_class).chain(proposal.term_class.map(|(term, _)| term));
    for class in told {
        if let Some(column) = MODEL_CLASSES.iter().position(|known| *known == class) {
            agreed[column] = agreements(view, proposal, class).into_iter().map(worth).sum();
        }
    }
    agreed
}

/// The best set of candidates by the model.
pub(crate) fn decode(view: &View<'_>, proposals: &[Proposal], sums: &mut Sums) -> Vec<Choice> {
    if proposals.is_empty() {
        return Vec::new();
    }
    let mut scorer = Scorer::new(view, sums);
    let scored: Vec<(usize, i32)> = proposals.iter().map(|proposal| scorer.best(proposal)).collect();
    let arcs = proposals.iter().zip(&scored).map(|(proposal, &(_, score))| ((proposal.start, proposal.end), score as f32));
    let fixed = view.fixed.iter().map(|fixed| ((fixed.start, fixed.end), SURE * ONE as f32));
    let chosen = select_arcs(view.words.len(), arcs, fixed);
    chosen.into_iter().map(|proposal| Choice { proposal, class: scored[proposal].0 }).collect()
}

/// The best class with its score; the earlier of two equals.
pub(crate) fn best<T: Copy + PartialOrd>(scores: &[T]) -> (usize, T) {
    let mut best = (0, scores[0]);
    for (class, &score) in scores.iter().enumerate().skip(1) {
        if score > best.1 {
            best = (class, score);
        }
    }
    best
}

/// Dynamic programming over word positions: the set of arcs above nought that do not overlap and are worth most together;
/// surer mentions (`fixed`) take part with a worth of their own. Returns the indices of the chosen arcs, ascending by position.
pub(crate) fn select_arcs(
    words: usize,
    arcs: impl Iterator<Item = ((u32, u32), f32)>,
    fixed: impl Iterator<Item = ((u32, u32), f32)>,
) -> Vec<usize> {
    // By end: end, start, worth, index.
    let mut ordered: Vec<(u32, u32, f32, Option<u32>)> = arcs
        .enumerate()
        .filter(|(_, (_, score))| *score > 0.0)
        .map(|(index, ((start, end), score))| (end, start, score, Some(index as u32)))
        .collect();
    ordered.extend(fixed.map(|((start, end), worth)| (end, start, worth, None)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::Catalog,
        corpus,
        extract::{mention, mention::policy::candidates::propose, segment, survey, word},
    };

    #[test]
    fn what_is_summed_up_once_is_the_sum_of_all_features() {
        let catalog = Catalog::built_in().unwrap();
        let text = std::fs::read_to_string("data/samples/action-plan.txt").unwrap();
        let document = corpus::document("plan.txt", text.as_bytes(), text.clone());
        let structure = segment::segment(&catalog, &document);
        let words = word::cut(&catalog, &document, &structure);
        let sure = mention::sure(&catalog, &document, &structure, &survey::survey(&catalog, &document));
        let mut compared = 0;
        for (index, sentence) in structure.sentences.iter().enumerate().filter(|(index, _)| words.of(*index).len() > 1) {
            let inside: Vec<_> = sure.iter().filter(|mention| sentence.span.contains(mention.span)).cloned().collect();
            let view = View::new(&catalog, &document, words.of(index), &inside);
            let proposals = propose(&view);
            let mut sums = Sums::default();
            let mut scorer = Scorer::new(&view, &mut sums);
            for proposal in &proposals {
                let mut sum = Row::default();
                features::features(&view, proposal, |template, value| sum.add(catalog.model.row(template, value)));
                assert_eq!(scorer.sum(proposal), sum, "{:?}", view.span(proposal.start as usize, proposal.end as usize).of(&text));
                compared += 1;
            }
        }
        assert!(compared > 500, "{compared}");
    }
}
