//! Decisions as TOML: read with their lines, and written one by one.

use super::{Decision, Decisions, Place, Source, Verdict};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    same: Vec<Spanned<Same>>,
    #[serde(default)]
    different: Vec<Spanned<Different>>,
    #[serde(default)]
    rename: Vec<Spanned<Named>>,
    #[serde(default)]
    alias: Vec<Spanned<Named>>,
    #[serde(default)]
    reject: Vec<Spanned<Reject>>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Same {
    things: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Different {
    #[serde(skip_serializing_if = "Option::is_none")]
    things: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thing: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    documents: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Named {
    thing: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Reject {
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mention: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Decisions {
    /// Reads decisions from the text of their file.
    ///
    /// # Errors
    /// When the text is no TOML of this form, with the line of the first defect.
    pub fn parse(source: &Source) -> Result<Self> {
        let text = source.text.as_str();
        let line_of = |offset: usize| text.as_bytes()[..offset.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1;
        let fails = |line: usize, problem: &str| {
            let help = "`hongtu decide --help` shows the form";
            Err(Error::Input { path: format!("{}:{line}", source.path).into(), problem: format!("{problem}; {help}") })
        };
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => return fails(error.span().map_or(1, |span| line_of(span.start)), error.message()),
        };
        let mut found: Vec<(usize, std::result::Result<Verdict, String>)> = Vec::new();
        found.extend(file.same.into_iter().map(|one| (one.span().start, several(one.into_inner().things).map(Verdict::Same))));
        found.extend(file.different.into_iter().map(|one| (one.span().start, different(one.into_inner()))));
        found.extend(file.rename.into_iter().map(|one| (one.span().start, named(one.into_inner(), Verdict::Rename))));
        found.extend(file.alias.into_iter().map(|one| (one.span().start, named(one.into_inner(), Verdict::Alias))));
        found.extend(file.reject.into_iter().map(|one| (one.span().start, reject(one.into_inner()))));
        found.sort_by_key(|(offset, _)| *offset);
        let mut list = Vec::new();
        for (offset, verdict) in found {
            match verdict {
                Ok(verdict) => list.push(Decision { line: line_of(offset), verdict }),
                Err(problem) => return fails(line_of(offset), &problem),
            }
        }
        Ok(Self { path: source.path.clone(), list })
    }
}

fn several(things: Vec<String>) -> std::result::Result<Vec<String>, String> {
    let mut sorted: Vec<&String> = things.iter().collect();
    sorted.sort();
    sorted.dedup();
    if sorted.len() == things.len() && things.len() >= 2 { Ok(things) } else { Err("`things` must name two or more, each once".to_owned()) }
}

fn different(one: Different) -> std::result::Result<Verdict, String> {
    match one {
        Different { things: Some(things), thing: None, documents: None, .. } => several(things).map(Verdict::Different),
        Different { things: None, thing: Some(thing), documents: Some(documents), .. } if !documents.is_empty() => {
            Ok(Verdict::Apart(thing, documents))
        }
        _ => Err("`different` needs either `things`, or a `thing` and the `documents` in which it is another".to_owned()),
    }
}

fn named(one: Named, verdict: fn(String, String) -> Verdict) -> std::result::Result<Verdict, String> {
    let name = one.name.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err("`name` must be a name on one line".to_owned());
    }
    Ok(verdict(one.thing, name.to_owned()))
}

fn reject(one: Reject) -> std::result::Result<Verdict, String> {
    match one {
        Reject { statement: Some(statement), mention: None, .. } => Ok(Verdict::RejectStatement(statement)),
        Reject { statement: None, mention: Some(mention), .. } => mention.parse::<Place>().map(Verdict::RejectMention),
        _ => Err("`reject` needs either a `statement` or a `mention`".to_owned()),
    }
}

/// The text of a file of decisions with one more at its end; all else stays as it is, comments too.
///
/// # Errors
/// When the text, or the text with the decision, is no file of decisions.
pub fn append(source: &Source, verdict: &Verdict, why: Option<&str>) -> Result<String> {
    let before = Decisions::parse(source)?;
    let why = why.map(str::to_owned);
    let (table, body) = match verdict.clone() {
        Verdict::Same(things) => ("same", toml::to_string(&Same { things, why })),
        Verdict::Different(things) => ("different", toml::to_string(&Different { things: Some(things), why, ..Different::default() })),
        Verdict::Apart(thing, documents) => {
            ("different", toml::to_string(&Different { thing: Some(thing), documents: Some(documents), why, things: None }))
        }
        Verdict::Rename(thing, name) => ("rename", toml::to_string(&Named { thing, name, why })),
        Verdict::Alias(thing, name) => ("alias", toml::to_string(&Named { thing, name, why })),
        Verdict::RejectStatement(statement) => {
            ("reject", toml::to_string(&Reject { statement: Some(statement), why, ..Reject::default() }))
        }
        Verdict::RejectMention(Place { document, start, end }) => {
            let mention = Some(format!("{document}:{start}-{end}"));
            ("reject", toml::to_string(&Reject { mention, why, ..Reject::default() }))
        }
    };
    let body = body.expect("strings and lists of strings");
    let gap = match source.text.as_str() {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let text = format!("{}{gap}[[{table}]]\n{body}", source.text);
    let after = Decisions::parse(&Source { path: source.path.clone(), text: text.clone() })?;
    if before.list.iter().any(|decision| decision.verdict == *verdict) {
        return Err(Error::Query(format!("{} has this decision already", source.path)));
    }
    debug_assert_eq!(after.list.len(), before.list.len() + 1);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source { path: "decisions.toml".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn what_is_appended_is_read_back_and_comments_stay() {
        let verdicts = [
            Verdict::Same(vec!["a".to_owned(), "Department|云州市\"科技局\"".to_owned()]),
            Verdict::Different(vec!["a".to_owned(), "b".to_owned()]),
            Verdict::Apart("a".to_owned(), vec!["d1".to_owned()]),
            Verdict::Rename("a".to_owned(), "云州市科技局".to_owned()),
            Verdict::Alias("a".to_owned(), "市科技局".to_owned()),
            Verdict::RejectStatement("statement-d1-0123".to_owned()),
            Verdict::RejectMention(Place { document: "d1".to_owned(), start: 3, end: 5 }),
        ];
        let mut text = "# Ours.".to_owned();
        for verdict in &verdicts {
            text = append(&source(&text), verdict, Some("两份文件\n同一个局")).unwrap();
        }
        assert!(text.starts_with("# Ours.\n\n[[same]]\n"), "{text}");
        let read = Decisions::parse(&source(&text)).unwrap();
        assert_eq!(read.list.iter().map(|decision| &decision.verdict).collect::<Vec<_>>(), verdicts.iter().collect::<Vec<_>>());
        let lines: Vec<&str> = text.lines().collect();
        assert!(read.list.iter().all(|decision| lines[decision.line - 1].starts_with("[[")), "{text}");
        assert!(append(&source(&text), &verdicts[0], None).unwrap_err().to_string().contains("already"));
    }

    #[test]
    fn defects_are_told_with_their_lines() {
        for (text, line, problem) in [
            ("[[same]]\nthings = [\"a\"]\n", 1, "two or more"),
            ("\n[[reject]]\nmention = \"d1:9\"\n", 2, "DOCUMENT:START-END"),
            ("[[reject]]\nstatement = \"s\"\nmention = \"d1:1-2\"\n", 1, "either"),
            ("[[rename]]\nthing = \"a\"\n", 1, "name"),
            ("# x\n[[sames]]\n", 2, "unknown field"),
            ("[[same]]\nthings = 1\n", 2, "invalid type"),
        ] {
            let error = Decisions::parse(&source(text)).unwrap_err().to_string();
            assert!(error.starts_with(&format!("decisions.toml:{line}: ")) && error.contains(problem), "{error}");
        }
    }
}
