//! responsibleFor: bodies named in lists of responsible bodies, for the point that the list stands in.

use super::{item::entity_of_mention, rule::Act};
use crate::{
    catalog::Catalog,
    extract::segment::{BodyList, BodyRole, Point},
    model::{Analysis, Class, EntityIndex, Evidence, Predicate, Relation, Status},
    span::Span,
};

/// The responsibilities that body lists state; `acts` are what the text says to be done.
///
/// A list inside a point, with more of the point behind it, is for what the words right before it have somebody do.
pub(crate) fn find(catalog: &Catalog, analysis: &Analysis, acts: &[Act]) -> Vec<Relation> {
    if analysis.structure.bodies.is_empty() {
        return Vec::new();
    }
    let rule = catalog.rules.grammar("responsible-bodies");
    let entity_of = entity_of_mention(analysis);
    let mut relations = Vec::new();
    let mut before = 0;
    for list in &analysis.structure.bodies {
        let Some(point) = list.point.map(|point| &analysis.structure.points[point]) else { continue };
        let inner = inner_part(analysis, point, list, before);
        before = list.list.end.max(list.label.end);
        let objects = match inner {
            Some(words) => acted(analysis, acts, words),
            None => duty(analysis, &entity_of, point.name).into_iter().collect(),
        };
        let role = match list.role {
            BodyRole::Lead => "lead",
            BodyRole::Support => "support",
        };
        for subject in within(analysis, &entity_of, list.list, |class| matches!(class, Class::Department | Class::Organization)) {
            relations.extend(objects.iter().map(|&object| Relation {
                subject,
                predicate: Predicate::ResponsibleFor,
                object,
                status: Status::Done,
                role: Some(role.to_owned()),
                time: None,
                speaker: None,
                evidence: Evidence { span: list.label.cover(list.list), rule },
            }));
        }
    }
    relations
}

/// The words that a list inside a point is for: those of its sentence behind the list before, and of a second list the same.
/// None for a list that ends the only one of its point.
fn inner_part(analysis: &Analysis, point: &Point, list: &BodyList, before: u32) -> Option<Span> {
    let text = &analysis.document.text;
    let start = list.label.start.min(list.list.start);
    let sentences = &analysis.structure.sentences;
    let index = sentences.partition_point(|sentence| sentence.span.end <= start);
    let sentence = sentences.get(index)?;
    let others = analysis
        .structure
        .bodies
        .iter()
        .filter(|other| other.point.is_some_and(|other| analysis.structure.points[other].name == point.name));
    let alone = others.into_iter().all(|other| {
        let at = other.label.start.min(other.list.start);
        sentence.span.start <= at && at < sentence.span.end
    });
    let line = analysis.structure.lines.get(sentence.line as usize - 1)?.span;
    let rest = text.get(sentence.span.to()..line.to().max(sentence.span.to()))?;
    let ends = !rest.chars().any(char::is_alphanumeric);
    // A list in a sentence of its own is for the point.
    let own =
        text[sentence.span.from().max(point.name.to()).min(start as usize)..start as usize].chars().filter(|c| c.is_alphanumeric()).count()
            < SHORT;
    if alone && ends || own {
        return None;
    }
    let from = if before > sentence.span.start
        && before < start
        && text[before as usize..start as usize].chars().filter(|c| c.is_alphanumeric()).count() >= SHORT
    {
        before
    } else {
        sentence.span.start
    };
    Some(Span::new(from as usize, start as usize))
}

/// Fewer characters before a list tell of nothing.
const SHORT: usize = 6;

/// What the rules found somebody to do in `words`.
fn acted(analysis: &Analysis, acts: &[Act], words: Span) -> Vec<EntityIndex> {
    let counts = |entity: EntityIndex| {
        matches!(analysis.entities[entity].class, Class::Program | Class::Project | Class::Strategy | Class::Instrument | Class::Industry)
    };
    let acting = |act: &&Act| matches!(act.predicate, Predicate::Implements | Predicate::Builds | Predicate::Develops);
    let inside = acts.iter().filter(acting).filter(|act| words.contains(act.span));
    let mut objects: Vec<EntityIndex> = inside.map(|act| act.object).filter(|&object| counts(object)).collect();
    objects.sort_unstable();
    objects.dedup();
    objects
}

/// What a point makes somebody's duty: the one program, project or instrument that its name consists of, else the Measure.
fn duty(analysis: &Analysis, entity_of: &[Option<EntityIndex>], name: Span) -> Option<EntityIndex> {
    let whole = |class| analysis.mentions.iter().any(|mention| mention.class == class && mention.span == name);
    let project = whole(Class::Project);
    let named = within(analysis, entity_of, name, |class| class == Class::Program || class == Class::Project && project);
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
