//! The records that stages hand to each other, and the closed vocabularies they speak.

use crate::{finding::Finding, span::Span};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

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

/// A document as it was read; nothing changes it afterwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Stable id: `d` and the first 12 hex digits of the hash.
    pub id: String,
    /// Path as the user gave it, with `/`.
    pub path: String,
    /// SHA-256 of the file's bytes, hex.
    pub sha256: String,
    /// The text, decoded; all spans point into it.
    pub text: String,
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
