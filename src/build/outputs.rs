//! What all documents add → every output file.

use super::{Built, Gathered};
use crate::{
    catalog::Catalog,
    error::{Error, Result},
    graph::{self, KnowledgeGraph},
    interrupt,
    product::{self, MANIFEST, Manifest, Output},
    write::{
        atomic::FileSet,
        dot::{self, View},
        json,
        rdf::{self, Texts},
        report::{self, Reading},
    },
};
use oxigraph::io::RdfFormat;
use rayon::prelude::*;
use std::{collections::BTreeSet, path::Path};

/// Writes every output file beside its place and says which products take theirs and which go.
pub(super) fn write_all(catalog: &Catalog, files: &mut FileSet, gathered: Gathered, out: &Path) -> Result<Built> {
    interrupt::check()?;
    let Gathered { manifest, parts, coverage, findings, shelf, staged } = gathered;
    let (graph, decided) = graph::merge_decided(parts, &manifest.settings.decisions()?);
    let reading = Reading { coverage: &coverage, findings: &findings, unread: &manifest.unread, decided: &decided };
    add_all(files, catalog, &graph, &shelf, &manifest, reading)?;
    for name in unreferenced(out, &manifest)? {
        files.remove(&name);
    }
    let read = staged.len();
    for file in staged {
        files.adopt(file);
    }
    let outputs = Output::ALL.iter().filter(|&&output| manifest.settings.wants(output)).count();
    // The outputs and the manifest come first, products behind them.
    Ok(Built { graph, coverage, findings, decided, unread: manifest.unread, written: Vec::new(), outputs: outputs + 1, read })
}

/// Lets all files take their places.
pub(super) fn commit(files: FileSet, mut built: Built) -> Result<Built> {
    built.written = files.commit()?;
    built.written.truncate(built.outputs);
    Ok(built)
}

fn add_all(
    files: &mut FileSet,
    catalog: &Catalog,
    graph: &KnowledgeGraph,
    texts: &dyn Texts,
    manifest: &Manifest,
    reading: Reading<'_>,
) -> Result<()> {
    let options = rdf::Options { iris: manifest.settings.iris()?, form: manifest.settings.rdf, ..rdf::Options::new(catalog) };
    let (wanted, unwanted): (Vec<Output>, Vec<Output>) = Output::ALL.into_iter().partition(|&output| manifest.settings.wants(output));
    // One that an earlier build left would tell of other documents.
    unwanted.iter().for_each(|output| files.remove(output.file()));
    let written = |&output: &Output| {
        files.write(output.file(), |out| match output {
            Output::Json => json::write(graph, out),
            Output::Ttl => rdf::turtle(graph, &options, out),
            Output::Trig => rdf::dataset(graph, texts, &options, RdfFormat::TriG, out),
            Output::Dot => out.write_all(dot::write(catalog, graph, texts, &View::default())?.as_bytes()),
            Output::Report => out.write_all(report::write(catalog, graph, reading).as_bytes()),
        })
    };
    let staged = wanted.par_iter().map(written).collect::<Result<Vec<_>>>()?;
    staged.into_iter().for_each(|file| files.adopt(file));
    files.add(MANIFEST, |out| out.write_all(&manifest.to_bytes()))
}

/// Products that stand in the output directory and keep none of its documents any more.
fn unreferenced(out: &Path, manifest: &Manifest) -> Result<Vec<String>> {
    let directory = out.join(product::DIRECTORY);
    let entries = match std::fs::read_dir(&directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("cannot read", &directory)(error)),
    };
    let kept: BTreeSet<&str> = manifest.documents.iter().map(|kept| kept.id.as_str()).collect();
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(Error::io("cannot read", &directory))?.file_name();
        let id = name.to_str().and_then(|name| name.strip_suffix(".json")).filter(|id| product::is_id(id));
        names.extend(id.filter(|id| !kept.contains(id)).map(product::name));
    }
    names.sort();
    Ok(names)
}
