//! Whether a clause tells of what is done, under way, planned or ended.

mod cue;
mod ground;

pub use cue::Cues;

use super::{
    quantity::time::{Role, Time, When},
    segment::Structure,
};
use crate::{
    catalog::Catalog,
    model::{Document, Status},
    span::Span,
    text,
};
use cue::{Cue, Kind};

/// Decides the status of clauses of one document: genre, section and paragraph set the ground, words of the clause decide.
pub struct StatusReader<'a> {
    document: &'a Document,
    structure: &'a Structure,
    cues: Vec<Cue>,
    times: Vec<Time>,
    /// Where verbs begin, with the sum of their leans up to and with each.
    leans: Vec<(u32, i32)>,
    /// The marks that end clauses.
    breaks: Vec<Span>,
    /// The ground of each line of the structure.
    grounds: Vec<Status>,
    year: Option<u16>,
}

impl<'a> StatusReader<'a> {
    /// Prepares the reader for one document.
    pub fn new(catalog: &'a Catalog, document: &'a Document, structure: &'a Structure) -> Self {
        let cues = outside_names(&document.text, catalog.cues.find(&document.text));
        let times = catalog.quantity.times.find(&catalog.quantity.numerals, &document.text);
        let year = structure.date.as_ref().and_then(|(date, _)| date.get(..4)?.parse().ok());
        let mut sum = 0;
        let leans = catalog.cues.lean(&document.text).map(|(span, lean)| {
            sum += lean;
            (span.start, sum)
        });
        let leans = leans.collect();
        let marks = document.text.char_indices().filter(|&(_, c)| breaks(c));
        let breaks = marks.map(|(at, c)| Span::new(at, at + c.len_utf8())).collect();
        let mut reader = Self { document, structure, cues, times, leans, breaks, grounds: Vec::new(), year };
        reader.grounds = ground::grounds(&catalog.cues, &reader);
        reader
    }

    /// The status of what the clause at `clause` of sentence `sentence` says.
    ///
    /// The words between the nearest commas around `clause` count first, then what the sentence says before them, then the
    /// ground of the paragraph. What may be a plan is never called done.
    pub fn status(&self, sentence: usize, clause: Span) -> Status {
        if self.has_ended(sentence, clause) { Status::Ended } else { self.of_act(sentence, clause) }
    }

    /// The status of something that is carried out, of which 扎实推进 says that it is.
    pub fn of_deed(&self, sentence: usize, clause: Span) -> Status {
        match self.has_ended(sentence, clause) {
            true => Status::Ended,
            false => self.read(sentence, clause, &[Kind::Ongoing]),
        }
    }

    fn has_ended(&self, sentence: usize, clause: Span) -> bool {
        let window = self.structure.sentences.get(sentence).map(|sentence| self.window(sentence.span, clause));
        window.is_some_and(|window| self.cues_in(window).iter().any(|cue| cue.kind == Kind::Ended))
    }

    /// The status of an act, which may be that of ending something.
    pub fn of_act(&self, sentence: usize, clause: Span) -> Status {
        self.read(sentence, clause, &[Kind::Ongoing, Kind::Steady])
    }

    /// The status that the words around a clause give, of which those of the kinds `ongoing` say that it is under way.
    fn read(&self, sentence: usize, clause: Span, ongoing: &[Kind]) -> Status {
        let Some(sentence) = self.structure.sentences.get(sentence) else { return Status::Planned };
        let window = self.window(sentence.span, clause);
        let ground = self.grounds.get(sentence.line as usize - 1).copied().unwrap_or(Status::Planned);
        let inside = self.cues_in(window);
        let has = |kind: Kind| inside.iter().any(|cue| cue.kind == kind);
        let governed = inside.iter().any(|cue| matches!(cue.kind, Kind::Planned | Kind::Report) && cue.span.start < clause.end);
        if governed || self.is_future(window) {
            return Status::Planned;
        }
        let led = self.led(Span::new(sentence.span.from(), window.from())).unwrap_or(ground);
        if led == Status::Planned && !has(Kind::Done) && !has(Kind::Past) {
            return Status::Planned;
        }
        if ongoing.iter().any(|&kind| has(kind)) { Status::Ongoing } else { Status::Done }
    }

    /// Whether the clause around `clause` says before it that it is to come: 力争.
    pub fn is_meant(&self, sentence: usize, clause: Span) -> bool {
        let Some(sentence) = self.structure.sentences.get(sentence) else { return false };
        let before = Span::new(self.window(sentence.span, clause).from(), clause.to());
        self.cues_in(before).iter().any(|cue| cue.kind == Kind::Planned)
    }

