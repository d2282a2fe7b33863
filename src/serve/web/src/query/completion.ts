/** What the editor proposes: terms of the ontology by name or label, prefixes, variables of the query, keywords. */
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import type { Language } from "../language";
import type { Schema } from "../types";

const KEYWORDS =
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES ORDER BY DESC ASC LIMIT OFFSET GROUP HAVING AS CONSTRUCT DESCRIBE ASK PREFIX EXISTS NOT IN COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR REGEX CONTAINS STRSTARTS STRENDS STR LANG LANGMATCHES BOUND COALESCE IF".split(" ");

export function completeFrom({ terms, prefixes }: Schema, language: Language): CompletionSource {
  const ofTerms: Completion[] = terms.map((term) => ({
    label: term.prefixed,
    detail: term.label[language],
    type: term.kind === "class" ? "class" : "property",
    boost: 2,
  }));
  // A label leads to the term as well: typing 牵头 or "lead" finds the property.
  const byLabel: Completion[] = terms.flatMap((term) =>
    [...new Set([term.label.zh, term.label.en])].filter(Boolean).map((label) => ({ label, apply: term.prefixed, detail: term.prefixed, type: "text" })),
  );
  const ofPrefixes: Completion[] = Object.entries(prefixes).map(([prefix, iri]) => ({ label: `${prefix}:`, detail: iri, type: "namespace" }));
  const keywords: Completion[] = KEYWORDS.map((label) => ({ label, type: "keyword" }));
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[?$]?[\p{L}\p{N}_:-]*/u);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    if (/^[?$]/.test(word.text)) return { from: word.from, options: variables(context) };
    return { from: word.from, options: [...ofTerms, ...byLabel, ...ofPrefixes, ...keywords], validFor: /^[\p{L}\p{N}_:-]*$/u };
  };
}

function variables(context: CompletionContext): Completion[] {
  const names = new Set(context.state.doc.toString().match(/[?$][\p{L}\p{N}_]+/gu));
  names.delete(context.matchBefore(/[?$][\p{L}\p{N}_]*/u)?.text ?? "");
  return [...names].map((label) => ({ label, type: "variable" }));
}
