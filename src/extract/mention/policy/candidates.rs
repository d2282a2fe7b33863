//! Which stretches of words might be names.

use super::View;
use crate::{
    catalog::{
        Catalog,
        vocabulary::{Families, Functions, Traits},
    },
    extract::word::{Shape, Word},
    model::Class,
};

/// A stretch of words that might be a name.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Proposal {
    /// First word.
    pub(crate) start: u32,
    /// One past the last word.
    pub(crate) end: u32,
    /// Why it was proposed.
    pub(crate) source: Sources,
    /// The head noun that it ends with.
    pub(crate) head: Option<u16>,
    /// First word of the head noun, or the end where there is none.
    pub(crate) modifier_end: u32,
    /// The class that the list it stands in tells.
    pub(crate) list_class: Option<Class>,
    /// The class of a known term, and whether it names something wherever it stands.
    pub(crate) term_class: Option<(Class, bool)>,
    /// Words of a later conjunct whose head this one shares.
    pub(crate) shared_head: Option<(u32, u32)>,
}

crate::catalog::vocabulary::flags! {
    /// Why a stretch was proposed.
    pub(crate) Sources: u8 { Headed = "headed", Quoted = "quoted", Listed = "listed", Term = "term", Bare = "bare" }
}

impl Sources {
    /// The set with these bits.
    pub(crate) fn of(bits: u8) -> Self {
        Self(bits)
    }

    /// Whether a head noun or a known term vouches for the stretch, not only marks, a list or a verb around it.
    pub(crate) fn vouch(self) -> bool {
        self.any(Self::Headed.with(Self::Term))
    }
}

impl Proposal {
    /// The rule that a mention made of this proposal names; `shares` where its name has the head of a later conjunct.
    pub(crate) fn rule(&self, shares: bool) -> &'static str {
        if shares {
            "conjunct-with-shared-head"
        } else if self.source.any(Sources::Headed) {
            "chunk-with-head-noun"
        } else if self.source.any(Sources::Quoted) {
            "quoted-name"
        } else if self.source.any(Sources::Term) {
            "known-term"
        } else if self.source.any(Sources::Listed) {
            "list-member"
        } else {
            "object-of-verb"
        }
    }
}

/// No name is longer, in words.
pub(super) const LONGEST: usize = 26;
/// Neither is what a verb governs without a head noun.
const LONGEST_BARE: usize = 5;
/// A list member without a head noun of its own is not longer.
const LONGEST_MEMBER: usize = 8;

/// All stretches that might be names, one for each pair of ends, sorted.
pub(crate) fn propose(view: &View<'_>) -> Vec<Proposal> {
    let mut proposals = Proposals::default();
    proposals.find(view);
    proposals.merged
}

/// All stretches that might be names; the room that they take serves one sentence after the other.
#[derive(Default)]
pub(crate) struct Proposals {
    found: Vec<Proposal>,
    /// Start, end and number of each of those found, as one number, in which they are sorted.
    order: Vec<u128>,
    merged: Vec<Proposal>,
}

impl Proposals {
    /// Those of one sentence, one for each pair of ends, sorted.
    pub(crate) fn find(&mut self, view: &View<'_>) -> &[Proposal] {
        let found = &mut self.found;
        found.clear();
        headed(view, found);
        quoted(view, found);
        terms(view, found);
        listed(view, found);
        bare(view, found);
        around_quotes(view, found);
        before_places(view, found);
        found.retain(|proposal| fits(view, proposal));
        self.order.clear();
        let place =
            |(number, proposal): (usize, &Proposal)| u128::from(proposal.start) << 96 | u128::from(proposal.end) << 64 | number as u128;
        self.order.extend(found.iter().enumerate().map(place));
        self.order.sort_unstable();
        merge(self.order.iter().map(|&place| found[place as u64 as usize]), &mut self.merged);
        &self.merged
    }
}

/// Makes one of those with the same ends, which stand together.
fn merge(sorted: impl Iterator<Item = Proposal>, merged: &mut Vec<Proposal>) {
    merged.clear();
    for proposal in sorted {
        match merged.last_mut().filter(|last| (last.start, last.end) == (proposal.start, proposal.end)) {
            Some(last) => {
                last.source = last.source.with(proposal.source);
                if last.head.is_none() && proposal.head.is_some() {
                    last.head = proposal.head;
                    last.modifier_end = proposal.modifier_end;
                }
                last.list_class = last.list_class.or(proposal.list_class);
                last.term_class = last.term_class.or(proposal.term_class);
                last.shared_head = last.shared_head.or(proposal.shared_head);
            }
            None => merged.push(proposal),
        }
    }
}

