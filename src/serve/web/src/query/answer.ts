/** Answers of the SPARQL endpoint as one table: rows of a SELECT, triples of a CONSTRUCT, the verdict of an ASK. */
import { request, url } from "../api";
import type { Binding, SparqlResult } from "../types";

export type Table = { columns: string[]; rows: (Binding | undefined)[][]; json: string; cut: boolean };

const TRIPLES = ["subject", "predicate", "object"];

export async function ask(query: string, signal: AbortSignal): Promise<Table> {
  const response = await request("/sparql", {
    method: "POST",
    headers: { "content-type": "application/sparql-query", accept: "application/sparql-results+json, application/n-triples;q=0.9" },
    body: query,
    signal,
  });
  return read(response);
}

export async function askByName(name: string, parameters: Record<string, string>, signal: AbortSignal): Promise<Table> {
  return read(await request(url(`/api/question/${encodeURIComponent(name)}`, parameters), { signal }));
}

async function read(response: Response): Promise<Table> {
  const text = await response.text();
  const cut = response.headers.has("hongtu-result-cut");
  if (/n-triples|turtle|text\/plain/.test(response.headers.get("content-type") ?? "")) return { columns: TRIPLES, rows: triples(text), json: text, cut };
  return { ...tabulate(text), cut };
}

function tabulate(text: string): Omit<Table, "cut"> {
  let result: SparqlResult;
  try {
    result = JSON.parse(text) as SparqlResult;
  } catch {
    return { columns: TRIPLES, rows: triples(text), json: text };
  }
  if (result.boolean !== undefined) return { columns: ["ASK"], rows: [[{ type: "literal", value: String(result.boolean) }]], json: text };
  const columns = result.head.vars ?? [];
  return { columns, rows: (result.results?.bindings ?? []).map((row) => columns.map((name) => row[name])), json: text };
}

const LINE = /^(<[^>]*>|_:\S+) <([^>]*)> (?:<([^>]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?) \.$/;
const ESCAPES: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f", '"': '"', "'": "'", "\\": "\\" };

/** Reads N-Triples, a line each. */
export function triples(text: string): Binding[][] {
  return text.split("\n").flatMap((line) => {
    const match = LINE.exec(line);
    if (!match) return [];
    const [, subject = "", predicate = "", iri, blank, literal, language, datatype] = match;
    return [[node(subject), { type: "uri", value: predicate } as Binding, iri !== undefined ? { type: "uri", value: iri } : blank !== undefined ? { type: "bnode", value: blank } : literalOf(literal ?? "", language, datatype)]];
  });
}

const node = (text: string): Binding => (text.startsWith("<") ? { type: "uri", value: text.slice(1, -1) } : { type: "bnode", value: text });

const literalOf = (text: string, language?: string, datatype?: string): Binding => ({
  type: "literal",
  value: text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, sign) => (sign ? (ESCAPES[sign] ?? sign) : String.fromCodePoint(parseInt(short ?? long, 16)))),
  ...(language ? { "xml:lang": language } : {}),
  ...(datatype ? { datatype } : {}),
});

/** A number, where the value is one. */
export function numberOf(binding: Binding | undefined): number | undefined {
  if (!binding || binding.type !== "literal" || binding.value.trim() === "") return undefined;
  const value = Number(binding.value);
  return Number.isFinite(value) ? value : undefined;
}
