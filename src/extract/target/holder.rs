//! Whose figure it is: a name in the indicator, else the sentence's subject, else the place whose government speaks.

use super::{Figure, breaks, joins, words::Kind};
use crate::{
    catalog::Catalog,
    extract::quantity::unit::Unit,
    model::{Analysis, Class, EntityIndex, Mention},
    span::Span,
    text,
};

/// How many clauses before its figure a site may stand that opens one of them.
const REACH: usize = 2;

/// Finds the holders of figures, sentence after sentence.
pub(super) struct Holders<'a> {
    catalog: &'a Catalog,
    analysis: &'a Analysis,
    /// The entity of each mention.
    entity_of: Vec<Option<EntityIndex>>,
    line: u32,
    sentence: Span,
    /// The holder of the figure before in the same sentence.
    last: Option<EntityIndex>,
    /// The body for which the speaker of the line acts.
    body: Option<EntityIndex>,
}

impl<'a> Holders<'a> {
    pub(super) fn new(catalog: &'a Catalog, analysis: &'a Analysis) -> Self {
        let mut entity_of = vec![None; analysis.mentions.len()];
        for (index, entity) in analysis.entities.iter().enumerate() {
            for &mention in &entity.mentions {
                entity_of[mention] = Some(index);
            }
        }
        Self { catalog, analysis, entity_of, line: 0, sentence: Span::default(), last: None, body: None }
    }

    /// Goes on to a sentence.
    pub(super) fn enter(&mut self, line: u32, sentence: Span) {
        if line != self.line {
            self.line = line;
            self.body = self.acting_body(sentence);
        }
        self.sentence = sentence;
        self.last = None;
    }

    /// Whether `span` is a part of a name.
    pub(super) fn in_name(&self, span: Span) -> bool {
        self.mentions_in(Span::new(span.from().saturating_sub(120), span.to())).iter().any(|mention| mention.span.contains(span))
    }

    /// The holders of a figure: several where a list of names shares it, none where nobody is named.
    pub(super) fn of(&mut self, figure: &Figure<'_>) -> Vec<EntityIndex> {
        let named = self.named(figure);
        let own = named.iter().all(|entity| self.analysis.focus.contains(entity));
        let described = own.then(|| self.followed(figure)).flatten();
        let mut found: Vec<_> = described.map_or(named, |entity| vec![entity]);
        if found.is_empty() {
            found.extend(self.continued(figure).or_else(|| self.subject(figure)).or_else(|| self.focus(figure)));
        }
        self.last = found.last().copied();
        self.shared(figure, found)
    }

