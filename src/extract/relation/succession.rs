//! succeededBy: a body that is set up from the duties of others, which then are not kept (组建……不再保留……).

use super::{item::entity_of_mention, rule::Act};
use crate::{
    catalog::Catalog,
    extract::status::StatusReader,
    model::{Analysis, EntityIndex, Evidence, Predicate, Relation},
    span::Span,
};

/// Most lines, empty ones among them, from the setting up of a body to the ending of those that it takes the place of.
const REACH: usize = 4;

/// The successions that a setting up and an ending behind it state together; `acts` are what the text says to be done, in text order.
pub(crate) fn find(catalog: &Catalog, analysis: &Analysis, acts: &[Act], status: &StatusReader<'_>) -> Vec<Relation> {
    if !acts.iter().any(|act| act.predicate == Predicate::Abolishes) {
        return Vec::new();
    }
    let rule = catalog.rules.grammar("body-in-place-of-ended");
    let entity_of = entity_of_mention(analysis);
    let mut acts: Vec<&Act> = acts.iter().collect();
    acts.sort_by_key(|act| act.span.start);
    let line = |at: u32| analysis.structure.lines.partition_point(|line| line.span.end <= at);
    let (mut relations, mut last): (Vec<Relation>, Option<&Act>) = (Vec::new(), None);
    // Of several bodies that a paragraph sets up, nothing tells which goes on for the others.
    let mut several = false;
    for act in acts {
        match act.predicate {
            Predicate::Establishes => {
                let here = last.filter(|before| line(before.span.start) == line(act.span.start));
                several = here.is_some_and(|before| several || before.object != act.object);
                last = Some(act);
            }
            Predicate::Abolishes => {
                let Some(set_up) = last.filter(|set_up| !several && set_up.object != act.object) else { continue };
                if !takes_place(analysis, &entity_of, set_up, act) {
                    continue;
                }
                let span = set_up.span.cover(act.span);
                let sentence = analysis.structure.sentences.partition_point(|sentence| sentence.span.end <= set_up.span.start);
                relations.push(Relation {
                    subject: act.object,
                    predicate: Predicate::SucceededBy,
                    object: set_up.object,
                    status: status.of_act(sentence, set_up.span),
                    role: None,
                    time: status.time(sentence, set_up.span),
                    speaker: None,
                    evidence: Evidence { span, rule },
                });
            }
            _ => {}
        }
    }
    relations
}

/// Whether the paragraph that sets a body up names the one that is ended, as whose duties it has, or the ending follows right upon it.
fn takes_place(analysis: &Analysis, entity_of: &[Option<EntityIndex>], set_up: &Act, ended: &Act) -> bool {
    let (text, structure) = (&analysis.document.text, &analysis.structure);
    let line = |at: u32| structure.lines.partition_point(|line| line.span.end <= at);
    let (from, to) = (line(set_up.span.start), line(ended.span.start));
    let points = |until: u32| structure.points.partition_point(|point| point.ordinal.start <= until);
    if to > from + REACH || points(ended.span.start) > points(set_up.span.start) {
        return false;
    }
    let between = Span { start: set_up.span.end.min(ended.span.start), end: ended.span.start };
    if !between.of(text).chars().any(char::is_alphanumeric) {
        return true;
    }
    let begins = structure.lines[from].span.start;
    let mentions = &analysis.mentions[..analysis.in_order];
    let before = mentions.partition_point(|mention| mention.span.end <= ended.span.start);
    let here = (0..before).rev().take_while(|&index| mentions[index].span.start >= begins);
    here.into_iter().any(|index| entity_of[index] == Some(ended.object))
}
