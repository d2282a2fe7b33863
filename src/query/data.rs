//! A data set as a build wrote it, in memory: all of it or, where it is malformed, nothing.

use crate::{
    catalog::source::Sources,
    data_file::DataFile,
    error::{Error, Result},
    reason::{
        index::Index,
        infer::{self, Inferred, infer},
        rule,
    },
    store::{Builder, Quads},
    write::{
        iri::{DEFAULT_BASE, Iris},
        rdf::{reified, vocabulary as v},
    },
};
use oxigraph::{
    model::{GraphName, GraphNameRef, NamedNodeRef, Quad, vocab::rdf},
    store::Store,
};
use std::path::Path;

/// A data set in memory, whose default graph is the union of all graphs.
pub struct DataSet {
    quads: Builder,
    /// What `id:` stands for in this data set.
    pub id_namespace: String,
}

impl DataSet {
    /// Loads the data set in `directory`, or the file itself where it is one.
    ///
    /// # Errors
    /// When there is none, or it is malformed; the message has file, line and column.
    pub fn open(directory: &Path) -> Result<Self> {
        Self::load(&DataFile::open(directory)?)
    }

    fn load(file: &DataFile) -> Result<Self> {
        let mut quads = Builder::default();
        for quad in file.quads() {
            let quad = quad?;
            if quad.predicate == rdf::REIFIES {
                // Questions speak of rdf:Statement, whichever form the file has.
                for part in reified(vec![quad.clone()]) {
                    quads.insert(Quad { graph_name: GraphName::DefaultGraph, ..part });
                }
            }
            quads.insert(quad);
        }
        Ok(Self { quads, id_namespace: file.base()?.unwrap_or_else(|| DEFAULT_BASE.to_owned()) })
    }

    /// What follows from the data by the rules of `sources`.
    ///
    /// # Errors
    /// When a rule is malformed or cannot be evaluated.
    pub fn conclusions(&self, sources: &Sources) -> Result<Inferred> {
        conclude(&self.quads, sources, &Iris::new(&self.id_namespace)?)
    }

    /// Adds conclusions, in a graph of their own.
    ///
    /// # Errors
    /// When the data set's own IRIs begin with no base for others.
    pub fn add(&mut self, inferred: &Inferred) -> Result<()> {
        let iris = Iris::new(&self.id_namespace)?;
        infer::quads(inferred, &iris).into_iter().for_each(|quad| self.quads.insert(quad));
        Ok(())
    }

    /// The quads, ready for questions.
    pub(crate) fn finish(self) -> Quads {
        self.quads.finish()
    }
}

/// What follows from the quads. Where passages stand in their texts is most of a data set, and no rule reads it.
///
/// # Errors
/// When a rule is malformed or cannot be evaluated.
pub(crate) fn conclude(quads: &Builder, sources: &Sources, iris: &Iris) -> Result<Inferred> {
    const UNREAD: [NamedNodeRef<'static>; 8] =
        [v::HAS_SELECTOR, v::START, v::END, v::EXACT, v::PREFIX, v::SUFFIX, v::LINE, v::MENTIONED_IN];
    let mut defects = Vec::new();
    let rules = rule::load(sources, &mut defects);
    if !defects.is_empty() {
        return Err(Error::Knowledge(defects));
    }
    let failed = |error: oxigraph::store::StorageError| Error::Query(format!("inference failed: {error}"));
    let store = Store::new().map_err(failed)?;
    let mut transaction = store.start_transaction().map_err(failed)?;
    for triple in quads.triples().filter(|triple| !UNREAD.contains(&triple.predicate.as_ref())) {
        transaction.insert(triple.as_ref().in_graph(GraphNameRef::DefaultGraph));
    }
    transaction.commit().map_err(failed)?;
    infer(&store, &rules, &infer::schema(sources)?, iris)
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
    use crate::store::Scope;
    use oxigraph::io::RdfFormat;

    #[test]
    fn a_triple_of_two_graphs_is_one_in_the_default_graph() {
        let text = b"@prefix id: <https://e.org/> .\nid:g { id:a id:b id:c }\nid:h { id:a id:b id:c }\n";
        let file = |format, bytes: &[u8]| DataFile { path: "x".into(), format, bytes: bytes.to_vec() };
        let data = DataSet::load(&file(RdfFormat::TriG, text)).unwrap();
        assert_eq!(data.id_namespace, "https://e.org/");
        let quads = data.finish();
        let count = |scope| quads.matching([None; 3], scope).count();
        assert_eq!((count(Scope::Union), count(Scope::Named)), (1, 2));
        let broken = DataSet::load(&file(RdfFormat::NQuads, b"<a:b> <a:b> <a:b> .\n<a:b> <a:b> \""));
        let error = broken.err().unwrap().to_string();
        assert!(error.contains("line 2"), "{error}");
    }
}