    fn text(&self) -> &'a str {
        &self.analysis.document.text
    }

    /// The names of the clause before the number that hold it, the first that does with those listed before it.
    fn named(&self, figure: &Figure<'_>) -> Vec<EntityIndex> {
        let text = self.text();
        let before = figure.lead();
        let range = self.range(before);
        let mut place = Vec::new();
        for index in range.clone() {
            let mention = &self.analysis.mentions[index];
            if mention.span.to() > before.to() || self.is_fixed(mention) {
                continue;
            }
            let rest = &text[mention.span.to()..before.to()];
            let first = self.first_listed(range.start, index);
            let lead = Span::new(before.from(), self.analysis.mentions[first].span.from());
            let found: Vec<_> = (first..=index).filter_map(|index| self.entity_of[index]).collect();
            // 入选某某计划11人: who was selected is counted, not the program.
            let selected = rest.is_empty() && self.catalog.figures.within(Kind::Chosen, lead.of(text)).is_some();
            if !selected && self.measured(mention, rest, figure) {
                return found;
            }
            if place.is_empty() && self.opens(lead, mention, rest, figure) {
                if !found.iter().all(|entity| self.analysis.focus.contains(entity)) {
                    return found;
                }
                // The place that speaks holds what nothing else in the clause does.
                place = found;
            }
        }
        place
    }

    /// Whether the mention is a part of an indicator of the place, as 工业 in 规上工业增加值.
    fn is_fixed(&self, mention: &Mention) -> bool {
        let words = &self.catalog.figures;
        let text = self.text();
        let upto = &text[..mention.span.to()];
        let ends = words.ends(Kind::Fixed, upto).is_some_and(|length| length >= mention.span.len());
        let begins = words.begins(Kind::Fixed, &text[mention.span.from()..]).is_some_and(|length| length >= mention.span.len());
        ends || begins
    }

    /// An industry, instrument or event whose quality the words after it name: 数字经济核心产业|增加值, 论坛|10场.
    fn measured(&self, mention: &Mention, rest: &str, figure: &Figure<'_>) -> bool {
        let rest = rest.trim_start_matches(text::is_quote);
        let words = &self.catalog.figures;
        let kind = figure.quantity.kind;
        match mention.class {
            Class::Industry => words.begins(Kind::Head, rest.trim_start_matches('\u{7684}')).is_some(),
            Class::Event if rest.is_empty() => kind == Unit::Count && words.begins(Kind::Occasion, &figure.quantity.unit).is_none(),
            Class::Instrument | Class::Program if rest.is_empty() => {
                matches!(kind, Unit::Count | Unit::Measure) || kind == Unit::Money && mention.class == Class::Instrument
            }
            Class::Instrument | Class::Program => words.begins(Kind::Head, rest).is_some(),
            _ => false,
        }
    }

    /// A name that opens the clause, perhaps after 全市, 到2030年 or 推动.
    fn opens(&self, lead: Span, mention: &Mention, rest: &str, figure: &Figure<'_>) -> bool {
        // In 某某等9家景区 the name is an example of what is counted.
        let list = &self.catalog.figures;
        let example = list.ends(Kind::List, rest.trim_end()).is_some() || list.begins(Kind::List, rest).is_some();
        if (rest.is_empty() && mention.class != Class::Official)
            || example
            || rest.starts_with(joins)
            || rest.ends_with(joins)
            || !self.is_lead(lead.of(self.text()))
        {
            return false;
        }
        let words = &self.catalog.figures;
        let quoted = rest.starts_with(text::is_quote) || self.text()[..mention.span.from()].ends_with(text::is_quote);
        match mention.class {
            Class::Place | Class::Park | Class::Organization | Class::Department | Class::Industry | Class::Project => true,
            Class::Event => figure.quantity.kind != Unit::Rank,
            Class::Official => words.begins(Kind::Occasion, &figure.quantity.unit).is_some(),
            Class::Document => quoted || mention.span.len() > 12,
            Class::Instrument | Class::Program | Class::Work => figure.quantity.kind != Unit::Rank,
            _ => false,
        }
    }

    /// Whether `words` are nothing but what may stand before a subject: times, 全市, 力争, quotation marks.
    fn is_lead(&self, words: &str) -> bool {
        let times = self.catalog.quantity.times.find(&self.catalog.quantity.numerals, words);
        let mut rest = times.last().map_or(words, |time| &words[time.span.to()..]);
        loop {
            rest = rest.trim_start_matches(|c: char| text::is_quote(c) || c.is_whitespace());
            if rest.is_empty() {
                return true;
            }
            match self.catalog.figures.begins(Kind::Lead, rest) {
                Some(length) => rest = &rest[length..],
                None => return false,
            }
        }
    }

    /// The first place of the list that ends with the mention at `index`: |临川区、云台区、江北区.
    fn first_listed(&self, from: usize, index: usize) -> usize {
        let mentions = &self.analysis.mentions;
        let mut first = index;
        while first > from {
            let (a, b) = (&mentions[first - 1], &mentions[first]);
            let between = &self.text()[a.span.to()..b.span.from()];
            if a.class != Class::Place || b.class != Class::Place || between != "\u{3001}" {
                break;
            }
            first -= 1;
        }
        first
    }

    /// What the number describes directly: 500亿元|城市更新基金, 召开10余场|论坛.
    fn followed(&self, figure: &Figure<'_>) -> Option<EntityIndex> {
        let text = self.text();
        let index = self.range(Span::new(figure.quantity.span.to(), figure.clause.to())).next()?;
        let mention = &self.analysis.mentions[index];
        let between = &text[figure.quantity.span.to()..mention.span.from()];
        let close = between.chars().all(|c| text::is_quote(c) || c == '\u{7684}');
        let fits = match figure.quantity.kind {
            Unit::Money | Unit::Plain => mention.class == Class::Instrument,
            Unit::Count | Unit::Measure => mention.class == Class::Event,
            _ => false,
        };
        let streak = self.catalog.figures.ends(Kind::Series, figure.before(text)).is_some() && mention.class == Class::Event;
        (close && fits || streak).then(|| self.entity_of[index]).flatten()
    }

    /// A clause that goes on about the figure or the thing before it: 同比…, 累计….
    fn continued(&self, figure: &Figure<'_>) -> Option<EntityIndex> {
        let before = figure.before(self.text());
        if before.is_empty() {
            return self.last;
        }
        let words = &self.catalog.figures;
        let times = self.catalog.quantity.times.find(&self.catalog.quantity.numerals, before);
        let untimed = times.last().map_or(before, |time| before[time.span.to()..].trim_start());
        let bare = words.begins(Kind::Lead, untimed).map_or(untimed, |length| &untimed[length..]);
        let follows = |text: &str| words.begins(Kind::Follow, text).is_some();
        let more = words.begins(Kind::More, before).is_some();
        if !(more || follows(before) || follows(untimed) || follows(bare)) {
            return None;
        }
        self.thing_before(figure.clause).or(self.last.filter(|_| more || follows(before)))
    }

    /// The thing with which the clause before ends: 发放|养老服务消费券|，累计….
    fn thing_before(&self, clause: Span) -> Option<EntityIndex> {
        let text = self.text();
        let end = text[self.sentence.from()..clause.from()].trim_end_matches(breaks).len() + self.sentence.from();
        let previous = super::clause(text, self.sentence, Span::new(end, end));
        let index = self.range(previous).last()?;
        let mention = &self.analysis.mentions[index];
        let ends = text[mention.span.to().min(end)..end].chars().all(text::is_quote);
        let thing =
            matches!(mention.class, Class::Instrument | Class::Program | Class::Event | Class::Project | Class::Park | Class::Organization);
        (ends && thing).then(|| self.entity_of[index]).flatten()
    }

    /// The subject of the sentence: the nearest name before that opens a clause and can act, else the body that speaks.
    fn subject(&self, figure: &Figure<'_>) -> Option<EntityIndex> {
        let text = self.text();
        let mut clause = figure.clause;
        for distance in 0usize.. {
            let words = clause.of(text);
            if self.catalog.figures.begins(Kind::Own, words.trim_start()).is_some() {
                return None;
            }
            if self.catalog.figures.begins(Kind::Meeting, words).is_some() {
                return self.meeting();
            }
            if let Some(found) = (distance > 0).then(|| self.acts(clause, distance)).flatten() {
                return Some(found);
            }
            let end = clause.from() - text[self.sentence.from()..clause.from()].chars().next_back().map_or(0, char::len_utf8);
            if end <= self.sentence.from() {
                break;
            }
            clause = super::clause(text, self.sentence, Span::new(end, end));
        }
        self.body
    }

    /// The name that opens `clause` and can act; bodies and texts act only for the clause after their own.
    fn acts(&self, clause: Span, distance: usize) -> Option<EntityIndex> {
        let text = self.text();
        let range = self.range(clause);
        // In 某部部长某某介绍 nobody acts: what follows is said.
        let said = |index: usize| {
            let mention = &self.analysis.mentions[index];
            let after = text.get(mention.span.to()..clause.to()).unwrap_or("");
            mention.class == Class::Official && (after.is_empty() || self.catalog.figures.begins(Kind::Report, after).is_some())
        };
        if range.clone().any(said) {
            return None;
        }
        let index = range.clone().next()?;
        let mention = &self.analysis.mentions[index];
        let rest = text.get(mention.span.to()..clause.to())?;
        let near = distance <= REACH && self.catalog.figures.begins(Kind::List, rest).is_none();
        let fits = match mention.class {
            Class::Place | Class::Department => true,
            Class::Park | Class::Project => near,
            Class::Organization | Class::Event | Class::Document => near && distance == 1 && clause.start == self.sentence.start,
            _ => false,
        };
        // What is built or named something has nothing to do with what follows: 某桥|建成投用，新建公路…; 某县|获评…，新增….
        let words = &self.catalog.figures;
        let theme = words.begins(Kind::Theme, rest).is_some() || words.ends(Kind::Theme, rest).is_some();
        let opens = !theme && !rest.is_empty() && !rest.starts_with(joins) && self.is_lead(&text[clause.from()..mention.span.from()]);
        (fits && opens && !self.is_fixed(mention)).then(|| self.entity_of[index]).flatten()
    }

    /// The first event that the document names: what 会议 means in its news.
    fn meeting(&self) -> Option<EntityIndex> {
        let index = self.analysis.mentions.iter().position(|mention| mention.class == Class::Event)?;
        self.entity_of[index]
    }

    /// The place that speaks; of several the one named last before the figure.
    fn focus(&self, figure: &Figure<'_>) -> Option<EntityIndex> {
        let focus = &self.analysis.focus;
        if focus.len() > 1 {
            let before = self.range(Span::new(0, figure.quantity.span.from()));
            let near = before.rev().filter_map(|index| self.entity_of[index]).find(|entity| focus.contains(entity));
            if near.is_some() {
                return near;
            }
        }
        focus.first().copied()
    }

    /// One figure for each of a list: A、B均居第1位.
    fn shared(&self, figure: &Figure<'_>, mut found: Vec<EntityIndex>) -> Vec<EntityIndex> {
        let before = self.catalog.figures.trim_end(Kind::Attain, figure.before(self.text()));
        let each = self.catalog.figures.ends(Kind::Each, before);
        if let ([only], Some(length)) = (found.as_slice(), each) {
            let list = &before[..before.len() - length];
            let parts = list.split(['\u{3001}', '\u{548C}']).filter(|part| !part.trim().is_empty()).count();
            found = vec![*only; parts.max(1)];
        }
        found
    }

    /// 中国人民银行行长某某介绍，近期将……: the speaker's body acts.
    fn acting_body(&self, sentence: Span) -> Option<EntityIndex> {
        let text = self.text();
        let range = self.range(sentence);
        let first = range.clone().next().filter(|&index| self.analysis.mentions[index].span.start == sentence.start)?;
        let second = range.clone().nth(1)?;
        let (organ, person) = (&self.analysis.mentions[first], &self.analysis.mentions[second]);
        let said = &text[person.span.to()..sentence.to()];
        let length = self.catalog.figures.begins(Kind::Report, said)?;
        let words = said[length..].trim_start_matches(breaks);
        let clause = words.split(breaks).next().unwrap_or("");
        let plans = self.catalog.cues.find(clause).first().is_some_and(|cue| cue.opens());
        (organ.class == Class::Department && person.class == Class::Official && plans).then(|| self.entity_of[first]).flatten()
    }

    /// The mentions that begin in `span`.
    fn range(&self, span: Span) -> std::ops::Range<usize> {
        let mentions = &self.analysis.mentions[..self.analysis.in_order];
        let from = mentions.partition_point(|mention| mention.span.start < span.start);
        let to = mentions.partition_point(|mention| mention.span.start < span.end);
        from..to.max(from)
    }

    fn mentions_in(&self, span: Span) -> &[Mention] {
        &self.analysis.mentions[self.range(span)]
    }
}
