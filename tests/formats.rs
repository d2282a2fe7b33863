//! One content in every format gives one graph, each statement with its place in the file.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests speak of Chinese texts and stop at the first surprise")]

mod common;
mod office;

use common::{hongtu, stderr, stdout};
use office::Block;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
};

const TITLE: &str = "云州市人民政府关于印发港航强市实施方案的通知";

const CONTENT: &[Block] = &[
    Block::Paragraph(TITLE),
    Block::Paragraph("云政发〔2031〕7号"),
    Block::Paragraph("各县区人民政府，市政府各部门："),
    Block::Paragraph("为加快港航强市建设，制定本方案。到2035年，全市海洋经济总量突破3000亿元，云州市实施“千企联港”行动。"),
    Block::Paragraph("一、重点任务"),
    Block::Table(&[
        &["序号", "任务", "牵头单位", "责任单位", "完成时限"],
        &["1", "建设云帆湖码头", "市交通运输局", "市财政局、市水利局", "2033年底"],
        &["2", "实施“百船出海”行动", "市商务局", "市科技局、市税务局", "2032年"],
    ]),
    Block::Paragraph("二、主要指标"),
    Block::Table(&[
        &["指标", "单位", "2030年", "2035年", "属性"],
        &["地区生产总值", "亿元", "3200", "5000", "预期性"],
        &["常住人口城镇化率", "%", "68.5", "≥75", "预期性"],
    ]),
    Block::Paragraph("本方案自2031年5月1日起施行。"),
    Block::Paragraph("云州市人民政府"),
    Block::Paragraph("2031年3月5日"),
];

/// The lines that every reader makes of the content.
const LINES: &[&str] = &[
    TITLE,
    "云政发〔2031〕7号",
    "各县区人民政府，市政府各部门：",
    "为加快港航强市建设，制定本方案。到2035年，全市海洋经济总量突破3000亿元，云州市实施“千企联港”行动。",
    "一、重点任务",
    "1. 建设云帆湖码头。牵头单位：市交通运输局；责任单位：市财政局、市水利局；完成时限：2033年底。",
    "2. 实施“百船出海”行动。牵头单位：市商务局；责任单位：市科技局、市税务局；完成时限：2032年。",
    "二、主要指标",
    "地区生产总值。单位：亿元；2030年：3200；2035年：5000；属性：预期性。",
    "常住人口城镇化率。单位：%；2030年：68.5；2035年：≥75；属性：预期性。",
    "本方案自2031年5月1日起施行。",
    "云州市人民政府",
    "2031年3月5日",
];

/// The content as a file of each format.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let text = LINES.join("\n") + "\n";
    let record = serde_json::json!({ "text": text, "title": TITLE, "source": "云州日报", "url": "https://example.org/7.html" });
    let body: Vec<Block> = CONTENT
        .iter()
        .skip(1)
        .map(|block| match block {
            Block::Paragraph(words) => Block::Paragraph(words),
            Block::Table(rows) => Block::Table(rows),
        })
        .collect();
    vec![
        ("plan.txt", text.into_bytes()),
        ("plan.md", office::markdown(CONTENT)),
        ("plan.html", office::page(TITLE, &[("PubDate", "2031-03-06 09:30"), ("ContentSource", "云州日报")], &body)),
        ("plan.docx", office::word(CONTENT)),
        ("plan.pdf", office::pdf(LINES)),
        ("plan.jsonl", (record.to_string() + "\n").into_bytes()),
    ]
}

fn graph(out: &Path) -> Value {
    serde_json::from_slice(&fs::read(out.join("graph.json")).unwrap()).unwrap()
}

