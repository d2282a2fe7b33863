//! What `hongtu build` tells at its end.

use crate::{
    build::Built,
    catalog::{Catalog, ontology::Term},
    coverage,
    error::{Error, Result},
    finding::Severity,
    model::Status,
};
use comfy_table::{CellAlignment, Table, presets};
use std::{
    cmp::Reverse,
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
    time::Duration,
};

/// A build, told in one screen.
pub(super) struct Summary<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) built: &'a Built,
    pub(super) out: &'a Path,
    pub(super) time: Duration,
}

impl Summary<'_> {
    /// Prints the summary to standard output.
    pub(super) fn print(&self) -> Result<()> {
        self.write(&mut io::stdout().lock()).map_err(Error::io("cannot write to", Path::new("standard output")))
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let graph = &self.built.graph;
        let characters: u64 = graph.documents.iter().map(|document| u64::from(document.characters)).sum();
        writeln!(
            out,
            "Read {}, {} characters, in {:.2} s",
            count(graph.documents.len(), "document"),
            grouped(characters),
            self.time.as_secs_f64()
        )?;
        if !self.built.unread.is_empty() {
            writeln!(out, "{} could not be read; see the messages above", count(self.built.unread.len(), "file"))?;
        }
        let classes = tally(graph.graph.node_weights().map(|entity| entity.class));
        let rows = classes.into_iter().map(|(class, n)| (self.catalog.ontology.class(class), n)).collect();
        self.section(out, "entity", "entities", rows)?;
        let predicates = tally(graph.graph.edge_weights().map(|statement| statement.predicate));
        let rows = predicates.into_iter().map(|(predicate, n)| (self.catalog.ontology.predicate(predicate), n)).collect();
        self.section(out, "statement", "statements", rows)?;
        self.rest(out)?;
        self.files(out)?;
        self.next(out)
    }

    /// A number and a table, most frequent first.
    fn section(&self, out: &mut dyn Write, one: &str, many: &str, mut rows: Vec<(&Term, usize)>) -> io::Result<()> {
        let all: usize = rows.iter().map(|(_, n)| n).sum();
        rows.sort_by_key(|(term, n)| (Reverse(*n), &term.en));
        writeln!(out, "\n{} {}", grouped(all as u64), if all == 1 { one } else { many })?;
        let most = rows.first().map_or(1, |(_, n)| *n);
        let mut table = Table::new();
        table.load_preset(presets::NOTHING);
        for (term, n) in rows {
            table.add_row([term.zh.clone(), term.en.clone(), grouped(n as u64), bar(n, most)]);
        }
        lay_out(&mut table, 2);
        if !table.is_empty() {
            writeln!(out, "{}", table.trim_fmt())?;
        }
        Ok(())
    }

    /// Targets, findings and silent sentences, a line each.
    fn rest(&self, out: &mut dyn Write) -> io::Result<()> {
        let by_status = coverage::by_status(self.built.graph.targets.iter().map(|target| target.status));
        let name = |status: Status| &self.catalog.ontology.status(status).en;
        let parts: Vec<String> =
            by_status.iter().filter(|(_, n)| *n > 0).map(|(status, n)| format!("{} {}", grouped(*n as u64), name(*status))).collect();
        let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
        writeln!(out, "\n{}{parts}", count(self.built.graph.targets.len(), "target"))?;
        let warnings = self.built.findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
        let notes = self.built.findings.len() - warnings;
        writeln!(out, "{}, {} on the documents", count(warnings, "warning"), count(notes, "note"))?;
        if !self.built.decided.is_empty() {
            let idle = self.built.decided.iter().filter(|one| one.problem.is_some()).count();
            writeln!(out, "{}, {idle} of them without effect; report.md tells which", count(self.built.decided.len(), "decision"))?;
        }
        let sentences: usize = self.built.coverage.iter().map(|one| one.sentences).sum();
        let silent: usize = self.built.coverage.iter().map(|one| one.silent).sum();
        writeln!(out, "{} of {} yielded nothing; report.md has samples", grouped(silent as u64), count(sentences, "sentence"))
    }

    fn files(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\nWritten")?;
        let mut table = Table::new();
        table.load_preset(presets::NOTHING);
        for path in &self.built.written {
            let what = match path.file_name().and_then(|name| name.to_str()) {
                Some("graph.json") => "the graph for programs",
                Some("graph.ttl") => "entities and plain relations, readable",
                Some("graph.trig") => "everything with evidence, for queries",
                Some("manifest.json") => "what was read; documents/ keeps each text with all that was found in it",
                Some("graph.dot") => "a picture of the best connected",
                _ => "counts, findings, coverage",
            };
            table.add_row([path.display().to_string(), size(path), what.to_owned()]);
        }
        lay_out(&mut table, 1);
        writeln!(out, "{}", table.trim_fmt())
    }

    fn next(&self, out: &mut dyn Write) -> io::Result<()> {
        let directory = self.out.display();
        writeln!(out, "\nTry next")?;
        if self.built.written.iter().any(|path| path.ends_with("graph.dot")) {
            writeln!(out, "  dot -Tsvg {directory}/graph.dot -o graph.svg")?;
        }
        let degree = |node: &petgraph::graph::NodeIndex| self.built.graph.graph.neighbors_undirected(*node).count();
        if let Some(hub) = self.built.graph.graph.node_indices().max_by_key(|node| (degree(node), Reverse(node.index()))) {
            let name = self.built.graph.graph[hub].name.replace(['\'', '\n'], "");
            writeln!(out, "  hongtu export {directory} --format dot --focus '{name}' --hops 2 | dot -Tsvg -o focus.svg")?;
        }
        Ok(())
    }
}

/// Indents a table and sets its column of numbers to the right.
fn lay_out(table: &mut Table, numbers: usize) {
    if let Some(column) = table.column_mut(0) {
        column.set_padding((2, 1));
    }
    if let Some(column) = table.column_mut(numbers) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

fn tally<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// A number with its noun.
fn count(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n as u64), if n == 1 { "" } else { "s" })
}

/// Digits in groups of three.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A bar that is as long as `n` is great beside `most`.
fn bar(n: usize, most: usize) -> String {
    const LENGTH: usize = 24;
    "\u{25A0}".repeat((n * LENGTH).div_ceil(most.max(1)))
}

fn size(path: &Path) -> String {
    let bytes = std::fs::metadata(path).map_or(0, |data| data.len());
    match bytes {
        0..10_240 => format!("{bytes} B"),
        10_240..10_485_760 => format!("{} KB", bytes / 1024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}
