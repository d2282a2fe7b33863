//! Appointments and dismissals: `任命某某为……`, `免去某某的……职务`, `某某同志任……，不再担任……`, lists after `任命：`.

use super::{Found, Organs, Rules, chain::Chain};
use crate::{
    extract::mention::person::after_bracket,
    model::{Evidence, RuleId, Status},
    span::Span,
};

/// Reads every appointment and dismissal.
pub(super) fn read(organs: &mut Organs<'_>, rules: &Rules, found: &mut Vec<Found>) {
    let starts: Vec<usize> = organs.mentions.keys().copied().collect();
    let mut done = 0;
    for start in starts {
        if start < done || organs.person_end(start).is_none() {
            continue;
        }
        let (persons, end) = joined_persons(organs, start);
        done = end;
        let said = Said { persons: &persons, from: start };
        if !is_denied(organs, start) {
            clauses(organs, rules, &said, end, found);
        }
    }
}

/// The persons of whom something is said, and where the first is named.
struct Said<'a> {
    persons: &'a [usize],
    from: usize,
}

/// Persons joined by 、 or 和 from `start`, each perhaps with a bracket and 同志; where the last ends.
fn joined_persons(organs: &Organs<'_>, start: usize) -> (Vec<usize>, usize) {
    let titles = &organs.catalog.titles;
    let mut persons = Vec::new();
    let mut at = start;
    while let Some(end) = organs.person_end(at) {
        persons.push(at);
        at = after_bracket(organs.text, end);
        at += titles.word(&organs.text[at..], "comrade").unwrap_or(0);
        match titles.word(&organs.text[at..], "list") {
            Some(mark) if organs.person_end(at + mark).is_some() => at += mark,
            _ => break,
        }
    }
    (persons, at)
}

/// Verb and chain, and further verbs and chains of the same persons: `任……，不再担任……`.
fn clauses(organs: &mut Organs<'_>, rules: &Rules, said: &Said<'_>, end: usize, found: &mut Vec<Found>) {
    let mut at = after_life(organs, end);
    loop {
        let Some((chain, status, rule)) = clause(organs, rules, said.from, at) else { return };
        let text = organs.text;
        let titles = &organs.catalog.titles;
        if titles.word(&text[chain.end..], "candidate").is_some() {
            return;
        }
        for &person in said.persons {
            for item in &chain.items {
                let status = if item.former && status == Status::Done { Status::Ended } else { status };
                let evidence = Evidence { span: Span::new(said.from, chain.end), rule };
                found.push(Found { person, item: item.clone(), status, evidence });
            }
        }
        at = chain.end;
        at += titles.word(&text[at..], "office").unwrap_or(0);
        at = after_bracket(text, at);
        at += titles.word(&text[at..], "join").or_else(|| titles.word(&text[at..], "semicolon")).unwrap_or(0);
        if organs.person_end(at).is_some() {
            return;
        }
    }
}

/// Past clauses that tell a life: `，男，1974年6月生`.
fn after_life(organs: &Organs<'_>, end: usize) -> usize {
    let titles = &organs.catalog.titles;
    let text = organs.text;
    let mut at = end;
    for _ in 0..8 {
        let Some(pause) = titles.word(&text[at..], "pause") else { return at };
        let clause = text[at + pause..].split(['\u{FF0C}', ',', '\u{3002}', '\u{FF1B}', ';', '\n']).next().unwrap_or("");
        let told = titles.word(clause, "bio").is_some() || titles.last_word(clause, "bio-end").is_some();
        if !told || at == end && titles.word(clause, "bio").is_none() {
            return at;
        }
        at += pause + clause.len();
    }
    at
}

/// One verb with its chain at `at`.
fn clause(organs: &mut Organs<'_>, rules: &Rules, from: usize, at: usize) -> Option<(Chain, Status, RuleId)> {
    let (verb_end, status, rule) = verb(organs, rules, from, at)?;
    if organs.organ_end(verb_end).is_none() {
        organs.add_team(verb_end);
    }
    let mut chain = organs.chain(verb_end)?;
    // A name right after the chain has its last organ's posts: 甲任某公司总经理，某大学校长乙……
    if organs.person_end(chain.end).is_some()
        && let Some((end, items)) = chain.before_last
    {
        chain.end = end;
        chain.items.truncate(items);
    }
    Some((chain, status, rule))
}

/// The verb at `at`: where it ends, the status that it gives.
fn verb(organs: &Organs<'_>, rules: &Rules, from: usize, at: usize) -> Option<(usize, Status, RuleId)> {
    let titles = &organs.catalog.titles;
    let text = organs.text;
    let mut here = at;
    // A title after the name and adverbs may stand before the verb: 总书记亲自担任.
    here += titles.word(&text[here..], "appended").unwrap_or(0);
    here += reason(organs, here);
    while let Some(length) = titles.word(&text[here..], "adverb").or_else(|| titles.word(&text[here..], "pause").filter(|_| here == at)) {
        here += length;
    }
    let rest = &text[here..];
    let read = |purpose: &str| titles.word(rest, purpose).map(|length| here + length);
    if let Some(end) = read("bracket") {
        return organs.organ_end(end).map(|_| (end, Status::Done, rules.appointed));
    }
    if let Some(end) = read("held").or_else(|| read("moved-from")) {
        return Some((end, Status::Ended, rules.dismissed));
    }
    if let Some(end) = read("planned") {
        return Some((end, Status::Planned, rules.proposed));
    }
    if let Some(end) = read("loses") {
        let end = end + titles.word(&text[end..], "of").unwrap_or(0);
        return Some((end, Status::Ended, rules.dismissed));
    }
    if let Some(end) = read("holds").or_else(|| read("as")) {
        return Some((end, Status::Done, rules.appointed));
    }
    let end = read("of")?;
    let dismissed = office_follows(organs, end) || dismissal_before(organs, from);
    dismissed.then_some((end, Status::Ended, rules.dismissed))
}

/// The length of `因……` before a verb.
fn reason(organs: &Organs<'_>, at: usize) -> usize {
    let titles = &organs.catalog.titles;
    let rest = &organs.text[at..];
    if titles.word(rest, "reason").is_none() {
        return 0;
    }
    let clause = rest.char_indices().take(14).take_while(|(_, c)| c.is_alphanumeric());
    clause.map(|(offset, _)| offset).find(|&offset| titles.word(&rest[offset..], "loses").is_some()).unwrap_or(0)
}

/// Whether 职务 ends the clause that begins at `at`.
fn office_follows(organs: &Organs<'_>, at: usize) -> bool {
    let clause = organs.text[at..].split(['\u{3002}', '\u{FF1B}', ';', '\n', '\u{FF0C}']).next().unwrap_or("");
    organs.catalog.titles.words.ending(clause).is_some_and(|(_, kind)| kind == "office")
}

/// Whether a verb of dismissal stands right before the persons.
fn dismissal_before(organs: &Organs<'_>, from: usize) -> bool {
    organs.catalog.titles.words.ending(&organs.text[..from]).is_some_and(|(_, kind)| kind == "dismiss")
}

/// Whether a word between the sentence's beginning and the person denies or only supposes what follows.
fn is_denied(organs: &Organs<'_>, from: usize) -> bool {
    let text = organs.text;
    let marks = ['\u{3002}', '\n', '\u{FF1B}', ';', '\u{FF0C}', ','];
    let start = text[..from].char_indices().rev().take(40).take_while(|(_, c)| !marks.contains(c)).last().map_or(from, |(at, _)| at);
    text[start..from].char_indices().any(|(at, _)| organs.catalog.titles.word(&text[start + at..from], "denied").is_some())
}
