//! Places: names of the gazetteer, names that a suffix and their surroundings tell, abbreviations where they stand for a place.

use super::{candidate::Candidate, titled::holds};
use crate::{
    catalog::{
        Catalog,
        places::{Division, Level},
        signals::Occurrences,
    },
    extract::{
        link::{focus::focus, organ::full_name},
        segment::Structure,
        survey::Survey,
    },
    model::{Class, Document, Mention, RuleId},
    span::Span,
};
use std::collections::{BTreeMap, BTreeSet};

/// Priority of places among candidates: organs and persons that hold a place win by length.
const PRIORITY: u8 = 20;

/// Finds places in text order; they do not overlap. Of the survey titles and signals are asked for.
pub(crate) fn find(catalog: &Catalog, document: &Document, survey: &Survey) -> Vec<Candidate> {
    let text = document.text.as_str();
    let mut found: BTreeMap<usize, Candidate> = BTreeMap::new();
    let mut add = |span: Span, name: &str, rule: RuleId| {
        let free = found.range(..span.to()).next_back().is_none_or(|(_, other)| !other.mention.span.overlaps(span));
        if free && !holds(&survey.titles, span.from()) {
            let mention = Mention { span, class: Class::Place, name: name.to_owned(), rule };
            found.insert(span.from(), Candidate { mention, priority: PRIORITY });
        }
    };
    let gazetteer = gazetteer(catalog, text);
    // 呼和浩特市 is known, so that 浩特市 behind its 和 is no place of its own.
    let is_cut = |span: Span| {
        let before = gazetteer[..gazetteer.partition_point(|known| known.from() < span.from())].last();
        before.is_some_and(|known| known.overlaps(span))
    };
    let suffixed = catalog.rules.grammar("place-by-suffix");
    for (span, name) in super::unknown_place::find(catalog, text, &survey.signals) {
        if !is_cut(span) {
            add(span, name, suffixed);
        }
    }
    let known = catalog.rules.grammar("place-of-gazetteer");
    for &span in &gazetteer {
        add(span, span.of(text), known);
    }
    let abbreviated = catalog.rules.grammar("place-by-abbreviation");
    for span in abbreviations(catalog, text, &survey.signals) {
        add(span, span.of(text), abbreviated);
    }
    found.into_values().collect()
}

/// Names of the gazetteer; a place right before a new area, circle or belt makes one name with it.
fn gazetteer(catalog: &Catalog, text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let named: Vec<(Span, &Division, bool)> = catalog.places.find(text).collect();
    let provinces = provinces(text, &named);
    for (span, division, near) in named {
        let short_county = division.level == Level::County && span.of(text) != division.name;
        let named_near = !(near || short_county) || division.code.get(..2).is_some_and(|province| provinces.contains(province));
        if !named_near || !stands_free(catalog, text, span) {
            continue;
        }
        match spans.last_mut() {
            Some(last) if last.end == span.start && joins(catalog, last.of(text), span.of(text), division.level) => {
                *last = last.cover(span)
            }
            Some(last) if last.overlaps(span) => {}
            _ => spans.push(span),
        }
        if let Some(last) = spans.last_mut() {
            *last = Span::new(last.from(), last.to() + extension(catalog, &text[last.to()..]));
        }
    }
    spans
}

/// The provinces, by code, of which the text names places often enough for short names of counties there to be read.
fn provinces<'a>(text: &str, named: &[(Span, &'a Division, bool)]) -> BTreeSet<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for &(span, division, near) in named {
        if let Some(province) =
            division.code.get(..2).filter(|_| !near && (division.level < Level::County || span.of(text) == division.name))
        {
            *counts.entry(province).or_insert(0) += 1;
        }
    }
    let all: usize = counts.values().sum();
    counts.into_iter().filter(|(_, count)| count * 5 >= all).map(|(province, _)| province).collect()
}

/// Whether a place right after another makes one name with it: a county after its city, a new area in full after either.
fn joins(catalog: &Catalog, before: &str, name: &str, level: Level) -> bool {
    let larger = catalog.places.named(before).is_some_and(|other| other.level < level);
    let full = catalog.places.named(name).is_some_and(|division| division.name == name);
    larger && full && level != Level::Region
}

/// The length of a region's head right after a place: 都市圈, 城市群.
fn extension(catalog: &Catalog, after: &str) -> usize {
    catalog.places.words.all_beginning(after).find(|(_, kind)| *kind == "region-head").map_or(0, |(length, _)| length)
}

/// Whether the words around do not make something else of the name.
fn stands_free(catalog: &Catalog, text: &str, span: Span) -> bool {
    let name = span.of(text);
    let after = &text[span.to()..];
    let begins = |words: &[String]| words.iter().any(|word| after.starts_with(word.as_str()));
    catalog.places.guards.get(name).is_none_or(|guard| {
        let alone = guard.only.is_empty() || begins(&guard.only) || after.chars().next().is_none_or(|c| !c.is_alphanumeric());
        alone && !begins(&guard.after) && !guard.before.iter().any(|word| text[..span.from()].ends_with(word.as_str()))
    })
}

/// Words such as 全省 and 我国 for a focal place that is named nowhere else, or for the nation: where they stand, and its name.
pub(crate) fn spoken_for(
    catalog: &Catalog,
    document: &Document,
    structure: &Structure,
    survey: &Survey,
    mentions: &[Mention],
) -> Vec<Mention> {
    let focus = focus(catalog, document, structure, survey, mentions);
    let [focal] = focus.as_slice() else { return Vec::new() };
    let named = mentions.iter().any(|mention| mention.class == Class::Place && full_name(catalog, &mention.name) == focal.name);
    if named && focal.level != Level::Country {
        return Vec::new();
    }
    let rule = catalog.rules.grammar("place-by-pronoun");
    let mut found = Vec::new();
    for (word, places) in catalog.signals.of("pronoun", &survey.signals) {
        if catalog.places.pronouns.get(word) != Some(&focal.level) {
            continue;
        }
        let spans = places.iter().map(|&at| Span::new(at as usize, at as usize + word.len()));
        let spans = spans.filter(|span| !holds(&survey.titles, span.from()));
        found.extend(spans.map(|span| Mention { span, class: Class::Place, name: focal.name.clone(), rule }));
    }
    found
}

/// Abbreviations after a preposition and before what lies in a place: 在蓉高校.
fn abbreviations(catalog: &Catalog, text: &str, signals: &Occurrences) -> Vec<Span> {
    let places = &catalog.places;
    let mut found = Vec::new();
    for (before, at) in catalog.signals.of("abbreviation-before", signals) {
        for start in at.iter().map(|&at| at as usize + before.len()) {
            let Some((length, _)) = places.abbreviations.beginning(&text[start..]) else { continue };
            let after = &text[start + length..];
            if places.words.all_beginning(after).any(|(_, kind)| kind == "abbreviation-after") {
                found.push(Span::new(start, start + length));
            }
        }
    }
    found
}
