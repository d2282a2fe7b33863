//! A data set as a build wrote it, in a store: all of it or, where it is malformed, nothing.

use crate::{
    data_file::DataFile,
    error::{Error, Result},
    reason::{
        index::Index,
        infer::{self, infer},
        rule::Rule,
    },
    write::{
        iri::{DEFAULT_BASE, Iris},
        rdf::reified,
    },
};
use oxigraph::{
    io::RdfParser,
    model::{GraphNameRef, QuadRef, Triple, vocab::rdf},
    store::Store,
};
use std::path::Path;

/// Which graphs a store has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Graphs {
    /// The default graph, with every triple of every graph once: enough for questions that name no graph, and faster.
    Merged,
    /// That and the named graphs.
    Named,
}

impl Graphs {
    /// What the query `text` needs: named graphs where it could name one.
    pub fn needed_by(text: &str) -> Self {
        let names_one =
            text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| ["graph", "from"].iter().any(|key| word.eq_ignore_ascii_case(key)));
        if names_one { Self::Named } else { Self::Merged }
    }
}

/// A data set in memory.
pub struct DataSet {
    /// The store; its default graph is the union of all graphs.
    pub store: Store,
    /// What `id:` stands for in this data set.
    pub id_namespace: String,
}

impl DataSet {
    /// Loads the data set in `directory`, or the file itself where it is one.
    ///
    /// # Errors
    /// When there is none, or it is malformed; the message has file, line and column.
    pub fn open(directory: &Path, graphs: Graphs) -> Result<Self> {
        Self::load(&DataFile::open(directory)?, graphs)
    }

    /// Adds what follows from the data by `rules`, in the default graph and in a graph of its own.
    ///
    /// # Errors
    /// When a rule cannot be evaluated.
    pub fn infer(&self, rules: &[Rule], schema: &[Triple], graphs: Graphs) -> Result<()> {
        let iris = Iris::new(&self.id_namespace)?;
        let inferred = infer(&self.store, rules, schema, &iris)?;
        let failed = |error: oxigraph::store::StorageError| Error::Query(format!("inference failed: {error}"));
        let mut transaction = self.store.start_transaction().map_err(failed)?;
        for quad in infer::quads(&inferred, &iris) {
            transaction.insert(QuadRef { graph_name: GraphNameRef::DefaultGraph, ..quad.as_ref() });
            if graphs == Graphs::Named {
                transaction.insert(quad.as_ref());
            }
        }
        transaction.commit().map_err(failed)
    }

    fn load(file: &DataFile, graphs: Graphs) -> Result<Self> {
        let input = |problem: String| Error::Input { path: file.path.clone(), problem };
        let store = Store::new().map_err(|error| input(error.to_string()))?;
        let mut transaction = store.start_transaction().map_err(|error| input(error.to_string()))?;
        let mut parser = RdfParser::from_format(file.format).for_slice(&file.bytes);
        for quad in parser.by_ref() {
            let quad = quad.map_err(|error| file.malformed(&error))?;
            if quad.predicate == rdf::REIFIES {
                // Questions speak of rdf:Statement, whichever form the file has.
                for part in reified(vec![quad.clone()]) {
                    transaction.insert(QuadRef { graph_name: GraphNameRef::DefaultGraph, ..part.as_ref() });
                }
            }
            transaction.insert(QuadRef { graph_name: GraphNameRef::DefaultGraph, ..quad.as_ref() });
            if graphs == Graphs::Named && !quad.graph_name.is_default_graph() {
                transaction.insert(quad.as_ref());
            }
        }
        let declared = parser.prefixes().find(|(prefix, _)| *prefix == "id").map(|(_, namespace)| namespace.to_owned());
        transaction.commit().map_err(|error| input(error.to_string()))?;
        Ok(Self { store, id_namespace: declared.unwrap_or_else(|| DEFAULT_BASE.to_owned()) })
    }
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
        let load = |graphs| DataSet::load(&file(RdfFormat::TriG, text), graphs).unwrap();
        assert_eq!(load(Graphs::Merged).store.len().unwrap(), 1);
        assert_eq!(load(Graphs::Named).store.len().unwrap(), 3);
        assert_eq!(load(Graphs::Named).id_namespace, "https://e.org/");
        let broken = DataSet::load(&file(RdfFormat::NQuads, b"<a:b> <a:b> <a:b> .\n<a:b> <a:b> \""), Graphs::Merged);
        let error = broken.err().unwrap().to_string();
        assert!(error.contains("line 2"), "{error}");
    }

    #[test]
    fn named_graphs_are_loaded_where_a_query_could_name_one() {
        assert_eq!(Graphs::needed_by("SELECT * { Graph ?g { ?s ?p ?o } }"), Graphs::Named);
        assert_eq!(Graphs::needed_by("SELECT * { ?s ht:paragraph ?o }"), Graphs::Merged);
    }
}
