//! Syntax errors of a query, told with the line that has them.

use crate::{
    text::nearest,
    write::{iri::DEFAULT_BASE, rdf::vocabulary::PREFIXES},
};
use spargebra::{SparqlParser, SparqlSyntaxError};

/// A parser that knows the prefixes of the data set; `id_namespace` is what `id:` stands for.
pub(crate) fn parser(id_namespace: &str) -> Result<SparqlParser, String> {
    let prefixes = std::iter::once(("id", id_namespace)).chain(PREFIXES.iter().copied());
    prefixes.into_iter().try_fold(SparqlParser::new(), |parser, (prefix, namespace)| {
        parser.with_prefix(prefix, namespace).map_err(|error| format!("prefix {prefix}: {error}"))
    })
}

/// Says where a query is wrong, shows the line, and guesses the mistake.
pub(crate) fn describe(text: &str, error: &SparqlSyntaxError) -> String {
    let message = error.to_string();
    let Some((line, column, problem)) = located(&message) else { return format!("the query is malformed: {message}") };
    let shown = text.lines().nth(line - 1).unwrap_or_default();
    // The mark stands in the line, since a caret under wide characters would not.
    let (before, after): (String, String) = (shown.chars().take(column - 1).collect(), shown.chars().skip(column - 1).collect());
    let hint = hint(text, &before, &after, problem).map(|hint| format!("\n  hint: {hint}")).unwrap_or_default();
    format!("the query is malformed at line {line}, column {column}: {}\n  {before} >>> {after}{hint}", shorten(problem))
}

/// Says where an update is wrong.
pub(crate) fn describe_update(text: &str, error: &SparqlSyntaxError) -> String {
    describe(text, error).replacen("the query", "the update", 1)
}

/// The line and column of an error, from 1.
pub(crate) fn place(error: &SparqlSyntaxError) -> Option<(usize, usize)> {
    located(&error.to_string()).map(|(line, column, _)| (line, column))
}

/// Parses a query with the prefixes that questions may use; where it is malformed, the line and what is wrong.
pub(crate) fn check(text: &str) -> Result<(), (usize, String)> {
    let parser = parser(DEFAULT_BASE).map_err(|problem| (1, problem))?;
    let Err(error) = parser.parse_query(text) else { return Ok(()) };
    let line = located(&error.to_string()).map_or(1, |(line, ..)| line);
    Err((line, describe(text, &error)))
}

/// Splits `error at LINE:COLUMN: PROBLEM`.
fn located(message: &str) -> Option<(usize, usize, &str)> {
    let (place, problem) = message.strip_prefix("error at ")?.split_once(": ")?;
    let (line, column) = place.split_once(':')?;
    Some((line.parse().ok().filter(|&line| line > 0)?, column.parse().ok().filter(|&column| column > 0)?, problem))
}

/// What was expected, without character classes and no longer than a person reads.
fn shorten(problem: &str) -> String {
    const SHOWN: usize = 12;
    if problem.contains(NO_PREFIX) {
        return NO_PREFIX.to_owned();
    }
    let Some(list) = problem.strip_prefix("expected one of ") else { return problem.to_owned() };
    let expected: Vec<&str> = list.split(", ").filter(|item| !item.starts_with('[')).collect();
    let more = if expected.len() > SHOWN { format!(" and {} more", expected.len() - SHOWN) } else { String::new() };
    format!("expected one of {}{more}", expected[..expected.len().min(SHOWN)].join(" "))
}

/// What the parser says of an unknown prefix, among the characters that could make the prefix longer.
const NO_PREFIX: &str = "Prefix not found";

fn hint(text: &str, before: &str, after: &str, problem: &str) -> Option<String> {
    let first_word: String = text.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
    if UPDATES.iter().any(|update| first_word.eq_ignore_ascii_case(update)) {
        return Some("questions only read; the data change by `hongtu build`".to_owned());
    }
    let last_word = before.split_whitespace().next_back().unwrap_or_default();
    let last_word = if problem.contains(NO_PREFIX) { last_word } else { "" };
    if last_word.chars().chain(after.chars().take(1)).any(is_wide_sign) {
        return Some("there is a full-width or curly sign; SPARQL wants the ASCII one".to_owned());
    }
    let prefix = last_word.split(':').next().filter(|_| !last_word.is_empty())?;
    let known = || std::iter::once("id").chain(PREFIXES.iter().map(|(prefix, _)| *prefix));
    let nearest = nearest(prefix, known()).map(|near| format!("did you mean `{near}:`? ")).unwrap_or_default();
    Some(format!("{nearest}these prefixes are declared: {}", known().collect::<Vec<_>>().join(" ")))
}

const UPDATES: [&str; 10] = ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"];

/// Full-width forms of ASCII signs, the ideographic comma and full stop, curly quotes.
fn is_wide_sign(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF5E}' | '\u{3001}' | '\u{3002}' | '\u{2018}'..='\u{201D}')
}