fn build(inputs: &[&Path], out: &Path) -> Value {
    let mut args = vec!["build", "--out", out.to_str().unwrap()];
    args.extend(inputs.iter().map(|input| input.to_str().unwrap()));
    let output = hongtu(&args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    graph(out)
}

fn word<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// What a graph says, without places.
fn said(graph: &Value) -> BTreeSet<String> {
    let list = |name: &str| graph[name].as_array().unwrap();
    let name = |id: &str| list("entities").iter().find(|entity| word(entity, "id") == id).map_or("", |entity| word(entity, "name"));
    let entities = list("entities").iter().map(|entity| format!("{} {}", word(entity, "class"), word(entity, "name")));
    let relations = list("relations").iter().map(|relation| {
        let (subject, object) = (name(word(relation, "subject")), name(word(relation, "object")));
        format!("{subject} {} {object} {} {}", word(relation, "predicate"), word(relation, "status"), word(relation, "role"))
    });
    let targets = list("targets").iter().map(|target| {
        let [indicator, comparator, unit, time, status] =
            ["indicator", "comparator", "unit", "time", "status"].map(|field| word(target, field));
        format!("{} {indicator} {comparator} {} {unit} {time} {status}", name(word(target, "holder")), target["value"])
    });
    entities.chain(relations).chain(targets).collect()
}

/// The files in a directory, and for each its graph.
fn graphs(directory: &Path) -> Vec<(&'static str, Value)> {
    let build = |(name, bytes): (&'static str, Vec<u8>)| {
        let path = directory.join(name);
        fs::write(&path, bytes).unwrap();
        (name, build(&[&path], &directory.join(format!("{name}.out"))))
    };
    files().into_iter().map(build).collect()
}

#[test]
fn one_content_in_every_format_gives_one_graph() {
    let directory = tempfile::tempdir().unwrap();
    let graphs = graphs(directory.path());
    let text = said(&graphs[0].1);
    for expected in [
        "云州市交通运输局 responsibleFor 建设云帆湖码头 done lead",
        "云州市税务局 responsibleFor “百船出海”行动 done support",
        "Measure 建设云帆湖码头",
        "云州市 implements “千企联港”行动 planned ",
    ] {
        assert!(text.contains(expected), "{expected} is not in {text:#?}");
    }
    for (name, graph) in &graphs {
        let found = said(graph);
        // A table in a file says more than the same words on lines: its figures have their columns.
        let figures = ["云州市 地区生产总值 = 5000 亿元 2035 planned", "云州市 常住人口城镇化率 >= 75 % 2035 planned"].map(str::to_owned);
        let tabular = ["plan.md", "plan.html", "plan.docx"].contains(name);
        let without = |said: &BTreeSet<String>| -> BTreeSet<String> {
            said.iter().filter(|line| !line.contains("地区生产总值") && !line.contains("城镇化率")).cloned().collect()
        };
        let without = |said: &BTreeSet<String>| -> BTreeSet<String> {
            without(said).into_iter().filter(|line| !line.ends_with("亿元  planned") && !line.contains("云州市  ")).collect()
        };
        assert_eq!(without(&found), without(&text), "{name}");
        assert!(!tabular || figures.iter().all(|figure| found.contains(figure)), "{name} {found:#?}");
    }
}

#[test]
fn every_statement_has_its_place_and_the_document_its_header() {
    let directory = tempfile::tempdir().unwrap();
    for (name, graph) in graphs(directory.path()) {
        let document = &graph["documents"][0];
        let fields = ["title", "issuer", "number", "signed", "effective", "date"].map(|field| word(document, field));
        assert_eq!(fields, [TITLE, "云州市人民政府", "云政发〔2031〕7号", "2031-03-05", "2031-05-01", "2031-03-05"], "{name}");
        let lead = graph["relations"].as_array().unwrap().iter().find(|relation| word(relation, "role") == "lead").unwrap();
        let has = |field: &str| lead[field].as_u64().is_some();
        let places = (has("page"), has("paragraph"), has("table"), has("row"));
        let (expected, media) = match name {
            "plan.txt" => ((false, false, false, false), ""),
            "plan.jsonl" => ((false, false, false, false), "jsonl"),
            "plan.md" => ((false, false, true, true), "markdown"),
            "plan.html" => ((false, false, true, true), "html"),
            "plan.docx" => ((false, false, true, true), "docx"),
            _ => ((true, true, false, false), "pdf"),
        };
        assert_eq!(places, expected, "{name}");
        assert_eq!(word(document, "format"), media, "{name}");
        if name == "plan.html" {
            assert_eq!([word(document, "released"), word(document, "source")], ["2031-03-06", "云州日报"]);
        }
        if name == "plan.jsonl" {
            assert!(word(document, "path").ends_with("plan.jsonl#1"));
            assert_eq!(word(document, "url"), "https://example.org/7.html");
        }
    }
}

#[test]
fn the_text_that_was_read_is_shown_and_everything_verified() {
    let directory = tempfile::tempdir().unwrap();
    for (name, bytes) in files() {
        fs::write(directory.path().join(name), bytes).unwrap();
    }
    let out = directory.path().join("out");
    let documents = build(&[directory.path()], &out)["documents"].as_array().unwrap().len();
    assert_eq!(documents, 6);
    let data = out.to_str().unwrap();
    for args in [&["verify", data, "--sources", directory.path().to_str().unwrap()][..], &["validate", data]] {
        let output = hongtu(args);
        assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    }
    for name in ["plan.html", "plan.docx", "plan.pdf", "plan.jsonl", "plan.jsonl#1"] {
        let shown = stdout(&hongtu(&["explain", directory.path().join(name).to_str().unwrap(), "--stage", "document"]));
        assert_eq!(shown.split_once("\ntext\n").unwrap().1, LINES.join("\n") + "\n", "{name}");
    }
}

#[test]
fn lines_of_json_are_documents_and_a_bad_one_stops_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("news.jsonl");
    let line = |city: &str| format!("{{\"text\": \"{city}将建设青湖科学城。\", \"date\": \"2031-03-05\"}}\n");
    fs::write(&path, format!("{}not json\n\n{}", line("云州市"), line("临川市"))).unwrap();
    let out = directory.path().join("out");
    let args = ["build", path.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let output = hongtu(&args);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("news.jsonl#2"), "{}", stderr(&output));
    let documents = graph(&out)["documents"].clone();
    let mut paths: Vec<&str> = documents.as_array().unwrap().iter().map(|document| word(document, "path")).collect();
    paths.sort_unstable();
    assert!(paths[0].ends_with("news.jsonl#1") && paths[1].ends_with("news.jsonl#4"), "{paths:?}");
    let before = common::contents(&out);
    assert_eq!(hongtu(&[&args[..], &["--update"]].concat()).status.code(), Some(3));
    assert!(before == common::contents(&out), "an update tells of the same line again");
}

