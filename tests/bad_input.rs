//! Bad input: a clear message, the other files read, nothing lost, never a panic.

#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

mod common;
mod office;

use common::{contents, hongtu, stderr};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

/// A directory with one good document.
struct Bench {
    dir: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        fs::write(dir.path().join("good.txt"), "云州市政府工作报告\n\n云州市将建设青湖科学城。\n").expect("writable");
        Self { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn add(&self, name: &str, content: &[u8]) -> PathBuf {
        fs::write(self.path(name), content).expect("writable");
        self.path(name)
    }

    /// Builds the good document and `others`.
    fn build(&self, others: &[&Path]) -> Output {
        let (good, out) = (self.path("good.txt"), self.path("out"));
        let paths = std::iter::once(good.as_path()).chain(others.iter().copied()).map(|path| path.to_str().expect("UTF-8"));
        let args: Vec<&str> = ["build", "--out", out.to_str().expect("UTF-8")].into_iter().chain(paths).collect();
        hongtu(&args)
    }

    fn documents(&self) -> usize {
        let json = fs::read(self.path("out/graph.json")).expect("the graph was written");
        let graph: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        graph["documents"].as_array().expect("a list").len()
    }
}

fn assert_no_panic(output: &Output) {
    assert!(!stderr(output).contains("panicked"), "{}", stderr(output));
}

#[test]
fn a_bad_file_is_named_and_does_not_stop_the_others() {
    let bench = Bench::new();
    let binary: Vec<u8> = (0..4096_u32).map(|n| (n * 7 % 251) as u8).collect();
    for (name, content) in [("missing.txt", None), ("binary.txt", Some(binary.as_slice()))] {
        let path = content.map_or_else(|| bench.path(name), |content| bench.add(name, content));
        let output = bench.build(&[&path]);
        assert_eq!(output.status.code(), Some(3), "{name}: {}", stderr(&output));
        assert!(stderr(&output).contains(name), "{}", stderr(&output));
        assert_no_panic(&output);
        assert_eq!(bench.documents(), 1, "{name}");
    }
}

#[test]
fn nothing_to_read_is_an_error_and_leaves_the_output_alone() {
    let bench = Bench::new();
    assert_eq!(bench.build(&[]).status.code(), Some(0));
    let before = fs::read(bench.path("out/graph.json")).expect("written");
    fs::create_dir(bench.path("empty")).expect("writable");
    for path in [bench.path("missing.txt"), bench.path("empty")] {
        let out = bench.path("out");
        let output = hongtu(&["build", path.to_str().expect("UTF-8"), "--out", out.to_str().expect("UTF-8")]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(stderr(&output).contains(path.to_str().expect("UTF-8")), "{}", stderr(&output));
    }
    assert_eq!(fs::read(bench.path("out/graph.json")).expect("still there"), before);
}

#[test]
fn odd_but_readable_files_are_documents() {
    let bench = Bench::new();
    let long = "云州市将建设青湖科学城，".repeat(40_000);
    let marks = "“《（”》）、，；：——……".repeat(2_000);
    let paths = [
        bench.add("empty.txt", b""),
        bench.add("blank.txt", b"\n \t\n\n"),
        bench.add("long.txt", long.as_bytes()),
        bench.add("marks.txt", marks.as_bytes()),
        bench.add("astral.txt", "𠮷𠀀🏗市：建设“𠮷𠀀”园区，\u{200b}\u{feff}\u{202e}。\r\n\r一是𠮷。\u{0}".replace('\u{0}', "").as_bytes()),
        bench.add(
            "odd.txt",
            "\u{feff}云\u{301}州\u{200d}市\u{2028}建设\u{fffd}“\u{e000}青湖\u{fe0f}”\u{2029}科学城\u{85}。\u{10ffff}〇○\u{fffe}\n"
                .as_bytes(),
        ),
        bench.add("latin.txt", b"Plain English. No Chinese at all; 30.4% \\ \"quoted\" [x] {y} <z> & more.\n"),
    ];
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let output = bench.build(&paths);
    assert_no_panic(&output);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", stderr(&output));
    assert!(bench.documents() >= 5);
}

/// A file that the system does not let anybody read from its beginning.
#[cfg(target_os = "linux")]
#[test]
fn an_unreadable_file_is_named_and_does_not_stop_the_others() {
    let bench = Bench::new();
    let path = bench.path("unreadable.txt");
    std::os::unix::fs::symlink("/proc/self/mem", &path).expect("writable");
    let output = bench.build(&[&path]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("unreadable.txt"), "{}", stderr(&output));
    assert_no_panic(&output);
    assert_eq!(bench.documents(), 1);
}

/// A limit on the size of files stands in for a disk without room: writing fails in the midst of a file.
#[cfg(unix)]
#[test]
fn a_full_disk_keeps_the_last_good_output() {
    let bench = Bench::new();
    assert_eq!(bench.build(&[]).status.code(), Some(0));
    let before = contents(&bench.path("out"));
    let many: String = (0..400).map(|number| format!("云州市将建设青湖{number}号产业园。\n")).collect();
    let many = bench.add("many.txt", many.as_bytes());
    let command = "trap '' XFSZ; ulimit -f 64; exec \"$@\"";
    let output = std::process::Command::new("sh")
        .args(["-c", command, "sh", env!("CARGO_BIN_EXE_hongtu"), "build", "--out"])
        .args([&bench.path("out"), &many])
        .output()
        .expect("there is a shell");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("cannot write"), "{}", stderr(&output));
    assert_no_panic(&output);
    assert!(contents(&bench.path("out")) == before, "the last good output is still there, and nothing else");
}

#[test]
fn a_closed_or_full_standard_output_is_an_error() {
    let bench = Bench::new();
    assert_eq!(bench.build(&[]).status.code(), Some(0));
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_hongtu"))
        .args(["export", bench.path("out").to_str().expect("UTF-8"), "--format", "json"])
        .stdout(full)
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_no_panic(&output);
}

#[test]
fn one_line_of_millions_of_characters_is_a_document() {
    let bench = Bench::new();
    let mut line = String::new();
    while line.len() < 3_000_000 {
        line.push_str("云州市将建设青湖科学城，实施“百企上云”行动，支持临川县与安源县协作；");
    }
    let output = bench.build(&[&bench.add("line.txt", line.as_bytes())]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_no_panic(&output);
    assert_eq!(bench.documents(), 2);
}

#[test]
fn an_unwritable_output_directory_is_an_error_before_any_work() {
    let bench = Bench::new();
    bench.add("out", b"a file");
    let output = bench.build(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).starts_with("error: cannot"), "{}", stderr(&output));
    assert_eq!(fs::read(bench.path("out")).expect("still there"), b"a file");
}

#[test]
fn a_directory_in_the_place_of_a_file_keeps_all_others_as_they_were() {
    let bench = Bench::new();
    assert_eq!(bench.build(&[]).status.code(), Some(0));
    let before = fs::read(bench.path("out/graph.json")).expect("written");
    fs::remove_file(bench.path("out/report.md")).expect("written");
    fs::create_dir(bench.path("out/report.md")).expect("writable");
    let second = bench.add("second.txt", "临川市将发展低空经济。\n".as_bytes());
    let output = bench.build(&[&second]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("report.md"), "{}", stderr(&output));
    assert_eq!(fs::read(bench.path("out/graph.json")).expect("still there"), before);
    let left_behind = fs::read_dir(bench.path("out")).expect("there").filter(|entry| {
        let name = entry.as_ref().expect("readable").file_name();
        name.to_string_lossy().starts_with(".hongtu")
    });
    assert_eq!(left_behind.count(), 0);
}

#[test]
fn a_graph_that_is_none_says_why() {
    let bench = Bench::new();
    let entity = r#"{"id":"e","class":"Place","name":"NAME","aliases":[],"mentions":[]}"#;
    let whole =
        |entities: &str, relations: &str| format!(r#"{{"documents":[],"entities":[{entities}],"relations":[{relations}],"targets":[]}}"#);
    let relation = r#"{"subject":"e","predicate":"serves","object":"x","status":"done","document":"d","start":0,"end":1,"line":1,"rule":"r","confidence":1}"#;
    for (content, problem) in [
        (String::new(), "EOF"),
        ("{\"documents\": [".to_owned(), "line 1 column 15"),
        ("[]".to_owned(), "line 1"),
        (whole(&entity.replace("NAME", "\\ud800"), ""), "surrogate"),
        (whole(&entity.replace("Place", "Plaza"), ""), "unknown variant `Plaza`"),
        (whole(&format!("{entity},{entity}"), ""), "two entities have the id `e`"),
        (whole(entity, relation), "no entity has the id `x`"),
        (whole(entity, &relation.replace("\"start\":0", "\"start\":-1")), "-1"),
    ] {
        let path = bench.add("graph.json", content.as_bytes());
        let output = hongtu(&["export", path.to_str().expect("UTF-8"), "--format", "dot"]);
        assert_eq!(output.status.code(), Some(1), "{content}");
        assert!(stderr(&output).contains("graph.json") && stderr(&output).contains(problem), "{}", stderr(&output));
        assert_no_panic(&output);
    }
    let path = bench.add("graph.json", b"{\"documents\": \"\xff\"}");
    let output = hongtu(&["export", path.to_str().expect("UTF-8"), "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
}

/// A file of one gigabyte that takes no room on the disk.
#[test]
fn a_huge_file_is_told_by_its_limit() {
    let bench = Bench::new();
    let path = bench.path("huge.txt");
    fs::File::create(&path).expect("writable").set_len((1 << 30) + 1).expect("files may have holes");
    let output = bench.build(&[&path]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    for part in ["huge.txt", "more than the limit of 268435456", "--max-file"] {
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
    }
    let (path, out) = (path.to_str().expect("UTF-8"), bench.path("out"));
    let output = hongtu(&["build", path, "--max-file", "9G", "--out", out.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("more than the limit of 1073741824"), "spans hold 32 bits: {}", stderr(&output));
    assert_eq!(bench.documents(), 1);
}

#[test]
fn files_made_to_hurt_are_told_and_stop_no_other() {
    let bench = Bench::new();
    let around = |inside: &str| format!("<w:document xmlns:w=\"w\"><w:body>{inside}</w:body></w:document>");
    let words = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    let relations =
        |target: &str| format!("<Relationships><Relationship Id=\"r\" Type=\"officeDocument\" Target=\"{target}\"/></Relationships>");
    let styles = "<w:styles><w:style w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style><w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>";
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"a\"/></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
    let cyclic = around(
        &words("云州市将建设白石科学城。")
            .replace("<w:p>", "<w:p><w:pPr><w:pStyle w:val=\"a\"/><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>"),
    );
    let bomb = around(&words(&"甲".repeat(2_000_000)));
    let deep = around(&("<w:tbl><w:tr><w:tc>".repeat(50_000) + &words("云州市将建设东港科学城。")));
    let laughs: String = (1..20).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE d [<!ENTITY l0 \"哈哈\">{laughs}]>{}", around(&words("云州市将建设南山科学城。&l19;")));
    let page = format!("<html><body>{}<p>云州市将建设北岭科学城，发展量子信息产业。</p>", "<div><table><tr><td><b>".repeat(50_000));
    let document = |name: &str, xml: &str| {
        let parts = [("word/document.xml", xml), ("word/styles.xml", styles), ("word/numbering.xml", numbering)];
        bench.add(name, &office::archive(&parts))
    };
    let paths = [
        bench.add(
            "cyclic.docx",
            &office::archive(&[
                ("_rels/.rels", &relations("_rels/.rels")),
                ("word/_rels/document.xml.rels", &relations("document.xml")),
                ("word/document.xml", &cyclic),
                ("word/styles.xml", styles),
                ("word/numbering.xml", numbering),
            ]),
        ),
        document("deep.docx", &deep),
        document("laughs.docx", &laughs),
        bench.add("deep.html", page.as_bytes()),
        document("bomb.docx", &bomb),
        bench.add("scan.pdf", &office::pdf_of(&["q 500 0 0 700 0 0 cm /Im1 Do Q BI /W 1 ID x EI".to_owned()])),
        bench.add("locked.pdf", &office::locked_pdf(&["BT ET".to_owned()])),
    ];
    let (good, out) = (bench.path("good.txt"), bench.path("out"));
    let paths = std::iter::once(&good).chain(&paths).map(|path| path.to_str().expect("UTF-8"));
    let args = ["build", "--max-unpacked", "4M", "--out", out.to_str().expect("UTF-8")];
    let args: Vec<&str> = args.into_iter().chain(paths).collect();
    let output = hongtu(&args);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert_no_panic(&output);
    let told = stderr(&output);
    assert!(told.contains("bomb.docx: unpacks to more than the limit of 4194304 bytes; --max-unpacked raises it"), "{told}");
    assert!(told.contains("locked.pdf: is protected by a password"), "{told}");
    assert_eq!(told.lines().count(), 2, "{told}");
    assert_eq!(bench.documents(), 6);
    let graph = fs::read_to_string(bench.path("out/graph.json")).expect("written");
    for park in ["青湖科学城", "白石科学城", "东港科学城", "南山科学城", "北岭科学城"] {
        assert!(graph.contains(park), "{park}");
    }
    assert!(fs::read_to_string(bench.path("out/report.md")).expect("written").contains("no text layer: its pages are pictures"));
}

/// Somebody writes to a file all the time: it is told, or what was read is what it held at one moment.
#[cfg(unix)]
#[test]
fn a_file_that_changes_while_it_is_read_is_told_or_read_whole() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let bench = Bench::new();
    let line = "云州市将建设白石科学城。\n";
    let path = bench.add("busy.txt", line.repeat(1_000).as_bytes());
    let done = AtomicBool::new(false);
    let output = std::thread::scope(|scope| {
        scope.spawn(|| {
            use std::io::Write;
            let mut file = fs::OpenOptions::new().append(true).open(&path).expect("writable");
            while !done.load(Ordering::Relaxed) {
                file.write_all(line.as_bytes()).expect("writable");
                if file.metadata().expect("there").len() > 100_000 {
                    file.set_len(0).expect("writable");
                }
            }
        });
        let output = bench.build(&[&path]);
        done.store(true, Ordering::Relaxed);
        output
    });
    assert_no_panic(&output);
    assert!(output.status.code() == Some(3) || bench.documents() == 2, "{}", stderr(&output));
    assert!(output.status.code() == Some(0) || stderr(&output).contains("busy.txt: changed while it was read"), "{}", stderr(&output));
}
