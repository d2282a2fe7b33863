//! Stage 2, text → structure: title, date, lines, sections, points, responsible bodies and sentences.

mod bodies;
mod brackets;
mod byline;
mod dates;
pub mod dump;
mod findings;
mod header;
mod kinds;
mod lines;
mod marks;
mod measure;
mod ordinal;
mod outline;
mod sentences;
mod series;
mod title;

use crate::{
    catalog::Catalog,
    extract::target,
    finding::Finding,
    model::{Document, Header},
    span::Span,
};

/// The layout of a document, before anything is named.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structure {
    /// The title, where the text has one (标题).
    pub title: Option<Span>,
    /// The document's own date as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, and where it stands; nowhere, where only the file's properties have it.
    pub date: Option<(String, Span)>,
    /// What the document says of itself.
    pub header: Header,
    /// Every line of the text, blank ones included: line `n` of the text is `lines[n - 1]`.
    pub lines: Vec<Line>,
    /// Headings with the lines under them, in text order.
    pub sections: Vec<Section>,
    /// Numbered points at every depth, in text order (举措).
    pub points: Vec<Point>,
    /// Lists of responsible bodies (牵头单位, 责任单位).
    pub bodies: Vec<BodyList>,
    /// Sentences in text order; headings, titles and bylines are sentences too.
    pub sentences: Vec<Sentence>,
    /// What is odd about the layout.
    pub findings: Vec<Finding>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Nothing but white space.
    Blank,
    /// The document's title.
    Title,
    /// A heading without sentence punctuation.
    Heading,
    /// A post, a name or both, on a line that introduces a speaker (署名行).
    Byline,
    /// What a byline introduces, as in `介绍了……有关情况`.
    Topic,
    /// A reporter's question (记者提问).
    Question,
    /// The caption of a picture (图注).
    Caption,
    /// A line that gives the date or the occasion: `（2026年1月20日）`, `——2026年1月20日在……会议上`.
    Imprint,
    /// Running text.
    Text,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line without its newline and outer white space.
    pub span: Span,
    /// What it is.
    pub kind: LineKind,
    /// For `某职务某某：……` the prefix up to and including the colon; the answer follows it.
    pub byline: Option<Span>,
    /// The innermost section it stands in.
    pub section: Option<usize>,
}

/// A heading and what stands under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's words, without ordinal.
    pub heading: Span,
    /// Depth, 0 outermost.
    pub depth: u8,
    /// The heading's line, from 1.
    pub first_line: u32,
    /// Last line, inclusive.
    pub last_line: u32,
    /// The section around it.
    pub parent: Option<usize>,
}

/// A numbered point (一是…, 首先…, （一）…, 1.…).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The ordinal with its punctuation.
    pub ordinal: Span,
    /// From after the ordinal to the first full stop: the Measure's name.
    pub name: Span,
    /// Everything the point says, up to the next point of its depth or the section's end.
    pub span: Span,
    /// Depth among points, 0 outermost.
    pub depth: u8,
    /// The point around it.
    pub parent: Option<usize>,
    /// Line of the ordinal, from 1.
    pub line: u32,
    /// Whether it is a measure, and not a part of the text's scaffolding as 总体要求 is.
    pub measure: bool,
}

/// Whether a body leads or supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BodyRole {
    /// 牵头
    Lead,
    /// 责任, 配合
    Support,
}

/// `牵头单位：……；责任单位：……`, one for each label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyList {
    /// What the label says.
    pub role: BodyRole,
    /// The label's words.
    pub label: Span,
    /// The list of bodies.
    pub list: Span,
    /// The innermost point it stands in.
    pub point: Option<usize>,
}

/// One sentence, or a heading, byline or list item that stands for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first character to its closing mark.
    pub span: Span,
    /// Line, from 1.
    pub line: u32,
    /// The innermost section.
    pub section: Option<usize>,
    /// The innermost point.
    pub point: Option<usize>,
}

/// Reads the layout of `document`.
pub fn segment(catalog: &Catalog, document: &Document) -> Structure {
    let (layout, text) = (&catalog.layout, document.text.as_str());
    let raws = lines::split(text);
    let mut typed = kinds::classify(layout, text, &raws);
    let title = title::find(layout, text, &mut typed);
    let mut outline = outline::build(layout, text, &typed);
    for figures in target::table::of(catalog, document) {
        // A numbered row of figures is no measure.
        outline.points.iter_mut().filter(|point| figures.hold(point.ordinal)).for_each(|point| point.measure = false);
    }
    let lines: Vec<Line> = typed
        .iter()
        .zip(&outline.section_of)
        .map(|(line, &section)| Line { span: line.raw.span, kind: line.kind, byline: line.byline, section })
        .collect();
    let (sentences, endless) = sentences::split(text, &lines, &outline.points);
    let mut bodies = bodies::find(layout, text, &lines);
    bodies::place(&mut bodies, &lines, &outline.points);
    let header = header::read(layout, document, &lines, title);
    let date = dates::of_document(layout, text, &lines, title).or_else(|| header.released.clone().map(|date| (date, Span::default())));
    Structure {
        title,
        date,
        header,
        lines,
        sections: outline.sections,
        points: outline.points,
        bodies,
        sentences,
        findings: document.findings.iter().cloned().chain(findings::of(text, &typed)).chain(endless).collect(),
    }
}
