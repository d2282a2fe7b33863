//! Sentences with their candidates as rows of the table of weights, and what gold says of each.

use crate::{
    catalog::{
        Catalog,
        model::{COLUMNS, MODEL_CLASSES},
    },
    extract::{
        mention::{
            self,
            policy::{
                View,
                candidates::{Proposal, propose},
                decode::{AGREEMENTS, SURE, agreements},
                features::features,
                select_arcs,
            },
        },
        segment, survey, word,
    },
    model::{Class, Document},
    score::gold::Gold,
    span::Span,
};

/// One sentence, ready to learn from.
pub(super) struct Instance {
    rows: Vec<u32>,
    starts: Vec<u32>,
    /// For each proposal and class the agreement slots.
    pub(super) agreements: Vec<Vec<Vec<u8>>>,
    /// For each proposal the right class.
    pub(super) gold: Vec<Option<u8>>,
    /// Classes of the wanted mentions that no proposal covers.
    pub(super) unreachable: Vec<usize>,
    pub(super) proposals: Vec<Proposal>,
    /// First and last-but-one words of the surer mentions.
    pub(super) fixed: Vec<(u32, u32)>,
    pub(super) words: usize,
}

impl Instance {
    /// How many proposals there are.
    pub(super) fn len(&self) -> usize {
        self.proposals.len()
    }

    /// The rows of a proposal's features.
    pub(super) fn rows(&self, proposal: usize) -> &[u32] {
        &self.rows[self.starts[proposal] as usize..self.starts[proposal + 1] as usize]
    }

    /// The scores of a proposal for every class.
    pub(super) fn scores(&self, proposal: usize, weights: &[[f32; COLUMNS]], agreement: &[f32; AGREEMENTS]) -> [f32; MODEL_CLASSES.len()] {
        let mut sums = [0.0_f32; COLUMNS];
        for &row in self.rows(proposal) {
            for (sum, weight) in sums.iter_mut().zip(&weights[row as usize]) {
                *sum += weight;
            }
        }
        let mut scores = [0.0; MODEL_CLASSES.len()];
        for (class, score) in scores.iter_mut().enumerate() {
            let agree: f32 = self.agreements[proposal][class].iter().map(|&slot| agreement[usize::from(slot)]).sum();
            *score = sums[class] + sums[COLUMNS - 1] + agree;
        }
        scores
    }
}

/// The best set of proposals, by index.
pub(super) fn select(instance: &Instance, scored: &[(usize, f32)]) -> Vec<usize> {
    let arcs = instance.proposals.iter().map(|proposal| (proposal.start, proposal.end)).zip(scored.iter().map(|(_, score)| *score));
    select_arcs(instance.words, arcs, instance.fixed.iter().map(|&ends| (ends, SURE)))
}

/// The sentences of a document.
pub(super) fn instances(catalog: &Catalog, document: &Document, gold: &Gold) -> Vec<Instance> {
    let structure = segment::segment(catalog, document);
    let words = word::cut(catalog, document, &structure);
    let sure = mention::sure(catalog, document, &structure, &survey::survey(catalog, document));
    let named = named(&document.text, gold);
    let mut instances = Vec::new();
    for (index, sentence) in structure.sentences.iter().enumerate() {
        let inside = |span: Span| sentence.span.contains(span);
        let sure: Vec<_> = sure.iter().filter(|mention| inside(mention.span)).cloned().collect();
        let wanted: Vec<(Span, Class)> = named.iter().copied().filter(|(span, _)| inside(*span)).collect();
        if words.of(index).len() > 1 {
            instances.push(instance(&View::new(catalog, document, words.of(index), &sure), &wanted));
        }
    }
    instances
}

fn instance(view: &View<'_>, wanted: &[(Span, Class)]) -> Instance {
    let proposals = propose(view);
    let mut instance = Instance {
        rows: Vec::new(),
        starts: vec![0],
        agreements: Vec::new(),
        gold: vec![None; proposals.len()],
        unreachable: Vec::new(),
        fixed: view.fixed.iter().map(|fixed| (fixed.start, fixed.end)).collect(),
        words: view.words.len(),
        proposals,
    };
    for proposal in &instance.proposals {
        features(view, proposal, |template, value| instance.rows.push(view.catalog.model.layout.row(template, value)));
        instance.starts.push(instance.rows.len() as u32);
        let slots = MODEL_CLASSES
            .iter()
            .map(|class| agreements(view, proposal, *class).iter().flatten().map(|&slot| slot as u8).collect())
            .collect();
        instance.agreements.push(slots);
    }
    for &(span, class) in wanted {
        let Some(class) = MODEL_CLASSES.iter().position(|known| *known == class) else { continue };
        let at = instance.proposals.iter().position(|proposal| view.span(proposal.start as usize, proposal.end as usize) == span);
        let is_sure = (0..view.fixed.len()).any(|index| {
            let fixed = view.fixed[index];
            view.span(fixed.start as usize, fixed.end as usize) == span
        });
        match at {
            Some(at) => instance.gold[at] = Some(class as u8),
            None if is_sure => {}
            None => instance.unreachable.push(class),
        }
    }
    instance
}

/// Where the gold's names stand: leftmost, longest, without Measures (whole clauses).
fn named(text: &str, gold: &Gold) -> Vec<(Span, Class)> {
    let mut names: Vec<(&str, Class)> = gold
        .entities
        .iter()
        .filter(|entity| entity.class != Class::Measure)
        .flat_map(|entity| std::iter::once(&entity.name).chain(&entity.aliases).map(|name| (name.as_str(), entity.class)))
        .filter(|(name, _)| !name.is_empty())
        .collect();
    names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match names.iter().find(|(name, _)| text[at..].starts_with(name)) {
            Some((name, class)) => {
                found.push((Span::new(at, at + name.len()), *class));
                at += name.len();
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}
