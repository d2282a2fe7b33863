//! The gazetteer: administrative divisions, new areas and regions, with short forms and abbreviations.

use super::{
    affixes::{Affixes, Words},
    lexicon::Lexicon,
    phrases::Phrases,
};
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt;

/// What kind of place a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 国家
    Country,
    /// 省级
    Province,
    /// 地级
    Prefecture,
    /// 县级
    County,
    /// 新区
    Area,
    /// 区域
    Region,
}

/// A place of the gazetteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// Its full name.
    pub name: String,
    /// Six digits for administrative divisions, empty for regions.
    pub code: String,
    /// What it is.
    pub level: Level,
    /// Other names, the usual short one first.
    pub shorts: Vec<String>,
}

impl Division {
    /// The name people use: the first short form, or the full name.
    pub fn usual(&self) -> &str {
        self.shorts.first().map_or(&self.name, String::as_str)
    }
}

/// All places, found in a text by the longest name.
#[derive(Default)]
pub struct Places {
    divisions: Vec<Division>,
    by_name: FxHashMap<Box<str>, u32>,
    /// Short names that count only in documents of the same province.
    by_near_name: FxHashMap<Box<str>, u32>,
    /// Full names that several divisions have.
    alike: FxHashSet<Box<str>>,
    /// Names, near names, and the words that hide names.
    matcher: Phrases<Option<Hit>>,
    /// One-character and other abbreviations, with the divisions they may stand for.
    pub abbreviations: Affixes<Vec<u32>>,
    /// Words that mean the focal place, with its level: 我国, 全省.
    pub pronouns: Affixes<Level>,
    /// Words that stand before places.
    pub leaders: Affixes<()>,
    /// Names that are part of other words in some surroundings.
    pub guards: Affixes<Guard>,
    /// Characters with which a suffix makes another word: 城 before 市.
    pub tails: Affixes<String>,
    /// Single words of the grammar by purpose (`place_words.tsv`).
    pub words: Words,
}

/// The surroundings that make something else of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// Words right before it.
    pub before: Vec<String>,
    /// Words right after it.
    pub after: Vec<String>,
    /// Where not empty: the only words right after it with which it is a name; marks too.
    pub only: Vec<String>,
}

/// A name found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    division: u32,
    /// Whether it counts only where the document names another place of the same province.
    pub near: bool,
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Places").field("divisions", &self.divisions.len()).finish_non_exhaustive()
    }
}

