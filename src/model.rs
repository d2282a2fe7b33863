//! The records that stages hand to each other, and the closed vocabularies they speak.

use crate::{finding::Finding, span::Span};
use serde::{Deserialize, Serialize};
use std::{fmt, num::NonZeroU32, str::FromStr};

/// Declares an enum whose variants are the local names of ontology terms.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),* }

        impl $name {
            /// Every value, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The local name in the ontology and in `graph.json`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.as_str()) }
        }

        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> std::result::Result<Self, String> {
                match text { $($text => Ok(Self::$variant),)* _ => Err(crate::text::unknown(text, Self::ALL.iter().map(|v| v.as_str()))) }
            }
        }
    };
}

vocabulary! {
    /// The class of an entity.
    Class {
        /// 官员
        Official = "Official",
        /// 部门
        Department = "Department",
        /// 组织
        Organization = "Organization",
        /// 地域
        Place = "Place",
        /// 战略
        Strategy = "Strategy",
        /// 定位
        Positioning = "Positioning",
        /// 行动
        Program = "Program",
        /// 政策工具
        Instrument = "Instrument",
        /// 载体
        Park = "Park",
        /// 项目
        Project = "Project",
        /// 产业
        Industry = "Industry",
        /// 文件
        Document = "Document",
        /// 会议活动
        Event = "Event",
        /// 时期
        Period = "Period",
        /// 作品
        Work = "Work",
        /// 举措
        Measure = "Measure",
    }
}

vocabulary! {
    /// The predicate of a relation; domains and ranges stand in the ontology.
    Predicate {
        /// 任职
        HoldsPost = "holdsPost",
        /// 属于
        PartOf = "partOf",
        /// 管辖
        Jurisdiction = "jurisdiction",
        /// 位于
        LocatedIn = "locatedIn",
        /// 出席
        Attends = "attends",
        /// 发言
        SpeaksAt = "speaksAt",
        /// 介绍
        Presents = "presents",
        /// 召开
        Convenes = "convenes",
        /// 审议通过
        Adopts = "adopts",
        /// 制定
        Formulates = "formulates",
        /// 提出
        Proposes = "proposes",
        /// 实施
        Implements = "implements",
        /// 建设
        Builds = "builds",
        /// 组建
        Establishes = "establishes",
        /// 撤销
        Abolishes = "abolishes",
        /// 负责
        ResponsibleFor = "responsibleFor",
        /// 发展
        Develops = "develops",
        /// 服务
        Serves = "serves",
        /// 协作
        CollaboratesWith = "collaboratesWith",
        /// 贯彻
        AlignsWith = "alignsWith",
        /// 由……提出
        StatedBy = "statedBy",
    }
}

vocabulary! {
    /// Whether a statement holds, is under way, is planned or has ended.
    Status {
        /// Happened, holds.
        Done = "done",
        /// Under way.
        Ongoing = "ongoing",
        /// Will, shall, is proposed.
        Planned = "planned",
        /// No longer holds.
        Ended = "ended",
    }
}

vocabulary! {
    /// How a figure is meant.
    Comparator {
        /// Exactly, or the plain figure.
        Equal = "=",
        /// More than.
        More = ">",
        /// At least.
        AtLeast = ">=",
        /// Less than.
        Less = "<",
        /// At most.
        AtMost = "<=",
        /// About.
        About = "~",
    }
}

vocabulary! {
    /// What kind of file a document was read from.
    Format {
        /// Plain text.
        Text = "text",
        /// Markdown.
        Markdown = "markdown",
        /// A web page.
        Html = "html",
        /// Office Open XML, as Word and WPS write it.
        Docx = "docx",
        /// PDF with a text layer.
        Pdf = "pdf",
        /// A line of a file of JSON Lines.
        JsonLines = "jsonl",
    }
}

impl Format {
    /// The media type, as web servers give it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::JsonLines => "application/jsonl",
        }
    }
}

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

/// Index of a rule in the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// What made a record, and the characters that say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// The words that say it (a clause or sentence).
    pub span: Span,
    /// The rule that read them.
    pub rule: RuleId,
}

/// Index of a mention in [`Analysis::mentions`].
pub type MentionIndex = usize;
/// Index of an entity in [`Analysis::entities`].
pub type EntityIndex = usize;

/// One occurrence of a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The characters; for a conjunct with a shared head, the conjunct alone.
    pub span: Span,
    /// What it names.
    pub class: Class,
    /// The name meant: the surface, or the surface with its shared head restored.
    pub name: String,
    /// The rule that found it.
    pub rule: RuleId,
}

/// A post named beside a person: title before or after the name, appointment or dismissal (任职).
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// The person's mention.
    pub person: MentionIndex,
    /// The organ's mention.
    pub organ: MentionIndex,
    /// The role, as the text has it.
    pub role: String,
    /// Done for holding and appointment, ended for dismissal.
    pub status: Status,
    /// Where it is said.
    pub evidence: Evidence,
}

/// A stretch of lines that one person speaks (发言).
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The speaker's mention.
    pub speaker: MentionIndex,
    /// First line of the speaker's words, from 1.
    pub first_line: u32,
    /// Last line, inclusive.
    pub last_line: u32,
    /// Bytes of those lines.
    pub span: Span,
}

