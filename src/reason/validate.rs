//! Shapes × triples → violations, in an order that the data alone decide.

use super::{
    index::{Id, Index},
    path::Path,
    shape::{Bound, Constraint, NodeKind, Severity, Shape, ShapeId, Shapes, Target},
    value::{compare, is_well_formed},
};
use oxigraph::model::{
    Literal, NamedNode, Term,
    vocab::{rdf, rdfs},
};
use rustc_hash::FxHashMap;
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

/// A node that breaks a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The node.
    pub focus: Term,
    /// Where the wrong value stands, for a property shape.
    pub path: Option<Path>,
    /// The wrong value, where one value is wrong.
    pub value: Option<Term>,
    /// The constraint component.
    pub component: &'static str,
    /// The shape, as an index into the shapes.
    pub shape: ShapeId,
    /// How bad it is.
    pub severity: Severity,
}

/// Every violation of `shapes` in `index`.
pub fn validate(shapes: &Shapes, index: &Index) -> Vec<Violation> {
    let validator = Validator::new(shapes, index);
    let mut violations = Vec::new();
    for (id, shape) in shapes.shapes.iter().enumerate() {
        for focus in validator.targets(shape) {
            validator.check(id, focus, 0, &mut violations);
        }
    }
    let mut keyed: Vec<_> = violations.into_iter().map(|violation| (key(shapes, &violation), violation)).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed.dedup_by(|a, b| a.0 == b.0);
    keyed.into_iter().map(|(_, violation)| violation).collect()
}

type Key = (Severity, String, String, &'static str, String);

fn key(shapes: &Shapes, violation: &Violation) -> Key {
    let Violation { focus, value, component, shape, severity, .. } = violation;
    let value = value.as_ref().map(ToString::to_string).unwrap_or_default();
    (*severity, shapes.shapes[*shape].name.clone(), focus.to_string(), component, value)
}

/// Shapes that use each other deeper than this run in a circle.
const DEEPEST: usize = 32;

struct Validator<'a> {
    shapes: &'a Shapes,
    index: &'a Index,
    /// The classes that shapes speak of, each with all below it.
    below: FxHashMap<Id, BTreeSet<Id>>,
    kind: Option<Id>,
}

impl<'a> Validator<'a> {
    fn new(shapes: &'a Shapes, index: &'a Index) -> Self {
        let mut validator = Self { shapes, index, below: FxHashMap::default(), kind: index.node(rdf::TYPE) };
        let mut classes = BTreeSet::new();
        for shape in &shapes.shapes {
            classes
                .extend(shape.targets.iter().filter_map(|target| if let Target::Class(class) = target { index.id(class) } else { None }));
            classes.extend(shape.constraints.iter().filter_map(|constraint| match constraint {
                Constraint::Class(class) => index.id(class),
                _ => None,
            }));
        }
        for class in classes {
            let below = validator.classes_below(class);
            validator.below.insert(class, below);
        }
        validator
    }

    /// A class and all that the data say are below it.
    fn classes_below(&self, class: Id) -> BTreeSet<Id> {
        let mut below = BTreeSet::from([class]);
        let Some(property) = self.index.node(rdfs::SUB_CLASS_OF) else { return below };
        let mut ahead = vec![class];
        while let Some(class) = ahead.pop() {
            ahead.extend(self.index.subjects(property, class).filter(|&lower| below.insert(lower)));
        }
        below
    }

    fn targets(&self, shape: &Shape) -> BTreeSet<Id> {
        let mut nodes = BTreeSet::new();
        for target in &shape.targets {
            match target {
                Target::Class(class) => {
                    let below = self.index.id(class).and_then(|class| self.below.get(&class));
                    for (&class, kind) in below.into_iter().flatten().zip(std::iter::repeat(self.kind)) {
                        nodes.extend(kind.into_iter().flat_map(|kind| self.index.subjects(kind, class)));
                    }
                }
                Target::Node(node) => nodes.extend(self.index.id(node)),
                Target::SubjectsOf(property) => nodes.extend(self.pairs(property).map(|(_, subject)| subject)),
                Target::ObjectsOf(property) => nodes.extend(self.pairs(property).map(|(object, _)| object)),
            }
        }
        nodes
    }

    fn pairs(&self, property: &NamedNode) -> impl Iterator<Item = (Id, Id)> {
        self.index.node(property.as_ref()).into_iter().flat_map(|property| self.index.pairs(property))
    }