#[test]
fn standard_input_is_a_document() {
    let directory = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_hongtu"))
        .args(["build", "-", "--out", directory.path().to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &files()[2].1).unwrap();
    assert!(child.wait().unwrap().success());
    let document = &graph(directory.path())["documents"][0];
    assert_eq!([word(document, "path"), word(document, "format"), word(document, "title")], ["standard input", "html", TITLE]);
}

#[test]
fn what_holds_no_text_is_told_and_stops_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(directory.path().join(name), bytes).unwrap();
    put("good.txt", "云州市将建设青湖科学城。\n".as_bytes());
    put("scan.pdf", &office::pdf_of(&["q 500 0 0 700 0 0 cm /Im1 Do Q BI /W 1 ID x EI".to_owned()]));
    put("locked.pdf", &office::locked_pdf(&["BT ET".to_owned()]));
    put("sheet.docx", &office::archive(&[("xl/workbook.xml", "<x/>")]));
    put("half.docx", &office::word(CONTENT)[..300]);
    put("half.pdf", &office::pdf(LINES)[..400]);
    put("empty.html", b"<html><body><div class=nav>x</div></body></html>");
    let output = hongtu(&["build", directory.path().to_str().unwrap(), "--out", directory.path().join("out").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("password"), "{}", stderr(&output));
    for name in ["sheet.docx", "half.docx", "locked.pdf"] {
        assert!(stderr(&output).contains(name), "{}", stderr(&output));
    }
    let report = fs::read_to_string(directory.path().join("out/report.md")).unwrap();
    assert!(report.contains("no text layer") && report.contains("the page holds no text"), "{report}");
}

/// Names that are no words, links that lead in circles.
#[cfg(unix)]
#[test]
fn odd_names_and_links_are_read_once_or_told() {
    use std::os::unix::{ffi::OsStrExt, fs::symlink};
    let directory = tempfile::tempdir().unwrap();
    let inside = directory.path().join("in");
    fs::create_dir(&inside).unwrap();
    fs::write(inside.join("two\nlines.txt"), "云州市将建设青湖科学城。\n").unwrap();
    fs::write(inside.join(std::ffi::OsStr::from_bytes(b"\xFF.txt")), "临川市将建设白石科学城。\n").unwrap();
    fs::write(inside.join(std::ffi::OsStr::from_bytes(b"\xFE.txt")), "清岚市将建设东港科学城。\n").unwrap();
    symlink(&inside, inside.join("around")).unwrap();
    symlink("loop.txt", inside.join("loop.txt")).unwrap();
    let graph = build(&[&inside], &directory.path().join("out"));
    let mut paths: Vec<&str> = graph["documents"].as_array().unwrap().iter().map(|document| word(document, "path")).collect();
    paths.sort_unstable();
    let ends: Vec<&str> = paths.iter().map(|path| path.rsplit('/').next().unwrap()).collect();
    assert_eq!(ends, ["%FE.txt", "%FF.txt", "two\nlines.txt"]);
    let output = hongtu(&["build", inside.join("loop.txt").to_str().unwrap(), "--out", directory.path().join("none").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
}