/// A proposal never cuts a surer mention, never is one, and never begins or ends with a mark that cannot.
fn fits(view: &View<'_>, proposal: &Proposal) -> bool {
    let (start, end) = (proposal.start as usize, proposal.end as usize);
    !view.cuts(start)
        && !view.cuts(end)
        && !view.is_fixed(start, end)
        && may_start(view, start)
        && may_end(view, end)
        && !is_clause(view, start, end)
        && !is_intent(view, start, end)
        && balanced(view, start, end)
}

/// A word of denial ends no name, though a head noun may end the word.
fn may_end(view: &View<'_>, end: usize) -> bool {
    !view.words[end - 1].known.function.any(Functions::Negation.with(Functions::Pronoun).with(Functions::Particle))
}

/// A place before a verb that no name goes on with: it acts, and the name begins behind the verb.
fn is_clause(view: &View<'_>, start: usize, end: usize) -> bool {
    let acts = Families::Bound.with(Families::Abolish).with(Families::Formulate).with(Families::Adopt).with(Families::Propose);
    let place = view.fixed_at(start).filter(|fixed| fixed.class == Class::Place && fixed.start as usize == start);
    let is_manner = |word: &&Word| word.known.function.any(Functions::Adverb) || word.known.traits.any(Traits::Evaluative);
    place.map(|fixed| fixed.end as usize).filter(|&behind| behind < end).is_some_and(|behind| {
        let verb = behind + view.words[behind..end].iter().take_while(is_manner).count();
        verb + 1 < end && view.words[verb].known.verbs.any(acts)
    })
}

/// A place that plans to do something: 某市计划 with what it plans, where 计划 heads no name.
fn is_intent(view: &View<'_>, start: usize, end: usize) -> bool {
    let place = view.fixed_at(start).is_some_and(|fixed| fixed.class == Class::Place && fixed.end as usize + 1 == end);
    place && view.words[end - 1].known.function.any(Functions::Modal) && view.words.get(end).is_some_and(|next| !next.shape.is_boundary())
}

fn may_start(view: &View<'_>, at: usize) -> bool {
    let word = &view.words[at];
    let never =
        Functions::Conjunction.with(Functions::Particle).with(Functions::Negation).with(Functions::Pronoun).with(Functions::Preposition);
    // 以……为主体的, 与……衔接的 and 全省 open a name, 为, 和 and 其 do not.
    let opens = Functions::Opener.with(Functions::Scope);
    match word.shape {
        Shape::Chinese => !word.known.function.any(never) || word.known.function.any(opens) || word.known.verbs.any(Families::Build),
        Shape::Latin | Shape::Digits | Shape::QuoteOpen => true,
        _ => false,
    }
}

/// Quotation marks and brackets open and close inside.
fn balanced(view: &View<'_>, start: usize, end: usize) -> bool {
    if !view.has_marks(start, end) {
        return true;
    }
    let mut depth = [0_i32; 3];
    for word in &view.words[start..end] {
        let (slot, step) = match word.shape {
            Shape::QuoteOpen => (0, 1),
            Shape::QuoteClose => (0, -1),
            Shape::BracketOpen => (1, 1),
            Shape::BracketClose => (1, -1),
            Shape::BookOpen => (2, 1),
            Shape::BookClose => (2, -1),
            _ => continue,
        };
        depth[slot] += step;
        if depth[slot] < 0 {
            return false;
        }
    }
    depth == [0; 3]
}

/// Whether the stretch may go on leftwards over the word at `at`; commas are crossed inside quotes only.
fn continues(view: &View<'_>, at: usize, depth: i32) -> bool {
    let shape = view.words[at].shape;
    !shape.is_boundary() || (depth > 0 && shape == Shape::Comma)
}

