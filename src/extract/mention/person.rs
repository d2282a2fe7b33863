//! Persons in public roles: a name after a role, before a title, in an appointment or a list; then everywhere it recurs.

use super::{
    candidate::Candidate,
    name::{Trust, is_name_alone, name_before, name_from},
    titled::holds,
};
use crate::{
    catalog::{Catalog, characters::Characters},
    extract::survey::Survey,
    model::{Class, Document, Mention, RuleId},
    span::Span,
    text,
};
use std::collections::{BTreeMap, BTreeSet};

/// Priority of persons among candidates.
const PRIORITY: u8 = 40;

/// Marks behind which somebody appointed may be named.
const APPOINTED_AFTER: [char; 11] = ['\n', '\u{FF0C}', ',', '\u{FF1B}', ';', '\u{FF1A}', ':', '\u{3002}', '\u{3001}', ' ', '\u{3000}'];

/// Finds persons in text order; they do not overlap. `organs` are the organs and places of the text.
pub(crate) fn find(catalog: &Catalog, document: &Document, survey: &Survey, organs: &[Candidate]) -> Vec<Candidate> {
    let text = document.text.as_str();
    let mut finder = Finder { catalog, text, organs, masked: &survey.titles, found: BTreeMap::new() };
    finder.after_roles();
    finder.before_titles();
    finder.appointments();
    finder.lists();
    finder.recurrences();
    finder.candidates()
}

struct Finder<'a> {
    catalog: &'a Catalog,
    text: &'a str,
    organs: &'a [Candidate],
    masked: &'a [Span],
    /// Names by where they begin.
    found: BTreeMap<usize, (usize, RuleId)>,
}

