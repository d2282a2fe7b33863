//! Tables of figures: 指标 | 单位 | 2025年 | 2030年, one figure for each cell under a time.

use crate::{
    catalog::{Catalog, layout::Role},
    extract::quantity::{Quantity, time::When},
    model::{Analysis, Comparator, Document, EntityIndex, Evidence, Row, Status, Table, Target},
    span::Span,
};

/// A table whose rows are indicators.
pub(crate) struct Figures<'a> {
    table: &'a Table,
    /// Columns of figures with their times and whether these were attained.
    columns: Vec<(usize, String, u16, bool)>,
    unit: Option<usize>,
}

/// The tables of figures of a document.
pub(crate) fn of<'a>(catalog: &Catalog, document: &'a Document) -> Vec<Figures<'a>> {
    document.tables.iter().filter_map(|table| Figures::read(catalog, document, table)).collect()
}

impl<'a> Figures<'a> {
    fn read(catalog: &Catalog, document: &Document, table: &'a Table) -> Option<Self> {
        let grammar = &catalog.quantity;
        let mut columns = Vec::new();
        for (column, heading) in table.headings.iter().enumerate() {
            let times = grammar.times.find(&grammar.numerals, heading);
            let Some(time) = times.first() else { continue };
            let name = match time.when {
                When::Date(year, None, _) => year.to_string(),
                When::Date(year, Some(month), _) => format!("{year}-{month:02}"),
                When::Period(_) => time.span.of(heading).to_owned(),
                _ => continue,
            };
            let Some((_, last)) = time.years(None) else { continue };
            let cells = || {
                table
                    .rows
                    .iter()
                    .filter_map(|row| row.cells.get(column))
                    .map(|cell| cell.of(&document.text))
                    .filter(|cell| !cell.is_empty())
            };
            let figures = cells().filter(|cell| number(cell).is_some()).count();
            if figures * 2 > cells().count() {
                columns.push((column, name, last, catalog.layout.has(Role::AttainedColumn, heading)));
            }
        }
        let unit = table.headings.iter().position(|heading| catalog.layout.is(Role::UnitColumn, heading));
        (!columns.is_empty()).then_some(Self { table, columns, unit })
    }

    /// Whether `span` lies in a row.
    pub(crate) fn hold(&self, span: Span) -> bool {
        let after = self.table.rows.partition_point(|row| row.span.start <= span.start);
        after.checked_sub(1).is_some_and(|row| self.table.rows[row].span.contains(span))
    }

    /// The column that says what a row is about: the first with words in most rows, before the figures.
    fn subject(&self, text: &str) -> Option<usize> {
        let first = self.columns.first()?.0;
        let worded = |column: usize| {
            let cells = self.table.rows.iter().filter_map(|row| row.cells.get(column));
            cells.filter(|cell| cell.of(text).chars().filter(|c| c.is_alphabetic()).count() > 1).count() * 2 > self.table.rows.len()
        };
        (0..first).rev().find(|&column| Some(column) != self.unit && worded(column))
    }
}

/// Reads the figures of all tables; the place that speaks holds them.
pub(super) fn find(catalog: &Catalog, analysis: &Analysis) -> Vec<Target> {
    let Some(&holder) = analysis.focus.first() else { return Vec::new() };
    let own = analysis.structure.date.as_ref().and_then(|(date, _)| date.get(..4)?.parse::<u16>().ok());
    let text = &analysis.document.text;
    let mut targets = Vec::new();
    for figures in of(catalog, &analysis.document) {
        let Some(subject) = figures.subject(text) else { continue };
        for row in &figures.table.rows {
            let reader = RowReader { catalog, text, row, holder };
            for (column, time, year, attained) in &figures.columns {
                let ahead = !attained && own.is_none_or(|own| *year >= own);
                let status = if ahead { Status::Planned } else { Status::Done };
                targets.extend(reader.figure(*column, subject, figures.unit, time, status));
            }
        }
    }
    targets
}

struct RowReader<'a> {
    catalog: &'a Catalog,
    text: &'a str,
    row: &'a Row,
    holder: EntityIndex,
}

impl RowReader<'_> {
    fn cell(&self, column: usize) -> &str {
        self.row.cells.get(column).map_or("", |cell| cell.of(self.text))
    }

    /// The figures of a cell: two where it gives a range.
    fn figure(&self, column: usize, subject: usize, unit: Option<usize>, time: &str, status: Status) -> Vec<Target> {
        let (indicator, noted) = without_note(self.cell(subject));
        let unit = unit.map(|unit| self.cell(unit)).filter(|unit| is_unit(unit)).or(noted.filter(|noted| is_unit(noted)));
        let Some(quantity) = self.quantity(self.cell(column), unit.unwrap_or_default()).filter(|_| !indicator.is_empty()) else {
            return Vec::new();
        };
        let target = |comparator, value| Target {
            holder: self.holder,
            indicator: indicator.to_owned(),
            comparator,
            value,
            unit: quantity.unit.clone(),
            time: Some(time.to_owned()),
            status,
            speaker: None,
            evidence: Evidence { span: self.row.span, rule: self.catalog.rules.grammar("figure") },
        };
        match quantity.upper {
            Some(upper) => vec![target(Comparator::AtLeast, quantity.value), target(Comparator::AtMost, upper)],
            None => vec![target(quantity.comparator, quantity.value)],
        }
    }

    /// The quantity of a cell with the unit of its row put behind the number: `≥75` and `%` are ≥75%.
    fn quantity(&self, cell: &str, unit: &str) -> Option<Quantity> {
        let (start, end) = number(cell)?;
        let grammar = &self.catalog.quantity;
        let read = |words: &str| {
            let mut found = grammar.find(words, Span::new(0, words.len()));
            (found.len() == 1).then(|| found.remove(0))
        };
        let own = read(cell).filter(|own| !own.unit.is_empty());
        let put = format!("{}{}{unit}{}", &cell[..start], cell[start..end].replace(',', ""), &cell[end..]);
        own.or_else(|| read(&put)).map(|quantity| match quantity.unit.is_empty() {
            true => Quantity { unit: unit.to_owned(), ..quantity },
            false => quantity,
        })
    }
}

/// Where the only number of a cell begins and ends; none for a cell without a number or with two.
fn number(cell: &str) -> Option<(usize, usize)> {
    let digit = |c: char| c.is_ascii_digit();
    let inside = |c: char| digit(c) || matches!(c, '.' | ',');
    let start = cell.find(digit)?;
    let end = start + cell[start..].find(|c| !inside(c)).unwrap_or(cell.len() - start);
    let range = cell[end..].starts_with(['-', '\u{2014}', '~', '\u{FF5E}']);
    (range || !cell[end..].contains(digit)).then_some((start, end))
}

/// The words without the note in brackets that they end with, and the note.
fn without_note(words: &str) -> (&str, Option<&str>) {
    let note = words.strip_suffix(['\u{FF09}', ')']).and_then(|rest| Some((rest.rfind(['\u{FF08}', '('])?, rest)));
    let split = note.map(|(at, rest)| (words[..at].trim_end(), rest[at..].trim_start_matches(['\u{FF08}', '('])));
    split.filter(|(rest, _)| !rest.is_empty()).map_or((words, None), |(rest, note)| (rest, Some(note)))
}

/// Whether a cell gives a unit, and not a dash.
fn is_unit(words: &str) -> bool {
    words.chars().count() <= 12 && words.contains(|c: char| c.is_alphabetic() || matches!(c, '%' | '\u{2030}' | '\u{2103}' | '\u{FF05}'))
}
