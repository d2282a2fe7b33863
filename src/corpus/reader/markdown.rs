//! Markdown: the file's own lines without inline marks; tables are told row by row, front matter becomes properties.
//!
//! Headings, lists and quotations keep the marks at the beginning of their lines, which the layout is read from, and every line keeps its number.

use super::{
    Reading,
    table::{Cell, Grid},
    writing::Writing,
};
use crate::model::{Locator, Place, Row, Table};
use crate::span::Span;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::{borrow::Cow, num::NonZeroU32, ops::Range};

/// Most marks of nesting at the beginning of a line; a text with deeper ones is taken as it stands.
const DEEPEST: usize = 64;

/// Reads a text of Markdown.
pub(super) fn read(source: &str) -> Reading {
    if source.lines().any(|line| nesting(line) > DEEPEST) {
        return Reading { text: source.to_owned(), ..Reading::default() };
    }
    let mut reader = Reader { source, ..Reader::default() };
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.finish()
}

/// How many quotation and list marks a line begins with, counted from above.
fn nesting(line: &str) -> usize {
    let marks = line.bytes().take_while(|byte| matches!(byte, b'>' | b'-' | b'*' | b'+' | b'[' | b'(' | b'!' | b' ' | b'\t'));
    marks.filter(|byte| !matches!(byte, b' ' | b'\t')).take(DEEPEST + 1).count()
}

/// A stretch of the source with what the text has in its place.
enum Edit<'a> {
    Words(Range<usize>, Cow<'a, str>),
    Table(Range<usize>, Grid),
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    edits: Vec<Edit<'a>>,
    /// Open inline marks: where the part begins that nothing has been read of yet, and where each ends.
    open: Vec<Range<usize>>,
    /// Images that are open; nothing in them is text.
    images: usize,
    table: Option<(Range<usize>, Grid)>,
    front: Option<Range<usize>>,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => self.front = Some(range),
            Event::Start(Tag::Table(_)) => self.table = Some((range, Grid::default())),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                if let Some((_, grid)) = &mut self.table {
                    grid.rows.push(Vec::new());
                }
            }
            Event::Start(Tag::TableCell) => {
                if let Some((_, grid)) = &mut self.table {
                    let heading = grid.rows.len() == 1;
                    grid.rows.last_mut().into_iter().for_each(|row| row.push(Cell { columns: 1, rows: 1, heading, ..Cell::default() }));
                }
            }
            Event::End(TagEnd::Table) => {
                if let Some((range, grid)) = self.table.take() {
                    self.edits.push(Edit::Table(range, grid));
                }
            }
            Event::Start(Tag::Image { .. }) => {
                self.leaf(range.clone(), Some("".into()));
                self.images += 1;
            }
            Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. }) if self.images == 0 => {
                self.advance(&range);
                self.open.push(range);
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) if self.images == 0 => {
                if let Some(rest) = self.open.pop() {
                    self.cut(rest);
                }
            }
            Event::Text(words) => {
                let same = self.source.get(range.clone()) == Some(&*words);
                self.add_to_cell(&words);
                self.leaf(range, (!same).then(|| words.into_string().into()));
            }
            Event::Code(words) => {
                self.add_to_cell(&words);
                self.leaf(range, Some(words.into_string().into()));
            }
            Event::InlineHtml(_) => {
                self.add_to_cell("\n");
                self.leaf(range, Some("".into()));
            }
            Event::Html(words) => {
                let plain = without_tags(&words);
                self.leaf(range, Some(plain.into()));
            }
            Event::SoftBreak | Event::HardBreak => self.leaf(range, None),
            _ => {}
        }
    }

    fn add_to_cell(&mut self, words: &str) {
        if let Some((_, grid)) = self.table.as_mut().filter(|_| self.images == 0) {
            grid.rows.last_mut().and_then(|row| row.last_mut()).into_iter().for_each(|cell| cell.words.push_str(words));
        }
    }

    /// Something that is read as it stands, or as `words`.
    fn leaf(&mut self, range: Range<usize>, words: Option<Cow<'a, str>>) {
        if self.images > 0 || self.table.is_some() || self.front.as_ref().is_some_and(|front| front.contains(&range.start)) {
            return;
        }
        self.advance(&range);
        if let Some(words) = words {
            self.edits.push(Edit::Words(range, words));
        }
    }

    /// Cuts the marks of the innermost open element that stand before `child`.
    fn advance(&mut self, child: &Range<usize>) {
        let Some(open) = self.open.last_mut() else { return };
        let before = open.start..child.start.max(open.start);
        open.start = child.end.clamp(before.end, open.end.max(before.end));
        self.cut(before);
    }

    fn cut(&mut self, range: Range<usize>) {
        if !range.is_empty() && self.table.is_none() {
            self.edits.push(Edit::Words(range, "".into()));
        }
    }

    fn finish(self) -> Reading {
        let mut writing = Writing::default();
        let front = self.front.unwrap_or_default();
        for line in self.source.get(front.clone()).unwrap_or_default().lines() {
            if let Some((name, value)) = line.split_once(':') {
                writing.property(name.trim(), value.trim().trim_matches(['"', '\'']));
            }
        }
        let mut reading = writing.finish();
        reading.text = "\n".repeat(self.source[front.clone()].matches('\n').count());
        let mut at = front.end;
        for edit in self.edits {
            let (Edit::Words(range, _) | Edit::Table(range, _)) = &edit;
            let (start, end) = (range.start, range.end);
            if start < at || end < start {
                continue;
            }
            reading.text.push_str(&self.source[at..start]);
            at = end;
            match edit {
                Edit::Words(_, words) => reading.text.push_str(&words),
                Edit::Table(range, grid) => table(&mut reading, &self.source[range], &grid),
            }
        }
        reading.text.push_str(&self.source[at..]);
        reading
    }
}

