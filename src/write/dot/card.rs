//! A sheet as text for Graphviz: cards as HTML-like tables, groups as clusters.

use super::{
    Drawing, Kind, label,
    label::{escape, markup},
    sheet::{Card, Head, Item, Line, Row, Sheet},
    style,
};
use crate::model::{Class, Predicate, Status};
use std::{cmp::Reverse, collections::BTreeSet, fmt::Write, io};

/// Longest title and longest row, in characters.
const LONGEST_TITLE: usize = 60;
const LONGEST_ROW: usize = 40;

impl Drawing<'_> {
    /// The whole picture of `sheet`.
    pub(super) fn sheet(&self, sheet: &Sheet) -> io::Result<String> {
        let hidden = if sheet.hidden == 0 { String::new() } else { format!(", {} left out", sheet.hidden) };
        let mut out = self.head(sheet.title.as_deref(), &format!("{}{hidden}", self.question()), sheet.spacing());
        out.push_str(&self.key(sheet));
        let mut framed: BTreeSet<usize> = BTreeSet::new();
        for (index, group) in sheet.groups.iter().enumerate() {
            framed.extend(group.columns.iter().flatten());
            out.push_str(&self.group(index, sheet)?);
        }
        for (index, card) in sheet.cards.iter().enumerate().filter(|(index, _)| !framed.contains(index)) {
            out.push_str(&self.card(index, card)?);
        }
        for pair in sheet.columns_of_groups().windows(2) {
            out.push_str(&beside(sheet, &pair[0], &pair[1]));
        }
        for line in &sheet.lines {
            out.push_str(&self.line(line)?);
        }
        out.push_str("}\n");
        Ok(out)
    }

    /// What the picture shows, in the ontology's words.
    fn question(&self) -> String {
        let ontology = &self.catalog.ontology;
        super::both(match self.view.kind {
            Kind::Officials => ontology.predicate(Predicate::HoldsPost),
            Kind::Organs => ontology.predicate(Predicate::PartOf),
            Kind::Document => ontology.class(Class::Measure),
            Kind::Set => ontology.class(Class::Strategy),
            Kind::Timeline => ontology.class(Class::Period),
            Kind::Place | Kind::Overview | Kind::Focus => ontology.class(Class::Place),
        })
    }

    fn group(&self, index: usize, sheet: &Sheet) -> io::Result<String> {
        let group = &sheet.groups[index];
        let looks = group.class.map_or_else(
            || "style=invis, label=\"\"".to_owned(),
            |class| {
                let style = style::of(class);
                let (fill, border) = (style.fill, style.border);
                let title = escape(&label::cut(&group.title, LONGEST_TITLE));
                format!(
                    "style=\"rounded\", label=\"{title}\", labeljust=l, fontsize=14, fontcolor=\"{border}\", color=\"{border}\", bgcolor=\"{fill}33\", tooltip=\"{title}\""
                )
            },
        );
        let mut out = format!("  subgraph \"cluster{index}\" {{ graph [{looks}, margin=12];\n");
        for &card in group.columns.iter().flatten() {
            out.push_str(&self.card(card, &sheet.cards[card])?);
        }
        for column in group.columns.iter().filter(|column| column.len() > 1) {
            let chain: Vec<String> = column.iter().map(|card| format!("\"c{card}\"")).collect();
            let _ = writeln!(out, "  {{ rank=same; {} [style=invis]; }};", chain.join(" -> "));
        }
        for pair in group.columns.windows(2) {
            if let ([first, ..], [next, ..]) = (pair[0].as_slice(), pair[1].as_slice()) {
                let _ = writeln!(out, "  \"c{first}\" -> \"c{next}\" [style=invis];");
            }
        }
        out.push_str("  };\n");
        Ok(out)
    }

    fn card(&self, index: usize, card: &Card) -> io::Result<String> {
        let style = style::of(card.class);
        let (fill, border) = (style.fill, style.border);
        let class = self.catalog.ontology.class(card.class);
        let title = if card.title.is_empty() { &class.zh } else { &card.title };
        let title = label::wrap(title, LONGEST_TITLE).iter().map(|line| markup(line)).collect::<Vec<_>>().join("<BR/>");
        let note = if card.note.is_empty() { String::new() } else { format!(" \u{B7} {}", label::cut(&card.note, LONGEST_ROW)) };
        let kind = markup(&format!("{} {}{note}", class.zh, class.en));
        let link = self.link(card.entity);
        let tooltip = card.entity.map_or_else(|| card.title.clone(), |entity| self.about_one(entity));
        let mut rows = format!(
            "<TR><TD PORT=\"h\" COLSPAN=\"3\" BGCOLOR=\"{fill}\"{link} TITLE=\"{}\"><B>{title}</B><BR/><FONT POINT-SIZE=\"8\" COLOR=\"{border}\">{kind}</FONT></TD></TR>",
            markup(&label::cut(&tooltip, super::LONGEST_TOOLTIP))
        );
        for item in &card.items {
            match item {
                Item::Section(class, name) => rows.push_str(&self.section(*class, name.as_deref())),
                Item::Row(row) => rows.push_str(&self.row(row)?),
                Item::More(count) => {
                    let _ = write!(
                        rows,
                        "<TR><TD></TD><TD ALIGN=\"LEFT\" COLSPAN=\"2\"><FONT COLOR=\"#666666\">\u{2026} +{count}</FONT></TD></TR>"
                    );
                }
            }
        }
        Ok(format!(
            "  \"c{index}\" [shape=plain, style=\"\", id=\"c{index}\", class=\"{class}\", tooltip=\"{tip}\", label=<<TABLE BORDER=\"1\" COLOR=\"{border}\" \
             CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\" BGCOLOR=\"white\">{rows}</TABLE>>];\n",
            class = card.class,
            tip = escape(&label::cut(&tooltip, super::LONGEST_TOOLTIP)),
        ))
    }

    fn section(&self, class: Class, name: Option<&str>) -> String {
        let (style, term) = (style::of(class), self.catalog.ontology.class(class));
        let name = name.map_or_else(|| format!("{} {}", term.zh, term.en), |name| label::cut(name, LONGEST_ROW));
        let (fill, border, name) = (style.fill, style.border, markup(&name));
        format!("<TR><TD COLSPAN=\"3\" ALIGN=\"LEFT\" BGCOLOR=\"{fill}\"><FONT POINT-SIZE=\"9\" COLOR=\"{border}\">{name}</FONT></TD></TR>")
    }

    fn row(&self, row: &Row) -> io::Result<String> {
        let mark = row.status.map_or("", style::mark);
        let lines: Vec<String> = label::wrap(&row.text, LONGEST_ROW).iter().map(|line| markup(line)).collect();
        let text = lines.join("<BR ALIGN=\"LEFT\"/>");
        let text = if row.strong { format!("<B>{text}</B>") } else { text };
        let note = markup(&label::cut(&row.note, LONGEST_ROW));
        let said = self.evidence_of(&row.statements)?;
        let tooltip = if said.is_empty() { row.tooltip.clone() } else { said };
        let (link, tooltip) = (self.link(row.entity), markup(&label::cut(&tooltip, super::LONGEST_TOOLTIP)));
        let class = row.class.map(|class| (style::of(class), self.catalog.ontology.class(class)));
        let (tint, tag) = class.map_or_else(Default::default, |(style, term)| {
            let (fill, border) = (style.fill, style.border);
            (format!(" BGCOLOR=\"{fill}\""), format!(" <FONT POINT-SIZE=\"8\" COLOR=\"{border}\">{}</FONT>", markup(&term.zh)))
        });
        let right = if note.is_empty() { "" } else { &format!("<FONT COLOR=\"#444444\">{note}</FONT>") };
        Ok(format!(
            "<TR><TD ALIGN=\"LEFT\"{tint}>{mark}{tag}</TD><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\"{link} TITLE=\"{tooltip}\">{text}</TD><TD ALIGN=\"RIGHT\">{right}</TD></TR>"
        ))
    }

    fn line(&self, line: &Line) -> io::Result<String> {
        let head = match line.head {
            Head::Right => "forward",
            Head::Left => "back",
        };
        let said = self.evidence_of(&line.statements)?;
        let (colour, looks) = (style::of(line.class).border, style::line(line.status));
        let name = line.predicate.map_or("", |predicate| self.catalog.ontology.predicate(predicate).zh.as_str());
        let (from, to) = (line.from, line.to);
        Ok(format!(
            "  \"c{from}\":h:e -> \"c{to}\":h:w [label=\"{}\", dir={head}, style=\"{looks}\", color=\"{colour}\", tooltip=\"{tip}\", labeltooltip=\"{tip}\"];\n",
            escape(name),
            tip = escape(&label::cut(&said, super::LONGEST_TOOLTIP)),
        ))
    }

    /// What the marks of rows and the lines mean, as far as the sheet has them.
    fn key(&self, sheet: &Sheet) -> String {
        let rows = sheet.cards.iter().flat_map(|card| &card.items).filter_map(|item| match item {
            Item::Row(row) => row.status,
            Item::Section(..) | Item::More(_) => None,
        });
        let marks: BTreeSet<Status> = rows.collect();
        let lines: BTreeSet<Status> = sheet.lines.iter().filter(|line| line.predicate.is_some()).map(|line| line.status).collect();
        let mut table = String::new();
        for &status in marks.union(&lines) {
            let mark = if marks.contains(&status) { style::mark(status) } else { "" };
            let line = if lines.contains(&status) { style::line_sample(status) } else { "" };
            let name = markup(&super::both(self.catalog.ontology.status(status)));
            let _ = write!(table, "<TR><TD>{mark}</TD><TD>{line}</TD><TD ALIGN=\"LEFT\">{name}</TD></TR>");
        }
        if table.is_empty() {
            return String::new();
        }
        format!(
            "  \"legend\" [shape=plain, style=\"\", fontsize=10, tooltip=\"legend\", label=<<TABLE BORDER=\"0\" CELLSPACING=\"2\" CELLPADDING=\"1\">{table}</TABLE>>];\n"
        )
    }
}

/// Lines that are not drawn and put the groups of one column to the left of those of the next.
fn beside(sheet: &Sheet, left: &[usize], right: &[usize]) -> String {
    let widest = left.iter().copied().max_by_key(|&group| (sheet.groups[group].columns.len(), Reverse(group)));
    let last = widest.and_then(|group| sheet.groups[group].columns.last()).and_then(|column| column.first());
    let firsts = right.iter().filter_map(|&group| sheet.groups[group].columns.first()?.first());
    last.map_or_else(String::new, |last| firsts.map(|first| format!("  \"c{last}\" -> \"c{first}\" [style=invis];\n")).collect())
}

impl Sheet {
    fn spacing(&self) -> &'static str {
        if self.lines.is_empty() { "nodesep=0.12, ranksep=0.25" } else { "nodesep=0.14, ranksep=0.8" }
    }
}