    /// Checks one node, which may be no more than a value of another.
    fn check(&self, id: ShapeId, focus: Id, depth: usize, out: &mut Vec<Violation>) {
        if depth > DEEPEST {
            return;
        }
        let shape = &self.shapes.shapes[id];
        let values = match &shape.path {
            Some(path) => path.values(self.index, focus).into_iter().collect(),
            None => vec![focus],
        };
        let node = Node { id, shape, focus, values: &values, depth };
        for constraint in &shape.constraints {
            self.constraint(&node, constraint, out);
        }
    }

    fn conforms(&self, shape: ShapeId, node: Id, depth: usize) -> bool {
        let mut violations = Vec::new();
        self.check(shape, node, depth + 1, &mut violations);
        violations.is_empty()
    }

    fn constraint(&self, node: &Node<'_>, constraint: &Constraint, out: &mut Vec<Violation>) {
        let mut wrong = |value: Option<Id>| out.push(node.violation(self.index, constraint, value));
        match constraint {
            Constraint::MinCount(count) if node.values.len() < *count => wrong(None),
            Constraint::MaxCount(count) if node.values.len() > *count => wrong(None),
            Constraint::MinCount(_) | Constraint::MaxCount(_) => {}
            Constraint::HasValue(value) => {
                if !self.index.id(value).is_some_and(|value| node.values.contains(&value)) {
                    wrong(None);
                }
            }
            Constraint::UniqueLang => self.repeated_languages(node).for_each(|_| wrong(None)),
            Constraint::Equals(other) => self.unequal(node, other).into_iter().for_each(|value| wrong(Some(value))),
            Constraint::LessThan { other, or_equal } => {
                self.not_less(node, other, *or_equal).into_iter().for_each(|value| wrong(Some(value)));
            }
            Constraint::Closed(allowed) => out.extend(self.beyond(node, allowed, constraint)),
            Constraint::Property(shape) => node.values.iter().for_each(|&value| self.check(*shape, value, node.depth + 1, out)),
            _ => node.values.iter().filter(|&&value| !self.holds(node, constraint, value)).for_each(|&value| wrong(Some(value))),
        }
    }

    /// Whether one value keeps a constraint on single values.
    fn holds(&self, node: &Node<'_>, constraint: &Constraint, value: Id) -> bool {
        let term = self.index.term(value);
        let conforms = |shape: &ShapeId| self.conforms(*shape, value, node.depth);
        match constraint {
            Constraint::Class(class) => self.is_a(value, class),
            Constraint::Datatype(datatype) => {
                matches!(term, Term::Literal(literal) if literal.datatype() == datatype.as_ref() && is_well_formed(literal))
            }
            Constraint::NodeKind(kind) => is_kind(term, *kind),
            Constraint::Range(bound, limit) => within(compare(term, limit), *bound),
            Constraint::MinLength(length) => text(term).is_some_and(|text| text.chars().count() >= *length),
            Constraint::MaxLength(length) => text(term).is_some_and(|text| text.chars().count() <= *length),
            Constraint::Pattern(pattern) => text(term).is_some_and(|text| pattern.is_match(text)),
            Constraint::LanguageIn(languages) => {
                language(term).is_some_and(|language| languages.iter().any(|range| covers(range, language)))
            }
            Constraint::Disjoint(other) => !self.others(node.focus, other).contains(&value),
            Constraint::Not(shape) => !conforms(shape),
            Constraint::And(shapes) => shapes.iter().all(conforms),
            Constraint::Or(shapes) => shapes.iter().any(conforms),
            Constraint::Xone(shapes) => shapes.iter().filter(|shape| conforms(shape)).count() == 1,
            Constraint::Node(shape) => conforms(shape),
            Constraint::In(values) => values.contains(term),
            _ => true,
        }
    }

    fn is_a(&self, node: Id, class: &Term) -> bool {
        let (Some(kind), Some(class)) = (self.kind, self.index.id(class)) else { return false };
        let below = self.below.get(&class);
        self.index.objects(node, kind).any(|of| of == class || below.is_some_and(|below| below.contains(&of)))
    }

    fn others(&self, focus: Id, property: &NamedNode) -> BTreeSet<Id> {
        self.index.node(property.as_ref()).map_or_else(BTreeSet::new, |property| self.index.objects(focus, property).collect())
    }