/// Writes each row on its own line of the source; the headings' line and the rule under it stay empty.
fn table(reading: &mut Reading, source: &str, grid: &Grid) {
    let Some(lines) = grid.lines() else { return reading.text.push_str(source) };
    let number = NonZeroU32::new(1 + reading.places.iter().filter_map(|place| place.locator.table).max().map_or(0, NonZeroU32::get));
    let mut rows = lines.rows.into_iter().peekable();
    let mut written = Vec::new();
    for (index, line) in source.split_inclusive('\n').enumerate() {
        if let Some(row) = rows.next_if(|row| row.number as usize == index) {
            let start = reading.text.len();
            reading.text.push_str(&row.words);
            let span = Span::new(start, reading.text.len());
            let locator = Locator { table: number, row: NonZeroU32::new(row.number), ..Locator::default() };
            reading.places.push(Place { span, locator });
            let cells = row.cells.iter().map(|cell| Span::new(start + cell.start, start + cell.end)).collect();
            written.push(Row { span, cells });
        }
        if line.ends_with('\n') {
            reading.text.push('\n');
        }
    }
    if !written.is_empty() {
        reading.tables.push(Table { headings: lines.headings, rows: written });
    }
}

/// The words of a stretch of HTML, its line ends kept.
fn without_tags(source: &str) -> String {
    let mut words = String::with_capacity(source.len());
    let mut inside = false;
    for c in source.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            '\n' => words.push(c),
            c if !inside => words.push(c),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_and_inline_marks_go() {
        let source = "---\ntitle: 云州市方案\n---\n# 云州市**实施**方案\n\n- 由[市科技局](http://a.cn/b)牵头，`百企上云`。\n> 图![码头](a.png)。\n\n1. 建设*云帆湖*大桥&nbsp;一座\n";
        let reading = read(source);
        assert_eq!(reading.text, "\n\n\n# 云州市实施方案\n\n- 由市科技局牵头，百企上云。\n> 图。\n\n1. 建设云帆湖大桥\u{a0}一座\n");
        assert_eq!(reading.properties[0].value, "云州市方案");
        let plain = "云州市建设码头。\n一、总体要求\n2 * 3 * 4，a_b_c。\n";
        assert_eq!(read(plain).text, plain);
    }

    #[test]
    fn rows_stand_on_their_lines() {
        let source = "前言\n\n| 序号 | **任务** | 牵头单位 |\n|--|--|--|\n| 1 | 建设[码头](x) | 市交通局 |\n| 2 | 修桥 | 市水利局<br>市财政局 |\n\n后记\n";
        let reading = read(source);
        assert_eq!(reading.text, "前言\n\n\n\n1. 建设码头。牵头单位：市交通局。\n2. 修桥。牵头单位：市水利局 市财政局。\n\n后记\n");
        assert_eq!(reading.tables[0].headings, ["序号", "任务", "牵头单位"]);
        assert_eq!(reading.tables[0].rows[1].cells[2].of(&reading.text), "市水利局 市财政局");
        assert_eq!(reading.places[1].locator.row, NonZeroU32::new(3));
    }
}
