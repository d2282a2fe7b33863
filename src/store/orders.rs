//! Rows in three orders and by graph, so that every pattern is a stretch of one of them. Rows with the same first part stand together, and
//! where they begin is known by its number.

use super::{DEFAULT, Id, Row, Scope};
use std::ops::Range;

/// Rows that are only read.
#[derive(Clone, Default)]
pub(super) struct Orders {
    /// By subject: predicate, object, graph.
    subject: Order<[Id; 3]>,
    /// By predicate: object, subject, graph.
    predicate: Order<[Id; 3]>,
    /// By object: subject, predicate, graph.
    object: Order<[Id; 3]>,
    /// By graph: places in the order by subject.
    graph: Order<u32>,
}

#[derive(Clone, Default)]
struct Order<R> {
    /// For each number, where the rows with it begin; one more, where the last end.
    starts: Vec<u32>,
    rows: Vec<R>,
}

impl<R: Copy + Default> Order<R> {
    /// Orders rows by their first part, which is a number below `numbers`; those with the same keep their order.
    fn new<I: Iterator<Item = (Id, R)>>(numbers: usize, rows: impl Fn() -> I) -> Self {
        let mut starts = vec![0_u32; numbers + 1];
        for (first, _) in rows() {
            starts[first as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut ordered = vec![R::default(); sum as usize];
        // Each start moves to its end, which is the start of the next.
        for (first, row) in rows() {
            let place = &mut starts[first as usize];
            ordered[*place as usize] = row;
            *place += 1;
        }
        starts.rotate_right(1);
        starts[0] = 0;
        Self { starts, rows: ordered }
    }

    /// Where the rows with a first part are.
    fn range(&self, first: Id) -> Range<usize> {
        let at = |number: usize| self.starts.get(number).map_or(self.rows.len(), |&start| start as usize);
        at(first as usize)..at(first as usize + 1)
    }

    /// All rows with their first parts.
    fn all(&self) -> Stretch<'_, R> {
        Stretch { order: self, places: 0..self.rows.len(), first: 0 }
    }
}

impl Order<[Id; 3]> {
    /// The rows that begin with `first` and go on with `prefix`.
    fn stretch(&self, first: Id, prefix: &[Id]) -> Stretch<'_, [Id; 3]> {
        let range = self.range(first);
        let (length, rows) = (prefix.len(), &self.rows[range.clone()]);
        let from = rows.partition_point(|row| row[..length] < *prefix);
        let to = from + rows[from..].partition_point(|row| row[..length] == *prefix);
        Stretch { order: self, places: range.start + from..range.start + to, first }
    }
}

/// Rows that stand together, with their first parts.
struct Stretch<'a, R> {
    order: &'a Order<R>,
    places: Range<usize>,
    /// The first part of the next row, or less.
    first: Id,
}

impl<R: Copy> Iterator for Stretch<'_, R> {
    type Item = (Id, R);

    fn next(&mut self) -> Option<Self::Item> {
        let place = self.places.next()?;
        while self.order.starts[self.first as usize + 1] as usize <= place {
            self.first += 1;
        }
        Some((self.first, self.order.rows[place]))
    }
}

impl Orders {
    /// Orders rows (subject, predicate, object, graph) whose numbers are below `numbers`; each is kept once.
    pub(super) fn new(rows: Vec<Row>, numbers: usize) -> Self {
        let mut subject = Order::new(numbers, || rows.iter().map(|&[s, p, o, g]| (s, [p, o, g])));
        drop(rows);
        subject.sort();
        let object = Order::new(numbers, || subject.all().map(|(s, [p, o, g])| (o, [s, p, g])));
        let predicate = Order::new(numbers, || object.all().map(|(o, [s, p, g])| (p, [o, s, g])));
        let places = || subject.rows.iter().zip(0..).map(|(&[_, _, g], place)| (g, place));
        let graph = Order::new(numbers, places);
        Self { subject, predicate, object, graph }
    }

    /// The rows (subject, predicate, object, graph) that have the given parts.
    pub(super) fn matching(&self, [s, p, o]: [Option<Id>; 3], scope: Scope) -> impl Iterator<Item = Row> + use<'_> {
        let graph = if let Scope::One(graph) = scope { Some(graph) } else { None };
        let (mut by_subject, mut by_predicate, mut by_object, mut by_graph) = (None, None, None, None);
        let prefix = |parts: [Option<Id>; 3]| parts.into_iter().map_while(|part| part).collect::<Vec<Id>>();
        match (s, p, o, graph) {
            (None, None, None, Some(graph)) => by_graph = Some(self.of_graph(graph)),
            (None, None, None, None) => by_subject = Some(self.subject.all()),
            (Some(s), p, None, _) => by_subject = Some(self.subject.stretch(s, &prefix([p, None, None]))),
            (Some(s), Some(p), Some(o), g) => by_subject = Some(self.subject.stretch(s, &prefix([Some(p), Some(o), g]))),
            (s, None, Some(o), _) => by_object = Some(self.object.stretch(o, &prefix([s, None, None]))),
            (None, Some(p), o, _) => by_predicate = Some(self.predicate.stretch(p, &prefix([o, None, None]))),
        }
        let by_subject = by_subject.into_iter().flatten().map(|(s, [p, o, g])| [s, p, o, g]);
        let by_predicate = by_predicate.into_iter().flatten().map(|(p, [o, s, g])| [s, p, o, g]);
        let by_object = by_object.into_iter().flatten().map(|(o, [s, p, g])| [s, p, o, g]);
        let by_graph = by_graph.into_iter().flatten();
        let mut last: Option<[Id; 3]> = None;
        by_subject.chain(by_predicate).chain(by_object).chain(by_graph).filter(move |row| match scope {
            Scope::One(graph) => row[3] == graph,
            Scope::Named => row[3] != DEFAULT,
            // The graph stands last in every order, so that the same triple of several graphs stands together.
            Scope::Union => last.replace([row[0], row[1], row[2]]) != Some([row[0], row[1], row[2]]),
        })
    }

    /// All rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> + use<'_> {
        self.subject.all().map(|(s, [p, o, g])| [s, p, o, g])
    }

    /// Whether some graph has the triple.
    pub(super) fn has(&self, [s, p, o]: [Id; 3]) -> bool {
        self.subject.stretch(s, &[p, o]).next().is_some()
    }

    fn of_graph(&self, graph: Id) -> impl Iterator<Item = Row> + use<'_> {
        self.graph.rows[self.graph.range(graph)].iter().map(move |&place| {
            let [p, o, g] = self.subject.rows[place as usize];
            let s = self.subject.starts.partition_point(|&start| start <= place) - 1;
            [s as Id, p, o, g]
        })
    }
}

impl Order<[Id; 3]> {
    /// Sorts the rows that begin with the same, and drops what is there twice.
    fn sort(&mut self) {
        let (mut kept, mut from) = (0, 0);
        for first in 1..self.starts.len() {
            let to = self.starts[first] as usize;
            self.rows[from..to].sort_unstable();
            let mut last = None;
            for place in from..to {
                let row = self.rows[place];
                if last.replace(row) != Some(row) {
                    self.rows[kept] = row;
                    kept += 1;
                }
            }
            from = to;
            self.starts[first] = kept as u32;
        }
        self.rows.truncate(kept);
        self.rows.shrink_to_fit();
    }
}
