//! `hongtu report`: what many documents yielded and what they left unread.

#![allow(clippy::unwrap_used)]
#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

mod common;

use common::{hongtu, stderr, stdout};
use hongtu::{
    catalog::Catalog,
    corpus,
    model::{Class, Document},
    survey::{Limits, Survey, survey},
};
use std::fs;

const REPORT: &str = "云州市政府工作报告\n各位代表：\n云州市加快建设云帆湖产业园。群众的获得感不断增强。要持续纠治“四风”。\n";
const NOTICE: &str = "云州市干部任免\n任命沈怀瑾为云州市科技局局长。要持续纠治“四风”。\n";

fn documents(texts: &[(&str, &str)]) -> Vec<Document> {
    texts.iter().map(|(path, text)| corpus::document(path, text.as_bytes(), (*text).to_owned())).collect()
}

fn read(texts: &[(&str, &str)]) -> Survey {
    survey(&Catalog::built_in().unwrap(), documents(texts), Limits { rows: 10, names: 3 })
}

#[test]
fn genres_classes_and_silence_are_counted() {
    let survey = read(&[("a.txt", REPORT), ("b.txt", NOTICE)]);
    let genres: Vec<(&str, usize)> = survey.genres.iter().map(|row| (row.genre.as_str(), row.documents)).collect();
    assert_eq!(genres, [("work report", 1), ("appointments", 1), ("all", 2)]);
    let all = survey.genres.last().unwrap();
    assert_eq!(all.characters, REPORT.chars().count() + NOTICE.chars().count());
    assert!(all.silent >= 2 && all.silent < all.sentences, "{all:?}");
    assert!(survey.classes.iter().any(|row| row.class == Class::Park && row.entities == 1), "{:?}", survey.classes);
    assert!(survey.shapes.iter().any(|row| row.example == "群众的获得感不断增强。"), "{:?}", survey.shapes);
    let quote = &survey.unknown_quotes[0];
    assert_eq!((quote.what.as_str(), quote.documents, quote.place.as_str()), ("四风", 2, "a.txt:3"));
}

#[test]
fn the_order_of_the_documents_does_not_matter() {
    assert_eq!(read(&[("a.txt", REPORT), ("b.txt", NOTICE)]), read(&[("b.txt", NOTICE), ("a.txt", REPORT)]));
}

#[test]
fn the_command_prints_tables_and_json() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("a.txt"), REPORT).unwrap();
    let path = directory.path().to_str().unwrap();
    let told = hongtu(&["report", path]);
    assert_eq!(told.status.code(), Some(0), "{}", stderr(&told));
    for part in ["== Genres ==", "work report", "== Quoted names that are no entity ==", "四风", "== Names that look wrong =="] {
        assert!(stdout(&told).contains(part), "{part}\n{}", stdout(&told));
    }
    let json: serde_json::Value = serde_json::from_str(&stdout(&hongtu(&["report", path, "--format", "json"]))).unwrap();
    assert_eq!(json["genres"][0]["genre"], "work report");
    assert_eq!(hongtu(&["report", "no/such/file.txt"]).status.code(), Some(1));
}
