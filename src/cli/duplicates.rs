//! `hongtu duplicates`: what people may want to decide about identity.

use super::Outcome;
use crate::{
    catalog::Catalog,
    error::{Error, Result},
    identity::{
        duplicate::{Candidate, Doubt, candidates},
        pairs::{Measure, Pairs},
    },
    write::json,
};
use clap::{Args, ValueEnum};
use std::{
    fmt::Write as _,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Lists likely duplicates and likely wrong merges, with reasons
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct DuplicatesArgs {
    /// The directory that `hongtu build` wrote
    #[arg(default_value = "output", value_name = "DIR")]
    data: PathBuf,
    /// How many are told; 0 tells all
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    /// For people or for programs
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Instead, measure identity on the pairs.tsv and contexts.tsv of a directory, as tests/identity of the sources has them
    #[arg(long, value_name = "DIR")]
    pairs: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A block for each, with the command that decides it
    #[default]
    Text,
    /// A list of records
    Json,
}

const EXAMPLES: &str = "Those with most mentions come first. `hongtu decide` puts down what you decide.

Examples:
  hongtu duplicates output --limit 20
  hongtu duplicates --format json --limit 0";

/// Prints the list.
///
/// # Errors
/// When the graph cannot be read.
pub fn run(args: &DuplicatesArgs) -> Result<Outcome> {
    if let Some(directory) = &args.pairs {
        return print(&measured(&Pairs::read(directory)?.measure(&Catalog::built_in()?)));
    }
    let path = if args.data.is_dir() { args.data.join("graph.json") } else { args.data.clone() };
    let graph = json::read(&path)?;
    let all = candidates(&graph);
    let shown = &all[..if args.limit == 0 { all.len() } else { args.limit.min(all.len()) }];
    let text = match args.format {
        Format::Json => serde_json::to_string_pretty(shown).expect("all keys are strings") + "\n",
        Format::Text => text(shown, all.len()),
    };
    print(&text)
}

fn print(text: &str) -> Result<Outcome> {
    io::stdout().lock().write_all(text.as_bytes()).map_err(Error::io("cannot write to", Path::new("standard output")))?;
    Ok(Outcome::Done)
}

fn measured(measure: &Measure) -> String {
    let Measure { joined, wrongly_joined, wrongly_apart, apart, wrong } = measure;
    let mut text = String::new();
    for (line, what) in wrong {
        _ = writeln!(text, "{line}: {what}");
    }
    _ = writeln!(
        text,
        "{} pairs: F1 {:.3}; {joined} joined, {apart} apart, {wrongly_joined} wrongly joined, {wrongly_apart} wrongly apart",
        joined + wrongly_joined + wrongly_apart + apart,
        measure.f1()
    );
    text
}

fn text(shown: &[Candidate], all: usize) -> String {
    let mut text = String::new();
    for Candidate { doubt, class, entities, names, reason, mentions } in shown {
        _ = match doubt {
            Doubt::Duplicate => writeln!(
                text,
                "{class} {} = {}? {reason} ({mentions} mentions)\n  hongtu decide same {}",
                names[0],
                names[1],
                entities.join(" ")
            ),
            Doubt::Merged => writeln!(
                text,
                "{class} {}: several? {reason} ({mentions} mentions)\n  hongtu decide different {} --in DOCUMENT",
                names[0], entities[0]
            ),
        };
    }
    _ = writeln!(text, "{} of {all} told", shown.len());
    text
}
