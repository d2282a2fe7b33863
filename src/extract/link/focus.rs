//! The focal places of a document: whose government speaks.

use crate::{
    catalog::{
        Catalog,
        places::{Division, Level},
    },
    extract::{
        mention::{organ, place},
        segment::Structure,
    },
    model::{Class, Document, Mention},
    span::Span,
};
use std::collections::BTreeMap;

/// A place that a relative name (市委, 省科技厅) may be relative to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Focal {
    /// Its full name: 成都市.
    pub(crate) name: String,
    /// Its level.
    pub(crate) level: Level,
    /// Its code, empty where the gazetteer does not know it.
    pub(crate) code: String,
}

/// The focal places, most prominent first; empty where nothing tells.
pub(crate) fn focus(catalog: &Catalog, document: &Document, structure: &Structure, mentions: &[Mention]) -> Vec<Focal> {
    let text = document.text.as_str();
    let title = structure.title.unwrap_or_else(|| heading(text));
    let several = apart(catalog, text, mentions);
    if several.len() > 1 {
        return several;
    }
    let tally = tally(catalog, document, mentions);
    let signs = signs(catalog, text, mentions);
    let in_title = mentions.iter().filter(|mention| title.contains(mention.span)).find_map(|mention| place_of(catalog, mention));
    let levels = levels(&signs);
    // The place that the title names counts where nothing in the text speaks for another level.
    if let Some(place) =
        in_title.filter(|place| levels.is_empty() || levels.iter().any(|&level| level == place.level || wide(level) == wide(place.level)))
    {
        return vec![place];
    }
    let best = |level: Level| {
        let of_level =
            tally.iter().filter(|(place, _)| wide(place.level) == wide(level) || is_municipality(place) && level == Level::Prefecture);
        of_level.max_by(|a, b| a.1.cmp(b.1).then(b.0.name.cmp(&a.0.name))).map(|(place, _)| place.clone())
    };
    let tried = if levels.is_empty() { vec![Level::Prefecture, Level::Province] } else { levels };
    for level in tried {
        if level == Level::Country {
            return nation(catalog).into_iter().collect();
        }
        let holding = || province_of_most(catalog, &tally).filter(|_| level == Level::Province);
        if let Some(place) = best(level).or_else(holding) {
            return vec![place];
        }
    }
    Vec::new()
}

/// 中国.
fn nation(catalog: &Catalog) -> Option<Focal> {
    let country = catalog.places.first(Level::Country)?;
    Some(focal(country))
}

/// 直辖市, which call themselves 市.
fn is_municipality(place: &Focal) -> bool {
    place.level == Level::Province && place.code.get(..2).is_some_and(|code| matches!(code, "11" | "12" | "31" | "50"))
}

/// Cities of prefecture and county rank are both 市 in their own texts.
fn wide(level: Level) -> Level {
    if level == Level::County { Level::Prefecture } else { level }
}

/// The first line, where it is short enough for a title.
fn heading(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].split('\n').next().unwrap_or("");
    if line.chars().count() <= 60 { Span::new(start, start + line.len()) } else { Span::new(start, start) }
}

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

/// Bytes of a document's head.
const HEAD: usize = 600;

/// How often each place is named: alone, in an organ's name, or inside any other name.
fn tally(catalog: &Catalog, document: &Document, mentions: &[Mention]) -> BTreeMap<Focal, usize> {
    let alone = place::find(catalog, document).into_iter().map(|candidate| candidate.mention);
    let organs = mentions.iter().filter(|mention| mention.class == Class::Department).cloned();
    let mut tally = BTreeMap::new();
    for mention in alone.chain(organs) {
        if let Some(place) = place_of(catalog, &mention) {
            // What stands at the head of a document says whose it is.
            *tally.entry(place).or_insert(0) += if mention.span.from() < HEAD { 8 } else { 1 };
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

/// Counts of the words that tell whose text it is, by level.
fn signs(catalog: &Catalog, text: &str, mentions: &[Mention]) -> BTreeMap<Level, usize> {
    let mut signs = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| mention.class == Class::Department) {
        if let Some(place) = organ::level_of(catalog, &mention.name).and_then(|level| division(catalog, &level)) {
            *signs.entry(place.level).or_insert(0) += 1;
        }
    }
    for (word, kind) in catalog.places.words.iter() {
        let level = match kind.as_str() {
            "sign-country" => Level::Country,
            "sign-province" => Level::Province,
            "sign-prefecture" => Level::Prefecture,
            "sign-county" => Level::County,
            _ => continue,
        };
        *signs.entry(level).or_insert(0) += text.matches(word).count();
    }
    signs
}

/// The levels that the signs speak for, the best first: the smallest that has a fair share, since a city names its province too.
fn levels(signs: &BTreeMap<Level, usize>) -> Vec<Level> {
    let most = signs.values().copied().max().unwrap_or(0);
    let mut levels: Vec<(bool, Level, usize)> =
        signs.iter().filter(|(_, count)| **count > 0).map(|(&level, &count)| (count >= FAIR && count * 4 >= most, level, count)).collect();
    levels.sort_by(|a, b| b.0.cmp(&a.0).then(if a.0 && b.0 { b.1.cmp(&a.1) } else { b.2.cmp(&a.2) }));
    levels.into_iter().map(|(_, level, _)| level).collect()
}

/// So many signs of a level are no chance.
const FAIR: usize = 3;

/// Places that a text treats one after the other: 甲省、乙省分别举行.
fn apart(catalog: &Catalog, text: &str, mentions: &[Mention]) -> Vec<Focal> {
    let Some(at) = catalog.places.words.iter().filter(|(_, kind)| *kind == "apart").filter_map(|(word, _)| text.find(word)).min() else {
        return Vec::new();
    };
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
