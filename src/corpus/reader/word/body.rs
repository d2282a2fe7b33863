//! The XML of a document's text → paragraphs and tables.

use super::numbering::{Numbering, value};
use crate::corpus::reader::{
    table::{Cell, Grid},
    writing::Writing,
};
use quick_xml::{Reader, events::Event};

/// Deepest nesting of tables that is kept; deeper ones are paragraphs of the cell.
const DEEPEST: usize = 4;

/// What a part tells, in order.
#[derive(Debug, Default)]
pub(super) struct Story {
    blocks: Vec<Block>,
    /// Whether the XML breaks off.
    pub(super) broken: bool,
}

#[derive(Debug)]
enum Block {
    Paragraph(String),
    Table(Grid),
}

impl Story {
    /// Writes the blocks, and keeps none.
    pub(super) fn write(&mut self, writing: &mut Writing) {
        for block in self.blocks.drain(..) {
            match block {
                Block::Paragraph(words) => words.split('\n').for_each(|line| writing.paragraph(line)),
                Block::Table(grid) => writing.table(&grid, None),
            }
        }
    }
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Table {
    grid: Grid,
    /// For each column where the cell stands that a merged one below it continues.
    above: Vec<Option<(usize, usize)>>,
    column: usize,
    /// Whether the cell that is open only continues the one above it.
    continues: bool,
}

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    words: String,
    /// The list that it is an item of, and how deep.
    list: Option<String>,
    depth: usize,
    /// Whether it is a line of the table of contents.
    contents: bool,
}

#[derive(Default)]
struct State {
    story: Story,
    tables: Vec<Table>,
    /// Tables below the deepest that is kept.
    deeper: usize,
    paragraph: Paragraph,
    /// Paragraphs that hold the text box that is open.
    around: Vec<Paragraph>,
    /// Elements whose text is left out, counted by nesting.
    silent: usize,
    text: bool,
}

/// Reads one part: the document, its footnotes or endnotes.
pub(super) fn read(part: &[u8], numbering: &mut Numbering) -> Story {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    reader.config_mut().expand_empty_elements = true;
    let (mut state, mut buffer) = (State::default(), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => {
                let attribute = |name: &[u8]| value(&element, name);
                state.start(element.local_name().as_ref(), attribute);
            }
            Ok(Event::End(element)) => state.end(element.local_name().as_ref(), numbering),
            Ok(Event::Text(text)) if state.text && state.silent == 0 => match text.unescape() {
                Ok(words) => state.push(&words),
                // An entity that the file defines for itself is not expanded.
                Err(_) => state.push(&String::from_utf8_lossy(&text)),
            },
            Ok(Event::CData(text)) if state.text && state.silent == 0 => state.push(&String::from_utf8_lossy(&text)),
            Ok(Event::Eof) => break,
            Err(_) => {
                state.story.broken = true;
                break;
            }
            _ => {}
        }
        buffer.clear();
    }
    state.finish(numbering)
}

impl State {
    fn start(&mut self, name: &[u8], attribute: impl Fn(&[u8]) -> Option<String>) {
        match name {
            b"del" | b"moveFrom" | b"instrText" | b"delText" | b"Fallback" => self.silent += 1,
            b"footnote" | b"endnote" if attribute(b"type").is_some_and(|kind| kind != "normal") => self.silent += 1,
            b"footnote" | b"endnote" => {}
            b"txbxContent" => self.around.push(std::mem::take(&mut self.paragraph)),
            b"p" => self.paragraph = Paragraph::default(),
            b"pStyle" => self.paragraph.contents |= attribute(b"val").is_some_and(|style| style.to_ascii_uppercase().starts_with("TOC")),
            b"numId" => self.paragraph.list = attribute(b"val").filter(|list| list != "0"),
            b"ilvl" => self.paragraph.depth = attribute(b"val").and_then(|depth| depth.parse().ok()).unwrap_or(0),
            b"t" => self.text = true,
            b"tab" if self.silent == 0 => self.push(" "),
            b"br" | b"cr" if self.silent == 0 => {
                let page = attribute(b"type").is_some_and(|kind| kind == "page" || kind == "column");
                self.push(if page { " " } else { "\n" });
            }
            b"noBreakHyphen" => self.push("-"),
            b"tbl" if self.tables.len() < DEEPEST => self.tables.push(Table::default()),
            b"tbl" => self.deeper += 1,
            _ if self.deeper == 0 => self.in_table(name, attribute),
            _ => {}
        }
    }

