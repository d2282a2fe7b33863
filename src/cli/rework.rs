//! What the commands share that make an output directory from what others keep, without reading documents.

use super::{Outcome, build::in_threads, summary::Summary};
use crate::{build::Built, catalog::Catalog, decision::Source, error::Result, interrupt};
use clap::Args;
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

#[derive(Args, Debug)]
pub(super) struct Rework {
    /// Directory for the results
    #[arg(long, short, default_value = "output", value_name = "DIR")]
    out: PathBuf,
    /// File of decisions; where not given, those that the directories keep, which must be the same
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Directory with further or changed knowledge files, as the builds had them
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
    /// Threads; as many as the machine has, where not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

impl Rework {
    /// Does `work`, which writes the output directory, and tells what came of it.
    pub(super) fn run(&self, work: impl FnOnce(&Catalog, &Path, Option<Source>) -> Result<Built> + Send) -> Result<Outcome> {
        let start = Instant::now();
        interrupt::listen()?;
        let catalog = self.catalog.as_deref().map_or_else(Catalog::built_in, Catalog::extended)?;
        let decisions = self.decisions.as_deref().map(|path| Source::find(Some(path))).transpose()?.flatten();
        let built = in_threads(self.threads, || work(&catalog, &self.out, decisions))??;
        Summary { catalog: &catalog, built: &built, out: &self.out, time: start.elapsed() }.print()?;
        Ok(Outcome::Done)
    }
}
