//! How many bytes of text a second each stage reads, and all of them together: `cargo bench`.
//!
//! The texts are every fiftieth file of the directory that `HONGTU_BENCH_CORPUS` names, of `../shared/corpus` where it is not set, or the
//! samples. Each stage is timed alone, on the products of those before it; `tagger` is the yardstick: jieba-rs
//! alone over the same text, with the built-in word list.

#![allow(missing_docs, reason = "a benchmark has no interface")]

use divan::{Bencher, counter::BytesCount};
use hongtu::{
    catalog::Catalog,
    corpus::{self, Limits},
    extract::{
        self,
        link::{self, measure},
        mention, official, relation,
        segment::{self, Structure},
        speaker,
        status::StatusReader,
        survey::{self, Survey},
        target,
        word::{self, Words},
    },
    graph::{self, Part},
    model::{Analysis, Document, Mention, Post},
    write::{
        json,
        rdf::{self, Options},
    },
};
use jieba_rs::Jieba;
use oxigraph::io::RdfFormat;
use std::{
    collections::BTreeMap,
    env, io,
    path::{Path, PathBuf},
    sync::LazyLock,
};

const EVERY: usize = 50;

fn main() {
    divan::Divan::from_args().sample_count(5).main();
}

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::built_in().expect("the built-in knowledge files are right; a test checks them"));

/// The documents with the products of all stages.
static READ: LazyLock<Vec<Products>> = LazyLock::new(|| documents().into_iter().map(Products::of).collect());

struct Products {
    structure: Structure,
    words: Words,
    survey: Survey,
    found: Vec<Mention>,
    named: Vec<Mention>,
    posts: Vec<Post>,
    analysis: Analysis,
}

impl Products {
    fn of(document: Document) -> Self {
        let structure = segment::segment(&CATALOG, &document);
        let words = word::cut(&CATALOG, &document, &structure);
        let survey = survey::survey(&CATALOG, &document);
        let found = mention::find(&CATALOG, &document, &structure, &words, &survey);
        let (named, posts) = official::posts(&CATALOG, &document, &structure, found.clone());
        let analysis = extract::analyse(&CATALOG, document);
        Self { structure, words, survey, found, named, posts, analysis }
    }

    fn document(&self) -> &Document {
        &self.analysis.document
    }

    fn status(&self) -> StatusReader<'_> {
        StatusReader::new(&CATALOG, &self.analysis.document, &self.analysis.structure)
    }
}

fn documents() -> Vec<Document> {
    let directory = env::var_os("HONGTU_BENCH_CORPUS").map_or_else(|| PathBuf::from("../shared/corpus"), PathBuf::from);
    let every = |directory: &Path, every: usize| {
        let corpus = corpus::read_all(&[directory.to_owned()], Limits::default());
        corpus.documents.into_iter().step_by(every).collect::<Vec<_>>()
    };
    if directory.is_dir() { every(&directory, EVERY) } else { every(Path::new("data/samples"), 1) }
}

/// Times `work` over all documents, in bytes of their text.
fn run<T>(bencher: Bencher<'_, '_>, work: impl Fn(&Products) -> T + Sync) {
    let bytes: usize = READ.iter().map(|one| one.document().text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| READ.iter().map(&work).collect::<Vec<T>>());
}

#[divan::bench]
fn a_segment(bencher: Bencher<'_, '_>) {
    run(bencher, |one| segment::segment(&CATALOG, one.document()));
}

#[divan::bench]
fn b_words(bencher: Bencher<'_, '_>) {
    run(bencher, |one| word::cut(&CATALOG, one.document(), &one.structure));
}

#[divan::bench]
fn c_survey(bencher: Bencher<'_, '_>) {
    run(bencher, |one| survey::survey(&CATALOG, one.document()));
}

#[divan::bench]
fn d_mentions(bencher: Bencher<'_, '_>) {
    run(bencher, |one| mention::find(&CATALOG, one.document(), &one.structure, &one.words, &one.survey));
}

#[divan::bench]
fn e_posts_and_turns(bencher: Bencher<'_, '_>) {
    run(bencher, |one| {
        let (mentions, posts) = official::posts(&CATALOG, one.document(), &one.structure, one.found.clone());
        (speaker::turns(&CATALOG, one.document(), &one.structure, &mentions, &posts), posts)
    });
}

#[divan::bench]
fn f_link(bencher: Bencher<'_, '_>) {
    run(bencher, |one| {
        let mut mentions = one.named.clone();
        let (mut entities, focus, focal) = link::link(&CATALOG, one.document(), &one.structure, &one.survey, &mut mentions, &one.posts);
        measure::add(&CATALOG, one.document(), &one.structure, &mut mentions, &mut entities);
        (entities, focus, focal)
    });
}

#[divan::bench]
fn g_relations(bencher: Bencher<'_, '_>) {
    run(bencher, |one| relation::find(&CATALOG, &one.words, &one.analysis, &one.status()));
}

#[divan::bench]
fn h_targets(bencher: Bencher<'_, '_>) {
    run(bencher, |one| target::find(&CATALOG, &one.words, &one.analysis, &one.status()));
}

#[divan::bench]
fn i_graph_json(bencher: Bencher<'_, '_>) {
    let bytes: usize = READ.iter().map(|one| one.document().text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let graph = graph::merge(READ.iter().map(|one| Part::of(&CATALOG, &one.analysis)).collect());
        json::write(&graph, &mut io::sink())
    });
}

#[divan::bench]
fn j_rdf(bencher: Bencher<'_, '_>) {
    let bytes: usize = READ.iter().map(|one| one.document().text.len()).sum();
    let graph = graph::merge(READ.iter().map(|one| Part::of(&CATALOG, &one.analysis)).collect());
    let texts: BTreeMap<&str, &str> = READ.iter().map(|one| (one.document().id.as_str(), one.document().text.as_str())).collect();
    let options = Options::new(&CATALOG);
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        rdf::turtle(&graph, &options, io::sink())?;
        rdf::dataset(&graph, &texts, &options, RdfFormat::TriG, io::sink())
    });
}

#[divan::bench]
fn k_whole_pipeline(bencher: Bencher<'_, '_>) {
    let bytes: usize = READ.iter().map(|one| one.document().text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let part = |one: &Products| Part::of(&CATALOG, &extract::analyse(&CATALOG, one.document().clone()));
        let graph = graph::merge(READ.iter().map(part).collect());
        json::write(&graph, &mut io::sink())
    });
}

#[divan::bench]
fn l_start_up() -> Catalog {
    Catalog::built_in().expect("the built-in knowledge files are right; a test checks them")
}

#[divan::bench]
fn m_tagger(bencher: Bencher<'_, '_>) {
    let jieba = tagger();
    let bytes: usize = READ.iter().map(|one| one.document().text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| READ.iter().map(|one| jieba.tag(&one.document().text, false).len()).sum::<usize>());
}

fn tagger() -> Jieba {
    let mut jieba = Jieba::empty();
    for row in CATALOG.lexicon.table("words") {
        jieba.add_word(row.word(), row.cell(1).parse().ok(), Some(row.cell(2)));
    }
    jieba
}
