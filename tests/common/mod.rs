//! What tests of the command line share.

#![allow(dead_code, reason = "each test file uses some of these")]

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output},
};

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

/// All files below a directory, by their paths in it.
pub(crate) fn contents(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![directory.to_owned()];
    while let Some(inside) = open.pop() {
        for entry in fs::read_dir(inside).expect("a directory") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(directory).expect("below it").to_str().expect("Unicode").replace('\\', "/");
                files.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    files
}
