//! The words around figures: verbs that attain, measurable qualities, lead-ins.

use crate::{
    catalog::{affixes::Affixes, lexicon::Lexicon},
    error::Defect,
    text,
};

/// What a word does beside a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A verb before the number: 达到.
    Attain,
    /// A measurable quality: what stands before it holds the figure (规模).
    Head,
    /// Words that begin so tell more of the quality before them: 同比.
    More,
    /// Words that begin so go on about the one who held the figure before: 累计.
    Follow,
    /// One figure for each of a list: 均.
    Each,
    /// What is counted is a part of the text or a manner of speaking: 方面.
    Part,
    /// A quality whose number has no unit: 倍差.
    Plain,
    /// A verb that makes 连续N年 a figure: 获评.
    Streak,
    /// Words before the one who holds the figure: 全市.
    Lead,
    /// A number after it counts a row: 连续.
    Series,
    /// Names the place whose government speaks: 我市.
    Own,
    /// Introduces the words of a person: 介绍.
    Report,
    /// A number before it is an order of magnitude: 级.
    Level,
    /// A number after it is a denominator or a comparison: 每, 相当于.
    Some,
    /// A Chinese numeral after it is vague: 数十.
    Vague,
    /// An indicator of the place, though an industry or body is named in it: 规上工业.
    Fixed,
    /// A verb of an instrument: 促进.
    Act,
    /// The meeting that the document is about: 本次会议.
    Meeting,
    /// Ends a list of examples: 等.
    List,
    /// A unit that counts what somebody did: 次.
    Occasion,
    /// A number after it is where a change began: 从.
    From,
    /// What it ends is one of as many: 之一.
    Of,
    /// A verb of being chosen, whose object holds no figure: 入选.
    Chosen,
    /// What is said of something done to the subject, which then holds no figure of the clauses behind: 建成投用, 获评.
    Theme,
    /// Says nothing of what is measured where it stands alone: 的, 推动.
    Bare,
}

const KINDS: [(&str, Kind); 25] = [
    ("attain", Kind::Attain),
    ("head", Kind::Head),
    ("more", Kind::More),
    ("follow", Kind::Follow),
    ("each", Kind::Each),
    ("part", Kind::Part),
    ("plain", Kind::Plain),
    ("streak", Kind::Streak),
    ("lead", Kind::Lead),
    ("series", Kind::Series),
    ("own", Kind::Own),
    ("report", Kind::Report),
    ("level", Kind::Level),
    ("some", Kind::Some),
    ("vague", Kind::Vague),
    ("fixed", Kind::Fixed),
    ("act", Kind::Act),
    ("meeting", Kind::Meeting),
    ("list", Kind::List),
    ("occasion", Kind::Occasion),
    ("from", Kind::From),
    ("of", Kind::Of),
    ("chosen", Kind::Chosen),
    ("theme", Kind::Theme),
    ("bare", Kind::Bare),
];

/// The words around figures, compiled.
#[derive(Clone, Debug, Default)]
pub struct FigureWords {
    /// Words of each kind, in the order of the kinds.
    lists: Vec<Affixes<()>>,
}

impl FigureWords {
    /// Compiles the table `indicators`.
    pub fn load(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let mut lists = vec![Vec::new(); KINDS.len()];
        for row in lexicon.table("indicators") {
            match KINDS.iter().position(|(name, _)| *name == row.cell(1)) {
                Some(index) => lists[index].push(row.word().to_owned()),
                None => defects.push(Defect {
                    file: "data/lexicon/indicators.tsv".to_owned(),
                    line: row.line,
                    problem: text::unknown(row.cell(1), KINDS.iter().map(|(name, _)| *name)),
                }),
            }
        }
        Self { lists: lists.into_iter().map(|words| words.into_iter().map(|word| (word, ())).collect()).collect() }
    }

    fn list(&self, kind: Kind) -> &Affixes<()> {
        &self.lists[kind as usize]
    }

    /// Whether `text` begins with a word of `kind`; the word's length.
    pub fn begins(&self, kind: Kind, text: &str) -> Option<usize> {
        self.list(kind).beginning(text).map(|(length, ())| length)
    }

    /// Whether `text` ends with a word of `kind`; the word's length.
    pub fn ends(&self, kind: Kind, text: &str) -> Option<usize> {
        self.list(kind).ending(text).map(|(length, ())| length)
    }

    /// Where a word of `kind` first stands in `text`.
    pub fn within(&self, kind: Kind, text: &str) -> Option<usize> {
        self.list(kind).iter().filter_map(|(word, ())| text.find(word)).min()
    }

    /// `text` without the words of `kind` at its end.
    pub fn trim_end<'a>(&self, kind: Kind, mut text: &'a str) -> &'a str {
        while let Some(length) = self.ends(kind, text) {
            text = &text[..text.len() - length];
        }
        text
    }
}
