//! Organs of Party and state: names that the grammar reads, zones' committees, bodies in lists of responsible bodies.

mod body;
pub(crate) mod grammar;

use super::{candidate::Candidate, titled::holds};
use crate::{
    catalog::Catalog,
    extract::{segment::Structure, survey::Survey},
    model::{Class, Document, Mention, RuleId},
    span::Span,
};
use grammar::{Organ, Scope, organ_at};
use std::collections::BTreeMap;

/// Priority of organs among candidates.
const PRIORITY: u8 = 30;

/// Finds organs in text order; they do not overlap.
pub(crate) fn find(catalog: &Catalog, document: &Document, structure: &Structure, survey: &Survey) -> Vec<Candidate> {
    let (text, masked) = (document.text.as_str(), &survey.titles);
    let places: Vec<Span> = survey.places.iter().map(|place| place.mention.span).collect();
    let rules = Rules::new(catalog);
    let mut found = Found::new();
    let (mut skip, mut place) = (0, 0);
    for (at, c) in text.char_indices() {
        while places.get(place).is_some_and(|place| place.from() < at) {
            place += 1;
        }
        let opens = catalog.organs.first.contains(c) || places.get(place).is_some_and(|place| place.from() == at);
        if at < skip || !opens {
            continue;
        }
        let hit = read(catalog, text, at, &places, &rules);
        if let Some((span, class, rule)) = hit.filter(|_| !holds(masked, at)) {
            skip = span.to();
            found.insert(at, candidate(text, span, class, rule));
        }
    }
    for (span, rule) in zones(catalog, text, survey, &rules).chain(listed(catalog, text, structure, &rules)) {
        if !holds(masked, span.from()) {
            insert(&mut found, candidate(text, span, Class::Department, rule));
        }
    }
    recalled(catalog, text, masked, &rules, &mut found);
    sisters(catalog, text, &rules, &mut found);
    found.into_values().collect()
}

/// Organs by where they begin; they do not overlap.
type Found = BTreeMap<usize, Candidate>;

/// The shortest inner body that is told without its organ, in bytes: three characters.
const SISTER: usize = 9;

/// Inner bodies listed behind one of the same organ: 市委组织部、宣传部.
fn sisters(catalog: &Catalog, text: &str, rules: &Rules, found: &mut Found) {
    let mut sisters = Vec::new();
    for organ in found.values().map(|organ| &organ.mention).filter(|mention| mention.class == Class::Department) {
        let root = root(catalog, &organ.name);
        if root.len() == organ.name.len() {
            continue;
        }
        let mut at = organ.span.to();
        while let Some(from) = text[at..].strip_prefix(['\u{3001}', '\u{548C}', '\u{4E0E}']).map(|rest| text.len() - rest.len()) {
            let Some((end, _)) = inner_body(catalog, text, from).filter(|(end, _)| end - from >= SISTER) else { break };
            let name = format!("{root}{}", &text[from..end]);
            let mention = Mention { span: Span::new(from, end), class: Class::Department, name, rule: rules.sister };
            sisters.push(Candidate { mention, priority: PRIORITY });
            at = end;
        }
    }
    for sister in sisters {
        insert(found, sister);
    }
}

/// Bare heads such as 领导小组 that recall the last organ whose name ends so.
fn recalled(catalog: &Catalog, text: &str, masked: &[Span], rules: &Rules, found: &mut Found) {
    let organs = &catalog.organs;
    let mut last: BTreeMap<&str, String> = BTreeMap::new();
    let heads: Vec<&str> = organs.words.of("recalled").collect();
    let mut named = found.clone().into_values().peekable();
    let mut skip = 0;
    for (at, _) in text.char_indices().filter(|(_, c)| organs.recalling.contains(*c)) {
        while let Some(organ) = named.next_if(|organ| organ.mention.span.from() <= at) {
            skip = organ.mention.span.to();
            for &head in &heads {
                if let Some(end) = organ.mention.name.find(head).map(|start| start + head.len()).filter(|end| *end > head.len()) {
                    last.insert(head, organ.mention.name[..end].to_owned());
                }
            }
        }
        let Some(length) = organs.word(&text[at..], "recalled").filter(|_| at >= skip && !holds(masked, at)) else { continue };
        let Some(full) = last.get(&text[at..at + length]) else { continue };
        let bounded =
            text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric()) || organs.last_word(&text[..at], "before-small").is_some();
        if bounded {
            let end = inner_body(catalog, text, at + length).map_or(at + length, |(end, _)| end);
            let name = format!("{full}{}", &text[at + length..end]);
            let mention = Mention { span: Span::new(at, end), class: Class::Department, name, rule: rules.recalled };
            insert(found, Candidate { mention, priority: PRIORITY });
        }
    }
}

