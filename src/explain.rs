//! What each stage makes of one document, written out for people: spans marked inline as in `[名称|Department#1]`.

use crate::{
    catalog::Catalog,
    extract::{
        self,
        segment::{self, LineKind},
        word::{self, Shape, Word},
    },
    model::{Analysis, Document, EntityIndex, Evidence, Header, Mention, Relation, RuleId, Target},
    span::{Span, TextIndex},
};
use clap::ValueEnum;
use std::fmt::Write;

/// A product that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// What is known of the file, and the text that was read
    Document,
    /// Title, date, sections, points, lists of bodies, lines and sentences
    Structure,
    /// The words of each sentence, with what the lexicon knows of them
    Words,
    /// The text with its names marked, and the rule of each
    Mentions,
    /// The things named
    Entities,
    /// What the text states about them
    Relations,
    /// Figures
    Targets,
    /// Whose words which lines are
    Speakers,
    /// Everything
    All,
}

const ORDER: [Stage; 8] =
    [Stage::Document, Stage::Structure, Stage::Words, Stage::Mentions, Stage::Entities, Stage::Relations, Stage::Targets, Stage::Speakers];

/// Longest evidence that is shown whole, in characters.
const SHOWN: usize = 60;

/// Analyses `document` and writes out the products of `stages`, each under its name where there are several.
pub fn explain(catalog: &Catalog, document: Document, stages: &[Stage]) -> String {
    let analysis = extract::analyse(catalog, document);
    let page = Page::new(catalog, &analysis);
    let wanted: Vec<Stage> = ORDER.into_iter().filter(|stage| stages.contains(stage) || stages.contains(&Stage::All)).collect();
    let mut out = String::new();
    for &stage in &wanted {
        if wanted.len() > 1 {
            let name = stage.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
            let gap = if out.is_empty() { "" } else { "\n" };
            let _ = writeln!(out, "{gap}== {name} ==");
        }
        page.write(stage, &mut out);
    }
    out
}

/// One analysis with what is needed to show it.
struct Page<'a> {
    catalog: &'a Catalog,
    analysis: &'a Analysis,
    index: TextIndex,
    entity_of: Vec<Option<EntityIndex>>,
}

impl<'a> Page<'a> {
    fn new(catalog: &'a Catalog, analysis: &'a Analysis) -> Self {
        let index = TextIndex::new(&analysis.document.text);
        Self { catalog, analysis, index, entity_of: extract::relation::item::entity_of_mention(analysis) }
    }

    fn write(&self, stage: Stage, out: &mut String) {
        match stage {
            Stage::Document => self.document(out),
            Stage::Structure => out.push_str(&segment::dump::dump(&self.analysis.structure, self.text())),
            Stage::Words => self.words(out),
            Stage::Mentions => self.mentions(out),
            Stage::Entities => self.entities(out),
            Stage::Relations => self.relations(out),
            Stage::Targets => self.targets(out),
            Stage::Speakers => self.speakers(out),
            Stage::All => {}
        }
    }