    fn unequal(&self, node: &Node<'_>, other: &NamedNode) -> Vec<Id> {
        let (values, others) = (node.values.iter().copied().collect::<BTreeSet<_>>(), self.others(node.focus, other));
        values.symmetric_difference(&others).copied().collect()
    }

    /// The values that some value of `other` does not follow.
    fn not_less(&self, node: &Node<'_>, other: &NamedNode, or_equal: bool) -> Vec<Id> {
        let others = self.others(node.focus, other);
        let less = |value: Id, other: Id| match compare(self.index.term(value), self.index.term(other)) {
            Some(Ordering::Less) => true,
            Some(Ordering::Equal) => or_equal,
            _ => false,
        };
        let wrong = node.values.iter().filter(|&&value| others.iter().any(|&other| !less(value, other)));
        wrong.copied().collect()
    }

    /// The languages of which there are several values.
    fn repeated_languages(&self, node: &Node<'_>) -> impl Iterator<Item = String> + use<> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for &value in node.values {
            if let Some(language) = language(self.index.term(value)) {
                *counts.entry(language.to_ascii_lowercase()).or_default() += 1;
            }
        }
        counts.into_iter().filter(|(_, count)| *count > 1).map(|(language, _)| language)
    }

    /// The properties that a closed shape does not allow, each as the path of its violation.
    fn beyond(&self, node: &Node<'_>, allowed: &[NamedNode], constraint: &Constraint) -> Vec<Violation> {
        let of = |value: Id| {
            self.index.properties(value).filter_map(|(property, object)| match self.index.term(property) {
                Term::NamedNode(property) if !allowed.contains(property) => Some((property.clone(), object)),
                _ => None,
            })
        };
        let beyond = node.values.iter().flat_map(|&value| of(value));
        let violation =
            |(property, object)| Violation { path: Some(Path::Property(property)), ..node.violation(self.index, constraint, Some(object)) };
        beyond.map(violation).collect()
    }
}

/// A node under a shape.
struct Node<'a> {
    id: ShapeId,
    shape: &'a Shape,
    focus: Id,
    values: &'a [Id],
    depth: usize,
}

impl Node<'_> {
    fn violation(&self, index: &Index, constraint: &Constraint, value: Option<Id>) -> Violation {
        Violation {
            focus: index.term(self.focus).clone(),
            path: self.shape.path.clone(),
            value: value.map(|value| index.term(value).clone()),
            component: constraint.component(),
            shape: self.id,
            severity: self.shape.severity,
        }
    }
}

fn is_kind(term: &Term, kind: NodeKind) -> bool {
    match term {
        Term::NamedNode(_) => matches!(kind, NodeKind::Iri | NodeKind::BlankNodeOrIri | NodeKind::IriOrLiteral),
        Term::BlankNode(_) => matches!(kind, NodeKind::BlankNode | NodeKind::BlankNodeOrIri | NodeKind::BlankNodeOrLiteral),
        Term::Literal(_) => matches!(kind, NodeKind::Literal | NodeKind::BlankNodeOrLiteral | NodeKind::IriOrLiteral),
        Term::Triple(_) => false,
    }
}

fn within(order: Option<Ordering>, bound: Bound) -> bool {
    let Some(order) = order else { return false };
    match bound {
        Bound::MinInclusive => order.is_ge(),
        Bound::MinExclusive => order.is_gt(),
        Bound::MaxInclusive => order.is_le(),
        Bound::MaxExclusive => order.is_lt(),
    }
}

/// The text of an IRI or literal; a blank node has none.
fn text(term: &Term) -> Option<&str> {
    match term {
        Term::NamedNode(node) => Some(node.as_str()),
        Term::Literal(literal) => Some(literal.value()),
        _ => None,
    }
}

fn language(term: &Term) -> Option<&str> {
    if let Term::Literal(literal) = term { Literal::language(literal) } else { None }
}

/// Whether a basic language range (`zh`) covers a tag (`zh-Hans`).
fn covers(range: &str, tag: &str) -> bool {
    let (range, tag) = (range.to_ascii_lowercase(), tag.to_ascii_lowercase());
    range == "*" || tag == range || tag.strip_prefix(&range).is_some_and(|rest| rest.starts_with('-'))
}
