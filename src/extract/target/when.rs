//! The time of a figure: in its sentence, at the opening of its paragraph, or of the goals that it belongs to.

use super::Figure;
use crate::{
    catalog::Catalog,
    extract::{
        quantity::time::{Role, Time, When, years},
        segment::Sentence,
        status::StatusReader,
    },
    model::{Analysis, Class},
    span::Span,
};

/// How many bytes may stand before a time that opens a clause: 力争到2030年.
const LEAD: usize = 18;

/// Finds the times of figures, sentence after sentence.
pub(super) struct Times<'a> {
    catalog: &'a Catalog,
    analysis: &'a Analysis,
    reader: &'a StatusReader<'a>,
    line: u32,
    /// A time that holds for the sentences to come of the line.
    held: Option<Time>,
    inherited: Option<Time>,
}

impl<'a> Times<'a> {
    pub(super) fn new(catalog: &'a Catalog, analysis: &'a Analysis, reader: &'a StatusReader<'a>) -> Self {
        Self { catalog, analysis, reader, line: 0, held: None, inherited: None }
    }

    /// Goes on to a sentence, whose times the sentences after it may inherit.
    pub(super) fn enter(&mut self, sentence: &Sentence) {
        if sentence.line != self.line {
            self.line = sentence.line;
            self.held = None;
        }
        self.inherited = self.held;
        if let Some(last) = self.times_in(sentence.span).iter().rev().find(|time| time.role == Role::At) {
            self.held = Some(*last);
        }
    }

    /// The time of a figure; none where the text gives none.
    pub(super) fn of(&self, figure: &Figure<'_>) -> Option<String> {
        let before = Span::new(figure.span.from(), figure.quantity.span.from());
        let own = self.times_in(before).iter().rev().find(|time| time.role != Role::Base && self.reaches(time, figure));
        self.name(own.copied().or_else(|| self.inherited.filter(|time| self.carries(time, figure)))?)
    }

    /// Whether a time before a figure holds for it: one in its own clause, a plan period, or one that opens its clause.
    /// In 由2020年的5家增加到2025年的9家 the times belong to their numbers.
    fn reaches(&self, time: &Time, figure: &Figure<'_>) -> bool {
        let text = &self.analysis.document.text;
        if time.span.start >= figure.from as u32 || matches!(time.when, When::Period(_)) {
            return true;
        }
        let clause = super::clause(text, figure.span, time.span);
        let belongs = text[time.span.to()..].strip_prefix('\u{7684}').is_some();
        time.span.from() <= clause.from() + LEAD && !belongs
    }

    /// A plan period holds for its paragraph; a year holds for the goals that the next sentence lists.
    fn carries(&self, time: &Time, figure: &Figure<'_>) -> bool {
        match time.when {
            When::Period(_) | When::Recent | When::Coming => true,
            When::Date(..) | When::Relative(_) => {
                let sentence = figure.span.of(&self.analysis.document.text);
                let lead = sentence.split([':', '\u{FF1A}']).next().unwrap_or("");
                lead.len() < sentence.len() && figure.clause.start > figure.span.start + lead.len() as u32
            }
            When::Day(..) | When::Vague => false,
        }
    }

    fn name(&self, time: Time) -> Option<String> {
        match time.when {
            When::Period(_) => Some(self.period(&time).unwrap_or_else(|| time.span.of(&self.analysis.document.text).to_owned())),
            When::Recent => self.known_period(|years| self.reader.year().is_some_and(|own| years.0 <= own)),
            When::Coming => self.known_period(|years| self.reader.year().is_none_or(|own| years.1 >= own)),
            When::Day(..) => None,
            When::Date(year, Some(month), Some(_)) => Some(format!("{year}-{month:02}")),
            _ => self.reader.name(&time),
        }
    }

    /// The name of the Period entity that a plan's number names.
    fn period(&self, time: &Time) -> Option<String> {
        let When::Period(number) = time.when else { return None };
        self.periods().find(|(known, _)| *known == number).map(|(_, name)| name.to_owned())
    }

    /// The latest plan period that the document names and that suits: 五年来 and 未来五年 mean one of them.
    fn known_period(&self, suits: impl Fn((u16, u16)) -> bool) -> Option<String> {
        let latest = self.periods().filter(|&(number, _)| suits(years(number))).max_by_key(|&(number, _)| number)?;
        Some(latest.1.to_owned())
    }

    /// The plan periods of the document, by number.
    fn periods(&self) -> impl Iterator<Item = (u8, &str)> {
        let entities = self.analysis.entities.iter().filter(|entity| entity.class == Class::Period);
        let grammar = &self.catalog.quantity;
        entities.filter_map(|entity| match grammar.times.find(&grammar.numerals, &entity.name).first()?.when {
            When::Period(number) => Some((number, entity.name.as_str())),
            _ => None,
        })
    }

    fn times_in(&self, span: Span) -> &[Time] {
        let times = self.reader.times();
        let from = times.partition_point(|time| time.span.start < span.start);
        let to = times.partition_point(|time| time.span.start < span.end);
        &times[from..to.max(from)]
    }
}