    fn text(&self) -> &'a str {
        &self.analysis.document.text
    }

    fn document(&self, out: &mut String) {
        let (document, structure) = (&self.analysis.document, &self.analysis.structure);
        let mut row = |name: &str, value: &str| _ = writeln!(out, "{name:<11}{value}");
        row("path", &document.path);
        row("id", &document.id);
        row("sha256", &document.sha256);
        row("format", document.format.as_str());
        row("characters", &self.index.characters().to_string());
        row("lines", &structure.lines.len().to_string());
        let Header { title, issuer, number, signed, released, effective, source, url } = &structure.header;
        row("title", title.as_deref().unwrap_or_default());
        let said = [("issuer", issuer), ("number", number), ("signed", signed), ("released", released), ("effective", effective)];
        for (name, value) in said.into_iter().chain([("source", source), ("url", url)]) {
            value.iter().for_each(|value| row(name, value));
        }
        row("date", structure.date.as_ref().map_or("", |(date, _)| date));
        let focus: Vec<&str> = self.analysis.focus.iter().map(|&place| self.analysis.entities[place].name.as_str()).collect();
        row("speaks for", &focus.join(" "));
        for finding in &self.analysis.findings {
            row("finding", &format!("line {}: {} ({})", self.index.line(finding.span.start), finding.message, finding.id));
        }
        out.push_str("text\n");
        out.push_str(&document.text);
        if !document.text.ends_with('\n') {
            out.push('\n');
        }
    }

    fn words(&self, out: &mut String) {
        let structure = &self.analysis.structure;
        let words = word::cut(self.catalog, &self.analysis.document, structure);
        for (number, sentence) in structure.sentences.iter().enumerate() {
            let shown = words.of(number).iter().filter(|word| word.shape != Shape::Space).map(|word| self.word(word));
            let _ = writeln!(out, "{:>4}  {}", sentence.line, shown.collect::<Vec<_>>().join(" "));
        }
    }

    fn word(&self, word: &Word) -> String {
        let (surface, known) = (word.span.of(self.text()), word.known);
        let kinds = [known.verbs.to_string(), known.function.to_string(), known.traits.to_string()];
        let kinds: Vec<String> = kinds.into_iter().filter(|kind| !kind.is_empty()).collect();
        if kinds.is_empty() { surface.to_owned() } else { format!("[{surface}|{}]", kinds.join("|")) }
    }

    fn mentions(&self, out: &mut String) {
        let mentions = &self.analysis.mentions;
        let mut order: Vec<usize> = (0..mentions.len()).collect();
        order.sort_by_key(|&number| (mentions[number].span.start, std::cmp::Reverse(mentions[number].span.end), number));
        let mut next = 0;
        for (index, line) in self.analysis.structure.lines.iter().enumerate().filter(|(_, line)| line.kind != LineKind::Blank) {
            let until = next + order[next..].partition_point(|&number| mentions[number].span.start < line.span.end);
            let here = &order[next..until];
            next = until;
            let _ = writeln!(out, "{:>4}  {}", index + 1, self.marked(line.span, here));
            for &number in here {
                let mention = &mentions[number];
                let _ = writeln!(out, "      {} {} by {}", self.label(number, mention), mention.name, self.rule(mention.rule));
            }
        }
    }

    /// The line with the mentions in it, which come by start, outer ones first.
    fn marked(&self, line: Span, mentions: &[usize]) -> String {
        let text = self.text();
        let (mut out, mut at, mut open) = (String::new(), line.from(), Vec::new());
        let close = |out: &mut String, at: &mut usize, open: &mut Vec<usize>, until: usize| {
            while let Some(&number) = open.last().filter(|&&number| self.analysis.mentions[number].span.to() <= until) {
                let mention = &self.analysis.mentions[number];
                let end = mention.span.to().max(*at);
                let _ = write!(out, "{}|{}]", one_line(&text[*at..end]), self.label(number, mention));
                *at = end;
                open.pop();
            }
        };
        for &number in mentions {
            let start = self.analysis.mentions[number].span.from().max(at);
            close(&mut out, &mut at, &mut open, start);
            out.push_str(&one_line(&text[at..start.max(at)]));
            out.push('[');
            at = start.max(at);
            open.push(number);
        }
        close(&mut out, &mut at, &mut open, usize::MAX);
        out.push_str(text.get(at..line.to()).unwrap_or_default());
        out
    }

    /// The class of a mention and the number of its entity.
    fn label(&self, number: usize, mention: &Mention) -> String {
        self.entity_of[number].map_or_else(|| mention.class.to_string(), |entity| format!("{}#{entity}", mention.class))
    }

    fn entities(&self, out: &mut String) {
        for (number, entity) in self.analysis.entities.iter().enumerate() {
            let mut lines: Vec<u32> =
                entity.mentions.iter().map(|&mention| self.index.line(self.analysis.mentions[mention].span.start)).collect();
            lines.dedup();
            let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
            let also = if entity.aliases.is_empty() { String::new() } else { format!(" (also {})", entity.aliases.join(", ")) };
            let focal = if self.analysis.focus.contains(&number) { ", speaks" } else { "" };
            let _ = writeln!(out, "{}#{number} {}{also}: line {}{focal}", entity.class, entity.name, lines.join(", "));
            let _ = writeln!(out, "      key {}", entity.key);
        }
    }

    fn relations(&self, out: &mut String) {
        for relation in &self.analysis.relations {
            let Relation { subject, predicate, object, evidence, .. } = relation;
            let mut more = vec![relation.status.to_string()];
            more.extend(relation.role.clone());
            more.extend(relation.time.clone());
            more.extend(relation.speaker.map(|speaker| format!("says {}", self.named(speaker))));
            let _ = writeln!(
                out,
                "{:>4}  {} {predicate} {} ({}) by {}",
                self.index.line(evidence.span.start),
                self.named(*subject),
                self.named(*object),
                more.join(", "),
                self.rule(evidence.rule)
            );
            self.said(*evidence, out);
        }
    }

    fn targets(&self, out: &mut String) {
        for target in &self.analysis.targets {
            let Target { indicator, comparator, value, unit, evidence, .. } = target;
            let mut more = vec![target.status.to_string()];
            more.extend(target.time.clone());
            more.extend(target.speaker.map(|speaker| format!("says {}", self.named(speaker))));
            let _ = writeln!(
                out,
                "{:>4}  {}: {indicator} {comparator} {value} {unit} ({}) by {}",
                self.index.line(evidence.span.start),
                self.named(target.holder),
                more.join(", "),
                self.rule(evidence.rule)
            );
            self.said(*evidence, out);
        }
    }

    fn speakers(&self, out: &mut String) {
        for turn in &self.analysis.turns {
            let mention = &self.analysis.mentions[turn.speaker];
            let _ = writeln!(out, "lines {}-{}  [{}|{}]", turn.first_line, turn.last_line, mention.name, self.label(turn.speaker, mention));
        }
    }

    /// The words that say it.
    fn said(&self, evidence: Evidence, out: &mut String) {
        let words: Vec<char> = one_line(evidence.span.of(self.text())).chars().collect();
        let (head, tail) = (&words[..words.len().min(SHOWN)], if words.len() > SHOWN { "\u{2026}" } else { "" });
        let _ = writeln!(out, "        {}{tail}", head.iter().collect::<String>());
    }

    fn named(&self, entity: EntityIndex) -> String {
        let known = &self.analysis.entities[entity];
        format!("[{}|{}#{entity}]", known.name, known.class)
    }

    fn rule(&self, rule: RuleId) -> &'a str {
        &self.catalog.rules.get(rule).id
    }
}

