//! `hongtu check`: whether the knowledge files agree and the rules do what their examples say.

use super::Outcome;
use crate::{
    catalog::{
        check::{Report, check},
        source::Sources,
    },
    error::{Error, Result},
};
use clap::Args;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Checks all knowledge files against each other and runs the examples of every rule
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct CheckArgs {
    /// Directory with further or changed knowledge files (data/lexicon, data/rules, ontology)
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

const EXAMPLES: &str = "Each defect is told as FILE:LINE: what is wrong, files named as in the catalog; exit code 1 where there is one.

Examples:
  hongtu check
  hongtu check --catalog my-knowledge";

/// Prints every defect, or one line that says what was checked.
///
/// # Errors
/// When a knowledge file cannot be read.
pub fn run(args: &CheckArgs) -> Result<Outcome> {
    let mut sources = Sources::built_in();
    if let Some(directory) = &args.catalog {
        sources.extend(directory)?;
    }
    let report = check(&sources)?;
    print(&report).map_err(Error::io("cannot write to", Path::new("standard output")))?;
    Ok(if report.defects.is_empty() { Outcome::Done } else { Outcome::Below })
}

fn print(report: &Report) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for defect in &report.defects {
        writeln!(out, "{defect}")?;
    }
    let Report { rules, texts, rows, terms, questions, shapes, inferences, .. } = report;
    match report.defects.len() {
        0 => writeln!(
            out,
            "{rules} rules with {texts} texts, {rows} words, {terms} terms, {shapes} shapes, {inferences} inference rules and {questions} questions agree"
        ),
        defects if *texts == 0 => writeln!(out, "{defects} defect(s); the examples of the rules are run once the files can be loaded"),
        defects => writeln!(out, "{defects} defect(s)"),
    }
}
