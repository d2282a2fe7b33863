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
use std::collections::{BTreeMap, BTreeSet};

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
    let several = apart(catalog, &document.text, survey, mentions);
    if several.len() > 1 {
        return several;
    }
    let evidence = Evidence::new(catalog, document, structure, survey, mentions);
    let best = candidates(catalog, &evidence.tally)
        .into_iter()
        .map(|place| (evidence.weigh(&place), place))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    match best {
        Some((weight, place)) if weight > evidence.weigh_nation() => vec![place],
        _ if evidence.country() > 0.0 => catalog.places.nation().map(focal).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// What speaks for a place: how often it and what belongs to it are named, the words for one's own level, the title.
///
/// The weights were fitted on the focal places of annotated documents, as those of a choice among the candidates and the nation.
struct Evidence {
    tally: BTreeMap<Focal, usize>,
    signs: Signs,
    /// The place that the title names, and what that weighs.
    in_title: Option<(Focal, f64)>,
    /// How often the nation is named.
    nation: usize,
}

/// 市.
const LEVEL_OF_CITIES: char = '\u{5E02}';

/// What it weighs that the title names a place, and that the first line does where no line is a title.
const TITLE: (f64, f64) = (4.0, 1.5);

impl Evidence {
    fn new(catalog: &Catalog, document: &Document, structure: &Structure, survey: &Survey, mentions: &[Mention]) -> Self {
        let text = document.text.as_str();
        let (title, weight) = structure.title.map_or_else(|| (heading(text), TITLE.1), |title| (title, TITLE.0));
        let in_title = mentions.iter().filter(|mention| title.contains(mention.span)).find_map(|mention| place_of(catalog, mention));
        Self {
            tally: tally(catalog, survey, mentions),
            signs: signs(catalog, text, survey, mentions),
            in_title: in_title.map(|place| (place, weight)),
            nation: catalog.signals.of("nation", &survey.signals).map(|(_, places)| places.len()).sum(),
        }
    }

    /// How much speaks for `place`.
    fn weigh(&self, place: &Focal) -> f64 {
        let own = self.count(place);
        let all = self.tally.values().sum::<usize>() as f64 + 2.0;
        let title = self.in_title.as_ref().filter(|(titled, _)| titled == place).map_or(0.0, |&(_, weight)| weight);
        let named = 1.1 * own.ln_1p() + 0.85 * own.min(12.0) / 4.0 + 1.45 * own / all + title;
        named
            + match place.level {
                Level::Province if is_special(place) => -1.8,
                Level::Province if !is_municipality(place) => self.weigh_province(place),
                Level::County => self.weigh_county(place),
                _ => self.weigh_city(place),
            }
    }

    fn weigh_province(&self, place: &Focal) -> f64 {
        let organs = |level| self.signs.organs.get(&level).copied().unwrap_or(0).min(4) as f64;
        let signs = 0.8 * self.signs.used(Level::Province) - 0.15 * self.signs.used(Level::Prefecture) - 0.5 * self.signs.compared();
        let inside =
            1.1 * self.prefectures(place).min(6) as f64 + 0.3 * self.within(place, 2).ln_1p() - 1.35 * self.most_of_province(place);
        let unnamed = if self.count(place) == 0.0 { -0.3 } else { 0.0 };
        signs + inside + unnamed + 0.75 * (organs(Level::Province) - organs(Level::Prefecture)) - 0.25
    }

    /// A prefecture or a municipality.
    fn weigh_city(&self, place: &Focal) -> f64 {
        let own = self.count(place);
        let municipality = is_municipality(place);
        let within = self.within(place, if municipality { 2 } else { 4 });
        let share = (own + within) / (own + self.within(place, 2) + 1.0);
        let signs = 1.1 * self.signs.used(Level::Prefecture) + 0.15 * self.signs.used(Level::Province) + 0.4 * self.signs.compared();
        let unnamed = if own == 0.0 { -1.3 } else { 0.0 };
        // A city that is named more often than any other, in a text that does not speak for a province.
        let leads = self.signs.used(Level::Province) == 0.0 && own >= 3.0 && own >= 2.0 * self.most_of_another(place);
        let leads = if leads { 2.0 } else { 0.0 };
        2.75 * within.ln_1p() + 1.4 * share + signs + unnamed + leads - if municipality { 2.75 } else { 0.0 }
    }

    /// How often the place of the same level is named that is named most, but for `place`.
    fn most_of_another(&self, place: &Focal) -> f64 {
        let others = self.tally.iter().filter(|(other, _)| other.level == place.level && *other != place);
        others.map(|(_, count)| *count).max().unwrap_or(0) as f64
    }

    fn weigh_county(&self, place: &Focal) -> f64 {
        // A county that is a city calls itself 市.
        let is_city = place.name.ends_with(LEVEL_OF_CITIES) && !self.tally.keys().any(|other| other.level == Level::Prefecture);
        let called = self.signs.used(Level::County) + if is_city { self.signs.used(Level::Prefecture) } else { 0.0 };
        let listed = if place.code.is_empty() { 0.0 } else { -0.6 };
        // A text of the county says so itself.
        let own = if called > 0.0 { 2.0 } else { 0.0 };
        listed + own + 0.45 * called - 0.75
    }

    /// How much speaks for a text of the nation, or of a place that it does not name.
    fn weigh_nation(&self) -> f64 {
        2.05 + 1.55 * self.signs.used(Level::Country) + 0.15 * self.nation.min(4) as f64
    }

    /// How much speaks for the nation alone.
    fn country(&self) -> f64 {
        self.signs.used(Level::Country) + self.nation as f64
    }

    fn count(&self, place: &Focal) -> f64 {
        self.tally.get(place).copied().unwrap_or(0) as f64
    }

    /// How often the places inside `place` are named, by the first digits of their codes.
    fn within(&self, place: &Focal, digits: usize) -> f64 {
        let Some(prefix) = place.code.get(..digits) else { return 0.0 };
        let inner = self.tally.iter().filter(|(other, _)| *other != place && other.code.starts_with(prefix));
        inner.map(|(_, count)| *count).sum::<usize>() as f64
    }

    /// How much of what is named in a province lies in one of its cities.
    fn most_of_province(&self, place: &Focal) -> f64 {
        let Some(prefix) = place.code.get(..2) else { return 0.0 };
        let mut cities: BTreeMap<&str, usize> = BTreeMap::new();
        for (other, count) in self.tally.iter().filter(|(other, _)| *other != place && other.code.starts_with(prefix)) {
            *cities.entry(other.code.get(..4).unwrap_or("")).or_insert(0) += count;
        }
        cities.values().max().map_or(0.0, |&most| most as f64 / (self.within(place, 2) + 1.0))
    }

    /// How many cities of a province are named, each once however often.
    fn prefectures(&self, place: &Focal) -> usize {
        let Some(prefix) = place.code.get(..2) else { return 0 };
        let codes =
            self.tally.keys().filter(|other| *other != place && other.code.starts_with(prefix)).filter_map(|other| other.code.get(..4));
        codes.collect::<BTreeSet<_>>().len()
    }
}

/// The words that tell whose text it is, by level.
struct Signs {
    /// Words and organs of one's own level: 我市, 全省, 省教育厅.
    own: BTreeMap<Level, usize>,
    /// How many of them are organs.
    organs: BTreeMap<Level, usize>,
    /// How often the province is what something is compared with: 居全省第二.
    compared: usize,
}

impl Signs {
    fn used(&self, level: Level) -> f64 {
        let most = if level == Level::Country { 6 } else { 4 };
        self.own.get(&level).copied().unwrap_or(0).min(most) as f64
    }

    fn compared(&self) -> f64 {
        self.compared.min(3) as f64
    }
}

/// The places that may be focal: all that are named, the province and the city that most of them lie in.
fn candidates(catalog: &Catalog, tally: &BTreeMap<Focal, usize>) -> BTreeSet<Focal> {
    let most = |digits: usize, least: usize| {
        let mut around: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (place, count) in tally {
            if let Some(code) = place.code.get(..digits).filter(|code| !place.code[code.len()..].bytes().all(|digit| digit == b'0')) {
                let (mentions, places) = around.entry(code).or_default();
                *mentions += count;
                *places += 1;
            }
        }
        let several = around.into_iter().filter(|(_, (_, places))| *places >= least);
        several.max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(code, _)| code)
    };
    let province = most(2, 1).and_then(|code| catalog.places.province_of(code));
    // One county alone says nothing of the city that it belongs to.
    let city = most(4, 2).and_then(|code| catalog.places.prefecture_of(code));
    let unnamed = [province, city].into_iter().flatten().map(focal);
    tally.keys().cloned().chain(unnamed).collect()
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
    for (word, found) in catalog.signals.of("byname", &survey.signals).filter(|(_, found)| !found.is_empty()) {
        let known = catalog.places.abbreviations.get(word).and_then(|numbers| numbers.first());
        if let Some(place) = known.map(|&number| focal(catalog.places.get(number))) {
            *tally.entry(place).or_insert(0) += found.len();
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

/// Counts of the words and organs that tell whose text it is.
fn signs(catalog: &Catalog, text: &str, survey: &Survey, mentions: &[Mention]) -> Signs {
    let organs = organs(catalog, mentions);
    let mut signs = Signs { own: organs.clone(), organs, compared: 0 };
    for (word, purpose, places) in catalog.signals.all(&survey.signals) {
        let level = match purpose {
            "sign-country" => Level::Country,
            "sign-province" => Level::Province,
            "sign-prefecture" => Level::Prefecture,
            "sign-county" => Level::County,
            _ => continue,
        };
        let compares = |at: &&u32| level == Level::Province && is_compared(catalog, text, **at as usize, word);
        let compared = places.iter().filter(compares).count();
        signs.compared += compared;
        *signs.own.entry(level).or_insert(0) += places.len() - compared;
    }
    signs
}

/// Whether the words around `word` say that something is compared with it: 居|全省|第二.
fn is_compared(catalog: &Catalog, text: &str, at: usize, word: &str) -> bool {
    let places = &catalog.places;
    places.last_word(&text[..at], "compared-before").is_some() || places.word(&text[at + word.len()..], "compared-after").is_some()
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