/// The rules that this file names.
struct Rules {
    central: RuleId,
    of_place: RuleId,
    relative: RuleId,
    acting: RuleId,
    zone: RuleId,
    listed: RuleId,
    quoted: RuleId,
    recalled: RuleId,
    sister: RuleId,
}

impl Rules {
    fn new(catalog: &Catalog) -> Self {
        let rule = |name| catalog.rules.grammar(name);
        Self {
            central: rule("organ-of-centre"),
            of_place: rule("organ-of-place"),
            relative: rule("organ-of-level"),
            acting: rule("state-acts"),
            zone: rule("organ-of-zone"),
            listed: rule("organ-in-list"),
            quoted: rule("organ-with-quote"),
            recalled: rule("organ-recalled"),
            sister: rule("inner-body-in-list"),
        }
    }
}

fn candidate(text: &str, span: Span, class: Class, rule: RuleId) -> Candidate {
    Candidate { mention: Mention { span, class, name: span.of(text).to_owned(), rule }, priority: PRIORITY }
}

/// Adds `new` where it overlaps nothing found, or only what it contains.
fn insert(found: &mut Found, new: Candidate) {
    let span = new.mention.span;
    let overlapping = found.range(..span.to()).rev().take_while(|(_, other)| other.mention.span.to() > span.from());
    let inside: Option<Vec<usize>> =
        overlapping.map(|(&at, other)| (span.contains(other.mention.span) && span != other.mention.span).then_some(at)).collect();
    if let Some(inside) = inside {
        inside.iter().for_each(|at| drop(found.remove(at)));
        found.insert(span.from(), new);
    }
}

fn read(catalog: &Catalog, text: &str, at: usize, places: &[Span], rules: &Rules) -> Option<(Span, Class, RuleId)> {
    if let Some(organ) = organ_at(catalog, text, at, places) {
        let rule = match organ.scope {
            Scope::Centre => rules.central,
            Scope::Place(_) => rules.of_place,
            Scope::Level(_) => rules.relative,
        };
        return Some((organ.span, organ.form.class, rule));
    }
    if let Some(span) = acting(catalog, text, at) {
        return Some((span, Class::Department, rules.acting));
    }
    quoted(catalog, text, at).map(|span| (span, Class::Department, rules.quoted))
}

/// 国家 where it acts, 中央 where it stands beside a province or city.
fn acting(catalog: &Catalog, text: &str, at: usize) -> Option<Span> {
    let organs = &catalog.organs;
    let rest = &text[at..];
    let (length, purpose) = match (organs.word(rest, "state"), organs.word(rest, "centre")) {
        (Some(length), _) => (length, "acts"),
        (_, Some(length)) => (length, "centre-after"),
        _ => return None,
    };
    organs.word(&rest[length..], purpose).map(|_| Span::new(at, at + length))
}

/// A short name in quotation marks before the head of a working body: “两新”工委.
fn quoted(catalog: &Catalog, text: &str, at: usize) -> Option<Span> {
    let rest = &text[at..];
    if !rest.starts_with(['\u{201C}', '"']) {
        return None;
    }
    let inner = rest.chars().next()?.len_utf8();
    let close = rest[inner..].char_indices().take(9).find(|(_, c)| matches!(c, '\u{201D}' | '"'))?;
    let head_at = inner + close.0 + close.1.len_utf8();
    let length = catalog.organs.word(&rest[head_at..], "quoted-head")?;
    Some(Span::new(at, at + head_at + length))
}

/// Committees of zones: 云州高新区管委会.
fn zones<'a>(catalog: &'a Catalog, text: &'a str, survey: &'a Survey, rules: &'a Rules) -> impl Iterator<Item = (Span, RuleId)> + 'a {
    let heads = catalog.signals.of("zone", &survey.signals);
    let found = heads.flat_map(|(head, places)| places.iter().map(|&at| (at as usize, at as usize + head.len())));
    found.filter_map(move |(at, end)| {
        let mut start = at;
        for (offset, c) in text[..at].char_indices().rev().take(12) {
            if !c.is_alphanumeric()
                || catalog.organs.word(&text[offset..], "stop").is_some()
                || catalog.organs.last_word(&text[..start], "before-small").is_some()
            {
                break;
            }
            start = offset;
        }
        let name = &text[start..at];
        let fits = name.chars().count() >= 3
            && catalog.organs.word(name, "generic-start").is_none()
            && catalog.organs.last_word(name, "zone-end").is_some();
        fits.then(|| (Span::new(start, end), rules.zone))
    })
}