/// By what a mention is known to mean its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// It bears a name of the entity that stands for itself.
    Name,
    /// The document defines it as a short name: （以下简称……）.
    Definition,
    /// It is what the quotation marks of the full name hold, or the full name from there on.
    Quoted,
    /// It is the end of the one longer name of its class.
    Ending,
    /// It has the same ordinal.
    Ordinal,
    /// The gazetteer knows it as a name of the place.
    Gazetteer,
    /// The gazetteer knows it as the abbreviation of the place.
    Abbreviation,
    /// It is the name of an unlisted place without its suffix.
    Suffix,
    /// It points at the focal place: 我市, 全省.
    Pronoun,
    /// It names the organ by its level, which the focal place completes: 市委.
    FocalPlace,
    /// Its parts, written out, are the parts of the organ's full name.
    OrganForm,
    /// It is the same name, and no post tells the two persons apart.
    SamePerson,
    /// It is the numbered point itself.
    Point,
}

impl Link {
    /// The reason in words, as in "is X because …".
    pub fn reason(self) -> &'static str {
        match self {
            Self::Name => "its own name",
            Self::Definition => "defined in the text as a short name",
            Self::Quoted => "what the full name has in quotation marks",
            Self::Ending => "the end of the one longer name of its class",
            Self::Ordinal => "the same ordinal",
            Self::Gazetteer => "a name that the gazetteer has of the place",
            Self::Abbreviation => "an abbreviation that the gazetteer has of the place",
            Self::Suffix => "the name of the place without its suffix",
            Self::Pronoun => "a word for the focal place",
            Self::FocalPlace => "an organ named by its level, completed by the focal place",
            Self::OrganForm => "the same parts as the organ's full name",
            Self::SamePerson => "the same name, and no post tells them apart",
            Self::Point => "the numbered point itself",
        }
    }
}

/// A real thing as one document knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What it is.
    pub class: Class,
    /// The fullest name in the document, or the expansion of a relative name by the focal place.
    pub name: String,
    /// Other surface forms, sorted, without the name.
    pub aliases: Vec<String>,
    /// Its mentions, in text order.
    pub mentions: Vec<MentionIndex>,
    /// For each mention, by what it is known to mean this entity.
    pub links: Vec<Link>,
    /// Identity across documents: class, normalised full name and, where the name alone is ambiguous, place or document, joined by `|`.
    pub key: String,
}

/// A relation that the text states.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Who or what.
    pub subject: EntityIndex,
    /// Does what.
    pub predicate: Predicate,
    /// To whom or what.
    pub object: EntityIndex,
    /// Whether it holds, is under way, planned or ended.
    pub status: Status,
    /// For posts the title, for responsibilities `lead` or `support`.
    pub role: Option<String>,
    /// A year, a date, or a period's name, only where the text gives it.
    pub time: Option<String>,
    /// Who says so, where the document has speakers.
    pub speaker: Option<EntityIndex>,
    /// Where it says so.
    pub evidence: Evidence,
}

vocabulary! {
    /// Why a relation that a rule read is not stated.
    Reason {
        /// The subject's class is none that the predicate's domain has.
        Domain = "domain",
        /// The object's class is none that the predicate's range has.
        Range = "range",
        /// Subject and object are one thing.
        Itself = "itself",
        /// The subject has another object already, and may have one only.
        Second = "second",
        /// The object is part of the subject already.
        Circle = "circle",
    }
}

/// A relation that a rule read and the ontology does not allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// What the rule read.
    pub relation: Relation,
    /// Why it is not stated.
    pub reason: Reason,
}

/// A quantified statement: a target or an achieved figure (指标).
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Whose figure.
    pub holder: EntityIndex,
    /// The words of the text.
    pub indicator: String,
    /// How the figure is meant.
    pub comparator: Comparator,
    /// The number; 万 and 亿 stay in the unit.
    pub value: f64,
    /// Classifier or measure, with 万 or 亿.
    pub unit: String,
    /// A year, year-month or period's name, only where the text gives it.
    pub time: Option<String>,
    /// Achieved or aimed at.
    pub status: Status,
    /// Who says so.
    pub speaker: Option<EntityIndex>,
    /// Where it says so.
    pub evidence: Evidence,
}

/// Everything that is known of one document, stage by stage.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// The text.
    pub document: Document,
    /// Title, date, lines, sections, points, sentences.
    pub structure: crate::extract::segment::Structure,
    /// The places whose government speaks (entities of class Place), in order of prominence.
    pub focus: Vec<EntityIndex>,
    /// The focal places as divisions, for what is named relative to them.
    pub focal: Vec<crate::extract::link::focus::Focal>,
    /// Occurrences of names: the first [`Analysis::in_order`] in text order and not overlapping; behind them what holds or lies
    /// inside others (Measures, a focal place named only in other names).
    pub mentions: Vec<Mention>,
    /// How many of the mentions stand in text order without overlap.
    pub in_order: usize,
    /// Posts beside persons.
    pub posts: Vec<Post>,
    /// Speaker turns, in text order.
    pub turns: Vec<Turn>,
    /// The things named.
    pub entities: Vec<Entity>,
    /// What the text states about them, in text order.
    pub relations: Vec<Relation>,
    /// What rules read and the ontology does not allow.
    pub refused: Vec<Refusal>,
    /// Figures, in text order.
    pub targets: Vec<Target>,
    /// What is odd.
    pub findings: Vec<Finding>,
}
