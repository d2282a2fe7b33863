//! The focal places of a document: whose government speaks.

use crate::{
    catalog::{
        Catalog,
        places::{Division, Level},
    },
    extract::{mention::organ, segment::Structure, survey::Survey},
    model::{Class, Document, Mention},
    span::Span,
};
use std::collections::BTreeMap;

/// A place that a relative name (市委, 省科技厅) may be relative to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Focal {
    /// Its full name: 成都市.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// Its code, empty where the gazetteer does not know it.
    pub code: String,
}

/// The focal places, most prominent first; empty where nothing tells.
pub(crate) fn focus(catalog: &Catalog, document: &Document, structure: &Structure, survey: &Survey, mentions: &[Mention]) -> Vec<Focal> {
    let text = document.text.as_str();
    let several = apart(catalog, text, survey, mentions);
    if several.len() > 1 {
        return several;
    }
    let title = structure.title.unwrap_or_else(|| heading(text));
    let in_title = mentions.iter().filter(|mention| title.contains(mention.span)).find_map(|mention| place_of(catalog, mention));
    let organs = organs(catalog, mentions);
    let evidence = Evidence { tally: tally(catalog, survey, mentions), signs: signs(catalog, survey, &organs), organs, in_title };
    let nation = evidence.nation(catalog, survey);
    let unnamed = province_of_most(catalog, &evidence.tally);
    let best = evidence
        .tally
        .keys()
        .chain(&unnamed)
        .map(|place| (evidence.weigh(place), place))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    match best {
        Some((weight, place)) if weight > 0.0 && weight >= nation => vec![place.clone()],
        _ if nation > 0.0 => catalog.places.nation().map(focal).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// What speaks for a place: how often it and what belongs to it are named, the words for one's own level, the title.
struct Evidence {
    tally: BTreeMap<Focal, usize>,
    signs: BTreeMap<Level, usize>,
    organs: BTreeMap<Level, usize>,
    in_title: Option<Focal>,
}

impl Evidence {
    fn sign(&self, level: Level, most: usize) -> f64 {
        self.signs.get(&level).copied().unwrap_or(0).min(most) as f64
    }

    /// How much speaks for `place`; the weights were fitted on places of annotated documents.
    fn weigh(&self, place: &Focal) -> f64 {
        let own = self.tally.get(place).copied().unwrap_or(0) as f64;
        let title = if self.in_title.as_ref() == Some(place) { 8.0 } else { 0.0 };
        let provincial = self.sign(Level::Province, 3);
        let level = match place.level {
            Level::Province if is_municipality(place) => self.within(place, 2) * 0.7 + self.sign(Level::Prefecture, 4) * 1.5 - provincial,
            Level::Province if is_special(place) => -own,
            Level::Province => provincial + if self.is_of_province(place) { 6.0 } else { 0.0 },
            Level::Prefecture => self.within(place, 4) * 0.7 + self.sign(Level::Prefecture, 4) * 1.5,
            Level::County if self.sign(Level::County, 3) > 0.0 => self.sign(Level::County, 3) * 2.0 + 1.0,
            // An unlisted city may be of any rank; a listed county without words of its own level is named in passing.
            Level::County if place.code.is_empty() => self.sign(Level::Prefecture, 4) * 0.5,
            _ => -own,
        };
        own + title + level
    }

    /// Whether a text that has words of its own province is about many of its cities, or names the organs of a province but hardly those of a city.
    fn is_of_province(&self, place: &Focal) -> bool {
        let organs = |level| self.organs.get(&level).copied().unwrap_or(0);
        let among_many = self.sign(Level::Province, 1) > 0.0 && self.prefectures(place) >= 3;
        among_many || organs(Level::Province) >= 4 && organs(Level::Province) > 3 * organs(Level::Prefecture)
    }

    /// How often the places inside `place` are named, by the first digits of their codes.
    fn within(&self, place: &Focal, digits: usize) -> f64 {
        let Some(prefix) = place.code.get(..digits) else { return 0.0 };
        let inner = self.tally.iter().filter(|(other, _)| *other != place && other.code.starts_with(prefix));
        inner.map(|(_, count)| *count).sum::<usize>() as f64
    }

    /// How many cities of a province are named, each once however often.
    fn prefectures(&self, place: &Focal) -> usize {
        let Some(prefix) = place.code.get(..2) else { return 0 };
        let codes =
            self.tally.keys().filter(|other| *other != place && other.code.starts_with(prefix)).filter_map(|other| other.code.get(..4));
        codes.collect::<std::collections::BTreeSet<_>>().len()
    }

    /// How much speaks for a text of the nation.
    fn nation(&self, catalog: &Catalog, survey: &Survey) -> f64 {
        let named: usize = catalog.signals.of("nation", &survey.signals).map(|(_, places)| places.len()).sum();
        self.sign(Level::Country, 40) + 0.3 * named as f64
    }
}

/// 港澳台, whose governments write no such documents.
fn is_special(place: &Focal) -> bool {
    place.code.get(..2).is_some_and(|code| matches!(code, "71" | "81" | "82"))
}

/// 直辖市, which call themselves 市.
fn is_municipality(place: &Focal) -> bool {
    place.level == Level::Province && place.code.get(..2).is_some_and(|code| matches!(code, "11" | "12" | "31" | "50"))
}

/// The first line, where it is short enough for a title.
fn heading(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].split('\n').next().unwrap_or("");
    if line.chars().count() <= 60 { Span::new(start, start + line.len()) } else { Span::new(start, start) }
}

/// Bytes of a document's head.
const HEAD: usize = 600;

/// The province that most of the named places lie in.
fn province_of_most(catalog: &Catalog, tally: &BTreeMap<Focal, usize>) -> Option<Focal> {
    let mut provinces: BTreeMap<Focal, usize> = BTreeMap::new();
    for (place, count) in tally.iter().filter(|(place, _)| place.level > Level::Province) {
        if let Some(province) = catalog.places.province_of(&place.code) {
            *provinces.entry(focal(province)).or_insert(0) += count;
        }
    }
    provinces.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(province, _)| province)
}