/// Stretches that end with a head noun, from every possible start.
fn headed(view: &View<'_>, found: &mut Vec<Proposal>) {
    for end in 1..=view.words.len() {
        let last = &view.words[end - 1];
        let bracketed = last.shape == Shape::BracketClose;
        if last.shape != Shape::Chinese && !bracketed && last.shape != Shape::QuoteClose {
            continue;
        }
        let Some((head, head_start, head_end)) = view.head_before(end) else { continue };
        // What stands between the head and the end is a bracket or a closing quote.
        let mut depth = i32::from(last.shape == Shape::QuoteClose);
        let mut start = head_start + 1;
        while start > 0 && end - start < LONGEST {
            start -= 1;
            match view.words[start].shape {
                Shape::QuoteClose => depth += 1,
                Shape::QuoteOpen => depth -= 1,
                _ => {}
            }
            if depth < 0 || !continues(view, start, depth) {
                break;
            }
            if start <= head_start {
                found.push(Proposal {
                    start: start as u32,
                    end: end as u32,
                    source: Sources::Headed,
                    head: Some(head),
                    modifier_end: head_start.min(head_end) as u32,
                    ..Proposal::default()
                });
            }
        }
    }
}

/// A head noun at the end of a stretch: its number, its first word, and one past its last.
pub(crate) type Headed = (u16, usize, usize);

/// For each end of a stretch the head noun there.
pub(crate) fn heads(catalog: &Catalog, text: &str, words: &[Word]) -> Vec<Option<Headed>> {
    let mut heads = Vec::with_capacity(words.len() + 1);
    heads.push(None);
    for end in 1..=words.len() {
        let head = match words[end - 1].shape {
            Shape::Chinese => head_at(catalog, text, words, end),
            Shape::QuoteClose if end > 1 && words[end - 2].shape == Shape::Chinese => heads[end - 1],
            Shape::BracketClose => {
                let open = (end.saturating_sub(8)..end - 1).rev().find(|&at| words[at].shape == Shape::BracketOpen);
                open.filter(|&open| open > 0 && words[open - 1].shape == Shape::Chinese).and_then(|open| heads[open])
            }
            _ => None,
        };
        heads.push(head);
    }
    heads
}

fn head_at(catalog: &Catalog, text: &str, words: &[Word], end: usize) -> Option<Headed> {
    let (from, until) = (words[end.saturating_sub(6)].span.from(), words[end - 1].span.to());
    let head = catalog.heads.ending(&text[from..until])?;
    let head_from = until - catalog.heads.get(head).word.len();
    let first = words[..end].partition_point(|word| word.span.to() <= head_from);
    Some((head, first, end))
}

/// What stands between quotation marks, without the marks.
fn quoted(view: &View<'_>, found: &mut Vec<Proposal>) {
    let mut open = Vec::new();
    for (at, word) in view.words.iter().enumerate() {
        match word.shape {
            Shape::QuoteOpen => open.push(at),
            Shape::QuoteClose => {
                let Some(start) = open.pop() else { continue };
                if at > start + 1 && at - start < LONGEST {
                    let head = view.head_before(at).filter(|&(_, first, _)| first > start);
                    found.push(Proposal {
                        start: start as u32 + 1,
                        end: at as u32,
                        source: Sources::Quoted,
                        head: head.map(|(head, ..)| head),
                        modifier_end: head.map_or(at, |(_, first, _)| first) as u32,
                        ..Proposal::default()
                    });
                }
            }
            _ => {}
        }
    }
}

/// Known terms: industries and national vocabulary.
fn terms(view: &View<'_>, found: &mut Vec<Proposal>) {
    let (Some(first), Some(last)) = (view.words.first(), view.words.last()) else { return };
    let (from, to) = (first.span.from(), last.span.to());
    for (span, class) in view.catalog.terms.find(&view.text[from..to]) {
        let start = view.words.partition_point(|word| word.span.from() < from + span.from());
        let end = view.words.partition_point(|word| word.span.to() <= from + span.to());
        let aligned =
            start < end && view.words[start].span.from() == from + span.from() && view.words[end - 1].span.to() == from + span.to();
        if aligned {
            let head = view.head_before(end).filter(|&(_, first, _)| first >= start);
            found.push(Proposal {
                start: start as u32,
                end: end as u32,
                source: Sources::Term,
                head: head.map(|(head, ..)| head),
                modifier_end: head.map_or(end, |(_, first, _)| first) as u32,
                term_class: Some(class),
                ..Proposal::default()
            });
        }
    }
}

