//! The closed vocabularies, whose values are local names of the ontology.

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
        /// 更名、改组为
        SucceededBy = "succeededBy",
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
