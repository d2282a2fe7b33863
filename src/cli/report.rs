//! `hongtu report`: what many documents yielded and what they left unread.

use super::Outcome;
use crate::{
    catalog::Catalog,
    corpus,
    error::{Error, Result},
    survey::{Counted, Genre, Limits, Survey, survey},
};
use clap::Args;
use comfy_table::{CellAlignment, Table, presets::NOTHING};
use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Shows what documents yielded and what they left unread, so that rules and word lists grow by evidence
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct ReportArgs {
    /// Documents or directories of them
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// Rows of each list
    #[arg(long, value_name = "N", default_value_t = 30)]
    rows: usize,
    /// Names in each row of names that look wrong
    #[arg(long, value_name = "N", default_value_t = 6)]
    names: usize,
    /// How to print the report
    #[arg(long, short, value_enum, default_value = "table", value_name = "FORMAT")]
    format: Format,
    /// Directory with further or changed knowledge files (data/lexicon, data/rules, ontology)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  hongtu report reports/2025
  hongtu report reports --rows 200 --format json";

/// How the report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// One object
    Json,
}

/// Prints the report.
///
/// # Errors
/// When nothing can be read or the knowledge files are malformed.
pub fn run(args: &ReportArgs) -> Result<Outcome> {
    let catalog = args.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
    let corpus = corpus::read_all(&args.inputs, corpus::Limits::default());
    for error in &corpus.errors {
        eprintln!("error: {error}");
    }
    if corpus.documents.is_empty() {
        return Err(Error::Input { path: args.inputs[0].clone(), problem: "no document could be read".to_owned() });
    }
    let survey = survey(&catalog, corpus.documents, Limits { rows: args.rows, names: args.names });
    print(args.format, &survey).map_err(Error::io("cannot write to", Path::new("standard output")))?;
    Ok(if corpus.errors.is_empty() { Outcome::Done } else { Outcome::Partial })
}

fn print(format: Format, survey: &Survey) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if format == Format::Json {
        return writeln!(out, "{}", serde_json::to_string_pretty(survey)?);
    }
    let lists = [
        ("Genres", genres(survey)),
        ("Entities for every 10,000 characters", rates(survey)),
        ("Entities of all documents", classes(survey)),
        ("Sentences that yielded nothing, by shape", counted(&survey.shapes)),
        ("Head nouns that end no name", counted(&survey.idle_heads)),
        ("Quoted names that are no entity", counted(&survey.unknown_quotes)),
        ("Names that look wrong", malformed(survey)),
    ];
    for (index, (title, table)) in lists.iter().enumerate() {
        let gap = if index == 0 { "" } else { "\n" };
        writeln!(out, "{gap}== {title} ==\n{table}")?;
    }
    Ok(())
}

fn genres(survey: &Survey) -> String {
    let rows = survey.genres.iter().map(|row| {
        let share = 100.0 * row.silent as f64 / row.sentences.max(1) as f64;
        let counts = [row.documents, row.characters, row.sentences, row.silent].map(|count| count.to_string());
        let rates = [format!("{share:.1} %"), format!("{:.1}", row.statements), format!("{:.1}", row.figures)];
        std::iter::once(row.genre.clone()).chain(counts).chain(rates).collect()
    });
    let head = ["Genre", "Documents", "Characters", "Sentences", "Silent", "", "Statements/10,000", "Figures/10,000"];
    table(&head.map(str::to_owned), rows, 1..8)
}

fn rates(survey: &Survey) -> String {
    let classes: BTreeSet<_> = survey.genres.iter().flat_map(|row| row.entities.keys().copied()).collect();
    let head: Vec<String> = std::iter::once("Class".to_owned()).chain(survey.genres.iter().map(|row| row.genre.clone())).collect();
    let rate = |row: &Genre, class| row.entities.get(class).map_or_else(String::new, |rate| format!("{rate:.1}"));
    let rows = classes.iter().map(|class| {
        let rates = survey.genres.iter().map(|row| rate(row, class));
        std::iter::once(class.to_string()).chain(rates).collect()
    });
    table(&head, rows, 1..head.len())
}

fn classes(survey: &Survey) -> String {
    let rows = survey.classes.iter().map(|row| {
        let share = 100.0 * row.malformed as f64 / row.entities.max(1) as f64;
        vec![row.class.to_string(), row.entities.to_string(), row.mentions.to_string(), row.malformed.to_string(), format!("{share:.2} %")]
    });
    table(&["Class", "Entities", "Mentions", "Look wrong", ""].map(str::to_owned), rows, 1..5)
}

fn counted(rows: &[Counted]) -> String {
    let rows = rows.iter().map(|row| {
        let cells = [row.documents.to_string(), row.times.to_string(), row.what.clone(), row.place.clone(), row.example.clone()];
        cells.map(|cell| cell.replace('\n', " ")).into()
    });
    table(&["Documents", "Times", "What", "Where, for one", ""].map(str::to_owned), rows, 0..2)
}

fn malformed(survey: &Survey) -> String {
    let rows = survey
        .malformed
        .iter()
        .map(|row| vec![row.entities.to_string(), row.class.to_string(), row.why.clone(), row.names.join(" \u{B7} ").replace('\n', " ")]);
    table(&["Entities", "Class", "Why", "For example"].map(str::to_owned), rows, 0..1)
}

/// A table without lines; `numbers` are aligned to the right.
fn table(head: &[String], rows: impl Iterator<Item = Vec<String>>, numbers: std::ops::Range<usize>) -> String {
    let mut table = Table::new();
    table.load_preset(NOTHING);
    table.set_header(head);
    table.add_rows(rows);
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if numbers.contains(&index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
