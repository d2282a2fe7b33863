//! The command line.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    hongtu::cli::run(hongtu::cli::Cli::parse())
}
