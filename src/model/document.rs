//! A document as it was read, and what it says of itself.

use super::Format;
use crate::{finding::Finding, span::Span};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// A document as it was read; nothing changes it afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Stable id: `d` and the first 12 hex digits of the hash.
    pub id: String,
    /// Path as the user gave it, with `/`; a line of a file of JSON Lines has `#` and its number behind.
    pub path: String,
    /// SHA-256 of the file's bytes, or of the line's, hex.
    pub sha256: String,
    /// What the file is.
    pub format: Format,
    /// The text, decoded or extracted; all spans point into it.
    pub text: String,
    /// What the file says of itself beside its text: meta elements, the fields of a page's header block, the keys of a JSON line.
    pub properties: Vec<Property>,
    /// Where stretches of the text stand in the file, in text order, without overlap; none for plain text.
    pub places: Vec<Place>,
    /// The tables of the file, in text order, each row on a line of the text.
    pub tables: Vec<Table>,
    /// What was odd about reading it.
    pub findings: Vec<Finding>,
}

impl Default for Document {
    /// A plain text without words.
    fn default() -> Self {
        Self {
            id: String::new(),
            path: String::new(),
            sha256: String::new(),
            format: Format::Text,
            text: String::new(),
            properties: Vec::new(),
            places: Vec::new(),
            tables: Vec::new(),
            findings: Vec::new(),
        }
    }
}

/// A name and value by which a file speaks of itself, as the file spells them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// As the file has it: `PubDate`, `title`, 发布日期.
    pub name: String,
    /// As the file has it.
    pub value: String,
}

/// A stretch of text with its place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The stretch.
    pub span: Span,
    /// Where it stands.
    pub locator: Locator,
}

/// Where something stands in a file, as far as its format tells; all numbers count from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Locator {
    /// Page of a PDF file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<NonZeroU32>,
    /// Paragraph outside tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<NonZeroU32>,
    /// Table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<NonZeroU32>,
    /// Row of the table, headings included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<NonZeroU32>,
}

/// A table with headings over its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The heading of each column.
    pub headings: Vec<String>,
    /// The rows under the headings.
    pub rows: Vec<Row>,
}

/// A row of a table, written on a line of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The line.
    pub span: Span,
    /// For each column the words of its cell; empty where the cell is.
    pub cells: Vec<Span>,
}

/// What a document says of itself; each field only where it is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// 标题
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// 发文机关
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// 发文字号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// 成文日期, as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
    /// 发布日期, in the same forms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<String>,
    /// 施行日期, in the same forms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<String>,
    /// 来源: the paper, agency or office that it is taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
