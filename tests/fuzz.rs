//! The targets of `fuzz/`, driven by seeds with mutations from a fixed generator.

#![allow(clippy::non_ascii_literal, clippy::unwrap_used, reason = "tests speak of Chinese texts and stop at the first surprise")]

mod office;
#[path = "../fuzz/src/targets.rs"]
#[allow(dead_code, unreachable_pub, missing_docs, reason = "the targets are a library of their own as well")]
mod targets;

use office::Block;
use std::{
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// Tries of each target in a usual run.
const TRIES: usize = 150;
/// Longest input, in bytes.
const LONGEST: usize = 60_000;

/// xorshift64*: the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 33) as usize % limit.max(1)
    }
}

const CONTENT: &[Block] = &[
    Block::Paragraph("云州市数字经济实施方案"),
    Block::Paragraph("云政发〔2031〕7号"),
    Block::Paragraph("一、重点任务"),
    Block::Paragraph(
        "（一）实施“百企上云”行动。到2035年，数字经济核心产业增加值突破500亿元，占比达到12.5%。（牵头单位：市科技局；责任单位：市财政局、临川区）",
    ),
    Block::Table(&[&["序号", "任务", "牵头单位"], &["1", "建设云帆湖产业园", "市交通局"], &["2", "修桥", "市水利局、市财政局"]]),
    Block::Table(&[
        &["指标", "单位", "2030年", "2035年"],
        &["地区生产总值", "亿元", "3200", "5000左右"],
        &["城镇化率", "%", "68.5", "≥75"],
    ]),
    Block::Paragraph("市科技局局长沈怀瑾：一是大力发展量子信息产业。二是《关于建设科技强市的意见》（以下简称《意见》）印发实施。"),
    Block::Paragraph("任命丁文博为云州市科技局局长；免去秦怀远的云州市财政局副局长职务。"),
    Block::Paragraph("云州市人民政府"),
    Block::Paragraph("2031年3月5日"),
];

/// Texts of our own to begin with.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let plain: Vec<&str> =
        CONTENT.iter().filter_map(|block| if let Block::Paragraph(words) = block { Some(*words) } else { None }).collect();
    let text = plain.join("\n");
    let samples = || -> Vec<Vec<u8>> {
        let mut paths: Vec<PathBuf> = fs::read_dir("data/samples").unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
        paths.sort();
        paths.iter().map(|path| fs::read(path).unwrap().into_iter().take(4000).collect()).collect()
    };
    match target {
        "text" => {
            let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
            vec![text.clone().into_bytes(), encoding_rs::GB18030.encode(&text).0.into_owned(), utf16]
        }
        "markdown" => {
            let marks = "---\ntitle: 方案\n---\n# **云州**市[方案](http://a.cn)\n\n> - 1. `码` ![图](x) <b>甲</b> &nbsp; ~~乙~~ | 丙 |\n\n```\n丁\n```\n";
            vec![office::markdown(CONTENT), marks.as_bytes().to_vec()]
        }
        "page" => {
            let odd = "<table><tr><td rowspan=2>甲<td colspan=3>乙<tr><td>丙<table><tr><th>丁</table></table><ol><li>戊<li>己</ol><p hidden>庚<br>辛&amp;&#20113;<!-- 壬 --><script>癸</script>";
            vec![office::page("云州市方案", &[("PubDate", "2031-03-05")], CONTENT), odd.as_bytes().to_vec()]
        }
        "word" => {
            let xml = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>云州市</w:t><w:tab/><w:br/></w:r><w:del><w:t>删</w:t></w:del></w:p>\
                <w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>\
                <w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent><w:footnote><w:p/></w:footnote></w:body></w:document>";
            let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
            let parts: [(&str, &[u8]); 2] = [("word/document.xml", xml.as_bytes()), ("word/numbering.xml", numbering.as_bytes())];
            vec![targets::stored(&parts), office::word(CONTENT), xml.as_bytes().to_vec()]
        }
        "pdf" => {
            let forms = "q 1 0 0 1 5 5 cm BT /F1 12 Tf 14 TL 50 700 Td [<4E91> -200 <5DDE>] TJ T* (a\\(b) ' 1 2 (c) \" 90 Tz 3 Ts ET /X Do Q BI /W 1 ID x EI".to_owned();
            vec![office::pdf(&plain), office::pdf_of(&[forms, String::new()])]
        }
        "lines" => vec!["{\"text\": \"云州市建设码头。\", \"title\": \"通报\", \"date\": \"2031-03-05\", \"url\": \"http://a.cn\"}\n{\"text\": \"\"}\n".as_bytes().to_vec()],
        "knowledge" => {
            let rule = "[[rule]]\nid = \"a-b\"\ntitle = \"t\"\nyields = \"builds\"\npattern = \"{a:Place} 建设 {b:Park}\"\nwhy = \"w\"\nexamples = [{ text = \"云州市建设青湖产业园。\", gives = [] }]\nnot = []\n";
            let rows = ["\u{4}记者\tquestion\n记\tbody\tlead\n", "\u{5}510000\t云州省\t云\n", "\u{7}行动\tProgram\n", "\u{A}亿元\tmoney\n", "\u{E}w\t1.5\tx\n"];
            let mut seeds: Vec<Vec<u8>> = rows.iter().map(|row| row.as_bytes().to_vec()).collect();
            for (kind, path) in [(1_u8, "data/rules/forms.toml"), (0, "data/rules/structure.toml"), (3, "ontology/hongtu.ttl")] {
                seeds.push(std::iter::once(kind).chain(fs::read(path).unwrap()).take(3000).collect());
            }
            seeds.push([&[0], rule.as_bytes()].concat());
            seeds
        }
        "annotations" => vec!["D\ta.txt\t云州市\nE\tDepartment\t云州市科技局\t市科技局|科技局\nE\tProgram\t“百企上云”行动\nR\t云州市科技局\timplements\t“百企上云”行动\t4\tstatus=planned\nT\t“百企上云”行动\t上云企业\t>=\t100\t家\t2027\tplanned\t4\nS\t3\t9\t沈怀瑾\n".as_bytes().to_vec()],
        _ => samples().into_iter().chain([text.into_bytes()]).collect(),
    }
}

