/** What the server's JSON says. Offsets count Unicode code points of a document's text. */

export type Label = { zh: string; en: string };
export type Ref = { id: string; class: string; name: string };
export type DocRef = { id: string; title: string; date?: string };
export type Status = "done" | "ongoing" | "planned" | "ended";

export type Evidence = {
  start: number;
  end: number;
  line: number;
  rule?: string;
  /** What stands there and around it; absent where the text was not kept. */
  prefix?: string;
  quote?: string;
  suffix?: string;
  page?: number;
};

/** What statements and targets have in common: who says it, where, how surely. What only follows from others has neither status nor document. */
export type Sourced = {
  id: string;
  status?: Status;
  time?: string;
  speaker?: Ref;
  confidence?: number;
  rule: string;
  document?: DocRef;
  evidence: Evidence[];
};

export type Statement = Sourced & { subject: Ref; predicate: string; object: Ref; role?: string; inferred?: boolean };
export type Target = Sourced & { holder: Ref; indicator: string; comparator: string; value: number; unit?: string };

export type ClassCount = { class: string; count: number };
export type PredicateCount = { predicate: string; count: number };
export type StatusCount = { status: Status; count: number };
export type YearCount = { year: number; statements: number; targets: number };

export type Overview = {
  hash: string;
  version: string;
  documents: number;
  entities: number;
  statements: number;
  targets: number;
  classes: ClassCount[];
  predicates: PredicateCount[];
  statuses: StatusCount[];
  hubs: { entity: Ref; degree: number }[];
  years: YearCount[];
};

export type Term = { id: string; iri: string; label: Label; definition: Label };
/** A class comes with the colours of its boxes in the pictures: light inside, dark around. */
export type ClassTerm = Term & { colour: { fill: string; border: string } };
export type PredicateTerm = Term & { domain: string[]; range: string[] };
export type Completion = { iri: string; prefixed: string; kind: "class" | "property" | "individual"; label: Label };
export type Parameter = { name: string; kind: string; about?: string };
export type Question = { name: string; title: Label; parameters: Parameter[]; query: string };

export type Schema = {
  classes: ClassTerm[];
  predicates: PredicateTerm[];
  statuses: { id: Status; label: Label }[];
  prefixes: Record<string, string>;
  terms: Completion[];
  questions: Question[];
};

export type Hit = {
  entity: Ref;
  aliases: string[];
  matched: "name" | "alias" | "pinyin" | "initials";
  text: string;
  mentions: number;
  documents: number;
  degree: number;
};
export type SearchResult = { total: number; hits: Hit[]; documents?: DocRef[] };

export type EntityPage = {
  entity: Ref & { iri: string; aliases: string[] };
  out: Statement[];
  in: Statement[];
  targets: Target[];
  mentions: { document: DocRef; places: Evidence[]; more?: number }[];
};

/** What a document says of itself. */
export type Header = { issuer?: string; number?: string; signed?: string; released?: string; effective?: string; source?: string; url?: string };

export type DocumentInfo = DocRef & {
  place?: string;
  path: string;
  characters: number;
  entities: number;
  statements: number;
  targets: number;
  sha256?: string;
} & Header;
export type DocumentList = { total: number; documents: DocumentInfo[] };
export type OutlineItem = { kind: "section" | "point" | "turn"; level: number; label: string; start: number; end: number; entity?: Ref };
export type Mention = { start: number; end: number; entity: number };
export type DocumentPage = {
  document: DocumentInfo;
  text?: string;
  outline: OutlineItem[];
  entities: Ref[];
  mentions: Mention[];
  statements: Statement[];
  targets: Target[];
};

export type GraphNode = Ref & { degree: number; x: number; y: number };
export type GraphEdge = { id: string; source: string; target: string; predicate: string; status?: Status; time?: string; inferred?: boolean };
export type Subgraph = { nodes: GraphNode[]; edges: GraphEdge[]; hidden?: { nodes: number; edges: number } };
export type PathResult = Subgraph & { length: number | null };

export type TargetList = { total: number; targets: Target[] };

export type Statistics = {
  classes: ClassCount[];
  predicates: PredicateCount[];
  statuses: StatusCount[];
  byDocument: { document: DocRef; entities: number; statements: number; targets: number }[];
  byYear: YearCount[];
};

export type Comparison = {
  a: DocRef;
  b: DocRef;
  entities: { both: Ref[]; a: Ref[]; b: Ref[] };
  statements: { both: { a: Statement; b: Statement }[]; a: Statement[]; b: Statement[] };
  targets: { both: { a: Target; b: Target }[]; a: Target[]; b: Target[] };
};

/** RFC 9457. */
export type Problem = { title: string; status: number; detail?: string; line?: number; column?: number };

export type Binding = { type: "uri" | "literal" | "bnode"; value: string; "xml:lang"?: string; datatype?: string };
export type SparqlResult = { head: { vars?: string[] }; results?: { bindings: Record<string, Binding>[] }; boolean?: boolean };
