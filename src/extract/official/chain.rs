//! Chains of posts: `市委副秘书长、办公厅主任`, `市经信局市新经济委党组书记，局长、主任`.

use super::role::{Role, role_at};
use crate::{
    catalog::Catalog,
    extract::mention::{organ, person::after_bracket},
    model::{Class, Mention, RuleId},
    span::Span,
};
use std::collections::BTreeMap;

/// Mentions by where they begin; chains add inner bodies such as 办公厅 beside 市委.
pub(super) struct Organs<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) text: &'a str,
    /// All mentions by first byte.
    pub(super) mentions: BTreeMap<usize, Mention>,
    pub(super) inherited: RuleId,
    pub(super) team: RuleId,
}

/// One role in one organ, the organ told by where its mention begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) organ: usize,
    pub(super) role: String,
    pub(super) former: bool,
}

/// Posts one after the other, and where they end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) items: Vec<Item>,
    pub(super) end: usize,
    /// Where the chain ended and how many posts it had before its last organ.
    pub(super) before_last: Option<(usize, usize)>,
    /// The organs of the last posts, for a role that goes on without one.
    pub(super) owners: Vec<usize>,
}

impl Organs<'_> {
    /// The organ or organization that is named at `at`: where it ends.
    pub(super) fn organ_end(&self, at: usize) -> Option<usize> {
        let mention = self.mentions.get(&at)?;
        matches!(mention.class, Class::Department | Class::Organization).then(|| mention.span.to())
    }

    /// The person who is named at `at`: where the name ends.
    pub(super) fn person_end(&self, at: usize) -> Option<usize> {
        let mention = self.mentions.get(&at)?;
        (mention.class == Class::Official).then(|| mention.span.to())
    }

    /// The chain that begins at `at` with an organ.
    pub(super) fn chain(&mut self, at: usize) -> Option<Chain> {
        let mut chain = Chain::default();
        self.first_item(at, &mut chain)?;
        self.go_on(&mut chain);
        Some(chain)
    }

    /// The chain that begins at `at` with a role in the organs of an earlier chain.
    pub(super) fn chain_of(&mut self, at: usize, owners: &[usize]) -> Option<Chain> {
        let mut chain = Chain { owners: owners.to_vec(), ..Chain::default() };
        match role_at(self.catalog, self.text, at) {
            Some(role) => self.push(&mut chain, role),
            None if self.organ_end(at).is_none() && self.person_end(at).is_none() && self.inner_item(at, &mut chain) => {}
            None => return None,
        }
        self.go_on(&mut chain);
        Some(chain)
    }

    fn first_item(&mut self, at: usize, chain: &mut Chain) -> Option<()> {
        if let Some(before) = chain.owners.last().copied() {
            self.name_by_place(at, before);
        }
        let mut owners = vec![at];
        let mut end = self.organ_end(at)?;
        while let Some(next) = self.organ_end(end) {
            owners.push(end);
            end = next;
        }
        let role = role_at(self.catalog, self.text, end).or_else(|| self.shared_head(end))?;
        chain.owners = owners;
        self.push(chain, role);
        Some(())
    }

    /// 市纪委 after 雁州市委 is 雁州市纪委.
    fn name_by_place(&mut self, at: usize, before: usize) {
        let Some(place) = self.mentions.get(&before).and_then(|organ| organ::place_in(self.catalog, &organ.name)) else { return };
        let Some(mention) = self.mentions.get_mut(&at) else { return };
        if let Some(level) = organ::level_of(self.catalog, &mention.name).filter(|level| place.ends_with(level.as_str())) {
            mention.name = format!("{place}{}", &mention.name[level.len()..]);
        }
    }

    /// 外交部长: the organ's last character begins the role too.
    fn shared_head(&self, end: usize) -> Option<Role> {
        let last = self.text[..end].chars().next_back()?;
        role_at(self.catalog, self.text, end - last.len_utf8())
            .filter(|role| role.end > end && role.heads.iter().any(|head| head.chars().eq([last])))
    }

    /// Gives the role to those organs that can have it, or to all.
    fn push(&self, chain: &mut Chain, role: Role) {
        let can = |owner: &&usize| {
            let name = self.mentions.get(owner).map_or("", |mention| mention.span.of(self.text));
            role.heads.iter().any(|head| name.ends_with(head.as_str()))
        };
        let mut able: Vec<usize> = chain.owners.iter().filter(can).copied().collect();
        // A role without an organ of its own may belong to one named further back: 审判员 to the court.
        if able.is_empty() && chain.items.last().is_some_and(|item| chain.owners.contains(&item.organ)) {
            able.extend(chain.items.iter().map(|item| &item.organ).find(can));
        }
        let organs = if able.is_empty() { chain.owners.clone() } else { able };
        chain.items.extend(organs.into_iter().map(|organ| Item { organ, role: role.words.clone(), former: role.former }));
        chain.end = role.end;
    }

    fn go_on(&mut self, chain: &mut Chain) {
        loop {
            chain.end = after_bracket(self.text, chain.end);
            let mark = self.catalog.titles.word(&self.text[chain.end..], "join");
            let at = chain.end + mark.unwrap_or(0);
            let went_on = match mark {
                Some(_) => self.next_item(at, chain),
                None => self.organ_end(at).is_some() && self.first_item(at, chain).is_some(),
            };
            if !went_on {
                return;
            }
        }
    }

    fn next_item(&mut self, at: usize, chain: &mut Chain) -> bool {
        if self.person_end(at).is_some() {
            return false;
        }
        if self.organ_end(at).is_some() {
            let before = (chain.end, chain.items.len());
            let went_on = self.first_item(at, chain).is_some();
            if went_on {
                chain.before_last = Some(before);
            }
            return went_on;
        }
        if let Some(role) = role_at(self.catalog, self.text, at) {
            self.push(chain, role);
            return true;
        }
        self.inner_item(at, chain)
    }

    /// An inner body of the chain's organ, named without it: 办公厅主任 after 市委副秘书长.
    fn inner_item(&mut self, at: usize, chain: &mut Chain) -> bool {
        let Some((end, _)) = organ::inner_body(self.catalog, self.text, at) else { return false };
        if self.mentions.range(at..end).next().is_some() {
            return false;
        }
        let Some(role) = role_at(self.catalog, self.text, end) else { return false };
        let Some(parent) = chain.owners.last().and_then(|owner| self.mentions.get(owner)) else { return false };
        let span = Span::new(at, end);
        let name = format!("{}{}", organ::root(self.catalog, &parent.name), span.of(self.text));
        self.mentions.insert(at, Mention { span, class: Class::Department, name, rule: self.inherited });
        chain.owners = vec![at];
        self.push(chain, role);
        true
    }

    /// Firms, universities and institutes that only the role after their name tells: 云麓理工大学 before 校长.
    pub(super) fn add_units(&mut self, rule: RuleId) {
        for (at, _) in self.text.char_indices() {
            let left = &self.text[..at];
            if self.catalog.organs.last_word(left, "unit-head").is_none() || role_at(self.catalog, self.text, at).is_none() {
                continue;
            }
            let named =
                self.mentions.range(..at).next_back().is_some_and(|(_, mention)| mention.span.to() == at && mention.class != Class::Place);
            let Some(start) = self.unit_start(left).filter(|_| !named) else { continue };
            let span = Span::new(start, at);
            let inside: Vec<usize> = self.mentions.range(start..at).map(|(&start, _)| start).collect();
            for start in inside {
                self.mentions.remove(&start);
            }
            let name = span.of(self.text).to_owned();
            self.mentions.insert(start, Mention { span, class: Class::Organization, name, rule });
        }
    }

    /// Where the name begins that `left` ends with: after a mark, a verb, a role or a person.
    fn unit_start(&self, left: &str) -> Option<usize> {
        let titles = &self.catalog.titles;
        let mut start = left.len();
        for (count, (at, c)) in left.char_indices().rev().take(24).enumerate() {
            let before = &left[..start];
            let bound = !c.is_alphanumeric()
                || count > 3
                    && (titles.last_word(before, "holds").or(titles.last_word(before, "as")).is_some()
                        || titles.roles.ending(before).is_some());
            if bound || count > 3 && self.catalog.organs.word(&left[at..], "stop").is_some() {
                break;
            }
            start = at;
        }
        let count = left[start..].chars().count();
        ((4..24).contains(&count) && self.catalog.organs.word(&left[start..], "generic-start").is_none()).then_some(start)
    }

    /// A working body that only its leader's role tells: 文件起草组 before 组长.
    pub(super) fn add_team(&mut self, at: usize) {
        for (offset, c) in self.text[at..].char_indices().take(20) {
            let here = at + offset;
            if !c.is_alphanumeric() || self.mentions.contains_key(&here) {
                return;
            }
            let Some(length) = self.catalog.organs.word(&self.text[here..], "team-head") else { continue };
            let end = here + length;
            if offset > 0
                && role_at(self.catalog, self.text, end)
                    .is_some_and(|role| role.heads.iter().any(|head| self.text[..end].ends_with(head.as_str())))
            {
                let span = Span::new(at, end);
                let name = span.of(self.text).to_owned();
                self.mentions.insert(at, Mention { span, class: Class::Organization, name, rule: self.team });
                return;
            }
        }
    }
}
