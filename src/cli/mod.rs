//! The command line: one file a command, each of which only calls the library.

pub mod build;
pub mod check;
pub mod decide;
pub mod duplicates;
pub mod explain;
pub mod export;
pub mod infer;
pub mod merge;
pub mod ontology;
pub mod push;
pub mod query;
pub mod remove;
pub mod report;
mod rework;
pub mod rules;
pub mod score;
pub mod serve;
mod summary;
pub mod train;
pub mod validate;
pub mod verify;
pub mod why;
pub mod word_classes;

use crate::{error::Error, interrupt};
use clap::{Parser, Subcommand};
use std::{io, process::ExitCode};

/// Reads Chinese government documents into a knowledge graph in which every statement points at the characters that say it.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 110, after_help = CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const CODES: &str = "Exit codes: 0 all is well; 1 an error, or figures below their floor; 2 wrong usage; 3 done, but some files could not be read;\n130 stopped by a signal, with the last good output in its place.";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::BuildArgs),
    Remove(remove::RemoveArgs),
    Merge(merge::MergeArgs),
    Duplicates(duplicates::DuplicatesArgs),
    Decide(decide::DecideArgs),
    Query(query::QueryArgs),
    Explain(explain::ExplainArgs),
    Why(why::WhyArgs),
    WhyNot(why::WhyNotArgs),
    Rules(rules::RulesArgs),
    Validate(validate::ValidateArgs),
    Infer(infer::InferArgs),
    Ontology(ontology::OntologyArgs),
    Report(report::ReportArgs),
    Check(check::CheckArgs),
    Export(export::ExportArgs),
    Verify(verify::VerifyArgs),
    Push(push::PushArgs),
    Serve(serve::ServeArgs),
    Score(score::ScoreArgs),
    Train(train::TrainArgs),
    WordClasses(word_classes::WordClassesArgs),
}

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done.
    Done,
    /// Some files could not be read; the others were.
    Partial,
    /// A check that the user asked for does not hold.
    Below,
}

/// Runs the command that `cli` names and reports an error on standard error.
pub fn run(cli: Cli) -> ExitCode {
    let outcome = match cli.command {
        Command::Build(args) => build::run(args),
        Command::Remove(args) => remove::run(&args),
        Command::Merge(args) => merge::run(&args),
        Command::Duplicates(args) => duplicates::run(&args),
        Command::Decide(args) => decide::run(args),
        Command::Query(args) => query::run(args),
        Command::Explain(args) => explain::run(&args),
        Command::Why(args) => why::run(&args),
        Command::WhyNot(args) => why::run_not(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Infer(args) => infer::run(&args),
        Command::Ontology(args) => ontology::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Export(args) => export::run(args),
        Command::Verify(args) => verify::run(&args),
        Command::Push(args) => push::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Score(args) => score::run(args),
        Command::Train(args) => train::run(&args),
        Command::WordClasses(args) => word_classes::run(&args),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Below) => ExitCode::FAILURE,
        Ok(Outcome::Partial) => ExitCode::from(3),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            if matches!(error, Error::Interrupted) { ExitCode::from(interrupt::EXIT_CODE) } else { ExitCode::FAILURE }
        }
    }
}

/// Whether the reader of standard output went away, as `head` does.
fn is_closed_pipe(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}