/// The bodies of `牵头单位：……` and the like that the grammar alone does not read.
fn listed(catalog: &Catalog, text: &str, structure: &Structure, rules: &Rules) -> impl Iterator<Item = (Span, RuleId)> {
    let mut spans = Vec::new();
    for list in &structure.bodies {
        let words = list.list.of(text);
        let mut start = 0;
        for (at, mark) in words.match_indices(['\u{3001}', '\u{FF0C}', ',', '\u{FF1B}', ';']).chain([(words.len(), "")]) {
            let item = words[start..at].trim();
            let offset = list.list.from() + start + (words[start..at].len() - words[start..at].trim_start().len());
            start = at + mark.len();
            let item = catalog.organs.last_word(item, "list-tail").map_or(item, |length| &item[..item.len() - length]);
            if is_listed_body(catalog, item) {
                spans.push((Span::new(offset, offset + item.len()), rules.listed));
            }
        }
    }
    spans.into_iter()
}

fn is_listed_body(catalog: &Catalog, item: &str) -> bool {
    let organs = &catalog.organs;
    let known = organs.in_lists.get(item).is_some()
        || organs.heads.ending(item).is_some()
        || organs.institutions.ending(item).is_some_and(|(length, _)| length > 3);
    let count = item.chars().count();
    known
        && (3..=24).contains(&count)
        && item.chars().all(|c| c.is_alphanumeric() || "()\u{FF08}\u{FF09}".contains(c))
        && organs.word(item, "generic-start").is_none()
}

/// Reads a name that is known to be an organ's, as one would read it in a text of its own.
pub(crate) fn parse(catalog: &Catalog, name: &str) -> Option<Organ> {
    let mut places: Vec<Span> = catalog.places.find(name).map(|(span, ..)| with_level(catalog, name, span)).collect();
    if let Some(organ) = organ_at(catalog, name, 0, &places).filter(|organ| organ.span.to() == name.len()) {
        return Some(organ);
    }
    let start = catalog.organs.word(name, "party").unwrap_or(0);
    for (at, _) in name.char_indices().filter(|(at, _)| *at > start + 3).take(6) {
        let Some(length) = catalog.organs.word(&name[at..], "level") else { continue };
        places = vec![Span::new(start, at + length)];
        if let Some(organ) = organ_at(catalog, name, 0, &places).filter(|organ| organ.span.to() == name.len()) {
            return Some(organ);
        }
    }
    None
}

/// A place's bare name with the level that follows it: a county elsewhere may share the bare name of a city that no gazetteer has.
fn with_level(catalog: &Catalog, name: &str, span: Span) -> Span {
    let leveled = catalog.organs.last_word(span.of(name), "level").is_some();
    let level = catalog.organs.word(&name[span.to()..], "level").filter(|_| !leveled).unwrap_or(0);
    Span::new(span.from(), span.to() + level)
}

/// The inner body named alone at `at`: where it ends and its full form.
pub(crate) fn inner_body(catalog: &Catalog, text: &str, at: usize) -> Option<(usize, String)> {
    body::inner_at(catalog, text, at, "")
}

/// The organ that `name` is or is an inner body of.
pub(crate) fn root<'a>(catalog: &Catalog, name: &'a str) -> &'a str {
    match parse(catalog, name) {
        Some(Organ { inner: Some(_), body, .. }) => &name[..body.to()],
        _ => name,
    }
}

/// The place that a branch of an organ of the centre serves: 山东 in 中国人民银行山东省分行.
pub(crate) fn branch_place<'a>(catalog: &Catalog, name: &'a str) -> Option<&'a str> {
    let organ = parse(catalog, name)?;
    let start = organ.inner.as_ref()?.0;
    if organ.form.kind != "centre" || catalog.organs.last_word(name, "branch").is_none() {
        return None;
    }
    let inner = &name[start..];
    if let Some((span, ..)) = catalog.places.find(inner).find(|(span, ..)| span.start == 0) {
        return Some(span.of(inner));
    }
    let (at, _) = inner.char_indices().skip(2).take(4).find(|(at, _)| catalog.organs.word(&inner[*at..], "level").is_some())?;
    Some(&inner[..at + catalog.organs.word(&inner[at..], "level")?])
}

/// The place that an organ's name begins with.
pub(crate) fn place_in(catalog: &Catalog, name: &str) -> Option<String> {
    match parse(catalog, name)?.scope {
        Scope::Place(span) => Some(span.of(name).to_owned()),
        _ => None,
    }
}

/// The level that an organ's name begins with.
pub(crate) fn level_of(catalog: &Catalog, name: &str) -> Option<String> {
    match parse(catalog, name)?.scope {
        Scope::Level(span) if span.start == 0 => Some(span.of(name).to_owned()),
        _ => None,
    }
}
