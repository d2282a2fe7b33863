//! What the service can do, as SPARQL 1.1 Service Description has it.

use super::evaluate::{ROWS, TRIPLES};
use oxigraph::model::{NamedNode, Triple, vocab::rdf};
use std::collections::BTreeSet;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";

/// The description of the service at `endpoint`.
pub(super) fn describe(endpoint: &NamedNode, writable: bool) -> Vec<Triple> {
    let term = |name: &str| NamedNode::new_unchecked(format!("{SD}{name}"));
    let say = |property: &str, value: NamedNode| Triple::new(endpoint.clone(), term(property), value);
    let mut triples = vec![
        Triple::new(endpoint.clone(), rdf::TYPE, term("Service")),
        say("endpoint", endpoint.clone()),
        say("supportedLanguage", term("SPARQL11Query")),
        // The default graph of a query is what all graphs say.
        say("feature", term("UnionDefaultGraph")),
        say("feature", term("EmptyGraphs")),
    ];
    if writable {
        triples.push(say("supportedLanguage", term("SPARQL11Update")));
    }
    let rows = ROWS.iter().map(|(_, format)| format.iri());
    let graphs = TRIPLES.iter().map(|(_, format)| format.iri());
    let formats: BTreeSet<&str> = rows.chain(graphs).collect();
    triples.extend(formats.into_iter().map(|format| say("resultFormat", NamedNode::new_unchecked(format))));
    triples
}
