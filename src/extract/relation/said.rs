//! statedBy: whose point a Measure is.

use super::item::entity_of_mention;
use crate::{
    catalog::Catalog,
    model::{Analysis, Class, Evidence, Predicate, Relation, Status},
};

/// Each Measure inside a speaker's turn is stated by the speaker.
pub(crate) fn find(catalog: &Catalog, analysis: &Analysis) -> Vec<Relation> {
    let rule = catalog.rules.grammar("measure-in-turn");
    let entity_of = entity_of_mention(analysis);
    let mut relations = Vec::new();
    for (mention, subject) in analysis.mentions.iter().zip(&entity_of).filter(|(mention, _)| mention.class == Class::Measure) {
        let turn = analysis.turns.iter().find(|turn| turn.span.contains(mention.span));
        let (Some(subject), Some(object)) = (*subject, turn.and_then(|turn| entity_of[turn.speaker])) else { continue };
        relations.push(Relation {
            subject,
            predicate: Predicate::StatedBy,
            object,
            status: Status::Done,
            role: None,
            time: None,
            speaker: None,
            evidence: Evidence { span: mention.span, rule },
        });
    }
    relations
}