    /// Whether `words` say that something is to be done: 要, 必须.
    pub fn is_demanded(&self, words: Span) -> bool {
        self.cues_in(words).iter().any(|cue| cue.kind == Kind::Planned)
    }

    /// The word that makes what the clause at `clause` says a mere supposition, wish or question, if there is one.
    pub fn unreal(&self, sentence: usize, clause: Span) -> Option<Span> {
        let span = self.structure.sentences.get(sentence)?.span;
        let wished = |cue: &&Cue| match cue.kind {
            Kind::Wish => self.governs(cue.span),
            Kind::Advice => self.governs(cue.span) && !self.opens_clause(span, cue.span),
            _ => false,
        };
        let asked = || self.cues_in(self.window(span, clause)).iter().find(|cue| cue.kind == Kind::Question);
        let unreal = || self.cues_until(span, clause).iter().find(wished).or_else(asked).map(|cue| cue.span);
        self.supposed(sentence, clause).or_else(unreal)
    }

    /// The word that makes what the clause at `clause` says a condition or what would follow from one.
    pub fn supposed(&self, sentence: usize, clause: Span) -> Option<Span> {
        let span = self.structure.sentences.get(sentence)?.span;
        let supposes = |cue: &&Cue| cue.span.of(&self.document.text).chars().nth(1).is_some() || self.opens_clause(span, cue.span);
        let mut conditions = self.cues_until(span, clause).iter().filter(|cue| cue.kind == Kind::Condition);
        conditions.find(supposes).map(|cue| cue.span)
    }

    /// The cues of a sentence up to the end of one of its clauses.
    fn cues_until(&self, sentence: Span, clause: Span) -> &[Cue] {
        self.cues_in(Span::new(sentence.from(), clause.to().max(sentence.from())))
    }

    /// Whether a clause begins with the cue; 若 is a condition only there, not in a name.
    fn opens_clause(&self, sentence: Span, cue: Span) -> bool {
        cue.start == sentence.start || self.document.text[..cue.from()].chars().next_back().is_some_and(breaks)
    }

    /// Whether a word for a wish is a verb with a clause behind it, not a noun: 群众的希望, 代表的建议。
    fn governs(&self, cue: Span) -> bool {
        let text = &self.document.text;
        let noun_after = text[cue.to()..].chars().next().is_none_or(|c| !c.is_alphanumeric() || c.is_numeric() || c == '\u{7684}');
        let noun_before = text[..cue.from()].ends_with('\u{7684}');
        !noun_after && !noun_before
    }

    /// The time that the clause or its sentence gives: a year, a date or a period's name.
    pub fn time(&self, sentence: usize, clause: Span) -> Option<String> {
        let sentence = self.structure.sentences.get(sentence)?;
        let window = self.window(sentence.span, clause);
        let before = Span::new(sentence.span.from(), window.to().max(sentence.span.from()));
        let time = self.times_in(before).iter().rev().find(|time| time.role != Role::Base)?;
        self.name(time)
    }

    /// The document's own year, where it has a date.
    pub fn year(&self) -> Option<u16> {
        self.year
    }

    /// The times of the document, in text order.
    pub fn times(&self) -> &[Time] {
        &self.times
    }

    /// The name of a time: `2030`, `2025-12`, `2025-12-09` or as in “十五五”时期; none for a time without a year.
    pub fn name(&self, time: &Time) -> Option<String> {
        match time.when {
            When::Date(year, None, _) => Some(year.to_string()),
            When::Date(year, Some(month), None) => Some(format!("{year}-{month:02}")),
            When::Date(year, Some(month), Some(day)) => Some(format!("{year}-{month:02}-{day:02}")),
            When::Day(month, day) => self.year_at(time.span).map(|year| format!("{year}-{month:02}-{day:02}")),
            When::Relative(_) => time.years(self.year_at(time.span)).map(|(year, _)| year.to_string()),
            When::Period(_) => Some(self.period(time.span).to_owned()),
            When::Recent | When::Coming | When::Vague => None,
        }
    }

    /// The words that name a period, with the mark that opens its quotation where they have the one that closes it.
    fn period(&self, span: Span) -> &str {
        let (text, words) = (&self.document.text, span.of(&self.document.text));
        let open = text[..span.from()].ends_with('\u{201C}') && words.contains('\u{201D}') && !words.contains('\u{201C}');
        if open { &text[span.from() - '\u{201C}'.len_utf8()..span.to()] } else { words }
    }

