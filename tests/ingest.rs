//! What becomes a document and what is refused, with a reason.

#![allow(clippy::unwrap_used, clippy::non_ascii_literal)]

use hongtu::corpus::{self, Limits, decode, read_all};
use std::{fs, path::PathBuf};

fn corpus_of(files: &[(&str, &[u8])]) -> (tempfile::TempDir, corpus::Corpus) {
    let directory = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let read = read_all(&[directory.path().to_owned()], Limits::default());
    (directory, read)
}

fn names(corpus: &corpus::Corpus) -> Vec<&str> {
    corpus.documents.iter().map(|document| document.path.rsplit('/').next().unwrap()).collect()
}

#[test]
fn directories_are_walked_in_name_order_and_hidden_files_left_out() {
    let (_keep, read) = corpus_of(&[
        ("b.txt", "乙".as_bytes()),
        ("a/c.md", "丙".as_bytes()),
        (".x.txt", b"x"),
        ("d.csv", b"1,2"),
        ("e.TXT", "戊".as_bytes()),
    ]);
    assert_eq!(names(&read), ["c.md", "b.txt", "e.TXT"]);
    assert!(read.errors.is_empty() && read.findings.is_empty());
}

#[test]
fn one_bad_file_stops_no_other() {
    let (_keep, read) = corpus_of(&[("a.txt", b"\x00\x01\x02"), ("b.txt", "好".as_bytes()), ("c.txt", b"")]);
    assert_eq!(names(&read), ["b.txt", "c.txt"]);
    assert!(read.errors[0].to_string().contains("a.txt") && read.errors[0].to_string().contains("NUL"), "{}", read.errors[0]);
    assert_eq!(read.findings[0].1.id, "empty-file");
}

#[test]
fn the_same_bytes_are_one_document() {
    let (_keep, read) = corpus_of(&[("b.txt", "同".as_bytes()), ("a.txt", "同".as_bytes())]);
    assert_eq!(names(&read), ["a.txt"]);
    assert_eq!(read.findings.len(), 1);
    assert!(read.findings[0].0.ends_with("b.txt") && read.findings[0].1.message.contains("a.txt"));
}

#[test]
fn a_directory_without_texts_and_a_missing_file_are_errors_with_a_hint() {
    let (_keep, read) = corpus_of(&[("a.csv", b"1,2")]);
    assert!(read.errors[0].to_string().contains("txt"), "{}", read.errors[0]);
    let read = read_all(&[PathBuf::from("no/such/file.txt")], Limits::default());
    assert!(read.errors[0].to_string().contains("no/such/file.txt"));
}

#[test]
fn too_large_a_file_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("a.txt"), "很长").unwrap();
    let read = read_all(&[directory.path().to_owned()], Limits { file_bytes: 3, ..Limits::default() });
    assert!(read.errors[0].to_string().contains("limit"), "{}", read.errors[0]);
}

#[test]
fn chinese_encodings_are_read_without_loss() {
    let text = "云州市人民政府关于印发实施方案的通知，各县区政府：\r\n为推进改革，制定本方案。";
    let (gbk, _, _) = encoding_rs::GB18030.encode(text);
    assert_eq!(decode::decode(&gbk).unwrap(), text);
    let short = "市发展改革委主任";
    assert_eq!(decode::decode(&encoding_rs::GBK.encode(short).0).unwrap(), short);
    let rare = "㵘山镇与𠀀村";
    assert_eq!(decode::decode(&encoding_rs::GB18030.encode(rare).0).unwrap(), rare);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(decode::decode(&utf16).unwrap(), text);
    let utf16: Vec<u8> = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    assert_eq!(decode::decode(&utf16).unwrap(), text);
    assert_eq!(decode::decode(format!("\u{FEFF}{text}").as_bytes()).unwrap(), text);
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let broken = [&"云州市人民政府关于印发方案的通知".as_bytes()[..20], &[0xE4], "改革开放".as_bytes()].concat();
    for (bytes, word) in [(&b"caf\xE9 du soir, tr\xE8s bien"[..], "iconv"), (&broken, "byte 18")] {
        let problem = decode::decode(bytes).unwrap_err();
        assert!(problem.contains(word), "{problem}");
    }
}