impl Finder<'_> {
    /// `市委书记曹某某`, or the name alone on the line after the role.
    fn after_roles(&mut self) {
        let rule = self.catalog.rules.grammar("person-after-role");
        for (at, _) in self.text.char_indices() {
            let Some((length, _)) = self.catalog.titles.roles.beginning(&self.text[at..]) else { continue };
            let end = after_bracket(self.text, at + length);
            let found = self.name_on_next_line(end).or_else(|| self.name(end, Trust::High)).or_else(|| self.name_after_space(end));
            if let Some(span) = found {
                self.add(span, rule);
                self.listed_after(span.to(), rule);
            }
        }
    }

    /// A name after a space, before a mark or another space.
    fn name_after_space(&self, end: usize) -> Option<Span> {
        let rest = &self.text[end..];
        let start = end + rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
        let span = self.name(start, Trust::High).filter(|_| start > end)?;
        self.text[span.to()..].chars().next().is_none_or(|c| !c.is_alphanumeric()).then_some(span)
    }

    /// A name alone on the next line that has words.
    fn name_on_next_line(&self, end: usize) -> Option<Span> {
        let rest = self.text[end..].trim_start_matches([' ', '\t', '\r', '\u{3000}']);
        let line = rest.strip_prefix('\n')?.trim_start();
        let line = line.split('\n').next()?.trim_end();
        let start =
            self.text.len() - self.text[end..].len() + (self.text[end..].len() - rest.len()) + (rest.len() - rest.trim_start().len());
        is_name_alone(self.catalog, line).then(|| Span::new(start, start + line.len()))
    }

    /// `曹某某书记`, `曹某某同志`.
    fn before_titles(&mut self) {
        let rule = self.catalog.rules.grammar("person-before-title");
        let appended = &self.catalog.titles.appended;
        for (at, _) in self.text.char_indices().filter(|(_, c)| appended.contains(*c)) {
            if self.catalog.titles.word(&self.text[at..], "appended").is_none() {
                continue;
            }
            if let Some(start) = name_before(self.catalog, self.text, at) {
                self.add(Span::new(start, at), rule);
                self.listed_after(at, rule);
            }
        }
    }

    /// `任命某某、某某为`, `免去某某的`, and lines and clauses such as `某某为……`, `某某同志任……`.
    fn appointments(&mut self) {
        let rule = self.catalog.rules.grammar("person-appointed");
        let titles = &self.catalog.titles;
        let marks: Characters = APPOINTED_AFTER.into_iter().collect();
        let opens = |&(at, c): &(usize, char)| at == 0 || marks.contains(c) || titles.appointing.contains(c);
        for (at, c) in self.text.char_indices().filter(opens) {
            let rest = &self.text[at..];
            let after_mark = at == 0 || marks.contains(c);
            let verb = || titles.word(rest, "appoint").or_else(|| titles.word(rest, "dismiss")).or_else(|| titles.word(rest, "loses"));
            let verb = titles.appointing.contains(c).then(verb).flatten();
            let start = match verb {
                Some(length) => at + length,
                None if after_mark && at > 0 => at + c.len_utf8(),
                None if at == 0 => 0,
                None => continue,
            };
            let Some(span) = self.name(start, Trust::High) else { continue };
            if verb.is_some() || self.is_appointed(span.to()) {
                self.add(span, rule);
                self.listed_after(span.to(), rule);
            }
        }
    }

    /// Whether an appointment follows the name: `同志任`, `为` and an organ, `的` and an organ.
    fn is_appointed(&self, end: usize) -> bool {
        let titles = &self.catalog.titles;
        if let Some(length) = titles.word(&self.text[end..], "bracket")
            && self.organ_starts(end + length)
        {
            return true;
        }
        let mut at = after_bracket(self.text, end);
        if titles.word(&self.text[at..], "pause").is_some_and(|pause| titles.word(&self.text[at + pause..], "bio").is_some()) {
            return true;
        }
        at += titles.word(&self.text[at..], "comrade").unwrap_or(0);
        at += titles.word(&self.text[at..], "adverb").unwrap_or(0);
        let purposes = ["holds", "loses", "planned", "as", "of", "held", "moved-from", "bracket"];
        let Some(length) = purposes.iter().find_map(|purpose| titles.word(&self.text[at..], purpose)) else { return false };
        self.organ_starts(at + length)
    }

    fn organ_starts(&self, at: usize) -> bool {
        self.organs.binary_search_by_key(&at, |organ| organ.mention.span.from()).is_ok()
    }

    /// Further names joined to one that ends at `end`.
    fn listed_after(&mut self, end: usize, rule: RuleId) {
        let mut at = end;
        loop {
            at = after_bracket(self.text, at);
            at += self.catalog.titles.word(&self.text[at..], "comrade").unwrap_or(0);
            let Some(mark) = self.catalog.titles.word(&self.text[at..], "list") else { return };
            let Some(span) = self.name(at + mark, Trust::Low) else { return };
            self.add(span, rule);
            at = span.to();
        }
    }

    /// Three or more names between 、 at the beginning of a clause.
    fn lists(&mut self) {
        let rule = self.catalog.rules.grammar("persons-in-list");
        let mut starts = vec![0];
        starts.extend(self.text.match_indices(['\n', '\u{FF0C}', ',', '\u{3002}', '\u{FF1A}']).map(|(at, mark)| at + mark.len()));
        for start in starts {
            let mut spans = Vec::new();
            let mut at = start;
            while let Some(span) = self.name(at, Trust::Low) {
                spans.push(span);
                let Some(mark) = self.catalog.titles.word(&self.text[span.to()..], "list") else { break };
                at = span.to() + mark;
            }
            if spans.len() >= 3 {
                spans.into_iter().for_each(|span| self.add(span, rule));
            }
        }
    }

    /// Every other place where a found name stands.
    fn recurrences(&mut self) {
        let rule = self.catalog.rules.grammar("person-named-again");
        let names: BTreeSet<&str> = self.found.iter().map(|(&start, &(end, _))| &self.text[start..end]).collect();
        for hit in text::longest(self.text, names) {
            if !holds(self.masked, hit.from()) {
                self.add(hit, rule);
            }
        }
    }

    fn name(&self, at: usize, trust: Trust) -> Option<Span> {
        let end = name_from(self.catalog, self.text, at, trust)?;
        let next = self.organs.partition_point(|organ| organ.mention.span.to() <= at);
        let inside = |organ: &Candidate| organ.mention.span.from() <= at && (organ.mention.class != Class::Place || trust == Trust::Low);
        let taken = self.organs.get(next).is_some_and(inside);
        (!taken && !holds(self.masked, at)).then(|| Span::new(at, end))
    }

    fn add(&mut self, span: Span, rule: RuleId) {
        let thought = self.catalog.titles.word(&self.text[span.to()..], "thought").is_some();
        let overlaps = self.found.range(..span.to()).next_back().is_some_and(|(_, &(end, _))| end > span.from());
        if !thought && !overlaps && !holds(self.masked, span.from()) {
            self.found.insert(span.from(), (span.to(), rule));
        }
    }

    fn candidates(self) -> Vec<Candidate> {
        let candidate = |(start, (end, rule)): (usize, (usize, RuleId))| {
            let span = Span::new(start, end);
            let name = span.of(self.text).chars().filter(|c| !c.is_whitespace()).collect();
            Candidate { mention: Mention { span, class: Class::Official, name, rule }, priority: PRIORITY }
        };
        self.found.into_iter().map(candidate).collect()
    }
}

/// Past a bracket that stands at `at`, as in `（女）`, if it closes soon.
pub(crate) fn after_bracket(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    if !rest.starts_with(['\u{FF08}', '(']) {
        return at;
    }
    let close = rest.char_indices().take(16).find(|(_, c)| matches!(c, '\u{FF09}' | ')'));
    close.map_or(at, |(offset, c)| at + offset + c.len_utf8())
}