    /// The year that 今年 means at a place: the document's own, else the year of the heading above.
    fn year_at(&self, span: Span) -> Option<u16> {
        self.year.or_else(|| {
            let line = self.structure.lines.partition_point(|line| line.span.start <= span.start);
            let headings = self.headings(line.checked_sub(1)?);
            headings.iter().rev().find_map(|heading| match self.times_in(*heading).last()?.when {
                When::Date(year, ..) => Some(year),
                _ => None,
            })
        })
    }

    /// The headings above line `index`, outermost first.
    fn headings(&self, index: usize) -> Vec<Span> {
        let mut headings = Vec::new();
        let mut section = self.structure.lines.get(index).and_then(|line| line.section);
        while let Some(inner) = section.and_then(|section| self.structure.sections.get(section)) {
            headings.push(inner.heading);
            section = inner.parent;
        }
        headings.reverse();
        headings
    }

    /// What the sentence's words before a clause say: the last time, modal or report.
    fn led(&self, before: Span) -> Option<Status> {
        if self.is_future(before) {
            return Some(Status::Planned);
        }
        self.cues_in(before).iter().rev().find_map(|cue| match cue.kind {
            Kind::Planned | Kind::Report => Some(Status::Planned),
            Kind::Past => Some(Status::Done),
            _ => None,
        })
    }

    /// Whether the last time in `span` lies ahead: after the document's own year, or set as a term (到2030年).
    fn is_future(&self, span: Span) -> bool {
        self.times_in(span).iter().rev().find(|time| time.role != Role::Base).is_some_and(|time| match time.years(self.year) {
            _ if matches!(time.when, When::Day(..)) => false,
            Some((first, last)) => match self.year {
                Some(own) => last > own && (time.role == Role::By || first >= own),
                None => time.role == Role::By,
            },
            None => time.when == When::Coming,
        })
    }

    /// The clause widened to the nearest commas or stops of its sentence.
    fn window(&self, sentence: Span, clause: Span) -> Span {
        let clause = Span::new(clause.from().max(sentence.from()).min(sentence.to()), clause.to().max(sentence.from()).min(sentence.to()));
        let before = self.breaks.partition_point(|mark| mark.start < clause.start).checked_sub(1).map(|last| self.breaks[last]);
        let behind = self.breaks.get(self.breaks.partition_point(|mark| mark.start < clause.end));
        let start = before.filter(|mark| mark.start >= sentence.start).map_or(sentence.start, |mark| mark.end);
        let end = behind.filter(|mark| mark.start < sentence.end).map_or(sentence.end, |mark| mark.start);
        Span { start, end }
    }

    /// How the verbs in `span` lean, on average and in hundredths: to reviews above, to plans below; and how many they are.
    fn lean(&self, span: Span) -> (i32, usize) {
        let from = self.leans.partition_point(|&(start, _)| start < span.start);
        let to = self.leans.partition_point(|&(start, _)| start < span.end);
        let before = |index: usize| index.checked_sub(1).map_or(0, |last| self.leans[last].1);
        let count = to - from;
        ((before(to) - before(from)) / i32::try_from(count.max(1)).unwrap_or(i32::MAX), count)
    }

    fn cues_in(&self, span: Span) -> &[Cue] {
        let from = self.cues.partition_point(|cue| cue.span.start < span.start);
        let to = self.cues.partition_point(|cue| cue.span.start < span.end);
        &self.cues[from..to.max(from)]
    }

    fn times_in(&self, span: Span) -> &[Time] {
        let from = self.times.partition_point(|time| time.span.start < span.start);
        let to = self.times.partition_point(|time| time.span.start < span.end);
        &self.times[from..to.max(from)]
    }
}

/// The cues that do not stand inside a title 《…》 or a short quotation, which is a name and says nothing of the clause.
fn outside_names(text: &str, cues: Vec<Cue>) -> Vec<Cue> {
    let names = text::names(text);
    cues.into_iter()
        .filter(|cue| {
            let next = names.partition_point(|name| name.end <= cue.span.start);
            names.get(next).is_none_or(|name| cue.span.start < name.start)
        })
        .collect()
}

/// Whether `c` ends a clause: a comma, colon, semicolon or full stop of either width.
fn breaks(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '!' | '?' | '\u{FF0C}' | '\u{FF1B}' | '\u{FF1A}' | '\u{FF01}' | '\u{FF1F}' | '\u{3002}')
}
