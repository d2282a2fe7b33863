//! The outline of a document for readers: sections, numbered points and turns of speakers, in code points.

use crate::{
    extract::relation::item::entity_of_mention,
    model::{Analysis, Class, MentionIndex},
    span::{Span, TextIndex},
};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// What an item of the outline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    /// A heading with all below it.
    Section,
    /// A numbered point (一是…).
    Point,
    /// What one person says.
    Turn,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Depth among its kind, 0 outermost.
    pub level: u8,
    /// The heading, the point's words up to the first full stop, the speaker's name.
    pub label: String,
    /// First code point, from 0.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The Measure that a point is, the person who speaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<ItemEntity>,
}

/// The entity of an item, with the place where it is named: in the graph, the entity of this class that is mentioned there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemEntity {
    /// What it is.
    pub class: Class,
    /// Its key in this document.
    pub key: String,
    /// First code point of its name, from 0.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// The outline, by place, what holds others first.
pub(super) fn of(analysis: &Analysis) -> Vec<Item> {
    let maker = Maker { analysis, index: TextIndex::new(&analysis.document.text), entity_of: entity_of_mention(analysis) };
    let mut items = maker.sections();
    items.extend(maker.points());
    items.extend(maker.turns());
    items.sort_by_key(|item| (item.start, Reverse(item.end), item.kind));
    items
}

struct Maker<'a> {
    analysis: &'a Analysis,
    index: TextIndex,
    entity_of: Vec<Option<usize>>,
}

impl Maker<'_> {
    fn item(&self, kind: ItemKind, level: u8, label: &str, span: Span, entity: Option<ItemEntity>) -> Item {
        let (start, end) = self.index.characters_of(&self.analysis.document.text, span);
        let label = label.lines().map(str::trim).collect();
        Item { kind, level, label, start, end, entity }
    }

    fn sections(&self) -> Vec<Item> {
        let (text, structure) = (&self.analysis.document.text, &self.analysis.structure);
        let line = |number: u32| structure.lines[number as usize - 1].span;
        let span = |first, last| line(first).cover(line(last));
        let sections = structure.sections.iter();
        sections.map(|s| self.item(ItemKind::Section, s.depth, s.heading.of(text), span(s.first_line, s.last_line), None)).collect()
    }

    fn points(&self) -> Vec<Item> {
        let text = &self.analysis.document.text;
        // Measures stand behind the mentions that are in text order, in text order among themselves.
        let measures: Vec<MentionIndex> = (self.analysis.in_order..self.analysis.mentions.len())
            .filter(|&mention| self.analysis.mentions[mention].class == Class::Measure)
            .collect();
        let measure = |name: Span| {
            let at = measures.binary_search_by_key(&name, |&mention| self.analysis.mentions[mention].span).ok()?;
            self.entity(measures[at])
        };
        let points = self.analysis.structure.points.iter();
        points
            .map(|point| {
                let entity = point.measure.then(|| measure(point.name)).flatten();
                self.item(ItemKind::Point, point.depth, point.name.of(text), point.span, entity)
            })
            .collect()
    }

    fn turns(&self) -> Vec<Item> {
        let turns = self.analysis.turns.iter();
        turns
            .map(|turn| self.item(ItemKind::Turn, 0, &self.analysis.mentions[turn.speaker].name, turn.span, self.entity(turn.speaker)))
            .collect()
    }

    fn entity(&self, mention: MentionIndex) -> Option<ItemEntity> {
        let entity = &self.analysis.entities[self.entity_of[mention]?];
        let (start, end) = self.index.characters_of(&self.analysis.document.text, self.analysis.mentions[mention].span);
        Some(ItemEntity { class: entity.class, key: entity.key.clone(), start, end })
    }
}
