//! statedBy: whose point a Measure is.

use super::item::entity_of_mention;
use crate::{
    catalog::Catalog,
    model::{Analysis, Class, EntityIndex, Evidence, Predicate, Relation, Status},
    span::Span,
};

/// Each Measure inside a speaker's turn is stated by the speaker, and by the document whose points the speaker goes through.
pub(crate) fn find(catalog: &Catalog, analysis: &Analysis) -> Vec<Relation> {
    let rule = catalog.rules.grammar("measure-in-turn");
    let by_document = catalog.rules.grammar("measure-of-document");
    let entity_of = entity_of_mention(analysis);
    let mut relations = Vec::new();
    for (mention, subject) in analysis.mentions.iter().zip(&entity_of).filter(|(mention, _)| mention.class == Class::Measure) {
        let turn = analysis.turns.iter().find(|turn| turn.span.contains(mention.span));
        let (Some(subject), Some(object)) = (*subject, turn.and_then(|turn| entity_of[turn.speaker])) else { continue };
        let stated = |object, evidence| Relation {
            subject,
            predicate: Predicate::StatedBy,
            object,
            status: Status::Done,
            role: None,
            time: None,
            speaker: None,
            evidence,
        };
        relations.push(stated(object, Evidence { span: mention.span, rule }));
        let document = introduction(analysis, mention.span).and_then(|words| document_in(analysis, &entity_of, words));
        if let Some(document) = document {
            relations.push(stated(document, Evidence { span: mention.span, rule: by_document }));
        }
    }
    relations
}

/// The sentence that leads to the row of points in which the one called `name` stands, each on the line behind the one before.
fn introduction(analysis: &Analysis, name: Span) -> Option<Span> {
    let points = &analysis.structure.points;
    let mut first = points.iter().position(|point| point.name == name)?;
    while let Some(before) =
        first.checked_sub(1).filter(|&before| points[before].depth == points[first].depth && points[before].line + 1 == points[first].line)
    {
        first = before;
    }
    let sentences = &analysis.structure.sentences;
    let last = sentences.partition_point(|sentence| sentence.line < points[first].line).checked_sub(1)?;
    Some(sentences[last].span)
}

/// The document that `words` name last.
fn document_in(analysis: &Analysis, entity_of: &[Option<EntityIndex>], words: Span) -> Option<EntityIndex> {
    let inside = |mention: &usize| words.contains(analysis.mentions[*mention].span) && analysis.mentions[*mention].class == Class::Document;
    (0..analysis.in_order).rev().find(inside).and_then(|mention| entity_of[mention])
}