impl Places {
    /// Reads `places.tsv`, `regions.tsv` and `place_short.tsv`.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut places = Self::default();
        for row in lexicon.table("places") {
            let level = level(row.cell(2));
            let shorts = row.cell(3).split('|').filter(|short| !short.is_empty()).map(str::to_owned).collect();
            let number = places.divisions.len() as u32;
            places.add(Division { name: row.word().to_owned(), code: row.cell(1).to_owned(), level, shorts });
            for near in row.cell(4).split('|').filter(|near| !near.is_empty()) {
                places.by_near_name.insert(near.into(), number);
            }
        }
        for row in lexicon.table("regions") {
            let level = if row.cell(1) == "country" { Level::Country } else { Level::Region };
            match places.by_name.get(row.cell(2)).copied().filter(|_| !row.cell(2).is_empty()) {
                Some(number) => {
                    places.by_name.entry(row.word().into()).or_insert(number);
                }
                None => places.add(Division { name: row.word().to_owned(), code: String::new(), level, shorts: Vec::new() }),
            }
        }
        let mut abbreviations: Vec<(String, Vec<u32>)> = Vec::new();
        for row in lexicon.table("place_short") {
            let Some(&number) = places.by_name.get(row.cell(1)) else { continue };
            match abbreviations.iter_mut().find(|(word, _)| word == row.word()) {
                Some((_, numbers)) => numbers.push(number),
                None => abbreviations.push((row.word().to_owned(), vec![number])),
            }
        }
        places.abbreviations = abbreviations.into_iter().collect();
        let pairs = |table: &str| lexicon.table(table).iter().map(|row| (row.word().to_owned(), row.cell(1).to_owned()));
        places.pronouns = lexicon.table("place_pronouns").iter().map(|row| (row.word().to_owned(), level(row.cell(1)))).collect();
        places.words = pairs("place_words").collect();
        places.tails = pairs("place_tails").collect();
        places.leaders = lexicon.table("place_leaders").iter().map(|row| (row.word().to_owned(), ())).collect();
        let list = |cell: &str| cell.split('|').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let guard = |row: &super::lexicon::Row| {
            (row.word().to_owned(), Guard { before: list(row.cell(1)), after: list(row.cell(2)), only: list(row.cell(3)) })
        };
        places.guards = lexicon.table("place_guards").iter().map(guard).collect();
        places.compile(lexicon);
        places
    }

    /// Compiles the matcher of names and of the words that hide names.
    fn compile(&mut self, lexicon: &Lexicon) {
        let mut hits: std::collections::BTreeMap<&str, Option<Hit>> =
            lexicon.table("not_places").iter().map(|row| (row.word(), None)).collect();
        let names = sorted(&self.by_name).into_iter().map(|(name, division)| (name, Hit { division, near: false }));
        let near_names = sorted(&self.by_near_name).into_iter().map(|(name, division)| (name, Hit { division, near: true }));
        for (name, hit) in names.chain(near_names) {
            hits.entry(name).or_insert(Some(hit));
        }
        self.matcher = Phrases::new(hits);
    }

    fn add(&mut self, division: Division) {
        let number = self.divisions.len() as u32;
        if self.by_name.get(division.name.as_str()).is_some_and(|&known| self.get(known).name == division.name) {
            self.alike.insert(division.name.as_str().into());
        }
        for name in std::iter::once(&division.name).chain(&division.shorts) {
            let held = self.by_name.entry(name.as_str().into()).or_insert(number);
            // A larger place keeps a name that it shares with a smaller one.
            if self.divisions.get(*held as usize).is_some_and(|other| other.level > division.level) {
                *held = number;
            }
        }
        self.divisions.push(division);
    }

    /// Every place name in `text`, from the left, each as long as can be; whether it counts only near its province's others.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, &'a Division, bool)> {
        self.matcher.find(text).filter_map(|(span, hit)| Some((span, &self.divisions[hit?.division as usize], hit?.near)))
    }

    /// The place called exactly `name`, in full or in short.
    pub fn named(&self, name: &str) -> Option<&Division> {
        self.by_name.get(name).or_else(|| self.by_near_name.get(name)).map(|&number| self.get(number))
    }

    /// The administrative division called `name`, where no other has the same full name.
    pub fn certain(&self, name: &str) -> Option<&Division> {
        let known = self.named(name).filter(|known| matches!(known.level, Level::Province | Level::Prefecture | Level::County))?;
        // Several districts of one name stand under several codes; the map by name keeps one of them.
        let alone = !self.alike.contains(known.name.as_str());
        (alone && !known.code.is_empty()).then_some(known)
    }

    /// Whether several divisions have this full name, as 鼓楼区.
    pub fn is_shared(&self, name: &str) -> bool {
        self.alike.contains(name)
    }

    /// Of the divisions with this full name that in the same city as the place with `code`, else the only one in the same province.
    pub fn near(&self, name: &str, code: &str) -> Option<&Division> {
        let called = || self.divisions.iter().filter(|division| division.name == name);
        let within = |digits: usize| {
            let prefix = code.get(..digits)?;
            let mut inside = called().filter(|division| division.code.starts_with(prefix));
            inside.next().filter(|_| inside.next().is_none())
        };
        within(6).or_else(|| within(4)).or_else(|| within(2))
    }

    /// The place numbered `number`.
    pub fn get(&self, number: u32) -> &Division {
        &self.divisions[number as usize]
    }

    /// Whether `text` begins with a word of `purpose`; its length.
    #[inline]
    pub fn word(&self, text: &str, purpose: &str) -> Option<usize> {
        self.words.beginning_for(text, purpose)
    }

    /// Whether `text` ends with a word of `purpose`; its length.
    #[inline]
    pub fn last_word(&self, text: &str, purpose: &str) -> Option<usize> {
        self.words.ending_for(text, purpose)
    }

    /// The country whose documents these are.
    pub fn nation(&self) -> Option<&Division> {
        self.divisions.iter().find(|division| division.level == Level::Country)
    }

    /// The province that the place with `code` lies in.
    pub fn province_of(&self, code: &str) -> Option<&Division> {
        let province = format!("{}0000", code.get(..2)?);
        self.divisions.iter().find(|division| division.level == Level::Province && division.code == province)
    }

    /// The city that the place with `code` lies in.
    pub fn prefecture_of(&self, code: &str) -> Option<&Division> {
        let city = format!("{}00", code.get(..4)?);
        self.divisions.iter().find(|division| division.level == Level::Prefecture && division.code == city)
    }
}

fn level(cell: &str) -> Level {
    match cell {
        "country" => Level::Country,
        "province" => Level::Province,
        "prefecture" => Level::Prefecture,
        "county" => Level::County,
        _ => Level::Area,
    }
}

/// The names of a table in order, so that nothing depends on its hashing.
fn sorted(names: &FxHashMap<Box<str>, u32>) -> Vec<(&str, u32)> {
    let mut names: Vec<(&str, u32)> = names.iter().map(|(name, number)| (&**name, *number)).collect();
    names.sort_unstable();
    names
}
