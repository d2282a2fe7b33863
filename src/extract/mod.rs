//! Stages 2 to 5: a document becomes structure, mentions, entities, relations and figures.

pub mod link;
pub mod mention;
pub mod official;
pub mod quantity;
pub mod relation;
pub mod segment;
pub mod speaker;
pub mod status;
pub mod survey;
pub mod target;
pub mod word;

use crate::{
    catalog::Catalog,
    identity,
    model::{Analysis, Document},
};

/// Reads one document: every stage in turn, each from the products of those before it.
pub fn analyse(catalog: &Catalog, document: Document) -> Analysis {
    let structure = segment::segment(catalog, &document);
    let words = word::cut(catalog, &document, &structure);
    let survey = survey::survey(catalog, &document);
    let found = mention::find(catalog, &document, &structure, &words, &survey);
    let (mut mentions, posts) = official::posts(catalog, &document, &structure, found);
    let in_order = mentions.len();
    let turns = speaker::turns(catalog, &document, &structure, &mentions, &posts);
    let (mut entities, focus, focal) = link::link(catalog, &document, &structure, &survey, &mut mentions, &posts);
    link::measure::add(catalog, &document, &structure, &mut mentions, &mut entities);
    let mut findings = structure.findings.clone();
    let mut analysis = Analysis { document, structure, focus, focal, mentions, in_order, posts, turns, entities, ..Analysis::default() };
    let status = status::StatusReader::new(catalog, &analysis.document, &analysis.structure);
    let (relations, refused) = relation::find(catalog, &words, &analysis, &status);
    let targets = target::find(catalog, &words, &analysis, &status);
    (analysis.relations, analysis.refused, analysis.targets) = (relations, refused, targets);
    findings.append(&mut analysis.findings);
    analysis.findings = findings;
    identity::scope::settle(catalog, &mut analysis);
    analysis
}
