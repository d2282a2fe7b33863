//! The named questions: `ontology/queries/NAME.rq`, each with titles and parameters in its first comments.

use super::parameter::{Kind, Parameter};
use crate::{
    catalog::source::Sources,
    error::{Defect, Error, Result},
    text::unknown,
    write::rdf::vocabulary::PREFIXES,
};
use std::collections::BTreeMap;

/// The named questions, by name.
#[derive(Clone, Debug, Default)]
pub struct Book {
    questions: BTreeMap<String, Question>,
}

/// A named question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The file's name without `.rq`.
    pub name: String,
    /// What it asks, in Chinese.
    pub title_zh: String,
    /// What it asks, in English.
    pub title_en: String,
    /// What the user may set; what is not set may be anything.
    pub parameters: Vec<Parameter>,
    /// The whole file.
    pub text: String,
}

impl Question {
    /// The question with the prefixes that it uses, as any SPARQL 1.1 store takes it; `id_namespace` is what `id:` stands for.
    pub fn with_prefixes(&self, id_namespace: &str) -> String {
        let known = std::iter::once(("id", id_namespace)).chain(PREFIXES.iter().copied());
        let used = known.filter(|(prefix, _)| is_used(prefix, &self.text));
        used.map(|(prefix, namespace)| format!("PREFIX {prefix}: <{namespace}>\n")).collect::<String>() + &self.text
    }
}

/// Whether a name with `prefix` stands somewhere in `text`.
fn is_used(prefix: &str, text: &str) -> bool {
    let marked = format!("{prefix}:");
    text.match_indices(&marked).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-'))
}

impl Book {
    /// Reads every question; one without titles, or with a malformed parameter, is a defect.
    pub fn load(sources: &Sources, defects: &mut Vec<Defect>) -> Self {
        let mut book = Self::default();
        for (path, text) in sources.under("ontology/queries/") {
            let Some(name) = path.strip_prefix("ontology/queries/").and_then(|name| name.strip_suffix(".rq")) else { continue };
            // A user's file of the same name stands later and wins.
            book.questions.insert(name.to_owned(), read(name, path, text, defects));
        }
        book
    }

    /// The question called `name`.
    ///
    /// # Errors
    /// When there is none; the message names the nearest.
    pub fn get(&self, name: &str) -> Result<&Question> {
        let known = || self.questions.keys().map(String::as_str);
        self.questions
            .get(name)
            .ok_or_else(|| Error::Query(format!("no question of that name: {}; `hongtu query --list` shows all", unknown(name, known()))))
    }

    /// All questions, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Question> {
        self.questions.values()
    }
}

fn read(name: &str, path: &str, text: &str, defects: &mut Vec<Defect>) -> Question {
    let mut question = Question { name: name.to_owned(), text: text.to_owned(), ..Question::default() };
    let comments = text.lines().enumerate().map_while(|(number, line)| Some((number + 1, line.strip_prefix('#')?.trim())));
    for (line, comment) in comments {
        match comment.split_once(':').map(|(key, value)| (key, value.trim())) {
            Some(("title-zh", title)) => question.title_zh = title.to_owned(),
            Some(("title-en", title)) => question.title_en = title.to_owned(),
            Some(("parameter", declared)) => match parameter(declared) {
                Ok(parameter) => question.parameters.push(parameter),
                Err(problem) => defects.push(Defect { file: path.to_owned(), line, problem }),
            },
            _ => {}
        }
    }
    for (title, key) in [(&question.title_zh, "title-zh"), (&question.title_en, "title-en")] {
        if title.is_empty() {
            defects.push(Defect { file: path.to_owned(), line: 1, problem: format!("no `# {key}:` among the first comments") });
        }
    }
    question
}

/// `NAME KIND what it is`.
fn parameter(declared: &str) -> std::result::Result<Parameter, String> {
    let mut words = declared.splitn(3, char::is_whitespace);
    let (name, kind, about) = (words.next().unwrap_or_default(), words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if name.is_empty() || about.is_empty() {
        return Err("a parameter is declared as `# parameter: NAME KIND what it is`".to_owned());
    }
    Ok(Parameter { name: name.to_owned(), kind: kind.parse::<Kind>()?, about: about.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_question_is_well_formed() {
        let mut defects = Vec::new();
        let book = Book::load(&Sources::built_in(), &mut defects);
        assert_eq!(defects, []);
        assert!(book.iter().count() >= 16, "{}", book.iter().count());
    }

    #[test]
    fn a_misspelt_name_suggests_the_nearest() {
        let book = Book::load(&Sources::built_in(), &mut Vec::new());
        let error = book.get("psots").unwrap_err().to_string();
        assert!(error.contains("did you mean `posts`?"), "{error}");
    }
}
