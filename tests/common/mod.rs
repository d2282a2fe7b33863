//! What tests of the command line share.

#![allow(dead_code, reason = "each test file uses some of these")]

use std::process::{Command, Output};

/// Runs the program in the project's directory.
pub(crate) fn hongtu(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hongtu")).args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("the program starts")
}

/// What it wrote to standard output.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

/// What it wrote to standard error.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("output is UTF-8")
}
