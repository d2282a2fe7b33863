//! What must hold for any bytes: nothing panics, spans lie on characters, evidence is what stands there, and two runs are equal.
//!
//! `cargo fuzz run NAME` in this directory drives one of them with coverage (on nightly), `tests/fuzz.rs` all of them with seeded mutations.

use hongtu::{
    catalog::{Catalog, source::Sources},
    corpus::{self, Limits, reader::format},
    extract, graph,
    model::{Document, Format},
    score::gold::Gold,
    span::Span,
    write,
};
use std::sync::LazyLock;

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const ALL: [Target; 9] = [
    ("text", text),
    ("markdown", markdown),
    ("page", page),
    ("word", word),
    ("pdf", pdf),
    ("lines", lines),
    ("knowledge", knowledge),
    ("annotations", annotations),
    ("pipeline", pipeline),
];

const LIMITS: Limits = Limits { file_bytes: 1 << 20, text_bytes: 1 << 20, unpacked_bytes: 4 << 20, pages: 50 };

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().expect("the built-in knowledge is sound"));

/// Plain text in any encoding.
pub fn text(bytes: &[u8]) {
    _ = format::detect("a.txt", bytes);
    read(Format::Text, bytes);
}

/// Markdown.
pub fn markdown(bytes: &[u8]) {
    read(Format::Markdown, bytes);
}

/// Web pages.
pub fn page(bytes: &[u8]) {
    read(Format::Html, bytes);
}

/// Word files: the archive, and the XML in a sound archive.
pub fn word(bytes: &[u8]) {
    read(Format::Docx, bytes);
    if !bytes.starts_with(b"PK") {
        read(Format::Docx, &stored(&[("word/document.xml", bytes), ("word/numbering.xml", bytes), ("docProps/core.xml", bytes)]));
    }
}

/// PDF files.
pub fn pdf(bytes: &[u8]) {
    read(Format::Pdf, bytes);
}

/// JSON Lines.
pub fn lines(bytes: &[u8]) {
    for (_, line) in corpus::reader::lines(bytes).take(100) {
        read(Format::JsonLines, line);
    }
}

/// Word lists, rules and the ontology: a defect is told, never more.
pub fn knowledge(bytes: &[u8]) {
    const FILES: [&str; 16] = [
        "data/rules/relation.toml",
        "data/rules/forms.toml",
        "data/rules/target.toml",
        "ontology/hongtu.ttl",
        "data/lexicon/layout.tsv",
        "data/lexicon/places.tsv",
        "data/lexicon/organ_words.tsv",
        "data/lexicon/heads.tsv",
        "data/lexicon/words.tsv",
        "data/lexicon/verbs.tsv",
        "data/lexicon/units.tsv",
        "data/lexicon/time.tsv",
        "data/lexicon/numerals.tsv",
        "data/lexicon/status.tsv",
        "data/model/mention.tsv",
        "data/model/word_classes.tsv",
    ];
    let Some((&first, rest)) = bytes.split_first() else { return };
    let mut sources = Sources::default();
    sources.add(FILES[usize::from(first) % FILES.len()], &String::from_utf8_lossy(rest));
    let told = |sources: Sources| Catalog::load(sources).err().map(|error| error.to_string());
    assert_eq!(told(sources.clone()), told(sources));
}

/// Annotations of documents.
pub fn annotations(bytes: &[u8]) {
    _ = Gold::parse(&String::from_utf8_lossy(bytes));
}

/// Everything from a text to `graph.json`.
pub fn pipeline(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if bytes.len() > 20_000 {
        return;
    }
    let document = corpus::document("fuzz.txt", bytes, text.into_owned());
    let first = analysed(document.clone());
    assert_eq!(first, analysed(document), "two runs are equal");
}

/// Analyses a document, checks every span, and gives the graph's bytes.
fn analysed(document: Document) -> Vec<u8> {
    let analysis = extract::analyse(&CATALOG, document);
    let text = &analysis.document.text;
    let spans = analysis
        .mentions
        .iter()
        .map(|mention| mention.span)
        .chain(analysis.structure.sentences.iter().map(|sentence| sentence.span))
        .chain(analysis.structure.points.iter().flat_map(|point| [point.ordinal, point.name, point.span]))
        .chain(analysis.structure.lines.iter().map(|line| line.span))
        .chain(analysis.relations.iter().map(|relation| relation.evidence.span))
        .chain(analysis.targets.iter().map(|target| target.evidence.span))
        .chain(analysis.findings.iter().map(|finding| finding.span));
    spans.for_each(|span| check(text, span));
    let mut named = vec![false; analysis.mentions.len()];
    for &mention in analysis.entities.iter().flat_map(|entity| &entity.mentions) {
        assert!(!std::mem::replace(&mut named[mention], true), "a mention means one entity");
    }
    let characters: Vec<char> = text.chars().collect();
    let graph = graph::build(&CATALOG, std::slice::from_ref(&analysis));
    let quote = |start: u32, end: u32| characters[start as usize..end as usize].iter().collect::<String>();
    let said: Vec<String> = analysis.relations.iter().map(|relation| relation.evidence.span.of(text).to_owned()).collect();
    for statement in graph.graph.edge_weights() {
        let evidence = &statement.evidence;
        assert!(said.contains(&quote(evidence.start, evidence.end)), "evidence is the slice");
    }
    let mut json = Vec::new();
    write::json::write(&graph, &mut json).expect("memory has room");
    json
}

/// Reads bytes twice and checks every place.
fn read(format: Format, bytes: &[u8]) {
    let once = corpus::of_format("fuzz", format, bytes, LIMITS);
    assert_eq!(once, corpus::of_format("fuzz", format, bytes, LIMITS), "two runs are equal");
    let Ok(document) = once else { return };
    let text = &document.text;
    let mut end = 0;
    for place in &document.places {
        check(text, place.span);
        assert!(place.span.start >= end, "places are in order and do not overlap");
        end = place.span.end;
    }
    for row in document.tables.iter().flat_map(|table| &table.rows) {
        check(text, row.span);
        row.cells.iter().filter(|cell| !cell.is_empty()).for_each(|cell| {
            check(text, *cell);
            assert!(row.span.contains(*cell));
        });
    }
    document.findings.iter().for_each(|finding| check(text, finding.span));
}

fn check(text: &str, span: Span) {
    assert!(span.start <= span.end && text.get(span.from()..span.to()).is_some(), "{span:?} lies on characters");
}

/// An archive of parts that are not packed.
pub fn stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let start = out.len() as u32;
        let length = (content.len() as u32).to_le_bytes();
        let common = |out: &mut Vec<u8>| {
            out.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            out.extend(crc32(content).to_le_bytes());
            out.extend(length);
            out.extend(length);
            out.extend((name.len() as u16).to_le_bytes());
            out.extend([0, 0]);
        };
        out.extend(b"PK\x03\x04");
        common(&mut out);
        out.extend(name.as_bytes());
        out.extend(*content);
        directory.extend(b"PK\x01\x02\x14\x00");
        common(&mut directory);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, length, count) = (out.len() as u32, directory.len() as u32, parts.len() as u16);
    out.extend(directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
