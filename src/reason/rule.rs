//! Inference rules: `ontology/rules/NAME.rq`, a CONSTRUCT with titles and a reason in its first comments.
//!
//! The premises of a conclusion are the triples that the WHERE clause matched, so it holds triple patterns, FILTER, BIND and VALUES only.

use crate::{
    catalog::source::Sources,
    error::Defect,
    write::{iri::DEFAULT_BASE, rdf::vocabulary::PREFIXES},
};
use oxigraph::sparql::Variable;
use spargebra::{
    Query, SparqlParser,
    algebra::GraphPattern,
    term::{NamedNodePattern, TermPattern, TriplePattern},
};
use std::collections::BTreeSet;

/// An inference rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The file's name without `.rq`.
    pub name: String,
    /// What it concludes, in Chinese.
    pub title_zh: String,
    /// What it concludes, in English.
    pub title_en: String,
    /// Why that is right.
    pub why: String,
    /// What follows.
    pub(crate) conclusions: Vec<TriplePattern>,
    /// From what.
    pub(crate) premises: Vec<TriplePattern>,
    /// All its variables, by name.
    pub(crate) variables: Vec<Variable>,
    /// The WHERE clause as a query for them.
    pub(crate) query: Query,
}

impl Rule {
    /// Whether a new triple of one of `properties` can make the rule conclude more.
    pub(crate) fn reads(&self, properties: &BTreeSet<String>) -> bool {
        self.premises.iter().any(|premise| match &premise.predicate {
            NamedNodePattern::NamedNode(property) => properties.contains(property.as_str()),
            NamedNodePattern::Variable(_) => true,
        })
    }
}

/// Reads every rule; a malformed one, or one without titles and reason, is a defect.
pub fn load(sources: &Sources, defects: &mut Vec<Defect>) -> Vec<Rule> {
    let mut files = std::collections::BTreeMap::new();
    for (path, text) in sources.under("ontology/rules/") {
        if let Some(name) = path.strip_prefix("ontology/rules/").and_then(|name| name.strip_suffix(".rq")) {
            // A user's file of the same name stands later and wins.
            files.insert(name, (path, text));
        }
    }
    let mut rules = Vec::new();
    for (name, (path, text)) in files {
        match read(name, text) {
            Ok(rule) => rules.push(rule),
            Err(problem) => defects.push(Defect { file: path.to_owned(), line: 1, problem }),
        }
    }
    rules
}

fn read(name: &str, text: &str) -> Result<Rule, String> {
    let comment = |key: &str| {
        let mut comments = text.lines().map_while(|line| line.strip_prefix('#'));
        let value = comments.find_map(|line| line.trim().strip_prefix(key)?.strip_prefix(':').map(|value| value.trim().to_owned()));
        value.filter(|value| !value.is_empty()).ok_or_else(|| format!("no `# {key}:` among the first comments"))
    };
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in std::iter::once(("id", DEFAULT_BASE)).chain(PREFIXES.iter().copied()) {
        parser = parser.with_prefix(prefix, namespace).map_err(|error| format!("prefix {prefix}: {error}"))?;
    }
    let query = parser.parse_query(text).map_err(|error| error.to_string())?;
    let Query::Construct { template, pattern, .. } = query else { return Err("a rule is a CONSTRUCT query".to_owned()) };
    let pattern = unwrapped(pattern);
    let mut premises = Vec::new();
    collect(&pattern, &mut premises)?;
    let variables: BTreeSet<Variable> = premises.iter().chain(&template).flat_map(variables).collect();
    let variables: Vec<Variable> = variables.into_iter().collect();
    let projected = GraphPattern::Project { inner: Box::new(pattern), variables: variables.clone() };
    let pattern = GraphPattern::Distinct { inner: Box::new(projected) };
    Ok(Rule {
        name: name.to_owned(),
        title_zh: comment("title-zh")?,
        title_en: comment("title-en")?,
        why: comment("why")?,
        conclusions: template,
        premises,
        variables,
        query: Query::Select { dataset: None, pattern, base_iri: None },
    })
}

/// The pattern below the projection that the parser puts around it.
fn unwrapped(pattern: GraphPattern) -> GraphPattern {
    match pattern {
        GraphPattern::Project { inner, .. } | GraphPattern::Reduced { inner } | GraphPattern::Distinct { inner } => unwrapped(*inner),
        pattern => pattern,
    }
}

/// The triple patterns that a match stands on.
fn collect(pattern: &GraphPattern, premises: &mut Vec<TriplePattern>) -> Result<(), String> {
    match pattern {
        GraphPattern::Bgp { patterns } => premises.extend(patterns.iter().cloned()),
        GraphPattern::Join { left, right } => {
            collect(left, premises)?;
            collect(right, premises)?;
        }
        GraphPattern::Filter { inner, .. } | GraphPattern::Extend { inner, .. } => collect(inner, premises)?,
        GraphPattern::Values { .. } => {}
        _ => return Err("a rule has triple patterns, FILTER, BIND and VALUES only, so that its premises are plain".to_owned()),
    }
    match premises.iter().any(|premise| [&premise.subject, &premise.object].iter().any(|end| matches!(end, TermPattern::BlankNode(_)))) {
        true => Err("a rule has neither blank nodes nor paths: name what stands between".to_owned()),
        false => Ok(()),
    }
}

fn variables(pattern: &TriplePattern) -> Vec<Variable> {
    let ends = [&pattern.subject, &pattern.object].into_iter().filter_map(|end| match end {
        TermPattern::Variable(variable) => Some(variable.clone()),
        _ => None,
    });
    let property = if let NamedNodePattern::Variable(variable) = &pattern.predicate { Some(variable.clone()) } else { None };
    ends.chain(property).collect()
}
