//! Elements → paragraphs and tables; the fields that stand around the text; the page's title.

use super::{
    main_text,
    tree::{Tree, is_block},
};
use crate::corpus::reader::{
    table::{Cell, Grid},
    writing::{Writing, on_one_line},
};

/// Most fields of a page's header block, and the longest line that may hold some, in characters.
const FIELDS: usize = 60;
const LONGEST_FIELD: usize = 200;
/// Longest name of a field that stands in a cell of its own, in characters.
const LONGEST_NAME: usize = 12;
/// Longest title, in characters.
const LONGEST_TITLE: usize = 120;

/// The name under which a line with fields is handed on.
pub(crate) const FIELD_LINE: &str = "line";

/// Writes the paragraphs and tables of the element `main`.
pub(super) fn write(tree: &Tree, main: usize, writing: &mut Writing) {
    let mut walk = Walk { tree, words: String::new(), lists: Vec::new() };
    walk.blocks(main, writing);
}

struct Walk<'a> {
    tree: &'a Tree,
    /// The paragraph so far.
    words: String,
    /// Ends of the open numbered lists with the number of the last item.
    lists: Vec<(usize, u32)>,
}

impl Walk<'_> {
    fn blocks(&mut self, main: usize, writing: &mut Writing) {
        let nodes = &self.tree.nodes;
        let end = nodes[main].end;
        let mut index = main + 1;
        // Ends of the open blocks, innermost last: a block's end ends a paragraph as its beginning does.
        let mut ends: Vec<usize> = Vec::new();
        while index < end {
            while ends.last().is_some_and(|&end| end <= index) {
                ends.pop();
                self.flush(writing);
            }
            self.lists.retain(|&(end, _)| end > index);
            let node = &nodes[index];
            if node.hidden || main_text::is_silent(&node.name) || main_text::is_beside(node) {
                index = node.end;
                continue;
            }
            match node.name.as_str() {
                "" => self.words.push_str(&flowed(&node.words)),
                "br" => self.flush(writing),
                "table" if !self.holds_table(index) => {
                    self.flush(writing);
                    writing.table(&self.grid(index), None);
                    index = node.end;
                    continue;
                }
                "ol" => self.lists.push((node.end, 0)),
                name if is_block(name) => {
                    self.flush(writing);
                    ends.push(node.end);
                    self.number(index);
                }
                _ => {}
            }
            index += 1;
        }
        self.flush(writing);
    }

    /// The number that a page shows before an item of a numbered list.
    fn number(&mut self, index: usize) {
        let node = &self.tree.nodes[index];
        let numbered = node.name == "li" && self.tree.nodes[node.parent].name == "ol";
        if let Some((_, number)) = self.lists.last_mut().filter(|_| numbered) {
            *number += 1;
            self.words = format!("{number}. ");
        }
    }

    fn flush(&mut self, writing: &mut Writing) {
        let numbered = self.words.strip_suffix(". ").is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
        if !numbered {
            writing.paragraph(&std::mem::take(&mut self.words));
        }
    }

    fn holds_table(&self, table: usize) -> bool {
        self.tree.nodes[table + 1..self.tree.nodes[table].end].iter().any(|node| node.name == "table")
    }

    fn grid(&self, table: usize) -> Grid {
        let nodes = &self.tree.nodes;
        let mut grid = Grid::default();
        let mut index = table + 1;
        while index < nodes[table].end {
            let node = &nodes[index];
            match node.name.as_str() {
                _ if node.hidden || main_text::is_silent(&node.name) => {}
                "tr" => grid.rows.push(Vec::new()),
                "td" | "th" => {
                    if grid.rows.is_empty() {
                        grid.rows.push(Vec::new());
                    }
                    let heading = node.name == "th" || self.in_head(index);
                    let cell = Cell { words: words_of(self.tree, index), columns: node.spans.0, rows: node.spans.1, heading };
                    grid.rows.last_mut().into_iter().for_each(|row| row.push(cell.clone()));
                }
                _ => {
                    index += 1;
                    continue;
                }
            }
            index = if node.name == "tr" { index + 1 } else { node.end };
        }
        grid
    }

    fn in_head(&self, cell: usize) -> bool {
        let row = self.tree.nodes[cell].parent;
        self.tree.nodes[self.tree.nodes[row].parent].name == "thead"
    }
}