/// Members of lists: what stands between pauses and conjunctions, with the class that the list's end tells.
fn listed(view: &View<'_>, found: &mut Vec<Proposal>) {
    let mut at = 0;
    while at < view.words.len() {
        let Some(list) = list_from(view, at) else { break };
        at = list.end.max(at + 1);
        let told = list_head(view, &list);
        for (index, &(start, end)) in list.members.iter().enumerate() {
            let first = index == 0;
            let starts: Vec<usize> = if first { (end.saturating_sub(LONGEST_MEMBER).max(start)..end).collect() } else { vec![start] };
            for start in starts.into_iter().filter(|&start| start < end && end - start <= LONGEST_MEMBER) {
                let head = view.head_before(end).filter(|&(_, first, _)| first >= start);
                let shared = told
                    .as_ref()
                    .filter(|told| !told.after_others && head.is_none() && index + 1 < list.members.len())
                    .map(|told| told.words);
                found.push(Proposal {
                    start: start as u32,
                    end: end as u32,
                    source: Sources::Listed,
                    head: head.map(|(head, ..)| head),
                    modifier_end: head.map_or(end, |(_, first, _)| first) as u32,
                    list_class: told.as_ref().map(|told| told.class),
                    shared_head: shared,
                    ..Proposal::default()
                });
            }
        }
    }
}

/// A list of two or more members.
struct List {
    members: Vec<(usize, usize)>,
    /// One past the last word of the last member.
    end: usize,
}

/// What the end of a list tells of its members.
struct ListHead {
    class: Class,
    words: (u32, u32),
    /// The head follows a word like 等 and is not part of the last member's name.
    after_others: bool,
}

fn is_separator(view: &View<'_>, at: usize) -> bool {
    let word = &view.words[at];
    word.shape == Shape::Pause || word.known.function.any(Functions::Conjunction)
}

fn ends_member(view: &View<'_>, at: usize) -> bool {
    view.words[at].shape.is_boundary() || is_separator(view, at) || (is_others(view, at))
}

/// Words like 等, which close a list.
fn is_others(view: &View<'_>, at: usize) -> bool {
    view.words[at].known.traits.any(Traits::Others)
}

fn list_from(view: &View<'_>, from: usize) -> Option<List> {
    let count = view.words.len();
    let first_separator = (from..count).find(|&at| is_separator(view, at))?;
    let mut start = first_separator;
    while start > from && !ends_member(view, start - 1) {
        start -= 1;
    }
    let mut members = vec![(start, first_separator)];
    let mut at = first_separator;
    while at < count && is_separator(view, at) {
        let begin = at + 1;
        let mut depth = 0;
        at = begin;
        while at < count && (depth > 0 || !ends_member(view, at)) {
            match view.words[at].shape {
                Shape::QuoteOpen | Shape::BracketOpen => depth += 1,
                Shape::QuoteClose | Shape::BracketClose => depth -= 1,
                Shape::Stop => break,
                _ => {}
            }
            at += 1;
        }
        members.push((begin, at));
    }
    members.retain(|(start, end)| start < end);
    Some(List { members, end: at })
}

/// The head noun of the list: behind 等, else the last member's own.
fn list_head(view: &View<'_>, list: &List) -> Option<ListHead> {
    let others = list.end < view.words.len() && is_others(view, list.end);
    if others {
        let from = list.end + 1;
        let until = (from..view.words.len().min(from + 6))
            .find(|&at| view.words[at].shape != Shape::Chinese)
            .unwrap_or(view.words.len().min(from + 6));
        for end in from + 1..=until {
            if let Some((head, first, _)) = view.head_before(end).filter(|&(_, first, _)| first >= from) {
                let class = *view.catalog.heads.get(head).classes.first()?;
                return Some(ListHead { class, words: (first as u32, end as u32), after_others: true });
            }
        }
        return None;
    }
    let &(start, end) = list.members.last()?;
    for end in (start + 1..=end).rev() {
        if let Some((head, first, _)) = view.head_before(end).filter(|&(_, first, _)| first >= start) {
            // A verb that sets something up governs the head alone: 甲与乙建立机制.
            let sets_up = Families::Establish.with(Families::Build).with(Families::Formulate).with(Families::Convene);
            if view.words[start..first].iter().any(|word| word.known.verbs.any(sets_up)) {
                return None;
            }
            let class = *view.catalog.heads.get(head).classes.first()?;
            return Some(ListHead { class, words: (first as u32, end as u32), after_others: false });
        }
    }
    None
}

