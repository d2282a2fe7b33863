//! Structure of whole texts: `tests/cases/segment/*.md` hold prose, a text and the structure that is read from it.
//!
//! `UPDATE=1 cargo test --test segment` rewrites the expectations.

#![allow(clippy::unwrap_used, clippy::non_ascii_literal)]

use hongtu::{catalog::Catalog, corpus, extract::segment};
use std::{fs, path::Path};

/// Reads the fenced text of every case and compares its structure with the fenced block that follows.
fn check(path: &Path) {
    let case = fs::read_to_string(path).unwrap();
    let mut parts: Vec<String> = case.split("```").map(str::to_owned).collect();
    let catalog = Catalog::built_in().unwrap();
    for index in (3..parts.len()).step_by(4) {
        let text = parts[index - 2].strip_prefix("text\n").expect("the first fenced block of a pair is its text").to_owned();
        let document = corpus::document("case.txt", text.clone().as_bytes(), text);
        let found = format!("structure\n{}", segment::dump::dump(&segment::segment(&catalog, &document), &document.text));
        if std::env::var_os("UPDATE").is_none() {
            assert_eq!(parts[index], found, "{}", path.display());
        }
        parts[index] = found;
    }
    let written = parts.join("```");
    if written != case {
        fs::write(path, written).unwrap();
    }
}

#[test]
fn cases() {
    let mut paths: Vec<_> = fs::read_dir("tests/cases/segment").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        check(&path);
    }
}

#[test]
fn every_span_lies_in_the_text_and_in_order() {
    let catalog = Catalog::built_in().unwrap();
    for text in [
        "",
        "\n",
        "\u{FEFF}",
        "一是",
        "一是。",
        "（（（（",
        "》“”》“",
        "一、二、三、",
        "第",
        "第一",
        "：\r：\r\n：",
        "1.1.1.1.1 a",
        "𠀀。𠀀\u{3000}",
    ] {
        let document = corpus::document("t", text.as_bytes(), text.to_owned());
        let structure = segment::segment(&catalog, &document);
        let _ = segment::dump::dump(&structure, text);
        assert!(structure.sentences.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{text}");
    }
}

#[test]
fn an_endless_sentence_is_cut_behind_marks_and_told() {
    let catalog = Catalog::built_in().unwrap();
    let clause = "云州市将建设青湖科学城，";
    for text in [clause.repeat(20_000), "湖".repeat(50_000)] {
        let document = corpus::document("t", text.as_bytes(), text.clone());
        let structure = segment::segment(&catalog, &document);
        let sentences: Vec<&str> = structure.sentences.iter().map(|sentence| sentence.span.of(&text)).collect();
        assert_eq!(sentences.concat(), text, "nothing is lost");
        assert!(sentences.iter().all(|sentence| sentence.len() <= 12_003), "none is endless");
        let whole = sentences.iter().filter(|sentence| sentence.ends_with(clause)).count();
        assert_eq!(whole, if text.starts_with(clause) { sentences.len() } else { 0 }, "no clause is cut");
        let told: Vec<&str> = structure.findings.iter().map(|finding| finding.id).collect();
        assert_eq!(told, ["endless-sentence"]);
    }
    let long = format!("{}。", clause.repeat(100));
    let document = corpus::document("t", long.as_bytes(), long.clone());
    let structure = segment::segment(&catalog, &document);
    assert_eq!((structure.sentences.len(), structure.findings.len()), (1, 0));
}

#[test]
fn ten_thousand_points_and_one_long_line_take_linear_time() {
    let catalog = Catalog::built_in().unwrap();
    let points: String = (0..10_000).map(|n| format!("{}. 建设第{n}座桥（责任单位：市交通局）。\n", n % 900 + 1)).collect();
    let line = "“一是推进（（改革；二是".repeat(60_000);
    for text in [points, line] {
        let document = corpus::document("t", text.as_bytes(), text.clone());
        let start = std::time::Instant::now();
        segment::segment(&catalog, &document);
        assert!(start.elapsed().as_secs() < 10, "{} bytes took {:?}", text.len(), start.elapsed());
    }
}
