//! Shapes in SHACL Core, read from Turtle; what this validator does not know is a defect, never passed over.

use super::{
    index::{Id, Index},
    path::Path,
};
use crate::{
    catalog::source::Sources,
    error::{Defect, Error, Result},
};
use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{
        NamedNode, NamedNodeRef, Term,
        vocab::{rdf, rdfs},
    },
};
use regex::Regex;
use std::collections::BTreeMap;

/// The namespace of SHACL.
pub const NAMESPACE: &str = "http://www.w3.org/ns/shacl#";

/// The number of a shape.
pub type ShapeId = usize;

/// Shapes that refer to each other by number.
#[derive(Clone, Debug, Default)]
pub struct Shapes {
    /// Every shape, those with targets and those that others use.
    pub shapes: Vec<Shape>,
}

/// One shape.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// Its IRI, or a blank node's name.
    pub name: String,
    /// The nodes that it is about.
    pub targets: Vec<Target>,
    /// Where a property shape leads.
    pub path: Option<Path>,
    /// What must hold.
    pub constraints: Vec<Constraint>,
    /// How bad a violation is.
    pub severity: Severity,
    /// What a violation means, by language.
    pub messages: BTreeMap<String, String>,
}

/// Which nodes a shape is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// The instances of a class.
    Class(Term),
    /// One node.
    Node(Term),
    /// What has a property.
    SubjectsOf(NamedNode),
    /// What is the value of a property.
    ObjectsOf(NamedNode),
}

/// How bad a violation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The data are wrong.
    #[default]
    Violation,
    /// The data may be wrong.
    Warning,
    /// Worth knowing.
    Info,
}

/// What kind of term a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are SHACL's own")]
pub enum NodeKind {
    Iri,
    BlankNode,
    Literal,
    BlankNodeOrIri,
    BlankNodeOrLiteral,
    IriOrLiteral,
}

/// A bound that a value must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are SHACL's own")]
pub enum Bound {
    MinInclusive,
    MinExclusive,
    MaxInclusive,
    MaxExclusive,
}

/// A constraint component with its parameters.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the names are SHACL's own")]
pub enum Constraint {
    Class(Term),
    Datatype(NamedNode),
    NodeKind(NodeKind),
    MinCount(usize),
    MaxCount(usize),
    Range(Bound, Term),
    MinLength(usize),
    MaxLength(usize),
    Pattern(Regex),
    LanguageIn(Vec<String>),
    UniqueLang,
    Equals(NamedNode),
    Disjoint(NamedNode),
    LessThan { other: NamedNode, or_equal: bool },
    Not(ShapeId),
    And(Vec<ShapeId>),
    Or(Vec<ShapeId>),
    Xone(Vec<ShapeId>),
    Node(ShapeId),
    Property(ShapeId),
    Closed(Vec<NamedNode>),
    HasValue(Term),
    In(Vec<Term>),
}

impl Constraint {
    /// The local name of the constraint component.
    pub fn component(&self) -> &'static str {
        match self {
            Self::Class(_) => "ClassConstraintComponent",
            Self::Datatype(_) => "DatatypeConstraintComponent",
            Self::NodeKind(_) => "NodeKindConstraintComponent",
            Self::MinCount(_) => "MinCountConstraintComponent",
            Self::MaxCount(_) => "MaxCountConstraintComponent",
            Self::Range(Bound::MinInclusive, _) => "MinInclusiveConstraintComponent",
            Self::Range(Bound::MinExclusive, _) => "MinExclusiveConstraintComponent",
            Self::Range(Bound::MaxInclusive, _) => "MaxInclusiveConstraintComponent",
            Self::Range(Bound::MaxExclusive, _) => "MaxExclusiveConstraintComponent",
            Self::MinLength(_) => "MinLengthConstraintComponent",
            Self::MaxLength(_) => "MaxLengthConstraintComponent",
            Self::Pattern(_) => "PatternConstraintComponent",
            Self::LanguageIn(_) => "LanguageInConstraintComponent",
            Self::UniqueLang => "UniqueLangConstraintComponent",
            Self::Equals(_) => "EqualsConstraintComponent",
            Self::Disjoint(_) => "DisjointConstraintComponent",
            Self::LessThan { or_equal: false, .. } => "LessThanConstraintComponent",
            Self::LessThan { or_equal: true, .. } => "LessThanOrEqualsConstraintComponent",
            Self::Not(_) => "NotConstraintComponent",
            Self::And(_) => "AndConstraintComponent",
            Self::Or(_) => "OrConstraintComponent",
            Self::Xone(_) => "XoneConstraintComponent",
            Self::Node(_) => "NodeConstraintComponent",
            Self::Property(_) => "PropertyShapeComponent",
            Self::Closed(_) => "ClosedConstraintComponent",
            Self::HasValue(_) => "HasValueConstraintComponent",
            Self::In(_) => "InConstraintComponent",
        }
    }
}