/// The words of an element, its blocks and breaks on lines of their own.
fn words_of(tree: &Tree, element: usize) -> String {
    let mut words = String::new();
    let mut index = element + 1;
    while index < tree.nodes[element].end {
        let node = &tree.nodes[index];
        if node.hidden || main_text::is_silent(&node.name) {
            index = node.end;
            continue;
        }
        if node.is_text() {
            words.push_str(&flowed(&node.words));
        } else if node.name == "br" || is_block(&node.name) {
            words.push('\n');
        }
        index += 1;
    }
    words
}

/// The words as a page shows them: a line end of the source is nothing between Chinese characters, else a space.
fn flowed(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find(['\n', '\r']) {
        let (before, after) = (rest[..at].trim_end_matches([' ', '\t']), rest[at..].trim_start_matches([' ', '\t', '\n', '\r']));
        shown.push_str(before);
        let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2E80}');
        if !(wide(shown.chars().next_back()) && wide(after.chars().next())) {
            shown.push(' ');
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// The fields that stand outside the text, as names with values, or as lines that hold some.
pub(super) fn fields(tree: &Tree, main: usize) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut index = 1;
    while index < tree.nodes.len() && fields.len() < FIELDS {
        let node = &tree.nodes[index];
        if (index == main && main > 0) || node.hidden || main_text::is_silent(&node.name) {
            index = node.end;
            continue;
        }
        let leaf = is_block(&node.name) && !tree.nodes[index + 1..node.end].iter().take(400).any(|inner| is_block(&inner.name));
        if leaf && node.end - index < 400 {
            let words = on_one_line(&words_of(tree, index));
            let length = words.chars().take(LONGEST_FIELD + 1).count();
            if length <= LONGEST_FIELD && words.contains([':', '\u{FF1A}']) {
                fields.push((FIELD_LINE.to_owned(), words));
            } else if length <= LONGEST_NAME && matches!(node.name.as_str(), "td" | "th" | "dt" | "li") {
                let value = tree.nodes.get(node.end).filter(|next| matches!(next.name.as_str(), "td" | "dd" | "li"));
                let value = value.or_else(|| tree.nodes.get(node.end + 1).filter(|next| matches!(next.name.as_str(), "td" | "dd")));
                if value.is_some() && !words.is_empty() {
                    let at = if tree.nodes[node.end].is_text() { node.end + 1 } else { node.end };
                    let value: String = on_one_line(&words_of(tree, at)).chars().take(LONGEST_FIELD).collect();
                    fields.push((words, value));
                }
            }
            index = node.end;
            continue;
        }
        index += 1;
    }
    fields
}

/// The title: as the page's properties have it, else its heading, else the name of its window before the site's name.
pub(super) fn title(tree: &Tree, main: usize) -> Option<String> {
    let fits = |title: String| Some(on_one_line(&title)).filter(|title| !title.is_empty() && title.chars().count() <= LONGEST_TITLE);
    let meta = tree.meta.iter().find(|(name, _)| name.eq_ignore_ascii_case("ArticleTitle")).map(|(_, value)| value.clone());
    let first =
        |wanted: &dyn Fn(usize) -> bool| (1..tree.nodes.len()).find(|&index| wanted(index)).and_then(|index| fits(words_of(tree, index)));
    let left_out = main_text::left_out(tree);
    let before = |index: usize| !left_out[index] && (main == 0 || index < main || index < tree.nodes[main].end);
    let heading = |index: usize| before(index) && tree.nodes[index].name == "h1" && has_words(tree, index);
    let called = |index: usize| {
        let node = &tree.nodes[index];
        let word = node.words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| matches!(word, "title" | "tit" | "biaoti"));
        before(index) && word && matches!(node.name.as_str(), "h1" | "h2" | "h3" | "div" | "p") && has_words(tree, index)
    };
    let window = || {
        let index = (1..tree.nodes.len()).find(|&index| tree.nodes[index].name == "title")?;
        let words: String = tree.nodes[index + 1..tree.nodes[index].end].iter().map(|node| node.words.as_str()).collect();
        let own = words.split(['_', '|', '-', '\u{2014}', '\u{2013}']).map(str::trim).find(|part| !part.is_empty())?.to_owned();
        fits(own)
    };
    meta.and_then(fits).or_else(|| first(&heading)).or_else(|| first(&called)).or_else(window)
}

fn has_words(tree: &Tree, element: usize) -> bool {
    tree.nodes[element + 1..tree.nodes[element].end].iter().take(100).any(|node| node.is_text() && !node.words.trim().is_empty())
}
