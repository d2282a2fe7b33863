//! A data set as a build wrote it, in memory: all of it or, where it is malformed, nothing.

use crate::{
    catalog::source::Sources,
    data_file::DataFile,
    error::{Error, Result},
    reason::{
        index::Index,
        infer::{self, Conclusion, Inferred},
        rule::{self, Rule},
    },
    store::{Builder, Move, Quads, Scope},
    write::iri::{DEFAULT_BASE, Iris},
};
use oxigraph::model::{GraphName, Quad};
use std::path::Path;

/// A data set in memory, whose default graph is the union of all graphs.
pub struct DataSet {
    pub(crate) quads: Quads,
    /// What `id:` stands for in this data set.
    pub id_namespace: String,
}

impl DataSet {
    /// Loads the data set in `directory`, or the file itself where it is one.
    ///
    /// # Errors
    /// When there is none, or it is malformed; the message has file, line and column.
    pub fn open(directory: &Path) -> Result<Self> {
        Self::load(DataFile::open(directory)?, None)
    }

    /// Loads the data set of a file; its IRIs begin with `base` instead of what the file gives them, where that is said.
    pub(crate) fn load(file: DataFile, base: Option<&str>) -> Result<Self> {
        let from = file.base()?.unwrap_or_else(|| DEFAULT_BASE.to_owned());
        let to = base.unwrap_or(&from);
        let read = Builder::read(&file, Move { from: &from, to })?;
        // The file is as large as what was read from it, and rows are about to be put in order.
        drop(file);
        Ok(Self { quads: read.finish(), id_namespace: to.to_owned() })
    }

    /// How many triples there are, each once, whichever graphs state it.
    pub fn len(&self) -> usize {
        self.quads.matching([None; 3], Scope::Union).count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds what follows from the data by `rules`, in a graph of its own.
    ///
    /// # Errors
    /// When a rule cannot be evaluated, or the data set's own IRIs begin with no base for others.
    pub fn infer(&mut self, rules: &[Rule], sources: &Sources) -> Result<Inferred> {
        infer::infer(&mut self.quads, rules, &infer::schema(sources)?, &Iris::new(&self.id_namespace)?)
    }

    /// What was concluded, spelled out.
    pub fn conclusions(&self, inferred: &Inferred, rules: &[Rule]) -> Vec<Conclusion> {
        infer::spelled(&self.quads, inferred, rules)
    }

    /// The graph of conclusions, sorted.
    ///
    /// # Errors
    /// When the data set's own IRIs begin with no base for others.
    pub fn inferred(&self) -> Result<Vec<Quad>> {
        let graph = Iris::new(&self.id_namespace)?.inferred();
        let mut triples = self.quads.graph(graph.as_ref().into()).unwrap_or_default();
        triples.sort_by_cached_key(|triple| (triple.subject.to_string(), triple.predicate.clone(), triple.object.to_string()));
        Ok(triples.into_iter().map(|triple| triple.in_graph(GraphName::from(graph.clone()))).collect())
    }

    /// The quads, for questions.
    pub(crate) fn finish(self) -> Quads {
        self.quads
    }
}

/// The inference rules of `sources`.
///
/// # Errors
/// When one is malformed.
pub fn rules(sources: &Sources) -> Result<Vec<Rule>> {
    let mut defects = Vec::new();
    let rules = rule::load(sources, &mut defects);
    if defects.is_empty() { Ok(rules) } else { Err(Error::Knowledge(defects)) }
}

/// The triples of the data set in `directory`, or of the file itself, whichever graph they stand in.
///
/// # Errors
/// When there is none, or it is malformed; the message has file, line and column.
pub fn index(directory: &Path) -> Result<Index> {
    let file = DataFile::open(directory)?;
    let mut index = Index::default();
    file.quads().try_for_each(|quad| quad.map(|quad| index.insert(quad)))?;
    index.finish();
    Ok(index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::RdfFormat;

    #[test]
    fn a_triple_of_two_graphs_is_one_in_the_default_graph() {
        let text = b"@prefix id: <https://e.org/> .\nid:g { id:a id:b id:c }\nid:h { id:a id:b id:c }\n";
        let file = |format, bytes: &[u8]| DataFile { path: "x".into(), format, bytes: bytes.to_vec() };
        let data = DataSet::load(file(RdfFormat::TriG, text), None).unwrap();
        assert_eq!(data.id_namespace, "https://e.org/");
        let quads = data.finish();
        let count = |scope| quads.matching([None; 3], scope).count();
        assert_eq!((count(Scope::Union), count(Scope::Named)), (1, 2));
        let broken = DataSet::load(file(RdfFormat::NQuads, b"<a:b> <a:b> <a:b> .\n<a:b> <a:b> \""), None);
        let error = broken.err().unwrap().to_string();
        assert!(error.contains("line 2"), "{error}");
    }
}
