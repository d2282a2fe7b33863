//! The ontology as a page for a browser: each term with its names, definition, example and what it joins.

use crate::error::{Error, Result};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{
        Term,
        vocab::{rdf, rdfs},
    },
};
use std::collections::{BTreeMap, BTreeSet};

const NAMESPACE: &str = crate::catalog::ontology::NAMESPACE;
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

/// The sections in their order: title and the OWL types of the terms in it.
const SECTIONS: [(&str, &[&str]); 4] = [
    ("Classes", &["Class"]),
    ("Relations", &["ObjectProperty"]),
    ("Properties with values", &["DatatypeProperty"]),
    ("Individuals", &["NamedIndividual"]),
];

const STYLE: &str = "body{font:16px/1.6 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
h3{margin:1.6rem 0 .2rem}h3 small{font-weight:normal;color:#666}p{margin:.2rem 0}code{color:#1b6ca8}\
dl{margin:.3rem 0;display:grid;grid-template-columns:9rem 1fr}dt{color:#666}dd{margin:0}nav a{margin-right:.8rem}";

/// All that is said of each subject, by property, in text order.
type Described = BTreeMap<String, BTreeMap<String, Vec<Term>>>;

/// The page for the ontology in `turtle`.
///
/// # Errors
/// When it is malformed.
pub fn write(turtle: &str) -> Result<String> {
    let mut described: Described = BTreeMap::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle) {
        let quad = quad.map_err(|error| Error::Query(format!("the ontology is malformed: {error}")))?;
        let subject = key(&quad.subject.into());
        described.entry(subject).or_default().entry(quad.predicate.as_str().to_owned()).or_default().push(quad.object);
    }
    let page = Page { described: &described };
    let head = page.described.get(NAMESPACE.trim_end_matches('#'));
    let title = |language: &str| head.and_then(|head| text(head.get("http://purl.org/dc/terms/title")?, language)).unwrap_or_default();
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n<h1>{}</h1>\n<p>{}</p>\n<p>Namespace <code>{NAMESPACE}</code>, prefix <code>ht:</code></p>\n",
        escaped(&title("en")),
        escaped(&title("zh")),
        escaped(&title("en")),
    );
    for (section, types) in SECTIONS {
        out.push_str(&page.section(section, types));
    }
    out.push_str("</html>\n");
    Ok(out)
}

struct Page<'a> {
    described: &'a Described,
}

impl Page<'_> {
    fn section(&self, title: &str, types: &[&str]) -> String {
        let types: Vec<String> = types.iter().map(|name| format!("{OWL}{name}")).collect();
        let has_type = |properties: &BTreeMap<String, Vec<Term>>| {
            properties.get(rdf::TYPE.as_str()).is_some_and(|of| of.iter().any(|of| types.contains(&key(of))))
        };
        let terms: Vec<(&str, &BTreeMap<String, Vec<Term>>)> = self
            .described
            .iter()
            .filter_map(|(iri, properties)| Some((iri.strip_prefix(NAMESPACE)?, properties)))
            .filter(|(name, properties)| !name.is_empty() && has_type(properties))
            .collect();
        let links: String = terms.iter().map(|(name, _)| format!("<a href=\"#{name}\">{name}</a> ")).collect();
        let each: String = terms.iter().map(|(name, properties)| self.term(name, properties)).collect();
        format!("<h2>{title}</h2>\n<nav>{links}</nav>\n{each}")
    }

    fn term(&self, name: &str, properties: &BTreeMap<String, Vec<Term>>) -> String {
        let said = |property: &str, language: &str| properties.get(property).and_then(|values| text(values, language)).unwrap_or_default();
        let (definition, example) = (format!("{SKOS}definition"), format!("{SKOS}example"));
        let mut out = format!(
            "<h3 id=\"{name}\"><code>ht:{name}</code> {} <small>{}</small></h3>\n<p>{}</p>\n<p>{}</p>\n<dl>",
            escaped(&said(rdfs::LABEL.as_str(), "zh")),
            escaped(&said(rdfs::LABEL.as_str(), "en")),
            escaped(&said(&definition, "zh")),
            escaped(&said(&definition, "en")),
        );
        for language in ["zh", "en"] {
            let words = said(&example, language);
            if !words.is_empty() {
                out.push_str(&format!("<dt>example</dt><dd lang=\"{language}\">{}</dd>", escaped(&words)));
            }
        }
        for (property, values) in properties {
            if let Some(label) = shown(property) {
                let values: Vec<String> = values.iter().map(|value| self.expression(value, 0)).collect();
                out.push_str(&format!("<dt>{label}</dt><dd>{}</dd>", values.join(", ")));
            }
        }
        out.push_str("</dl>\n");
        out
    }

    /// A class, or the members of a union of classes.
    fn expression(&self, term: &Term, depth: usize) -> String {
        const DEEPEST: usize = 8;
        let Term::BlankNode(_) = term else { return link(term) };
        let union = self.described.get(&key(term)).and_then(|node| node.get(&format!("{OWL}unionOf")));
        let Some(list) = union.and_then(|union| union.first()).filter(|_| depth < DEEPEST) else { return self.list(term).join(", ") };
        self.list(list).join(" or ")
    }

    fn list(&self, list: &Term) -> Vec<String> {
        let (mut members, mut at, mut seen) = (Vec::new(), list.clone(), BTreeSet::new());
        while let Some(node) = self.described.get(&key(&at)).filter(|_| seen.insert(key(&at))) {
            members.extend(node.get(rdf::FIRST.as_str()).and_then(|first| first.first()).map(link));
            let Some(rest) = node.get(rdf::REST.as_str()).and_then(|rest| rest.first()) else { break };
            at = rest.clone();
        }
        members
    }
}

/// What a property is called on the page; none for those told elsewhere.
fn shown(property: &str) -> Option<&str> {
    let local = property.rsplit(['#', '/']).next()?;
    let known =
        ["subClassOf", "subPropertyOf", "domain", "range", "inverseOf", "closeMatch", "disjointUnionOf", "oneOf", "disjointWith", "type"];
    known.into_iter().find(|known| *known == local)
}

fn key(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        other => other.to_string(),
    }
}

fn text(values: &[Term], language: &str) -> Option<String> {
    values.iter().find_map(|value| match value {
        Term::Literal(literal) if literal.language() == Some(language) => Some(literal.value().to_owned()),
        _ => None,
    })
}

/// A term by its prefix, linked to its place on the page or in the world.
fn link(term: &Term) -> String {
    let Term::NamedNode(node) = term else { return escaped(&term.to_string()) };
    let iri = node.as_str();
    if let Some(name) = iri.strip_prefix(NAMESPACE) {
        return format!("<a href=\"#{name}\"><code>ht:{name}</code></a>");
    }
    let prefixes = super::rdf::vocabulary::PREFIXES.iter();
    let short = prefixes.filter_map(|(prefix, namespace)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?))).next();
    format!("<a href=\"{}\"><code>{}</code></a>", escaped(iri), escaped(short.as_deref().unwrap_or(iri)))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
