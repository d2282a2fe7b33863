//! Whether the knowledge files agree with each other and with the program, and whether the rules do what their examples say.

mod example;
mod table;

use super::{Catalog, ontology, rules::Rules, source::Sources};
use crate::{
    error::{Defect, Error, Result},
    model::{Class, Predicate},
    query::{book::Book, syntax},
    reason::{rule, shape::Shapes},
    text::unknown,
};
use std::collections::BTreeSet;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Every defect, by file and line.
    pub defects: Vec<Defect>,
    /// How many rules there are.
    pub rules: usize,
    /// How many texts, examples and those that a rule must not match, were analysed; none where the files cannot be loaded.
    pub texts: usize,
    /// How many rows the word lists have.
    pub rows: usize,
    /// How many terms the ontology describes.
    pub terms: usize,
    /// How many questions can be asked by name.
    pub questions: usize,
    /// How many shapes the data must keep.
    pub shapes: usize,
    /// How many rules draw conclusions.
    pub inferences: usize,
}

/// Checks all knowledge files.
///
/// # Errors
/// Only what is no defect of a knowledge file; none today.
pub fn check(sources: &Sources) -> Result<Report> {
    let mut report = Report::default();
    let catalog = match Catalog::load(sources.clone()) {
        Ok(catalog) => Some(catalog),
        Err(Error::Knowledge(defects)) => {
            report.defects = defects;
            None
        }
        Err(error) => return Err(error),
    };
    let defects = &mut report.defects;
    let terms = ontology::described(sources, defects);
    report.terms = terms.len();
    report.questions = questions(sources, &terms, defects);
    report.shapes = shapes(sources, &terms, defects);
    report.inferences = inferences(sources, &terms, defects);
    report.rows = table::check(sources, defects);
    let rules = Rules::load(sources, &mut Vec::new());
    report.rules = rules.iter().count();
    check_rules(&rules, defects);
    if let Some(catalog) = &catalog {
        report.texts = example::check(catalog, defects);
    }
    report.defects.sort();
    report.defects.dedup();
    Ok(report)
}

/// Checks that every named question parses, uses its parameters and speaks of terms that exist.
fn questions(sources: &Sources, terms: &BTreeSet<String>, defects: &mut Vec<Defect>) -> usize {
    let book = Book::load(sources, defects);
    for question in book.iter() {
        check_terms(&format!("ontology/queries/{}.rq", question.name), &question.text, terms, defects);
        let file = format!("ontology/queries/{}.rq", question.name);
        let mut defect = |line: usize, problem: String| defects.push(Defect { file: file.clone(), line, problem });
        if let Err((line, problem)) = syntax::check(&question.text) {
            defect(line, problem);
        }
        for parameter in &question.parameters {
            if !question.text.lines().any(|line| !line.starts_with('#') && uses(line, &parameter.name)) {
                defect(1, format!("the query has no variable ?{}, which a parameter declares", parameter.name));
            }
        }
    }
    book.iter().count()
}

/// Checks that every shape is understood and speaks of terms that exist.
fn shapes(sources: &Sources, terms: &BTreeSet<String>, defects: &mut Vec<Defect>) -> usize {
    let shapes = Shapes::load(sources, defects);
    for (path, text) in sources.under("ontology/shapes/") {
        check_terms(path, text, terms, defects);
    }
    shapes.shapes.iter().filter(|shape| !shape.targets.is_empty()).count()
}

/// Checks that every inference rule is well formed and speaks of terms that exist.
fn inferences(sources: &Sources, terms: &BTreeSet<String>, defects: &mut Vec<Defect>) -> usize {
    let rules = rule::load(sources, defects);
    for (path, text) in sources.under("ontology/rules/") {
        check_terms(path, text, terms, defects);
    }
    rules.len()
}

/// Checks that each term of the ontology that a file names exists.
fn check_terms(path: &str, text: &str, terms: &BTreeSet<String>, defects: &mut Vec<Defect>) {
    for (number, line) in text.lines().enumerate() {
        for name in names_of_terms(line).filter(|name| !terms.contains(*name)) {
            let problem = format!("ht:{name}: {}", unknown(name, terms.iter().map(String::as_str)));
            defects.push(Defect { file: path.to_owned(), line: number + 1, problem });
        }
    }
}

/// The local names of the ontology's terms in a line of a query.
fn names_of_terms(line: &str) -> impl Iterator<Item = &str> {
    let code = if line.starts_with('#') { "" } else { line };
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    code.match_indices("ht:").filter(move |(at, _)| !code[..*at].ends_with(is_name)).filter_map(move |(at, prefix)| {
        let rest = &code[at + prefix.len()..];
        let name = &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())];
        (!name.is_empty()).then_some(name)
    })
}

fn uses(line: &str, variable: &str) -> bool {
    ["?", "$"].iter().any(|sign| {
        let named = format!("{sign}{variable}");
        line.match_indices(&named).any(|(at, _)| !line[at + named.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}

/// What a rule may yield beside classes and predicates.
const FIGURE: &str = "Target";

/// Checks what each rule says of itself.
fn check_rules(rules: &Rules, defects: &mut Vec<Defect>) {
    let built_in = Rules::load(&Sources::built_in(), &mut Vec::new());
    let known = || Class::ALL.iter().map(|c| c.as_str()).chain(Predicate::ALL.iter().map(|p| p.as_str())).chain([FIGURE]);
    for (_, rule) in rules.iter() {
        let mut defect = |problem: String| defects.push(Defect { file: rule.place.0.clone(), line: rule.place.1, problem });
        if !known().any(|name| name == rule.yields) {
            defect(format!("rule `{}` yields an {}", rule.id, unknown(&rule.yields, known())));
        }
        if let Some(stated) = rule.stated.filter(|stated| !(0.0..=1.0).contains(stated)) {
            defect(format!("rule `{}` has a confidence of {stated}, which is not between 0 and 1", rule.id));
        }
        let is_grammar = |name: &str| built_in.named(name).is_some_and(|id| built_in.get(id).pattern.is_none());
        if rule.pattern.is_none() && !is_grammar(&rule.id) {
            let grammars = built_in.iter().filter(|(_, rule)| rule.pattern.is_none()).map(|(_, rule)| rule.id.as_str());
            defect(format!(
                "rule `{}` has no pattern, and no grammar of the program is called so: {}",
                rule.id,
                unknown(&rule.id, grammars)
            ));
        }
    }
}
