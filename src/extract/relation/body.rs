//! responsibleFor: bodies named in lists of responsible bodies, for the point that the list stands in.

use super::item::entity_of_mention;
use crate::{
    catalog::Catalog,
    extract::segment::BodyRole,
    model::{Analysis, Class, EntityIndex, Evidence, Predicate, Relation, Status},
    span::Span,
};

/// The responsibilities that body lists state.
pub(crate) fn find(catalog: &Catalog, analysis: &Analysis) -> Vec<Relation> {
    if analysis.structure.bodies.is_empty() {
        return Vec::new();
    }
    let rule = catalog.rules.grammar("responsible-bodies");
    let entity_of = entity_of_mention(analysis);
    let mut relations = Vec::new();
    for list in &analysis.structure.bodies {
        let Some(object) = list.point.and_then(|point| duty(analysis, &entity_of, analysis.structure.points[point].name)) else { continue };
        let role = match list.role {
            BodyRole::Lead => "lead",
            BodyRole::Support => "support",
        };
        for subject in within(analysis, &entity_of, list.list, |class| matches!(class, Class::Department | Class::Organization)) {
            relations.push(Relation {
                subject,
                predicate: Predicate::ResponsibleFor,
                object,
                status: Status::Done,
                role: Some(role.to_owned()),
                time: None,
                speaker: None,
                evidence: Evidence { span: list.label.cover(list.list), rule },
            });
        }
    }
    relations
}

/// What a point makes somebody's duty: the one program, project or instrument that its name consists of, else the Measure.
fn duty(analysis: &Analysis, entity_of: &[Option<EntityIndex>], name: Span) -> Option<EntityIndex> {
    let named = within(analysis, entity_of, name, |class| matches!(class, Class::Program | Class::Project));
    if let [only] = named[..] {
        return Some(only);
    }
    within(analysis, entity_of, name, |class| class == Class::Measure).first().copied()
}

fn within(analysis: &Analysis, entity_of: &[Option<EntityIndex>], span: Span, wanted: impl Fn(Class) -> bool) -> Vec<EntityIndex> {
    let inside = |mention: usize| span.contains(analysis.mentions[mention].span) && wanted(analysis.mentions[mention].class);
    let mut found: Vec<EntityIndex> =
        (0..analysis.mentions.len()).filter(|&mention| inside(mention)).filter_map(|mention| entity_of[mention]).collect();
    found.dedup();
    found
}