/// Pieces that readers and grammars take for marks.
const PIECES: [&str; 40] = [
    "<",
    ">",
    "</div>",
    "<table><tr><td>",
    "&",
    "[",
    "](",
    "**",
    "|",
    "\n",
    "\r",
    "\t",
    "。",
    "，",
    "、",
    "：",
    "；",
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    "〔",
    "一是",
    "1.",
    "第",
    "年",
    "%",
    "\u{0}",
    "\u{200b}",
    "𠀀",
    "endobj",
    "stream\n",
    "<<",
    "<w:p>",
    "</w:tbl>",
    "\"",
    "99999999999",
    "牵头单位：",
];

/// A seed with a few changes.
fn mutated(seeds: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seeds[numbers.below(seeds.len())].clone();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(bytes.len() + 1);
        let end = at + numbers.below((bytes.len() - at).min(200) + 1);
        match numbers.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => drop(bytes.splice(at..at, PIECES[numbers.below(PIECES.len())].bytes())),
            3 => {
                let piece = PIECES[numbers.below(PIECES.len())].repeat(1 + numbers.below(300));
                drop(bytes.splice(at..at, piece.into_bytes()));
            }
            4 => {
                let copy = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len() + 1);
                drop(bytes.splice(to..to, copy));
            }
            5 => {
                let other = &seeds[numbers.below(seeds.len())];
                let from = numbers.below(other.len() + 1);
                let piece = other[from..(from + numbers.below(400)).min(other.len())].to_vec();
                drop(bytes.splice(at..end, piece));
            }
            6 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = numbers.next() as u8),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << numbers.below(8)),
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// Tries one input; what fails is kept in a file that is named.
fn tried(name: &str, target: fn(&[u8]), bytes: &[u8]) {
    if catch_unwind(|| target(bytes)).is_err() {
        let path = std::env::temp_dir().join(format!("hongtu-fuzz-{name}-{}", std::process::id()));
        fs::write(&path, bytes).unwrap();
        panic!("{name} fails on {}; keep it in tests/fuzz/cases/{name}", path.display());
    }
}

fn chosen() -> impl Iterator<Item = targets::Target> {
    let only = std::env::var("FUZZ_TARGET").ok();
    targets::ALL.into_iter().filter(move |(name, _)| only.as_deref().is_none_or(|only| only == *name))
}

fn seed() -> u64 {
    std::env::var("FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0x00C0_FFEE)
}

#[test]
fn changed_seeds_break_nothing() {
    for (name, target) in chosen() {
        let (seeds, mut numbers) = (seeds(name), Numbers(seed()));
        seeds.iter().for_each(|seed| tried(name, target, seed));
        (0..TRIES).for_each(|_| tried(name, target, &mutated(&seeds, &mut numbers)));
    }
}

#[test]
fn what_failed_once_holds() {
    for (name, target) in targets::ALL {
        let Ok(cases) = fs::read_dir(Path::new("tests/fuzz/cases").join(name)) else { continue };
        for case in cases {
            tried(name, target, &fs::read(case.unwrap().path()).unwrap());
        }
    }
}

#[test]
#[ignore = "runs for FUZZ_SECONDS on each target"]
fn changed_seeds_break_nothing_for_long() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    for (name, target) in chosen() {
        let (seeds, mut numbers) = (seeds(name), Numbers(seed()));
        let (start, mut tries, mut slowest, mut slow) = (Instant::now(), 0_u64, Duration::ZERO, Vec::new());
        while start.elapsed() < Duration::from_secs(seconds) {
            let bytes = mutated(&seeds, &mut numbers);
            let begun = Instant::now();
            tried(name, target, &bytes);
            if begun.elapsed() > slowest {
                (slowest, slow) = (begun.elapsed(), bytes);
            }
            tries += 1;
        }
        let path = std::env::temp_dir().join(format!("hongtu-fuzz-{name}-slow"));
        fs::write(&path, slow).unwrap();
        eprintln!("{name}: {tries} inputs in {seconds} s, the slowest {slowest:?} ({})", path.display());
    }
}

#[test]
#[ignore = "writes the seeds to FUZZ_CORPUS"]
fn seeds_are_written() {
    let directory = PathBuf::from(std::env::var("FUZZ_CORPUS").unwrap_or_else(|_| "fuzz/corpus".to_owned()));
    for (name, _) in targets::ALL {
        let inside = directory.join(name);
        fs::create_dir_all(&inside).unwrap();
        seeds(name).iter().enumerate().for_each(|(number, seed)| fs::write(inside.join(format!("seed-{number}")), seed).unwrap());
    }
}
