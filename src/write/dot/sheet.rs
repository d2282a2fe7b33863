//! Cards in groups, joined by lines: what the views are made of that answer one question each.

use crate::model::{Class, Predicate, Status};
use petgraph::graph::{EdgeIndex, NodeIndex};

/// A picture of cards; lines name cards by index.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// What it is about, where that is not the whole graph.
    pub(super) title: Option<String>,
    pub(super) cards: Vec<Card>,
    pub(super) groups: Vec<Group>,
    pub(super) lines: Vec<Line>,
    /// How many things the budget left out.
    pub(super) hidden: usize,
}

/// One thing, or one question about it, with a list below.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) class: Class,
    pub(super) title: String,
    /// What stands small beside the class: a date, a number.
    pub(super) note: String,
    pub(super) entity: Option<NodeIndex>,
    pub(super) items: Vec<Item>,
}

/// A line of a card's list.
#[derive(Debug)]
pub(super) enum Item {
    /// The rows below are of this class, or about the thing named.
    Section(Class, Option<String>),
    /// A thing, or a statement about it.
    Row(Row),
    /// So many rows were left out.
    More(usize),
}

/// One row of a card.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Whether it holds; shown by a mark.
    pub(super) status: Option<Status>,
    /// Where the rows around it are of other classes, its own.
    pub(super) class: Option<Class>,
    pub(super) text: String,
    /// Whether the text is set in bold.
    pub(super) strong: bool,
    /// What stands at the right: a role, a figure.
    pub(super) note: String,
    pub(super) entity: Option<NodeIndex>,
    /// The statements that say it.
    pub(super) statements: Vec<EdgeIndex>,
    /// What it is, where no statement says it.
    pub(super) tooltip: String,
}

/// Cards in a frame with a title, in columns from left to right, each from top to bottom.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) title: String,
    /// No frame is drawn around a group without a class.
    pub(super) class: Option<Class>,
    pub(super) columns: Vec<Vec<usize>>,
}

/// A line between two cards, from left to right.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) predicate: Option<Predicate>,
    pub(super) class: Class,
    pub(super) status: Status,
    pub(super) head: Head,
    /// The statements that it stands for.
    pub(super) statements: Vec<EdgeIndex>,
}

/// Which end of a line has an arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// The right one: the left is the subject.
    Right,
    /// The left one: the right is the subject.
    Left,
}

impl Sheet {
    /// Adds a card and returns its index.
    pub(super) fn add(&mut self, card: Card) -> usize {
        self.cards.push(card);
        self.cards.len() - 1
    }
}

impl Card {
    /// A card without rows.
    pub(super) fn new(class: Class, title: &str, entity: Option<NodeIndex>) -> Self {
        Self { class, title: title.to_owned(), note: String::new(), entity, items: Vec::new() }
    }

    /// About how many lines high it is drawn.
    pub(super) fn height(&self) -> usize {
        2 + self.items.len()
    }
}

/// A card is about as wide as so many of its lines are high.
const CARD_WIDTH: usize = 12;

impl Sheet {
    /// A group of `cards`, in as many columns as make it about as wide as `aspect` times its height.
    pub(super) fn group(&mut self, title: &str, class: Option<Class>, cards: &[usize], aspect: f64) {
        let sizes: Vec<(usize, usize)> = cards.iter().map(|&card| (CARD_WIDTH, self.cards[card].height())).collect();
        let columns = arrange(&sizes, aspect).into_iter().map(|column| column.into_iter().map(|index| cards[index]).collect()).collect();
        self.groups.push(Group { title: title.to_owned(), class, columns });
    }

    /// The groups in columns, so that the whole is a little wider than high.
    pub(super) fn columns_of_groups(&self) -> Vec<Vec<usize>> {
        let height = |column: &Vec<usize>| column.iter().map(|&card| self.cards[card].height()).sum::<usize>();
        let size = |group: &Group| (group.columns.len() * CARD_WIDTH, 2 + group.columns.iter().map(height).max().unwrap_or(0));
        arrange(&self.groups.iter().map(size).collect::<Vec<_>>(), 1.4)
    }
}

/// Things of these widths and heights in order from top to bottom, in columns of about equal height, whose number makes the whole about as
/// wide as `aspect` times its height.
fn arrange(sizes: &[(usize, usize)], aspect: f64) -> Vec<Vec<usize>> {
    const MOST: usize = 12;
    if sizes.is_empty() {
        return Vec::new();
    }
    let total: usize = sizes.iter().map(|size| size.1).sum();
    let far = |columns: &Vec<Vec<usize>>| {
        let width: usize = columns.iter().map(|column| column.iter().map(|&index| sizes[index].0).max().unwrap_or(0)).sum();
        let height = columns.iter().map(|column| column.iter().map(|&index| sizes[index].1).sum()).max().unwrap_or(1);
        (width as f64 / (height.max(1) as f64 * aspect)).ln().abs()
    };
    let tries = (1..=sizes.len().min(MOST)).map(|count| fill(sizes, total.div_ceil(count)));
    tries.min_by(|one, other| far(one).total_cmp(&far(other))).unwrap_or_default()
}

/// Things from top to bottom in columns that are not much higher than `limit`.
fn fill(sizes: &[(usize, usize)], limit: usize) -> Vec<Vec<usize>> {
    let mut columns: Vec<Vec<usize>> = vec![Vec::new()];
    let mut filled = 0;
    for (index, &(_, height)) in sizes.iter().enumerate() {
        if filled > 0 && filled + height / 2 > limit {
            columns.push(Vec::new());
            filled = 0;
        }
        columns.last_mut().expect("there is a first column").push(index);
        filled += height;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_arranged_in_order_and_about_square() {
        assert_eq!(arrange(&[], 1.0), Vec::<Vec<usize>>::new());
        assert_eq!(arrange(&[(12, 30)], 1.0), [[0]]);
        assert_eq!(arrange(&[(12, 12); 4], 1.0), [[0, 1], [2, 3]]);
        assert_eq!(arrange(&[(12, 3); 4], 1.0), [[0, 1, 2, 3]]);
    }
}