/// The words with line breaks and other control characters shown as one sign.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{21B5}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus;

    fn shown(text: &str, stages: &[Stage]) -> String {
        let catalog = Catalog::built_in().unwrap();
        explain(&catalog, corpus::document("t", text.as_bytes(), text.to_owned()), stages)
    }

    #[test]
    fn names_are_marked_inline_with_their_rule() {
        let out = shown("临川市财政局局长秦怀远介绍了情况。", &[Stage::Mentions]);
        assert!(out.starts_with("   1  ["), "{out}");
        assert!(out.contains("|Department#") && out.contains("[秦怀远|Official#"), "{out}");
        assert!(out.contains("秦怀远 by person-after-role"), "{out}");
    }

    #[test]
    fn marks_taken_away_leave_the_text() {
        let text = "云州市要抓好两件事。\n一是建设云帆湖产业园。扩建码头。\n二是培育海洋产业。";
        let out = shown(text, &[Stage::Mentions]);
        let lines = out.lines().filter(|line| !line.starts_with("      "));
        let plain: Vec<String> = lines
            .map(|line| {
                let marks = regex::Regex::new(r"\|[A-Z][A-Za-z]+(#\d+)?\]").unwrap();
                marks.replace_all(&line[6..], "").replace('[', "")
            })
            .collect();
        assert_eq!(plain.join("\n"), text, "{out}");
    }

    #[test]
    fn every_stage_has_its_heading_where_all_are_asked_for() {
        let out = shown("云州市建设云帆湖产业园。", &[Stage::All]);
        for name in ["document", "structure", "words", "mentions", "entities", "relations", "targets", "speakers"] {
            assert!(out.contains(&format!("== {name} ==")), "{name}\n{out}");
        }
        assert_eq!(shown("", &[Stage::Mentions]), "");
    }
}
