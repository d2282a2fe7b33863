//! Mentions gathered by what they mean, and the entities that they make.

use crate::model::{Class, Entity, Link, MentionIndex};
use std::collections::{BTreeMap, BTreeSet};

/// Mentions of one thing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// The mentions, in text order.
    pub(crate) mentions: Vec<MentionIndex>,
    /// For each mention, by what it belongs here.
    pub(crate) links: Vec<Link>,
    /// All forms of the name.
    pub(crate) forms: BTreeSet<String>,
    /// Forms that mean the same in any document.
    pub(crate) explicit: BTreeSet<String>,
    /// Relative forms expanded.
    pub(crate) expansions: BTreeSet<String>,
}

impl Group {
    /// Adds a mention.
    pub(crate) fn add(&mut self, mention: MentionIndex, link: Link) {
        self.mentions.push(mention);
        self.links.push(link);
    }

    /// The longest explicit form, else the longest expansion.
    pub(crate) fn longest(&self) -> String {
        let forms = if self.explicit.is_empty() { &self.expansions } else { &self.explicit };
        let longest = forms.iter().max_by(|a, b| a.chars().count().cmp(&b.chars().count()).then(b.cmp(a)));
        longest.cloned().unwrap_or_default()
    }
}

/// Groups in the order of their first mentions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    numbers: BTreeMap<(Class, String), usize>,
    groups: Vec<(Class, String, Group)>,
}

impl Groups {
    /// The group of things of `class` with `key`.
    pub(crate) fn of(&mut self, class: Class, key: &str) -> &mut Group {
        let number = *self.numbers.entry((class, key.to_owned())).or_insert_with(|| {
            self.groups.push((class, key.to_owned(), Group::default()));
            self.groups.len() - 1
        });
        &mut self.groups[number].2
    }

    /// One entity a group.
    pub(crate) fn entities(self, name: impl Fn(&Group) -> String) -> Vec<Entity> {
        let entity = |(class, key, group): (Class, String, Group)| {
            let name = name(&group);
            let aliases = group.forms.into_iter().chain(group.explicit).filter(|form| *form != name).collect::<BTreeSet<_>>();
            let aliases = aliases.into_iter().collect();
            Entity { class, name, aliases, mentions: group.mentions, links: group.links, key: format!("{class}|{key}") }
        };
        self.groups.into_iter().map(entity).collect()
    }
}
