//! Units and comparators: what stands around a number.

use crate::{catalog::lexicon::Lexicon, error::Defect, model::Comparator, text};
use rustc_hash::FxHashMap;

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 元, 美元
    Money,
    /// %, 个百分点, 倍
    Share,
    /// 公里, 人次
    Measure,
    /// 个, 家, 项
    Count,
    /// 大, 类: a classifier that counts only after digits
    Weak,
    /// 连冠: counts also inside a name
    Streak,
    /// 年, 天: a figure only where something attains it
    Duration,
    /// 位 after 第
    Rank,
    /// 1.76:1
    Ratio,
    /// No unit, or 万 or 亿 alone
    Plain,
}

const KINDS: [(&str, Option<Unit>); 8] = [
    ("money", Some(Unit::Money)),
    ("share", Some(Unit::Share)),
    ("measure", Some(Unit::Measure)),
    ("count", Some(Unit::Count)),
    ("weak", Some(Unit::Weak)),
    ("streak", Some(Unit::Streak)),
    ("duration", Some(Unit::Duration)),
    ("noun", None),
];
const WORDS: [&str; 5] = ["rank", "first", "ordinal", "percent", "permille"];

/// A comparator's side of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// 超过 10
    Before,
    /// 10 余 场
    Inside,
    /// 10 以上
    After,
    /// 5 至 6
    Range,
}

/// Words that begin a number: 第, 百分之.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// 第
    Ordinal,
    /// 百分之, with the sign that means the same
    Share(char),
}

/// The units and comparators, compiled.
#[derive(Clone, Debug, Default)]
pub struct Units {
    /// Units, and the words that begin like one and are none.
    units: FxHashMap<String, Option<Unit>>,
    ranks: Vec<String>,
    firsts: Vec<String>,
    prefixes: Vec<(String, Prefix)>,
    comparators: Vec<(String, Side, Comparator)>,
    longest: usize,
}

impl Units {
    /// Compiles the tables `units` and `comparators`.
    pub fn load(lexicon: &Lexicon, defects: &mut Vec<Defect>) -> Self {
        let mut units = Self::default();
        for row in lexicon.table("units") {
            let word = row.word().to_owned();
            if let Some((_, unit)) = KINDS.iter().find(|(kind, _)| *kind == row.cell(1)) {
                units.longest = units.longest.max(word.chars().count());
                units.units.insert(word, *unit);
                continue;
            }
            match row.cell(1) {
                "rank" => units.ranks.push(word),
                "first" => units.firsts.push(word),
                "ordinal" => units.prefixes.push((word, Prefix::Ordinal)),
                "percent" => units.prefixes.push((word, Prefix::Share('%'))),
                "permille" => units.prefixes.push((word, Prefix::Share('\u{2030}'))),
                other => {
                    let known = KINDS.iter().map(|(kind, _)| *kind).chain(WORDS);
                    defects.push(defect("units", row.line, text::unknown(other, known)));
                }
            }
        }
        for row in lexicon.table("comparators") {
            let side = match row.cell(1) {
                "before" => Side::Before,
                "inside" => Side::Inside,
                "after" => Side::After,
                "range" => Side::Range,
                other => {
                    defects.push(defect("comparators", row.line, text::unknown(other, ["before", "inside", "after", "range"].into_iter())));
                    continue;
                }
            };
            match row.cell(2).parse() {
                Ok(comparator) => units.comparators.push((row.word().to_owned(), side, comparator)),
                Err(problem) => defects.push(defect("comparators", row.line, problem)),
            }
        }
        // Of two words that fit the longer counts.
        units.comparators.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        units
    }

    /// The longest unit at the beginning of `text`.
    pub fn unit<'a>(&self, text: &'a str) -> Option<(&'a str, Unit)> {
        let ends: Vec<usize> = text.char_indices().take(self.longest).map(|(offset, c)| offset + c.len_utf8()).collect();
        let (end, unit) = ends.into_iter().rev().find_map(|end| self.units.get(&text[..end]).map(|&unit| (end, unit)))?;
        Some((&text[..end], unit?))
    }

    /// The unit of a rank at the beginning of `text`.
    pub fn rank(&self, text: &str) -> Option<&str> {
        self.ranks.iter().find(|rank| text.starts_with(rank.as_str())).map(String::as_str)
    }

    /// The unit that a rank without one is given, as in 排名全国第4.
    pub fn rank_unit(&self) -> &str {
        self.ranks.first().map_or("", String::as_str)
    }

    /// A rank in words (榜首) at the beginning of `text`.
    pub fn first(&self, text: &str) -> Option<&str> {
        self.firsts.iter().find(|first| text.starts_with(first.as_str())).map(String::as_str)
    }

    /// What makes a rank or a share of the number after it, at the end of `text`.
    pub fn prefix(&self, text: &str) -> Option<(&str, Prefix)> {
        self.prefixes.iter().find(|(word, _)| text.ends_with(word.as_str())).map(|(word, prefix)| (word.as_str(), *prefix))
    }

    /// The comparator at the end of `text`.
    pub fn before(&self, text: &str) -> Option<(usize, Comparator)> {
        self.comparators
            .iter()
            .find(|(word, side, _)| *side == Side::Before && text.ends_with(word.as_str()))
            .map(|(word, _, c)| (word.len(), *c))
    }

    /// The comparator of `side` at the beginning of `text`.
    pub fn at(&self, text: &str, side: Side) -> Option<(usize, Comparator)> {
        self.comparators.iter().find(|(word, s, _)| *s == side && text.starts_with(word.as_str())).map(|(word, _, c)| (word.len(), *c))
    }

    /// The characters with which ranks in words begin.
    pub fn begins_first(&self) -> impl Iterator<Item = char> {
        self.firsts.iter().filter_map(|first| first.chars().next())
    }
}

fn defect(table: &str, line: usize, problem: String) -> Defect {
    Defect { file: format!("data/lexicon/{table}.tsv"), line, problem }
}
