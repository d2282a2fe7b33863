//! Which lines are the title.

use super::{LineKind, kinds::Typed, marks};
use crate::{
    catalog::layout::{Layout, Role},
    span::Span,
};

/// Lines at the head of a document among which its title stands.
const HEAD_LINES: usize = 14;
/// Longest title, in characters.
const LONGEST: usize = 100;

/// Finds the title, marks its lines and returns its span.
pub(super) fn find(layout: &Layout, text: &str, lines: &mut [Typed]) -> Option<Span> {
    let full: Vec<usize> = (0..lines.len()).filter(|&index| lines[index].kind != LineKind::Blank).take(HEAD_LINES).collect();
    let begins = |index: usize| !is_callout(text, lines[index]) && lines[index].kind != LineKind::Imprint;
    let start = after_rule(layout, text, lines, &full).or_else(|| full.iter().position(|&index| begins(index)))?;
    let run: Vec<usize> = full[start..].iter().copied().take_while(|&index| is_candidate(layout, text, lines[index])).take(3).collect();
    let (first, last) = choose(layout, text, lines, &run, full[start..].len())?;
    for line in &mut lines[first..=last] {
        if line.kind != LineKind::Blank {
            line.kind = LineKind::Title;
        }
    }
    Some(lines[first].raw.content.cover(lines[last].raw.content))
}

/// The line after a `---` at the head, where a notice stands before the document proper.
fn after_rule(layout: &Layout, text: &str, lines: &[Typed], full: &[usize]) -> Option<usize> {
    let rule = full.iter().position(|&index| lines[index].raw.span.of(text).starts_with("---"))?;
    full.get(rule + 1).filter(|&&index| lines[index].kind == LineKind::Heading && is_candidate(layout, text, lines[index]))?;
    Some(rule + 1)
}

fn is_callout(text: &str, line: Typed) -> bool {
    let words = line.raw.content.of(text);
    words.starts_with("[!") || !words.contains(char::is_alphanumeric)
}

fn is_candidate(layout: &Layout, text: &str, line: Typed) -> bool {
    let words = line.raw.content.of(text);
    matches!(line.kind, LineKind::Heading | LineKind::Text)
        && line.ordinal.is_none()
        && line.byline.is_none()
        && words.chars().take(LONGEST + 1).count() <= LONGEST
        && !words.contains(|c| marks::is_full_stop(c) || marks::is_semicolon(c))
        && !words.ends_with(marks::is_pause)
        && !words.starts_with(marks::is_dash)
        && layout.starts(Role::Salutation, words).is_none()
        && layout.starts(Role::Preface, words).is_none()
}

/// The first and last line of the title among a run of candidates.
fn choose(layout: &Layout, text: &str, lines: &[Typed], run: &[usize], full: usize) -> Option<(usize, usize)> {
    let first = *run.first()?;
    // A text of headings alone, or one line, has its first line for a title.
    let genre = |index: usize| layout.ends(Role::Genre, without_note(lines[index].raw.content.of(text))).is_some();
    let Some(&named) = run.iter().find(|&&index| genre(index)) else {
        return (full > 1 || lines[first].kind == LineKind::Heading).then_some((first, first));
    };
    let wrapped = run.iter().take_while(|&&index| index < named).all(|&index| lines[index].raw.content.of(text).ends_with(marks::is_han));
    let joined = named != first && wrapped && lines[first].raw.content.len() > 12 && lines[named].raw.content.len() > 15;
    Some((if joined { first } else { named }, named))
}

/// The words without a bracketed note at their end, as in 政府工作报告（2026年）.
fn without_note(words: &str) -> &str {
    if !words.ends_with(marks::is_close_round) {
        return words;
    }
    words.rfind(marks::is_open_round).map_or(words, |at| words[..at].trim_end())
}
