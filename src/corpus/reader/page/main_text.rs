//! Which element of a page holds its text: the innermost with nearly all sentences that are no links.

use super::tree::{Node, Tree};

/// Parts of class names and ids of what is no text, as site builders call it.
const BESIDE: [&str; 26] = [
    "nav",
    "menu",
    "breadcrumb",
    "crumb",
    "position",
    "sidebar",
    "aside",
    "footer",
    "foot",
    "copyright",
    "share",
    "related",
    "recommend",
    "comment",
    "search",
    "login",
    "pager",
    "pagination",
    "toolbar",
    "banner",
    "friendlink",
    "qrcode",
    "print",
    "hotnews",
    "relevant",
    "advert",
];
/// The same, as whole words.
const BESIDE_WORDS: [&str; 7] = ["head", "header", "top", "logo", "ad", "tools", "bottom"];

/// Elements that never hold text to read.
pub(super) fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "select"
            | "option"
            | "button"
            | "textarea"
            | "iframe"
            | "object"
            | "svg"
            | "math"
            | "canvas"
            | "audio"
            | "video"
            | "title"
            | "xmp"
            | "noembed"
            | "noframes"
    )
}

/// Elements beside the text.
pub(super) fn is_beside(node: &Node) -> bool {
    if matches!(node.name.as_str(), "nav" | "footer" | "aside") {
        return true;
    }
    let sized = matches!(node.name.as_str(), "div" | "ul" | "ol" | "section" | "table" | "td" | "header" | "p" | "span" | "form" | "dl");
    let words = node.words.as_str();
    let called = |part: &str| words.contains(part);
    let word = |part: &str| words.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == part);
    sized && !words.is_empty() && (BESIDE.iter().any(|part| called(part)) || BESIDE_WORDS.iter().any(|part| word(part)))
}

/// For each node whether it or what is around it is hidden, silent or beside the text.
pub(super) fn left_out(tree: &Tree) -> Vec<bool> {
    let mut out = vec![false; tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate().skip(1) {
        out[index] = out[node.parent] || node.hidden || is_silent(&node.name) || is_beside(node);
    }
    out
}

/// The element that holds the text; the root, where none holds most of it.
pub(super) fn find(tree: &Tree) -> usize {
    let nodes = &tree.nodes;
    let left_out = left_out(tree);
    let mut linked = vec![false; nodes.len()];
    let mut said = vec![0_usize; nodes.len()];
    for (index, node) in nodes.iter().enumerate().skip(1) {
        linked[index] = linked[node.parent] || node.name == "a";
        if node.is_text() && !left_out[index] && !linked[index] {
            said[index] = sentence_length(&node.words);
        }
    }
    for index in (1..nodes.len()).rev() {
        said[nodes[index].parent] += said[index];
    }
    let enough = said[0] * 4 / 5;
    let mut main = 0;
    for (index, &said) in said.iter().enumerate().skip(1) {
        // Children stand behind their parents, so the last that holds enough within the one before is the innermost.
        if index < nodes[main].end && said > 0 && said >= enough && holds_blocks(nodes, index) {
            main = index;
        }
    }
    main
}

/// The length of a text that reads like a sentence, else nothing.
fn sentence_length(words: &str) -> usize {
    let marked = words.contains(['\u{FF0C}', '\u{3002}', '\u{FF1B}']);
    let length = words.chars().filter(|c| !c.is_whitespace()).count();
    // A field of the header block, as in 来源：…, is none.
    if marked || (length >= 20 && !words.contains('\u{FF1A}')) { length } else { 0 }
}

/// Whether an element may hold a text of several paragraphs.
fn holds_blocks(nodes: &[Node], index: usize) -> bool {
    matches!(nodes[index].name.as_str(), "div" | "article" | "section" | "main" | "td" | "form" | "center" | "body" | "blockquote")
}
