//! Typed lines → sections and points, nested.

use super::{
    LineKind, Point, Section,
    kinds::Typed,
    marks, measure,
    ordinal::Ordinal,
    series::{self, Placed},
};
use crate::{
    catalog::layout::{Layout, Rank, Role},
    span::Span,
};

/// Sections and points of a document, and the section of each line.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) sections: Vec<Section>,
    pub(super) points: Vec<Point>,
    pub(super) section_of: Vec<Option<usize>>,
}

/// Where an open section or point stands in the nesting; greater is deeper.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Level {
    /// A Markdown heading by its number of marks.
    Marked(u8),
    /// A heading by its ordinal.
    Ranked(Rank),
}

/// An open section, point or both.
#[derive(Clone, Copy, Debug)]
struct Frame {
    level: Level,
    /// A heading without ordinal, which any heading like its parent closes.
    plain: bool,
    /// Begun within a line by a series that ends with the line.
    inner: bool,
    section: Option<usize>,
    point: Option<usize>,
}

/// What the lines so far have opened.
struct Builder<'a> {
    layout: &'a Layout,
    text: &'a str,
    outline: Outline,
    open: Vec<Frame>,
    /// End of the last line that holds something.
    end: usize,
    /// Its number.
    last_line: u32,
    /// Under a heading whose numbered lines are no measures (名词解释, 专栏).
    unmeasured: Option<usize>,
}

/// Nests the lines.
pub(super) fn build(layout: &Layout, text: &str, lines: &[Typed]) -> Outline {
    let mut builder = Builder { layout, text, outline: Outline::default(), open: Vec::new(), end: 0, last_line: 0, unmeasured: None };
    for (index, line) in lines.iter().enumerate() {
        builder.line(index as u32 + 1, *line);
        let section = builder.section();
        builder.outline.section_of.push(section);
    }
    builder.close_to(0, builder.end);
    builder.outline
}

impl Builder<'_> {
    fn line(&mut self, number: u32, line: Typed) {
        match line.kind {
            LineKind::Blank | LineKind::Title => {}
            LineKind::Byline => self.close_to(0, self.end),
            LineKind::Question => self.close_points(),
            LineKind::Heading => self.heading(number, line),
            LineKind::Imprint | LineKind::Topic | LineKind::Caption | LineKind::Text => self.text_line(number, line),
        }
        if line.kind != LineKind::Blank {
            self.end = line.raw.content.to();
            self.last_line = number;
        }
        while self.open.last().is_some_and(|frame| frame.inner) {
            self.close_to(self.open.len() - 1, self.end);
        }
    }

    fn heading(&mut self, number: u32, line: Typed) {
        let content = line.raw.content;
        let words = content.of(self.text);
        let placed = line.ordinal.map(|ordinal| Placed { at: content.from(), ordinal });
        let (level, plain) = self.level_of(line, words);
        self.close_for(level, plain, content.from());
        let heading = Span::new(content.from() + line.ordinal.map_or(0, |ordinal| ordinal.length), content.to());
        let heading = measure::name(self.text, heading);
        let depth = self.open.iter().filter(|frame| frame.section.is_some()).count() as u8;
        let section = self.outline.sections.len();
        self.outline.sections.push(Section { heading, depth, first_line: number, last_line: number, parent: self.section() });
        let unnumbered = self.layout.starts(Role::Glossary, words).is_some() || self.layout.starts(Role::Box, words).is_some();
        if self.unmeasured.is_none() && (unnumbered || self.layout.ends(Role::Glossary, words).is_some()) {
            self.unmeasured = Some(section);
        }
        let point = placed.map(|placed| self.add_point(number, placed, heading));
        self.open.push(Frame { level, plain, inner: false, section: Some(section), point });
    }

    /// A plain heading stands just under the numbered heading that is open, or outside all where it opens or closes a text.
    fn level_of(&self, line: Typed, words: &str) -> (Level, bool) {
        if line.raw.hashes > 0 && line.ordinal.is_none() {
            return (Level::Marked(line.raw.hashes), false);
        }
        if let Some(ordinal) = line.ordinal {
            return (Level::Ranked(ordinal.rank), false);
        }
        let outside = [Role::Annex, Role::Glossary, Role::Preface, Role::Interview];
        if outside.iter().any(|&role| self.layout.starts(role, words).is_some()) {
            return (Level::Marked(0), true);
        }
        let parent = self.open.iter().rev().find(|frame| frame.section.is_some() && !frame.plain);
        (parent.map_or(Level::Marked(0), |frame| frame.level), true)
    }

    fn text_line(&mut self, number: u32, line: Typed) {
        let content = line.raw.content;
        if let Some(byline) = line.byline {
            self.close_points();
            self.series(number, Span::new(byline.to(), content.to()), None);
        } else {
            self.series(number, content, line.ordinal);
        }
    }

    /// Opens a point for each ordinal of a line.
    fn series(&mut self, number: u32, content: Span, head: Option<Ordinal>) {
        let placed = series::in_line(self.layout, self.text, content, head);
        for (index, &one) in placed.iter().enumerate() {
            let end = placed.get(index + 1).map_or(content.to(), |next| next.at);
            let begun = one.at + one.ordinal.length;
            let name = measure::name(self.text, Span::new(begun, end));
            let level = Level::Ranked(one.ordinal.rank);
            self.close_for(level, false, one.at);
            // A series that a line's head began goes on in the next lines.
            let inner = head.is_none_or(|head| head.rank != one.ordinal.rank);
            let point = self.add_point(number, one, name);
            self.open.push(Frame { level, plain: false, inner, section: None, point: Some(point) });
        }
    }

    fn add_point(&mut self, line: u32, placed: Placed, name: Span) -> usize {
        let ordinal = Span::new(placed.at, placed.at + placed.ordinal.length);
        let parent = self.open.iter().rev().find_map(|frame| frame.point);
        let depth = self.open.iter().filter(|frame| frame.point.is_some()).count() as u8;
        let name = measure::without_bodies(self.layout, self.text, name);
        let measure = self.unmeasured.is_none() && measure::is_measure(self.layout, self.text, placed.ordinal.rank, name);
        self.outline.points.push(Point { ordinal, name, span: ordinal.cover(name), depth, parent, line, measure });
        self.outline.points.len() - 1
    }

    fn section(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|frame| frame.section)
    }

    /// Closes what a frame of `level` that begins at byte `at` cannot stand in.
    fn close_for(&mut self, level: Level, plain: bool, at: usize) {
        let stays = |frame: &Frame| frame.level < level || (plain && !frame.plain && frame.level == level && frame.section.is_some());
        let keep = self.open.iter().position(|frame| !stays(frame)).unwrap_or(self.open.len());
        let end = self.end.max(marks::trim(self.text, Span::new(self.end.min(at), at)).to());
        self.close_to(keep, end.min(at));
    }

    /// Closes points that are no sections, as a question or an answer does.
    fn close_points(&mut self) {
        let keep = self.open.iter().rposition(|frame| frame.section.is_some()).map_or(0, |last| last + 1);
        self.close_to(keep, self.end);
    }

    fn close_to(&mut self, keep: usize, end: usize) {
        for frame in self.open.drain(keep..) {
            if let Some(point) = frame.point.map(|point| &mut self.outline.points[point]) {
                point.span = Span::new(point.span.from(), end.max(point.span.to()));
            }
            if let Some(section) = frame.section {
                self.outline.sections[section].last_line = self.outline.sections[section].first_line.max(self.last_line);
                self.unmeasured = self.unmeasured.filter(|&unmeasured| unmeasured != section);
            }
        }
    }
}
