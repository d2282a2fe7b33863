//! A structure written out for people: one line of text a line, spans marked inline as in `[名称|Point#1]`.

use super::{BodyRole, LineKind, Structure};
use crate::span::Span;
use std::fmt::Write;

/// Longest stretch of text that is shown whole, in characters.
const SHOWN: usize = 60;

/// Writes `structure` out, with the words of `text` that it marks.
pub fn dump(structure: &Structure, text: &str) -> String {
    let mut out = String::new();
    if let Some(title) = structure.title {
        put(&mut out, &format!("title [{}|Title]", shown(text, title)));
    }
    if let Some((date, span)) = &structure.date {
        put(&mut out, &format!("date {date} [{}|Date]", shown(text, *span)));
    }
    for (index, section) in structure.sections.iter().enumerate() {
        let heading = shown(text, section.heading);
        let lines = format!("lines {}-{}", section.first_line, section.last_line);
        put(&mut out, &format!("{}section [{heading}|Section#{index}] {lines}", indent(section.depth)));
    }
    for (index, point) in structure.points.iter().enumerate() {
        let kind = if point.measure { "Measure" } else { "Point" };
        let (ordinal, name) = (shown(text, point.ordinal), shown(text, point.name));
        put(&mut out, &format!("{}point {ordinal} [{name}|{kind}#{index}] line {}", indent(point.depth), point.line));
    }
    for list in &structure.bodies {
        let role = if list.role == BodyRole::Lead { "Lead" } else { "Support" };
        let point = list.point.map_or(String::new(), |point| format!(" of #{point}"));
        put(&mut out, &format!("bodies [{}|{role}]{point}", shown(text, list.list)));
    }
    lines(&mut out, structure, text);
    out
}

/// Every line with its kind and its sentences.
fn lines(out: &mut String, structure: &Structure, text: &str) {
    let mut sentences = structure.sentences.iter().enumerate().peekable();
    for (index, line) in structure.lines.iter().enumerate() {
        if line.kind == LineKind::Blank {
            continue;
        }
        let mut written = format!("{} {:?}", index + 1, line.kind);
        if let Some(byline) = line.byline {
            let _ = write!(written, " [{}|Byline]", shown(text, byline));
        }
        while let Some((_, sentence)) = sentences.next_if(|(_, sentence)| sentence.line == index as u32 + 1) {
            let point = sentence.point.map_or(String::new(), |point| format!("#{point}"));
            let _ = write!(written, " [{}|Sentence{point}]", shown(text, sentence.span));
        }
        put(out, &written);
    }
}

fn put(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

fn indent(depth: u8) -> String {
    "  ".repeat(usize::from(depth))
}

/// The words of a span, the middle of long ones left out.
fn shown(text: &str, span: Span) -> String {
    let characters: Vec<char> = span.of(text).chars().map(|c| if c.is_control() { '\u{21B5}' } else { c }).collect();
    if characters.len() <= SHOWN {
        return characters.into_iter().collect();
    }
    let (head, tail) = (&characters[..SHOWN / 2], &characters[characters.len() - SHOWN / 4..]);
    format!("{}\u{2026}{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}
