//! The words that shape a document, compiled from `data/lexicon/layout.tsv`.

use super::{characters::Characters, lexicon::Lexicon};
use crate::{error::Defect, text};
use memchr::memmem::Finder;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of ordinals, outermost first: a kind nests in those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// 第一篇, 第一编
    Book,
    /// 第一部分
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 第一条
    Article,
    /// 一、
    Han,
    /// （一）
    HanRound,
    /// 1. 1、 1.2
    Digit,
    /// （1） 1）
    DigitRound,
    /// ① ⑴ ⒈
    Circled,
    /// 首先, 其次; 第一，
    Sequence,
    /// 一是, 一要
    Copula,
}

/// What a word does in the layout of a document; the column `kind` of the table.
macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)?) => {
        /// What a word does in the layout of a document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $($(#[$doc])* $variant),* }

        impl Role {
            /// The names of all roles, as in the table.
            const NAMES: &'static [&'static str] = &[$($text),*];

            fn named(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

roles! {
    /// Counted by 第…, as 章.
    Unit = "unit",
    /// Makes a number an ordinal, as 是 in 一是.
    Copula = "copula",
    /// 首先, 其次
    Sequence = "sequence",
    /// A heading before the numbering.
    Preface = "preface",
    /// The heading of a table of contents.
    Contents = "contents",
    /// A heading after the numbering.
    Annex = "annex",
    /// The heading of a list of explained words.
    Glossary = "glossary",
    /// The heading of a box in a plan.
    Box = "box",
    /// A heading under which reporters ask.
    Interview = "interview",
    /// Addresses the audience.
    Salutation = "salutation",
    /// What a title ends with.
    Genre = "genre",
    /// A yearly report, whose title's year is the document's.
    Annual = "annual",
    /// Before the colon of a question.
    Question = "question",
    /// Before the colon of an answer.
    Answer = "answer",
    /// Before the colon of who chairs.
    Chair = "chair",
    /// Begins what a byline introduces.
    Topic = "topic",
    /// Ends what a byline introduces.
    TopicEnd = "topic-end",
    /// Begins the caption of a figure or table.
    Figure = "figure",
    /// Ends a line that says where a speech was given.
    Occasion = "occasion",
    /// Ends a dateline.
    Dateline = "dateline",
    /// Before the document's date.
    DateLabel = "date-label",
    /// After the document's date.
    DateTail = "date-tail",
    /// Before a date in a lead.
    DateLead = "date-lead",
    /// The last word of a post.
    Post = "post",
    /// Before the colon of a list of bodies.
    Body = "body",
    /// After a list of bodies.
    BodyTail = "body-tail",
    /// Before a list of bodies in running text.
    BodyLead = "body-lead",
    /// Ends a heading of the scaffolding.
    PartEnd = "part-end",
    /// Begins a measure.
    Act = "act",
    /// Says that someone speaks.
    Say = "say",
    /// Stands for a person who was named.
    He = "he",
    /// Names a field by which a document speaks of itself.
    Header = "header",
    /// Begins what a title is about.
    TitleAbout = "title-about",
    /// Ends the line at the head of a page that names who issues it.
    IssuerTail = "issuer-tail",
    /// Ends the name of a body that issues documents.
    IssuerEnd = "issuer-end",
    /// Says from when a document holds.
    Effect = "effect",
    /// Before it, where it holds from its own date.
    EffectOwn = "effect-own",
    /// Heads the column with the units of a table of figures.
    UnitColumn = "unit-column",
    /// Stands in the heading of a column of figures that were attained.
    AttainedColumn = "attained-column",
}

/// A field of a document's header, as rows of kind `header` name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 标题
    Title,
    /// What a file's own properties have for a title, which nobody may have looked at.
    OwnTitle,
    /// 发文机关
    Issuer,
    /// 发文字号
    Number,
    /// 成文日期
    Signed,
    /// 发布日期
    Released,
    /// 施行日期
    Effective,
    /// 来源
    Source,
    /// 网址
    Url,
}

/// Words by role, longest first, so that the first match is the longest.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    words: BTreeMap<Role, Vec<Entry>>,
    fields: BTreeMap<String, Field>,
    /// Of one or two characters.
    surnames: BTreeSet<String>,
    /// What sequence words begin with.
    sequence_first: Characters,
}

/// One word with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The word.
    pub word: String,
    /// The third cell of its row.
    pub value: String,
    /// Finds the word in a text.
    finder: Finder<'static>,
}

