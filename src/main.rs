//! The command line.

use clap::Parser;
use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A build makes and drops small strings all the time: the system's allocator would take a fifth of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    hongtu::cli::run(hongtu::cli::Cli::parse())
}