    fn in_table(&mut self, name: &[u8], attribute: impl Fn(&[u8]) -> Option<String>) {
        let Some(table) = self.tables.last_mut() else { return };
        let row = table.grid.rows.len();
        match name {
            b"tr" => {
                table.grid.rows.push(Vec::new());
                table.column = 0;
            }
            b"tc" if row > 0 => {
                table.grid.rows[row - 1].push(Cell { columns: 1, rows: 1, ..Cell::default() });
                table.continues = false;
            }
            b"gridSpan" => {
                let columns = attribute(b"val").and_then(|count| count.parse().ok()).unwrap_or(1);
                table.grid.rows.last_mut().and_then(|row| row.last_mut()).into_iter().for_each(|cell| cell.columns = columns);
            }
            b"vMerge" => table.continues = attribute(b"val").is_none_or(|kind| kind != "restart"),
            _ => {}
        }
    }

    fn push(&mut self, words: &str) {
        self.paragraph.words.push_str(words);
    }

    fn end(&mut self, name: &[u8], numbering: &mut Numbering) {
        match name {
            b"del" | b"moveFrom" | b"instrText" | b"delText" | b"Fallback" => self.silent = self.silent.saturating_sub(1),
            b"footnote" | b"endnote" => self.silent = 0,
            b"t" => self.text = false,
            b"p" => self.paragraph_ends(numbering),
            b"txbxContent" => {
                self.paragraph_ends(numbering);
                self.paragraph = self.around.pop().unwrap_or_default();
            }
            b"tbl" if self.deeper > 0 => self.deeper -= 1,
            b"tbl" => self.table_ends(),
            b"tc" if self.deeper == 0 => self.cell_ends(),
            _ => {}
        }
    }

    fn paragraph_ends(&mut self, numbering: &mut Numbering) {
        let Paragraph { words, list, depth, contents } = std::mem::take(&mut self.paragraph);
        if contents || words.trim().is_empty() {
            return;
        }
        let number = list.and_then(|list| numbering.next(&list, depth)).unwrap_or_default();
        let words = number + &words;
        match self.tables.last_mut().and_then(|table| table.grid.rows.last_mut()?.last_mut()) {
            Some(cell) => {
                if !cell.words.is_empty() {
                    cell.words.push('\n');
                }
                cell.words.push_str(&words);
            }
            None => self.story.blocks.push(Block::Paragraph(words)),
        }
    }

    /// A cell that continues the one above it makes that one a row longer, and is none itself.
    fn cell_ends(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let row = table.grid.rows.len();
        let Some(cells) = table.grid.rows.last_mut() else { return };
        let Some(cell) = cells.last() else { return };
        let columns = cell.columns.clamp(1, 64);
        let column = table.column;
        table.column = (column + columns).min(1024);
        table.above.resize(table.above.len().max(table.column), None);
        let above = table.above.get(column).copied().flatten();
        if let Some((row, index)) = above.filter(|_| std::mem::take(&mut table.continues)) {
            cells.pop();
            // A cell inside of another may have taken that one away.
            if let Some(above) = table.grid.rows.get_mut(row).and_then(|cells| cells.get_mut(index)) {
                above.rows += 1;
            }
            return;
        }
        let place = (row - 1, cells.len() - 1);
        for slot in table.above.iter_mut().take(table.column).skip(column) {
            *slot = Some(place);
        }
    }

    fn table_ends(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        let outer = self.tables.last_mut().and_then(|table| table.grid.rows.last_mut()?.last_mut());
        match outer {
            // A table in a cell is read as that cell's words.
            Some(cell) => {
                for words in table.grid.paragraphs().filter(|words| !words.is_empty()) {
                    cell.words.push('\n');
                    cell.words.push_str(words);
                }
            }
            None => self.story.blocks.push(Block::Table(table.grid)),
        }
    }

    fn finish(mut self, numbering: &mut Numbering) -> Story {
        self.paragraph_ends(numbering);
        while let Some(around) = self.around.pop() {
            self.paragraph = around;
            self.paragraph_ends(numbering);
        }
        while !self.tables.is_empty() {
            self.table_ends();
        }
        self.story
    }
}

/// The properties that Word keeps of a document, which nobody may have looked at.
pub(super) fn core_properties(part: &[u8]) -> Vec<(String, String)> {
    let mut reader = Reader::from_reader(part);
    let (mut properties, mut buffer, mut title) = (Vec::new(), Vec::new(), false);
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => title = element.local_name().as_ref() == b"title",
            Ok(Event::Text(text)) if title => {
                let words = text.unescape().map_or_else(|_| String::from_utf8_lossy(&text).into_owned(), |words| words.into_owned());
                properties.push(("dc:title".to_owned(), words));
            }
            Ok(Event::End(_)) => title = false,
            Ok(Event::Eof) | Err(_) => return properties,
            _ => {}
        }
        buffer.clear();
    }
}