/// How often each place is named: alone, in an organ's name, or inside any other name.
fn tally(catalog: &Catalog, survey: &Survey, mentions: &[Mention]) -> BTreeMap<Focal, usize> {
    let alone = survey.places.iter().map(|candidate| &candidate.mention);
    let organs = mentions.iter().filter(|mention| mention.class == Class::Department);
    let mut tally = BTreeMap::new();
    for mention in alone.chain(organs) {
        if let Some(place) = place_of(catalog, mention) {
            // What stands at the head of a document says whose it is.
            *tally.entry(place).or_insert(0) += if mention.span.from() < HEAD { 2 } else { 1 };
        }
    }
    tally
}

/// The division that a mention names or that its organ's name begins with.
fn place_of(catalog: &Catalog, mention: &Mention) -> Option<Focal> {
    match mention.class {
        Class::Place => division(catalog, &mention.name),
        Class::Department => {
            let organ = organ::parse(catalog, &mention.name)?;
            match organ.scope {
                organ::grammar::Scope::Place(span) => division(catalog, span.of(&mention.name)),
                _ => organ::branch_place(catalog, &mention.name).and_then(|place| division(catalog, place)),
            }
        }
        _ => None,
    }
}

/// A place as a focal place, where it can be one.
pub(crate) fn division(catalog: &Catalog, name: &str) -> Option<Focal> {
    if let Some(known) = catalog.places.named(name) {
        return (known.level <= Level::County && known.level != Level::Country).then(|| focal(known));
    }
    let tail = catalog.places.words.all_ending(name).find(|(_, kind)| kind.starts_with("level-")).map_or(0, |(length, _)| length);
    let (stem, suffix) = name.split_at(name.len() - tail);
    let makes_word =
        catalog.places.tails.get(suffix).is_some_and(|tails| stem.chars().next_back().is_some_and(|last| tails.contains(last)));
    if makes_word || stem.chars().count() > 3 {
        return None;
    }
    let (_, kind) = catalog.places.words.all_ending(name).find(|(_, kind)| kind.starts_with("level-"))?;
    let level = match kind.as_str() {
        "level-province" => Level::Province,
        "level-prefecture" => Level::Prefecture,
        _ => Level::County,
    };
    Some(Focal { name: name.to_owned(), level, code: String::new() })
}

fn focal(known: &Division) -> Focal {
    // A municipality's own texts call it 市.
    Focal { name: known.name.clone(), level: known.level, code: known.code.clone() }
}

/// How many organs are named by their level alone: 省教育厅.
fn organs(catalog: &Catalog, mentions: &[Mention]) -> BTreeMap<Level, usize> {
    let mut organs = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| mention.class == Class::Department) {
        if let Some(place) = organ::level_of(catalog, &mention.name).and_then(|level| division(catalog, &level)) {
            *organs.entry(place.level).or_insert(0) += 1;
        }
    }
    organs
}

/// Counts of the words and organs that tell whose text it is, by level.
fn signs(catalog: &Catalog, survey: &Survey, organs: &BTreeMap<Level, usize>) -> BTreeMap<Level, usize> {
    let mut signs = organs.clone();
    for (_, purpose, places) in catalog.signals.all(&survey.signals) {
        let level = match purpose {
            "sign-country" => Level::Country,
            "sign-province" => Level::Province,
            "sign-prefecture" => Level::Prefecture,
            "sign-county" => Level::County,
            _ => continue,
        };
        *signs.entry(level).or_insert(0) += places.len();
    }
    signs
}

/// Places that a text treats one after the other: 甲省、乙省分别举行.
fn apart(catalog: &Catalog, text: &str, survey: &Survey, mentions: &[Mention]) -> Vec<Focal> {
    let Some(at) = catalog.signals.of("apart", &survey.signals).filter_map(|(_, places)| places.first()).min() else {
        return Vec::new();
    };
    let at = *at as usize;
    let mut places: Vec<Focal> = Vec::new();
    let mut end = at;
    for mention in mentions.iter().rev().filter(|mention| mention.span.to() <= at) {
        let gap = &text[mention.span.to()..end];
        if mention.class != Class::Place || !(gap.is_empty() || catalog.titles.word(gap, "list") == Some(gap.len())) {
            break;
        }
        places.extend(division(catalog, &mention.name));
        end = mention.span.from();
    }
    places.reverse();
    places
}
