//! The status of clauses: each case of `tests/cases/status` is a text whose clauses are marked `[clause|status]`.
#![allow(clippy::non_ascii_literal, reason = "tests speak the language of the documents")]

use hongtu::{
    catalog::Catalog,
    corpus,
    extract::{segment, status::StatusReader},
    span::Span,
};
use std::{fs, path::Path};

/// A text without its marks, and the marked clauses with what is expected of them.
fn unmark(marked: &str) -> (String, Vec<(Span, String)>) {
    let (mut text, mut clauses) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        let (inner, tail) = after.split_once(']').expect("a mark closes");
        let (clause, status) = inner.split_once('|').expect("a mark has a status");
        text.push_str(before);
        clauses.push((Span::new(text.len(), text.len() + clause.len()), status.to_owned()));
        text.push_str(clause);
        rest = tail;
    }
    text.push_str(rest);
    (text, clauses)
}

/// The fenced texts of a case file.
fn texts(file: &str) -> Vec<String> {
    file.split("```text\n").skip(1).map(|part| part.split("```").next().unwrap_or("").to_owned()).collect()
}

fn case_files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a case is text"))).collect()
}

#[test]
fn clauses_have_the_status_that_the_cases_say() {
    let catalog = Catalog::built_in().expect("built-in knowledge");
    for (path, file) in case_files("status") {
        for marked in texts(&file) {
            let (text, clauses) = unmark(&marked);
            let document = corpus::document("case.txt", text.as_bytes(), text.clone());
            let structure = segment::segment(&catalog, &document);
            let reader = StatusReader::new(&catalog, &document, &structure);
            for (clause, expected) in clauses {
                let sentence = structure.sentences.iter().position(|sentence| sentence.span.contains(clause)).expect("a sentence");
                let got = reader.status(sentence, clause).to_string();
                assert_eq!(got, expected, "{path}: `{}` in\n{text}", clause.of(&text));
            }
        }
    }
}
