//! HTML → a flat tree in document order; linear in the page's length, and no deeper than a limit.

use html5ever::{
    TokenizerResult,
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states},
};
use std::{borrow::Cow, cell::RefCell};

/// Deepest nesting that is kept; what is deeper counts as part of the element there.
const DEEPEST: usize = 256;
/// Most elements and pieces of text; tags beyond count as part of the element there.
const NODES: usize = 3_000_000;
/// How far up an end tag looks for its beginning.
const REACH: usize = 64;
/// Most attributes of a tag; a tag with more is dropped.
const ATTRIBUTES: usize = 256;

/// An element or a piece of text.
#[derive(Debug)]
pub(super) struct Node {
    /// Small letters; empty for a piece of text.
    pub(super) name: String,
    /// Classes and id in small letters; the words of a piece of text.
    pub(super) words: String,
    /// One past the last node inside.
    pub(super) end: usize,
    /// The element around it; the root is its own.
    pub(super) parent: usize,
    /// Columns and rows of a table's cell.
    pub(super) spans: (usize, usize),
    /// Whether the page hides it.
    pub(super) hidden: bool,
}

impl Node {
    pub(super) fn is_text(&self) -> bool {
        self.name.is_empty()
    }
}

/// A page.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The first is the root.
    pub(super) nodes: Vec<Node>,
    /// Names and contents of meta elements, and the canonical address.
    pub(super) meta: Vec<(String, String)>,
}

/// Parses a page; nothing is an error.
pub(super) fn parse(source: &str) -> Tree {
    let source = without_overfull_tags(source);
    let root = Node { name: "html".to_owned(), words: String::new(), end: 0, parent: 0, spans: (1, 1), hidden: false };
    let sink = Sink(RefCell::new(Builder { tree: Tree { nodes: vec![root], meta: Vec::new() }, open: vec![0], ignored: 0 }));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&source));
    while let TokenizerResult::Script(()) = tokenizer.feed(&queue) {}
    tokenizer.end();
    let mut builder = tokenizer.sink.0.into_inner();
    builder.pop_to(0);
    builder.tree.nodes[0].end = builder.tree.nodes.len();
    builder.tree
}

/// Drops tags with more attributes than any page has: each attribute is compared with all before it.
fn without_overfull_tags(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let (mut out, mut kept, mut at) = (String::new(), 0, 0);
    while let Some(start) = memchr::memchr(b'<', &bytes[at..]).map(|found| at + found) {
        at = start + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (mut quote, mut parts) = (None, 0);
        while let Some(&byte) = bytes.get(at) {
            match (byte, quote) {
                (b'>', None) => break,
                (b'"' | b'\'', None) => quote = Some(byte),
                (b, Some(open)) if b == open => quote = None,
                (b'=' | b'/', None) => parts += 1,
                (b, None) if b.is_ascii_whitespace() => parts += 1,
                _ => {}
            }
            at += 1;
        }
        if parts > ATTRIBUTES * 2 {
            out.push_str(&source[kept..start]);
            kept = at;
        }
    }
    if out.is_empty() && kept == 0 {
        return source.into();
    }
    out.push_str(&source[kept..]);
    out.into()
}

struct Sink(RefCell<Builder>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut builder = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return builder.start(&tag),
            Token::TagToken(tag) => builder.end(&tag.name),
            Token::CharacterTokens(words) => builder.text(&words),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

struct Builder {
    tree: Tree,
    /// The open elements, outermost first.
    open: Vec<usize>,
    /// Open elements that are too deep to be kept.
    ignored: usize,
}

impl Builder {
    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let attribute =
            |wanted: &str| tag.attrs.iter().find(|attribute| &*attribute.name.local == wanted).map(|attribute| &*attribute.value);
        match name {
            "meta" => {
                let named = ["name", "property", "itemprop"].iter().find_map(|wanted| attribute(wanted));
                if let Some((name, content)) = named.zip(attribute("content")) {
                    self.tree.meta.push((name.to_owned(), content.to_owned()));
                }
            }
            "link" if attribute("rel") == Some("canonical") => {
                self.tree.meta.extend(attribute("href").map(|href| ("canonical".to_owned(), href.to_owned())));
            }
            "html" | "body" => return TokenSinkResult::Continue,
            _ => {}
        }
        let (closes, within) = implied(name);
        self.close(|open| closes.contains(&open), |open| within.contains(&open));
        if is_block(name) {
            self.close(|open| open == "p", |open| is_block(open) && open != "p");
        }
        let void = is_void(name);
        if self.open.len() >= DEEPEST || self.tree.nodes.len() >= NODES {
            self.ignored += usize::from(!void);
        } else {
            let style: String = attribute("style").unwrap_or_default().chars().filter(|c| !c.is_whitespace()).take(200).collect();
            let span = |wanted: &str| attribute(wanted).and_then(|value| value.trim().parse().ok()).unwrap_or(1);
            let words = [attribute("class"), attribute("id")].into_iter().flatten().map(str::to_ascii_lowercase).collect::<Vec<_>>();
            self.push(Node {
                name: name.to_owned(),
                words: words.join(" "),
                end: 0,
                parent: 0,
                spans: (span("colspan"), span("rowspan")),
                hidden: attribute("hidden").is_some() || style.to_ascii_lowercase().contains("display:none"),
            });
            if !void {
                self.open.push(self.tree.nodes.len() - 1);
            }
        }
        match name {
            "script" => TokenSinkResult::RawData(states::RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => TokenSinkResult::RawData(states::RawKind::Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(states::RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn push(&mut self, node: Node) {
        let index = self.tree.nodes.len();
        let parent = self.open.last().copied().unwrap_or(0);
        self.tree.nodes.push(Node { parent, end: index + 1, ..node });
    }

    fn text(&mut self, words: &str) {
        // The tokenizer gives a text in pieces, one for each line and entity.
        if let Some(last) = self.tree.nodes.last_mut().filter(|last| last.is_text() && Some(&last.parent) == self.open.last()) {
            return last.words.push_str(words);
        }
        self.push(Node { name: String::new(), words: words.to_owned(), end: 0, parent: 0, spans: (1, 1), hidden: false });
    }

    fn end(&mut self, name: &str) {
        if self.ignored > 0 {
            self.ignored -= 1;
            return;
        }
        let tabular = matches!(name, "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "caption");
        self.close(|open| open == name, |open| !tabular && matches!(open, "td" | "th" | "table"));
    }

    /// Closes the innermost open element that is `wanted`, with all in it, unless a `boundary` stands between.
    fn close(&mut self, wanted: impl Fn(&str) -> bool, boundary: impl Fn(&str) -> bool) {
        for depth in (1..self.open.len()).rev().take(REACH) {
            let name = &self.tree.nodes[self.open[depth]].name;
            if wanted(name) {
                return self.pop_to(depth);
            }
            if boundary(name) {
                return;
            }
        }
    }

    fn pop_to(&mut self, depth: usize) {
        let end = self.tree.nodes.len();
        for index in self.open.drain(depth..) {
            self.tree.nodes[index].end = end;
        }
    }
}

/// Which open elements a start tag closes, and within which others it does not.
fn implied(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "li" => (&["li"], &["ul", "ol", "td", "th"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl", "td", "th"]),
        "tr" => (&["tr"], &["table", "tbody", "thead", "tfoot"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
        "option" => (&["option"], &["select"]),
        _ => (&[], &[]),
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param" | "source" | "track" | "wbr"
    )
}

/// Whether an element begins and ends a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}