impl Layout {
    /// Compiles the table; an unknown kind or value is a defect.
    pub fn load(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let surnames = lexicon.table("surnames").iter().map(|row| row.word().to_owned()).collect();
        let mut layout = Self { surnames, ..Self::default() };
        for row in lexicon.table("layout") {
            let mut defect = |problem: String| defects.push(Defect { file: "data/lexicon/layout.tsv".to_owned(), line: row.line, problem });
            let Some(role) = Role::named(row.cell(1)) else {
                defect(text::unknown(row.cell(1), Role::NAMES.iter().copied()));
                continue;
            };
            let value = row.cell(2);
            let valid = match role {
                Role::Unit => rank(value).is_some(),
                Role::Sequence => value.parse::<u32>().is_ok(),
                Role::Header => field(value).is_some(),
                Role::Body | Role::BodyTail => value == "lead" || value == "support",
                _ => true,
            };
            if !valid {
                defect(format!("`{value}` is no value of a row of kind `{}`", row.cell(1)));
                continue;
            }
            if let (Role::Header, Some(field)) = (role, field(value)) {
                layout.fields.insert(row.word().to_owned(), field);
                continue;
            }
            layout.words.entry(role).or_default().push(Entry {
                word: row.word().to_owned(),
                value: value.to_owned(),
                finder: Finder::new(row.word()).into_owned(),
            });
        }
        for entries in layout.words.values_mut() {
            entries.sort_by(|a, b| b.word.len().cmp(&a.word.len()).then_with(|| a.word.cmp(&b.word)));
        }
        layout.sequence_first = Characters::beginning(layout.entries(Role::Sequence).iter().map(|entry| entry.word.as_str()));
        layout
    }

    /// The words of a role, longest first.
    pub fn entries(&self, role: Role) -> &[Entry] {
        self.words.get(&role).map_or(&[], Vec::as_slice)
    }

    /// The longest word of `role` that `text` begins with.
    pub fn starts(&self, role: Role, text: &str) -> Option<&Entry> {
        self.entries(role).iter().find(|entry| text.starts_with(&entry.word))
    }

    /// The longest word of `role` that `text` ends with.
    pub fn ends(&self, role: Role, text: &str) -> Option<&Entry> {
        self.entries(role).iter().find(|entry| text.ends_with(&entry.word))
    }

    /// Whether `text` is a word of `role`.
    pub fn is(&self, role: Role, text: &str) -> bool {
        self.entries(role).iter().any(|entry| entry.word == text)
    }

    /// Whether a word of `role` stands in `text`.
    pub fn has(&self, role: Role, text: &str) -> bool {
        self.entries(role).iter().any(|entry| entry.finder.find(text.as_bytes()).is_some())
    }

    /// The field of a document's header that `name` means, whatever its case and spaces.
    pub fn field(&self, name: &str) -> Option<Field> {
        let plain: String = name.chars().take(LONGEST_FIELD + 1).filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        self.fields.get(plain.as_str()).copied()
    }

    /// The unit that `text` begins with: its length and rank.
    pub fn unit(&self, text: &str) -> Option<(usize, Rank)> {
        let entry = self.starts(Role::Unit, text)?;
        Some((entry.word.len(), rank(&entry.value)?))
    }

    /// The length of the copula that `text` begins with.
    pub fn copula(&self, text: &str) -> Option<usize> {
        self.starts(Role::Copula, text).map(|entry| entry.word.len())
    }

    /// The sequence word that `text` begins with: its length and number.
    pub fn sequence(&self, text: &str) -> Option<(usize, u32)> {
        let entry = self.starts(Role::Sequence, text)?;
        Some((entry.word.len(), entry.value.parse().ok()?))
    }

    /// Whether a sequence word begins with `c`.
    pub fn opens_sequence(&self, c: char) -> bool {
        self.sequence_first.contains(c)
    }

    /// Whether `text` has the form of a person's name (inner white space apart).
    pub fn is_name(&self, text: &str) -> bool {
        let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let dots = characters.iter().filter(|c| matches!(c, '\u{B7}' | '\u{2022}' | '\u{30FB}')).count();
        let han = characters
            .iter()
            .all(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}' | '\u{B7}' | '\u{2022}' | '\u{30FB}'));
        if !han || characters.is_empty() {
            return false;
        }
        if dots > 0 {
            return (4..=20).contains(&characters.len());
        }
        let begins = |count: usize| self.surnames.contains(&characters[..count].iter().collect::<String>());
        match characters.len() {
            2 | 3 => begins(1),
            4 => begins(2),
            _ => false,
        }
    }
}

/// Longest name of a field with the spaces that pages put between its characters, in characters.
const LONGEST_FIELD: usize = 40;

fn field(name: &str) -> Option<Field> {
    Some(match name {
        "title" => Field::Title,
        "own-title" => Field::OwnTitle,
        "issuer" => Field::Issuer,
        "number" => Field::Number,
        "signed" => Field::Signed,
        "released" => Field::Released,
        "effective" => Field::Effective,
        "source" => Field::Source,
        "url" => Field::Url,
        _ => return None,
    })
}

fn rank(name: &str) -> Option<Rank> {
    Some(match name {
        "book" => Rank::Book,
        "part" => Rank::Part,
        "chapter" => Rank::Chapter,
        "section" => Rank::Section,
        "article" => Rank::Article,
        _ => return None,
    })
}
