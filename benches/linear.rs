//! Whether cost grows with length and no faster: `cargo bench --bench linear`.
//!
//! Prints how many times as long a text takes that is so many times as long; one that takes a quarter more than that is an error. The texts:
//! sixty-four reports in one file, and single sentences with ten and twenty thousand names of each kind. Processor time counts, where the
//! system tells it, so that other programs do not disturb.

#![expect(clippy::non_ascii_literal, reason = "what is read is Chinese")]

use hongtu::{
    catalog::Catalog,
    corpus, extract,
    graph::{self, Part},
    write::json,
};
use std::{
    fs, io,
    process::ExitCode,
    time::{Duration, Instant},
};

/// Allowed above the ratio of the lengths: what is noise and what sorting costs.
const ALLOWED: f64 = 1.25;

fn main() -> ExitCode {
    let catalog = Catalog::built_in().expect("the built-in knowledge files are right; a test checks them");
    let report = fs::read_to_string("data/samples/work-report.txt").expect("the samples are there");
    let mut linear = compare(&catalog, "64 reports in one", &[&report, &report.repeat(64)]);
    for (what, begin, middle, end) in SENTENCES {
        let sentence = |count: usize| {
            let names: Vec<String> = (0..count).map(|number| middle.replace('#', &syllables(number))).collect();
            format!("{begin}{}{end}\n", names.concat())
        };
        linear &= compare(&catalog, what, &[&sentence(10_000), &sentence(20_000)]);
    }
    if linear { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One sentence each: what it holds many of, its beginning, a name with its surroundings, its end.
const SENTENCES: [(&str, &str, &str, &str); 9] = [
    ("parks between pauses", "云州市将建设", "#产业园、", "青湖科学城。"),
    ("parks, each with a verb", "云州市", "建设#产业园，", "发展低空经济。"),
    ("parks, a verb each, no marks", "云州市", "建设#产业园", "。"),
    ("quoted programmes", "云州市将实施", "“#”工程、", "“百企上云”行动。"),
    ("departments", "牵头单位：", "云州市#局、", "云州市科技局。"),
    ("places", "云州市支持", "#县、", "临川县发展。"),
    ("persons", "出席会议的有市长", "王#、", "李明。"),
    ("documents", "云州市印发", "《#规划》、", "《云州市规划》。"),
    ("figures", "云州市", "#产量达到100万吨，", "增长5%。"),
];

/// Two or three characters that tell one number from another.
fn syllables(number: usize) -> String {
    let all: Vec<char> = "云岭青川白石明湖金沙东港北原南浦西林安和平远长清永康".chars().collect();
    [number % all.len(), number / all.len() % all.len(), number / all.len() / all.len()].iter().map(|&at| all[at % all.len()]).collect()
}

/// Whether the longer of two texts takes no more time for its length than the shorter.
fn compare(catalog: &Catalog, what: &str, texts: &[&str; 2]) -> bool {
    let [short, long] = texts.map(|text| (0..5).map(|_| cost(catalog, text)).min().unwrap_or_default().as_secs_f64());
    let (length, time) = (texts[1].len() as f64 / texts[0].len() as f64, long / short);
    eprintln!("{what:<30} {length:>6.1} times as long, {time:>6.1} times the time ({:.3} s)", long);
    time <= length * ALLOWED
}

/// What it costs to read a text into a graph and write that as JSON.
fn cost(catalog: &Catalog, text: &str) -> Duration {
    let begun = clock();
    let document = corpus::document("text.txt", text.as_bytes(), text.to_owned());
    let analysis = extract::analyse(catalog, document);
    let graph = graph::merge(vec![Part::of(catalog, &analysis)]);
    json::write(&graph, &mut io::sink()).expect("nothing is written");
    clock() - begun
}

/// Processor time of this thread, or the time since the first call.
fn clock() -> Duration {
    static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.as_deref().and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}
