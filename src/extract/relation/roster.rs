//! Rosters: lines that consist of a body's name, one below the other, and the line above that says what the bodies are.

use super::item::entity_of_mention;
use crate::{
    catalog::Catalog,
    extract::segment::{Line, LineKind},
    model::{Analysis, Class, EntityIndex, Evidence, Mention, Predicate, Relation, RuleId, Status},
    span::Span,
};

/// What the line above a roster says of its bodies.
struct Heading {
    predicate: Predicate,
    rule: RuleId,
    /// The whole, or whoever sets up or ends the bodies.
    other: EntityIndex,
}

/// The relations that rosters state.
pub(crate) fn find(catalog: &Catalog, analysis: &Analysis) -> Vec<Relation> {
    let entity_of = entity_of_mention(analysis);
    let mut relations = Vec::new();
    let mut heading = None;
    for line in analysis.structure.lines.iter().filter(|line| line.kind != LineKind::Blank) {
        match only_body(analysis, line.span) {
            Some(mention) => {
                let (Some(heading), Some(body)) = (&heading, entity_of[mention]) else { continue };
                relations.extend(relation(heading, body, analysis.mentions[mention].span));
            }
            None if is_remark(analysis, line) => {}
            None => heading = read(catalog, analysis, &entity_of, line.span),
        }
    }
    relations
}

fn relation(heading: &Heading, body: EntityIndex, span: Span) -> Option<Relation> {
    let (subject, object) = if heading.predicate == Predicate::PartOf { (body, heading.other) } else { (heading.other, body) };
    (subject != object).then_some(Relation {
        subject,
        predicate: heading.predicate,
        object,
        status: Status::Done,
        role: None,
        time: None,
        speaker: None,
        evidence: Evidence { span, rule: heading.rule },
    })
}

/// Characters of an ordinal before a name: 21．.
const ORDINAL: usize = 6;

/// The body that a line consists of but for its ordinal and marks.
fn only_body(analysis: &Analysis, line: Span) -> Option<usize> {
    let text = analysis.document.text.as_str();
    let mut bodies = within(analysis, line).filter(|&index| is_body(&analysis.mentions[index]));
    let only = bodies.next().filter(|_| bodies.next().is_none())?;
    let span = analysis.mentions[only].span;
    let before = &text[line.from()..span.from()];
    let after = &text[span.to().min(line.to())..line.to()];
    let ordinal = before.chars().count() <= ORDINAL && !before.chars().any(|c| c.is_alphabetic() && !c.is_numeric() && !is_numeral(c));
    (ordinal && !after.chars().any(char::is_alphanumeric)).then_some(only)
}

fn is_body(mention: &Mention) -> bool {
    matches!(mention.class, Class::Department | Class::Organization)
}

/// 一 to 十, in ordinals.
fn is_numeral(c: char) -> bool {
    crate::extract::quantity::numeral::digit(c).is_some() || c == '\u{5341}'
}

/// A remark in brackets on the body above.
fn is_remark(analysis: &Analysis, line: &Line) -> bool {
    analysis.document.text[line.span.from()..].starts_with(['(', '\u{FF08}'])
}

/// What a line says of the bodies in the lines below it.
fn read(catalog: &Catalog, analysis: &Analysis, entity_of: &[Option<EntityIndex>], line: Span) -> Option<Heading> {
    let words = line.of(&analysis.document.text);
    let says = |purpose: &str| catalog.organs.words.of(purpose).any(|word| words.contains(word));
    let rule = |name| catalog.rules.grammar(name);
    let acting = analysis.focus.first().copied();
    let heading = |predicate, name, other: Option<EntityIndex>| other.map(|other| Heading { predicate, rule: rule(name), other });
    if says("roster-ended") {
        return heading(Predicate::Abolishes, "roster-of-ended-bodies", acting);
    }
    if says("roster-new") {
        return heading(Predicate::Establishes, "roster-of-new-bodies", acting);
    }
    // 除某办公厅外，某机关|组成部门如下: the body right before the word for parts.
    let parts = catalog.organs.words.of("roster-parts").filter_map(|word| words.find(word)).min()?;
    let at = line.from() + parts;
    let before = within(analysis, line).filter(|&index| analysis.mentions[index].span.to() <= at);
    let whole = before.filter(|&index| analysis.mentions[index].class == Class::Department).last().and_then(|index| entity_of[index]);
    heading(Predicate::PartOf, "roster-of-parts", whole)
}

/// The mentions inside a line, but for Measures.
fn within(analysis: &Analysis, line: Span) -> impl Iterator<Item = usize> {
    let mentions = &analysis.mentions[..analysis.in_order];
    let from = mentions.partition_point(|mention| mention.span.start < line.start);
    (from..mentions.len()).take_while(move |&index| mentions[index].span.end <= line.end)
}