impl Shapes {
    /// Reads the shapes in `ontology/shapes`; a malformed file or shape is a defect.
    pub fn load(sources: &Sources, defects: &mut Vec<Defect>) -> Self {
        let files = sources.under("ontology/shapes/").filter(|(path, _)| path.ends_with(".ttl"));
        // A user's file of the same name stands later and wins.
        let files: BTreeMap<&str, &str> = files.collect();
        let mut shapes = Self::default();
        for (path, text) in files {
            shapes.read(path, text, defects);
        }
        shapes
    }

    /// Adds the shapes of one Turtle file.
    pub fn read(&mut self, path: &str, text: &str, defects: &mut Vec<Defect>) {
        let mut index = Index::default();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(text) {
            match quad {
                Ok(quad) => index.insert(quad),
                Err(error) => {
                    let line = error.location().map_or(1, |range| range.start.line as usize + 1);
                    defects.push(Defect { file: path.to_owned(), line, problem: error.to_string() });
                    return;
                }
            }
        }
        index.finish();
        let mut reader = Reader { index: &index, shapes: &mut self.shapes, known: BTreeMap::new(), problems: Vec::new() };
        reader.all();
        defects.extend(reader.problems.into_iter().map(|problem| Defect { file: path.to_owned(), line: 1, problem }));
    }

    /// The built-in shapes and those of further files.
    ///
    /// # Errors
    /// When a file cannot be read or holds what is no shape.
    pub fn with(sources: &Sources, files: &[std::path::PathBuf]) -> Result<Self> {
        let mut defects = Vec::new();
        let mut shapes = Self::load(sources, &mut defects);
        for file in files {
            let text = std::fs::read_to_string(file).map_err(Error::io("cannot read", file))?;
            shapes.read(&file.to_string_lossy(), &text, &mut defects);
        }
        if defects.is_empty() { Ok(shapes) } else { Err(Error::Knowledge(defects)) }
    }
}

struct Reader<'a> {
    index: &'a Index,
    shapes: &'a mut Vec<Shape>,
    known: BTreeMap<Id, ShapeId>,
    problems: Vec<String>,
}

