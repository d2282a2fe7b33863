//! The status that a paragraph has before its words are read: from the genre, the section and how paragraphs open.

use super::{
    StatusReader,
    cue::{Cues, Kind},
};
use crate::{
    extract::{quantity::time::When, segment::LineKind},
    model::Status,
    span::Span,
    text,
};

/// The ground of every line.
///
/// A heading that only looks back or only looks ahead decides; else a paragraph that opens with a past time makes itself
/// and what follows a review, until one opens with a plan; else the words of the paragraph vote; else the document's genre.
pub(super) fn grounds(cues: &Cues, reader: &StatusReader<'_>) -> Vec<Status> {
    let genre = genre(cues, reader);
    let mut running = None;
    let mut section = None;
    reader
        .structure
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            if line.section != section || line.kind == LineKind::Question {
                section = line.section;
                running = None;
            }
            let opening = opening(reader, line.span);
            running = opening.or(running);
            let said = heading(cues, reader, index);
            let ground = match line.kind {
                LineKind::Heading => heading_words(cues, line.span.of(&reader.document.text)).or(said).unwrap_or(genre),
                _ => opening
                    .or_else(|| section_leaning(reader, line.section))
                    .or(said)
                    .or_else(|| vote(reader, line.span, running))
                    .or(running)
                    .unwrap_or(genre),
            };
            running = running.and(close(reader, line.span)).or(running);
            ground
        })
        .collect()
}

/// What the headings above a line say, the innermost that says anything first.
fn heading(cues: &Cues, reader: &StatusReader<'_>, index: usize) -> Option<Status> {
    reader.headings(index).iter().rev().find_map(|heading| heading_words(cues, heading.of(&reader.document.text)))
}

fn heading_words(cues: &Cues, heading: &str) -> Option<Status> {
    // A heading may name a plan and yet look back: 关于《建议》起草过程.
    let titles = text::names(heading);
    let mut found = cues.heading(heading);
    found.retain(|cue| !titles.iter().any(|title| title.contains(cue.span)));
    let has = |kind| found.iter().any(|cue| cue.kind == kind);
    match (has(Kind::Done), has(Kind::Planned)) {
        (true, false) => Some(Status::Done),
        (false, true) => Some(Status::Planned),
        _ => None,
    }
}

/// Whether a paragraph opens with a time behind or ahead, before its first full stop or second comma.
fn opening(reader: &StatusReader<'_>, line: Span) -> Option<Status> {
    let text = line.of(&reader.document.text);
    let end = text.char_indices().filter(|&(_, c)| super::breaks(c)).nth(1).map_or(text.len(), |(offset, _)| offset);
    let span = Span::new(line.from(), line.from() + end);
    let cues = reader.cues_in(span);
    if cues.iter().any(|cue| cue.kind == Kind::Planned) || reader.is_future(span) {
        return Some(Status::Planned);
    }
    let dated = reader.times_in(span).iter().any(|time| matches!(time.when, When::Day(..) | When::Date(_, _, Some(_))));
    (dated || cues.iter().any(|cue| cue.kind == Kind::Past)).then_some(Status::Done)
}

/// A paragraph that turns to what is to come hands that on: 近年来……。面向“十五五”，我市将…….
fn close(reader: &StatusReader<'_>, line: Span) -> Option<Status> {
    let last = reader.cues_in(line).iter().rev().find(|cue| matches!(cue.kind, Kind::Planned | Kind::Past | Kind::Done))?;
    (last.kind == Kind::Planned).then_some(Status::Planned)
}

/// What the cues of a paragraph say by majority, where they say it clearly.
fn vote(reader: &StatusReader<'_>, line: Span, running: Option<Status>) -> Option<Status> {
    let cues = reader.cues_in(line);
    let count = |kinds: &[Kind]| cues.iter().filter(|cue| kinds.contains(&cue.kind)).count();
    let done = count(&[Kind::Done, Kind::Past]);
    let planned = count(&[Kind::Planned]);
    match () {
        // One stray modal does not turn a review into a plan.
        () if planned > usize::from(running == Some(Status::Done)) && planned >= done => Some(Status::Planned),
        () if done >= 2 && done > 2 * planned => Some(Status::Done),
        () => None,
    }
}

/// How many verbs tell by their lean what a section is.
const SECTION: usize = 40;
/// How many tell it of a document.
const DOCUMENT: usize = 20;
/// The lean between reviews and plans, and how far from it a text must be.
const BALANCE: (i32, i32) = (-25, 8);

/// What the verbs of a text say by the lean that they have in work reports, where there are enough and it is clear.
fn leaning(reader: &StatusReader<'_>, span: Span, least: usize) -> Option<Status> {
    let (lean, count) = reader.lean(span);
    match lean - BALANCE.0 {
        _ if count < least => None,
        over if over >= BALANCE.1 => Some(Status::Done),
        under if under <= -BALANCE.1 => Some(Status::Planned),
        _ => None,
    }
}

/// What the verbs of the innermost section with enough of them say; a heading such as 加快…, 强化… says less than its text.
fn section_leaning(reader: &StatusReader<'_>, mut section: Option<usize>) -> Option<Status> {
    let structure = reader.structure;
    while let Some(inner) = section.and_then(|section| structure.sections.get(section)) {
        let last = structure.lines.get(inner.last_line as usize - 1)?;
        let span = Span::new(inner.heading.to(), last.span.to().max(inner.heading.to()));
        if reader.lean(span).1 >= SECTION {
            return leaning(reader, span, SECTION);
        }
        section = inner.parent;
    }
    None
}

/// The status that the document's genre gives: by its title, else by its first lines, else by all its cues.
fn genre(cues: &Cues, reader: &StatusReader<'_>) -> Status {
    let text = &reader.document.text;
    let head = reader.structure.title.map_or("", |title| title.of(text));
    let found = cues.heading(head);
    if let Some(last) = found.iter().rev().find(|cue| cue.kind != Kind::Done) {
        return if last.kind == Kind::Past { Status::Done } else { Status::Planned };
    }
    let whole = Span::new(0, text.len());
    leaning(reader, whole, DOCUMENT).or_else(|| vote(reader, whole, None)).unwrap_or(Status::Planned)
}
