//! `hongtu decide`: one more decision in a file of decisions.

use super::Outcome;
use crate::{
    decision::{self, DEFAULT_FILE, Source, Verdict},
    error::Result,
    write::atomic,
};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Adds a decision about things and statements to a file that builds read
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct DecideArgs {
    #[command(subcommand)]
    verdict: Kind,
    /// The file
    #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE, global = true)]
    decisions: PathBuf,
    /// Why, for those who read the file
    #[arg(long, value_name = "TEXT", global = true)]
    why: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// These are one thing, which goes by the first of them
    Same {
        /// Ids as in graph.json, or keys as `hongtu explain --stage entities` shows them
        #[arg(required = true, num_args = 2..)]
        things: Vec<String>,
    },
    /// These are different things; with --in, what a document takes for the thing is another one
    Different {
        /// Ids or keys
        #[arg(required = true)]
        things: Vec<String>,
        /// Ids of the documents in which it is another thing
        #[arg(long = "in", value_name = "DOCUMENT")]
        documents: Vec<String>,
    },
    /// The thing is called so
    Rename {
        /// Id or key
        thing: String,
        /// Its name
        name: String,
    },
    /// The thing is called so as well
    Alias {
        /// Id or key
        thing: String,
        /// The further name
        name: String,
    },
    /// The statement is not to be made
    RejectStatement {
        /// The end of its IRI in graph.trig, as in statement-d0123456789ab-0123456789ab
        statement: String,
    },
    /// These characters do not name what they are taken for
    RejectMention {
        /// DOCUMENT:START-END, as in graph.json
        place: decision::Place,
    },
}

const EXAMPLES: &str = "`hongtu build` reads decisions.toml of the current directory, or the file that --decisions names. Decisions are carried out whenever a graph is made, so they
survive rebuilds, updates and merges; report.md tells what each did, and which are unused or contradict each other. The rest of the file stays as it is.

Examples:
  hongtu decide same department-yun-zhou-shi-ke-ji-ju-1a2b3c4d department-yun-zhou-ke-ji-ju-5e6f7a8b --why 'one bureau'
  hongtu decide different official-li-ming-1a2b3c4d --in d0123456789ab
  hongtu decide reject-mention d0123456789ab:120-124";

/// Adds the decision.
///
/// # Errors
/// When the file is malformed, has the decision already, or cannot be written.
pub fn run(args: DecideArgs) -> Result<Outcome> {
    let path = args.decisions.as_path();
    let source = if path.exists() { Source::find(Some(path))? } else { None };
    let source = source.unwrap_or_else(|| Source { path: path.display().to_string(), text: String::new() });
    let verdict = match args.verdict {
        Kind::Same { things } => Verdict::Same(things),
        Kind::Different { things, documents } if documents.is_empty() => Verdict::Different(things),
        Kind::Different { mut things, documents } => match (things.pop(), things.is_empty()) {
            (Some(thing), true) => Verdict::Apart(thing, documents),
            _ => return Err(crate::error::Error::Query("--in goes with one thing".to_owned())),
        },
        Kind::Rename { thing, name } => Verdict::Rename(thing, name),
        Kind::Alias { thing, name } => Verdict::Alias(thing, name),
        Kind::RejectStatement { statement } => Verdict::RejectStatement(statement),
        Kind::RejectMention { place } => Verdict::RejectMention(place),
    };
    let text = decision::append(&source, &verdict, args.why.as_deref())?;
    atomic::write(Path::new(&source.path), text.as_bytes())?;
    eprintln!("{}: {verdict}", source.path);
    Ok(Outcome::Done)
}