/// What a verb of building, doing or developing governs, up to the next word that cannot belong to a name.
fn bare(view: &View<'_>, found: &mut Vec<Proposal>) {
    let governing = Families::Build.with(Families::Implement).with(Families::Develop).with(Families::Serve).with(Families::Convene);
    for at in 0..view.words.len() {
        if !view.words[at].known.verbs.any(governing) {
            continue;
        }
        for end in at + 2..=view.words.len().min(at + 1 + LONGEST_BARE) {
            let last = &view.words[end - 1];
            if !is_content(last) {
                break;
            }
            found.push(Proposal {
                start: at as u32 + 1,
                end: end as u32,
                source: Sources::Bare,
                modifier_end: end as u32,
                ..Proposal::default()
            });
        }
    }
}

/// How many words a name may have before and behind what it has in quotes, where no head noun ends it.
const AROUND_QUOTES: (usize, usize) = (6, 3);

/// Names with something quoted in them but no head noun at the end.
fn around_quotes(view: &View<'_>, found: &mut Vec<Proposal>) {
    let mut open = Vec::new();
    for (close, word) in view.words.iter().enumerate() {
        match word.shape {
            Shape::QuoteOpen => open.push(close),
            Shape::QuoteClose => {
                let Some(start) = open.pop().filter(|&start| close - start > 1 && close - start < LONGEST) else { continue };
                let before = view.words[..start].iter().rev().take(AROUND_QUOTES.0).take_while(|word| is_content(word)).count();
                let behind = view.words[close + 1..].iter().take(AROUND_QUOTES.1).take_while(|word| is_content(word)).count();
                for first in start - before..=start {
                    for end in close + 1..=close + 1 + behind {
                        found.push(Proposal {
                            start: first as u32,
                            end: end as u32,
                            source: Sources::Quoted,
                            modifier_end: end as u32,
                            ..Proposal::default()
                        });
                    }
                }
            }
            _ => {}
        }
    }
}

/// A place with what it is to become: 平安 or 数字 before the name of a city.
fn before_places(view: &View<'_>, found: &mut Vec<Proposal>) {
    for place in view.fixed.iter().filter(|fixed| fixed.class == Class::Place) {
        let start = place.start as usize;
        let before = view.words[..start].iter().rev().take(LONGEST_BARE).take_while(|word| is_content(word)).count();
        for first in start - before..start {
            found.push(Proposal {
                start: first as u32,
                end: place.end,
                source: Sources::Bare,
                modifier_end: place.end,
                ..Proposal::default()
            });
        }
    }
}

/// Whether a word can be part of a name that no head noun ends.
fn is_content(word: &Word) -> bool {
    matches!(word.shape, Shape::Chinese | Shape::Latin | Shape::Digits | Shape::Joiner)
        && word.known.function.is_empty()
        && !word.known.traits.any(Traits::Determiner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        corpus,
        extract::{mention, segment, survey, word},
    };

    /// Whether what stands in square brackets is among the candidates.
    #[test]
    fn candidates_reach_what_opens_with_a_function_word_or_ends_in_quotes_or_a_place() {
        let catalog = Catalog::built_in().unwrap();
        for (text, expected) in [
            ("争创[国家未来产业先导区]。", true),
            ("建立[防止返贫监测和帮扶机制]。", true),
            ("建立[与国际规则相衔接的制度体系]。", true),
            ("入选[全省秸秆综合利用重点县]。", true),
            ("推行[政务服务“一张网”]。", true),
            ("推行[\"汀心办\"服务品牌]。", true),
            ("建设[平安四川]。", true),
            ("建设[和四川]。", false),
            ("[四川计划]建设大桥。", false),
            ("建立[其监测机制]。", false),
            ("推行政务[服务“一张]网”。", false),
        ] {
            let wanted = text.find('[').unwrap()..text.find(']').unwrap() - 1;
            let text = text.replace(['[', ']'], "");
            let document = corpus::document("a.txt", text.as_bytes(), text.clone());
            let structure = segment::segment(&catalog, &document);
            let words = word::cut(&catalog, &document, &structure);
            let sure = mention::sure(&catalog, &document, &structure, &survey::survey(&catalog, &document));
            let view = View::new(&catalog, &document, words.of(0), &sure);
            let found = propose(&view).iter().any(|one| {
                let span = view.span(one.start as usize, one.end as usize);
                (span.from(), span.to()) == (wanted.start, wanted.end)
            });
            assert_eq!(found, expected, "{text}");
        }
    }
}