impl Reader<'_> {
    /// Every node that is declared a shape or has a target, in the order of their names.
    fn all(&mut self) {
        let mut nodes: Vec<Id> = Vec::new();
        for class in ["NodeShape", "PropertyShape"] {
            if let (Some(property), Some(class)) = (self.index.node(rdf::TYPE), self.sh(class)) {
                nodes.extend(self.index.subjects(property, class));
            }
        }
        for target in ["targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"] {
            if let Some(property) = self.sh(target) {
                nodes.extend(self.index.pairs(property).map(|(_, subject)| subject));
            }
        }
        nodes.sort_by_key(|&node| self.index.term(node).to_string());
        nodes.dedup();
        for node in nodes {
            self.shape(node);
        }
    }

    fn sh(&self, local: &str) -> Option<Id> {
        self.index.node(NamedNodeRef::new_unchecked(&format!("{NAMESPACE}{local}")))
    }

    fn values(&self, node: Id, local: &str) -> Vec<Id> {
        self.sh(local).map_or_else(Vec::new, |property| self.index.objects(node, property).collect())
    }

    fn problem(&mut self, node: Id, problem: &str) {
        self.problems.push(format!("{}: {problem}", self.index.term(node)));
    }

    /// The shape at a node, read once.
    fn shape(&mut self, node: Id) -> ShapeId {
        if let Some(&shape) = self.known.get(&node) {
            return shape;
        }
        let id = self.shapes.len();
        self.known.insert(node, id);
        let name = self.index.term(node).to_string();
        self.shapes.push(Shape { name: name.trim_matches(['<', '>']).to_owned(), ..Shape::default() });
        let mut shape = self.shapes[id].clone();
        shape.path = self.values(node, "path").first().and_then(|&path| self.path(path, 0));
        let properties: Vec<(Id, Id)> = self.index.properties(node).collect();
        if properties.iter().any(|&(_, value)| self.is_true(value) && self.values(node, "deactivated").contains(&value)) {
            return id;
        }
        for (property, value) in properties {
            self.property(&mut shape, node, (property, value));
        }
        self.shapes[id] = shape;
        id
    }

    /// Reads one property of a shape.
    fn property(&mut self, shape: &mut Shape, node: Id, (property, value): (Id, Id)) {
        let term = self.index.term(value).clone();
        let Term::NamedNode(property) = self.index.term(property) else { return };
        if property.as_ref() == rdf::TYPE {
            if term == Term::from(rdfs::CLASS.into_owned()) {
                shape.targets.push(Target::Class(self.index.term(node).clone()));
            }
            return;
        }
        let Some(local) = property.as_str().strip_prefix(NAMESPACE) else { return };
        let named = if let Term::NamedNode(node) = &term { Some(node.clone()) } else { None };
        match (local, named) {
            ("targetClass", _) => shape.targets.push(Target::Class(term)),
            ("targetNode", _) => shape.targets.push(Target::Node(term)),
            ("targetSubjectsOf", Some(property)) => shape.targets.push(Target::SubjectsOf(property)),
            ("targetObjectsOf", Some(property)) => shape.targets.push(Target::ObjectsOf(property)),
            ("message", _) => {
                if let Term::Literal(literal) = &term {
                    shape.messages.insert(literal.language().unwrap_or_default().to_owned(), literal.value().to_owned());
                }
            }
            ("severity", Some(severity)) => match severity.as_str().strip_prefix(NAMESPACE) {
                Some("Warning") => shape.severity = Severity::Warning,
                Some("Info") => shape.severity = Severity::Info,
                _ => {}
            },
            ("path" | "flags" | "ignoredProperties" | "deactivated" | "name" | "description" | "order" | "group" | "defaultValue", _) => {}
            (_, named) => match self.constraint(node, local, value, named) {
                Some(constraint) => shape.constraints.push(constraint),
                None if local == "uniqueLang" || local == "closed" => {}
                None => self.problem(node, &format!("`sh:{local} {term}` is not a part of SHACL Core that is understood here")),
            },
        }
    }

    fn constraint(&mut self, node: Id, local: &str, value: Id, named: Option<NamedNode>) -> Option<Constraint> {
        let term = self.index.term(value).clone();
        let text = if let Term::Literal(literal) = &term { Some(literal.value().to_owned()) } else { None };
        let count = || text.as_deref().and_then(|text| text.parse::<usize>().ok());
        let bound = |bound| text.is_some().then(|| Constraint::Range(bound, term.clone()));
        Some(match local {
            "class" => Constraint::Class(term),
            "datatype" => Constraint::Datatype(named?),
            "nodeKind" => Constraint::NodeKind(node_kind(named?.as_str())?),
            "minCount" => Constraint::MinCount(count()?),
            "maxCount" => Constraint::MaxCount(count()?),
            "minInclusive" => bound(Bound::MinInclusive)?,
            "minExclusive" => bound(Bound::MinExclusive)?,
            "maxInclusive" => bound(Bound::MaxInclusive)?,
            "maxExclusive" => bound(Bound::MaxExclusive)?,
            "minLength" => Constraint::MinLength(count()?),
            "maxLength" => Constraint::MaxLength(count()?),
            "pattern" => Constraint::Pattern(self.pattern(node, &text?)?),
            "languageIn" => Constraint::LanguageIn(self.list(value).into_iter().filter_map(|id| self.text(id)).collect()),
            "uniqueLang" if self.is_true(value) => Constraint::UniqueLang,
            "equals" => Constraint::Equals(named?),
            "disjoint" => Constraint::Disjoint(named?),
            "lessThan" => Constraint::LessThan { other: named?, or_equal: false },
            "lessThanOrEquals" => Constraint::LessThan { other: named?, or_equal: true },
            "not" => Constraint::Not(self.shape(value)),
            "and" => Constraint::And(self.shapes_of(value)),
            "or" => Constraint::Or(self.shapes_of(value)),
            "xone" => Constraint::Xone(self.shapes_of(value)),
            "node" => Constraint::Node(self.shape(value)),
            "property" => Constraint::Property(self.shape(value)),
            "closed" if self.is_true(value) => Constraint::Closed(self.allowed(node)),
            "hasValue" => Constraint::HasValue(term),
            "in" => Constraint::In(self.list(value).into_iter().map(|id| self.index.term(id).clone()).collect()),
            _ => return None,
        })
    }

    fn pattern(&mut self, node: Id, pattern: &str) -> Option<Regex> {
        let flags: String = self.values(node, "flags").into_iter().filter_map(|flags| self.text(flags)).collect();
        let pattern = if flags.is_empty() { pattern.to_owned() } else { format!("(?{flags}){pattern}") };
        Regex::new(&pattern).ok()
    }

    /// The properties that a closed shape allows: those of its property shapes and those it ignores.
    fn allowed(&mut self, node: Id) -> Vec<NamedNode> {
        let ignored = self.values(node, "ignoredProperties").into_iter().flat_map(|list| self.list(list));
        let of_shapes = self.values(node, "property").into_iter().flat_map(|shape| self.values(shape, "path"));
        let nodes: Vec<Id> = ignored.chain(of_shapes).collect();
        nodes
            .into_iter()
            .filter_map(|node| if let Term::NamedNode(node) = self.index.term(node) { Some(node.clone()) } else { None })
            .collect()
    }

    fn shapes_of(&mut self, list: Id) -> Vec<ShapeId> {
        self.list(list).into_iter().map(|node| self.shape(node)).collect()
    }

    /// The members of an RDF list.
    fn list(&self, list: Id) -> Vec<Id> {
        let (Some(first), Some(rest)) = (self.index.node(rdf::FIRST), self.index.node(rdf::REST)) else { return Vec::new() };
        let (mut members, mut at) = (Vec::new(), list);
        // No list is longer than the graph; one that runs in a circle ends here.
        while let Some(member) = self.index.objects(at, first).next().filter(|_| members.len() < self.index.len()) {
            members.push(member);
            let Some(next) = self.index.objects(at, rest).next() else { break };
            at = next;
        }
        members
    }

    fn path(&mut self, node: Id, depth: usize) -> Option<Path> {
        const DEEPEST: usize = 16;
        if let Term::NamedNode(property) = self.index.term(node) {
            return Some(Path::Property(property.clone()));
        }
        let steps = self.list(node);
        if depth >= DEEPEST {
            return None;
        }
        if !steps.is_empty() {
            return steps.into_iter().map(|step| self.path(step, depth + 1)).collect::<Option<_>>().map(Path::Sequence);
        }
        if let Some(&inverse) = self.values(node, "inversePath").first() {
            return self.path(inverse, depth + 1).map(|path| Path::Inverse(Box::new(path)));
        }
        if let Some(&list) = self.values(node, "alternativePath").first() {
            return self.list(list).into_iter().map(|path| self.path(path, depth + 1)).collect::<Option<_>>().map(Path::Alternative);
        }
        for (local, zero, once) in [("zeroOrMorePath", true, false), ("oneOrMorePath", false, false), ("zeroOrOnePath", true, true)] {
            if let Some(&step) = self.values(node, local).first() {
                return self.path(step, depth + 1).map(|step| Path::Repeated { step: Box::new(step), zero, once });
            }
        }
        self.problem(node, "a path that is not understood here");
        None
    }

    fn text(&self, id: Id) -> Option<String> {
        if let Term::Literal(literal) = self.index.term(id) { Some(literal.value().to_owned()) } else { None }
    }

    fn is_true(&self, id: Id) -> bool {
        self.text(id).is_some_and(|text| text == "true" || text == "1")
    }
}

fn node_kind(iri: &str) -> Option<NodeKind> {
    Some(match iri.strip_prefix(NAMESPACE)? {
        "IRI" => NodeKind::Iri,
        "BlankNode" => NodeKind::BlankNode,
        "Literal" => NodeKind::Literal,
        "BlankNodeOrIRI" => NodeKind::BlankNodeOrIri,
        "BlankNodeOrLiteral" => NodeKind::BlankNodeOrLiteral,
        "IRIOrLiteral" => NodeKind::IriOrLiteral,
        _ => return None,
    })
}
