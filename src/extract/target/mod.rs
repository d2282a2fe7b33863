//! Stage 5b, entities → figures: every quantified statement with its holder, indicator, comparator, value, unit and time.

mod accept;
mod holder;
mod indicator;
pub(crate) mod table;
mod when;
pub mod words;

use super::{
    quantity::{Quantity, unit::Unit},
    segment::{LineKind, Sentence},
    status::StatusReader,
    word::Words,
};
use crate::{
    catalog::Catalog,
    model::{Analysis, Comparator, EntityIndex, Evidence, Status, Target},
    span::Span,
    text,
};
use holder::Holders;

/// One quantity of a sentence with the clause it stands in.
#[derive(Clone, Copy)]
struct Figure<'a> {
    /// Index of the sentence.
    sentence: usize,
    /// The sentence.
    span: Span,
    /// The clause, from after the comma before it to the comma after it.
    clause: Span,
    /// Where the words begin that tell of this quantity and not of one before it in the clause.
    from: usize,
    /// The quantity.
    quantity: &'a Quantity,
}

impl Figure<'_> {
    /// Where the words stand that tell of the quantity before its number.
    fn lead(&self) -> Span {
        Span::new(self.from, self.quantity.span.from().max(self.from))
    }

    /// Those words.
    fn before<'t>(&self, text: &'t str) -> &'t str {
        let span = self.lead();
        text[span.from()..span.to()].trim_start_matches(joins)
    }

    /// The words of the clause after the quantity.
    fn after<'t>(&self, text: &'t str) -> &'t str {
        &text[self.quantity.span.to().min(self.clause.to())..self.clause.to()]
    }
}

/// Reads all figures, in text order.
pub fn find(catalog: &Catalog, _words: &Words, analysis: &Analysis, reader: &StatusReader<'_>) -> Vec<Target> {
    let text = &analysis.document.text;
    let names = text::names(text);
    let mut holders = Holders::new(catalog, analysis);
    let mut times = when::Times::new(catalog, analysis, reader);
    let mut targets = table::find(catalog, analysis);
    let tables = table::of(catalog, &analysis.document);
    for (index, sentence) in analysis.structure.sentences.iter().enumerate() {
        if !tells(analysis, sentence) || tables.iter().any(|table| table.hold(sentence.span)) {
            continue;
        }
        let span = spoken(analysis, sentence);
        holders.enter(sentence.line, span);
        times.enter(sentence);
        let quantities = catalog.quantity.find(text, span);
        let mut last = span.from();
        let mut indicators = indicator::Indicators::default();
        for quantity in &quantities {
            let clause = clause(text, span, quantity.span);
            let figure = Figure { sentence: index, span, clause, from: last.max(clause.from()), quantity };
            let named = quantity.kind != Unit::Streak && holders.in_name(quantity.span);
            let supposed = reader.supposed(index, quantity.span).is_some();
            if named || supposed || !accept::holds(catalog, text, &names, &figure) {
                continue;
            }
            last = quantity.span.to();
            let found = holders.of(&figure);
            let reading = Reading {
                indicator: indicators.read(catalog, text, &figure),
                time: times.of(&figure),
                status: status(reader, &figure),
                rule: catalog.rules.grammar(if quantity.kind == Unit::Rank { "rank" } else { "figure" }),
            };
            for holder in found {
                let indicator = indicator::of_holder(catalog, &analysis.entities[holder], &reading.indicator);
                reading.push(holder, &indicator, &figure, &mut targets);
            }
        }
    }
    if !tables.is_empty() {
        targets.sort_by_key(|target| target.evidence.span.start);
    }
    targets
}

/// Whether a line's words are statements: no titles, headings and bylines.
fn tells(analysis: &Analysis, sentence: &Sentence) -> bool {
    let kind = analysis.structure.lines.get(sentence.line as usize - 1).map(|line| line.kind);
    !matches!(kind, Some(LineKind::Title | LineKind::Heading | LineKind::Byline | LineKind::Topic | LineKind::Question))
}

/// The sentence without the byline before it (某局局长某某：……).
fn spoken(analysis: &Analysis, sentence: &Sentence) -> Span {
    let byline = analysis.structure.lines.get(sentence.line as usize - 1).and_then(|line| line.byline);
    match byline {
        Some(byline) if byline.end <= sentence.span.end => Span::new(sentence.span.from().max(byline.to()), sentence.span.to()),
        _ => sentence.span,
    }
}

/// A figure is achieved or aimed at; what is under way is achieved so far.
fn status(reader: &StatusReader<'_>, figure: &Figure<'_>) -> Status {
    match reader.status(figure.sentence, figure.quantity.span) {
        Status::Planned => Status::Planned,
        _ => Status::Done,
    }
}

/// What is read of one figure beside its holder.
struct Reading {
    indicator: String,
    time: Option<String>,
    status: Status,
    rule: crate::model::RuleId,
}

impl Reading {
    /// Adds the figure of `holder`; the two ends of a range are two figures.
    fn push(&self, holder: EntityIndex, indicator: &str, figure: &Figure<'_>, targets: &mut Vec<Target>) {
        let quantity = figure.quantity;
        let target = |comparator, value| Target {
            holder,
            indicator: indicator.to_owned(),
            comparator,
            value,
            unit: quantity.unit.clone(),
            time: self.time.clone(),
            status: self.status,
            speaker: None,
            evidence: Evidence { span: figure.clause, rule: self.rule },
        };
        match quantity.upper {
            Some(upper) => targets.extend([target(Comparator::AtLeast, quantity.value), target(Comparator::AtMost, upper)]),
            None => targets.push(target(quantity.comparator, quantity.value)),
        }
    }
}

/// The words between the commas or stops around `span`.
fn clause(text: &str, sentence: Span, span: Span) -> Span {
    let before = &text[sentence.from()..span.from()];
    let start = before
        .char_indices()
        .rev()
        .find(|&(_, c)| breaks(c))
        .map_or(sentence.from(), |(offset, c)| sentence.from() + offset + c.len_utf8());
    let after = &text[span.to().min(sentence.to())..sentence.to()];
    let end = after.find(breaks).map_or(sentence.to(), |offset| span.to() + offset);
    Span::new(start, end.max(span.to()))
}

/// Whether `c` ends a clause.
fn breaks(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '!' | '?' | '\u{FF0C}' | '\u{FF1B}' | '\u{FF1A}' | '\u{FF01}' | '\u{FF1F}' | '\u{3002}')
}

/// Whether `c` joins the parts of a list: the pause mark, 和, 与 and 及.
fn joins(c: char) -> bool {
    matches!(c, '\u{3001}' | '\u{548C}' | '\u{4E0E}' | '\u{53CA}')
}
