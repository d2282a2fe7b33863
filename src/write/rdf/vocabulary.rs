//! The terms of the ontology and of other vocabularies that are written, and the prefixes they are read by.

use crate::{
    catalog::ontology::NAMESPACE,
    model::{Class, Predicate, Status},
};
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::sync::LazyLock;

/// Prefix and namespace of every vocabulary that a data set or a question uses, but for `id:`.
pub const PREFIXES: &[(&str, &str)] = &[
    ("ht", NAMESPACE),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("schema", "https://schema.org/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("qudt", "http://qudt.org/schema/qudt/"),
    ("unit", "http://qudt.org/vocab/unit/"),
    ("sh", "http://www.w3.org/ns/shacl#"),
];

/// Declares constants for terms of one namespace.
macro_rules! terms {
    ($namespace:literal: $($name:ident = $local:literal),* $(,)?) => {
        $(pub(crate) const $name: NamedNodeRef<'static> = NamedNodeRef::new_unchecked(concat!($namespace, $local));)*
    };
}

terms! { "https://w3id.org/hongtu/ontology#":
    STATUS = "status", ROLE = "role", SPEAKER = "speaker", RULE = "rule", CONFIDENCE = "confidence", TIME = "time",
    PASSAGE = "Passage", LINE = "line", PAGE = "page", PARAGRAPH = "paragraph", TABLE = "table", ROW = "row", MENTIONED_IN = "mentionedIn",
    TARGET = "Target", HOLDER = "holder", INDICATOR = "indicator", COMPARATOR = "comparator", VALUE = "value", UNIT = "unit",
    SOURCE_DOCUMENT = "SourceDocument", SHA256 = "sha256", PATH = "path", CHARACTERS = "characters", FOCAL_PLACE = "focalPlace",
    ISSUER = "issuer", DOCUMENT_NUMBER = "documentNumber", SIGNED = "signed", EFFECTIVE = "effective", SOURCE_NAME = "sourceName",
    STATEMENTS = "statements", PROVENANCE = "provenance", CATALOG_VERSION = "catalogVersion",
    DIVISION_CODE = "divisionCode", FIRST_YEAR = "firstYear", LAST_YEAR = "lastYear", INFERENCE = "Inference",
    DATED_NAME = "DatedName", NAME_OF = "nameOf",
}
terms! { "http://www.w3.org/2002/07/owl#": INVERSE_OF = "inverseOf" }

/// The namespace of OWL.
pub(crate) const OWL: &str = "http://www.w3.org/2002/07/owl#";

terms! { "https://w3id.org/hongtu/": ONTOLOGY = "ontology" }
terms! { "https://schema.org/": OBSERVATION = "Observation", SOFTWARE_VERSION = "softwareVersion", URL = "url" }
terms! { "http://www.w3.org/ns/dcat#": DATASET = "Dataset" }
terms! { "http://rdfs.org/ns/void#":
    VOID_DATASET = "Dataset", URI_SPACE = "uriSpace", VOCABULARY = "vocabulary", ENTITIES = "entities", DOCUMENTS = "documents",
}
terms! { "http://www.w3.org/2006/time#":
    PROPER_INTERVAL = "ProperInterval", INSTANT = "Instant", HAS_BEGINNING = "hasBeginning", HAS_END = "hasEnd", IN_DATE = "inXSDDate",
    IN_MONTH = "inXSDgYearMonth", IN_YEAR = "inXSDgYear", HAS_TIME = "hasTime",
}
terms! { "http://qudt.org/schema/qudt/": NUMERIC_VALUE = "numericValue", HAS_UNIT = "hasUnit" }
terms! { "http://www.w3.org/2004/02/skos/core#": ALT_LABEL = "altLabel" }
terms! { "http://purl.org/dc/terms/":
    TITLE = "title", DATE = "date", ISSUED = "issued", FORMAT = "format", SOURCE = "source", CONFORMS_TO = "conformsTo",
}
terms! { "http://www.w3.org/ns/prov#":
    ACTIVITY = "Activity", BUNDLE = "Bundle", ENTITY = "Entity", WAS_DERIVED_FROM = "wasDerivedFrom", WAS_GENERATED_BY = "wasGeneratedBy",
    USED = "used", WAS_ASSOCIATED_WITH = "wasAssociatedWith", SOFTWARE_AGENT = "SoftwareAgent",
    DERIVATION = "Derivation", QUALIFIED_DERIVATION = "qualifiedDerivation", DERIVED_FROM = "entity",
}
terms! { "http://www.w3.org/ns/oa#":
    HAS_SOURCE = "hasSource", HAS_SELECTOR = "hasSelector", TEXT_POSITION_SELECTOR = "TextPositionSelector", START = "start", END = "end",
    TEXT_QUOTE_SELECTOR = "TextQuoteSelector", EXACT = "exact", PREFIX = "prefix", SUFFIX = "suffix", SPECIFIC_RESOURCE = "SpecificResource",
}
terms! { "http://www.w3.org/ns/org#":
    MEMBERSHIP = "Membership", MEMBER = "member", ORGANIZATION = "organization", MEMBERSHIP_ROLE = "role", ROLE_CLASS = "Role",
    POST = "Post", POST_IN = "postIn", HELD_BY = "heldBy",
    CHANGE_EVENT = "ChangeEvent", ORIGINAL = "originalOrganization", RESULTING = "resultingOrganization", CHANGED_BY = "changedBy",
    RESULTED_FROM = "resultedFrom",
}

static CLASSES: LazyLock<Vec<NamedNode>> = LazyLock::new(|| Class::ALL.iter().map(|class| node(class.as_str())).collect());
static PREDICATES: LazyLock<Vec<NamedNode>> = LazyLock::new(|| Predicate::ALL.iter().map(|predicate| node(predicate.as_str())).collect());
static STATUSES: LazyLock<Vec<NamedNode>> = LazyLock::new(|| Status::ALL.iter().map(|status| node(status.as_str())).collect());

fn node(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{NAMESPACE}{name}"))
}

/// The ontology's term for `class`.
pub(crate) fn class(class: Class) -> NamedNodeRef<'static> {
    CLASSES[class as usize].as_ref()
}

/// The ontology's term for `predicate`.
pub(crate) fn predicate(predicate: Predicate) -> NamedNodeRef<'static> {
    PREDICATES[predicate as usize].as_ref()
}

/// The ontology's term for `status`.
pub(crate) fn status(status: Status) -> NamedNodeRef<'static> {
    STATUSES[status as usize].as_ref()
}
