/** A value of an answer: what is an entity or document leads to its page. */
import { useSpeech } from "../language";
import { documentAddress, entityAddress } from "../parts/address";
import type { Binding } from "../types";

/** Where the explorer shows what an IRI of the data set means. */
export function pageOf(iri: string): string | undefined {
  const match = /\/(id|doc)\/([^/#?]+)$/.exec(iri);
  if (!match) return undefined;
  return match[1] === "id" ? entityAddress(decodeURIComponent(match[2]!)) : documentAddress(decodeURIComponent(match[2]!));
}

/** An IRI by its prefix where one fits. */
export function shorten(iri: string, prefixes: Record<string, string>): string {
  for (const [prefix, base] of Object.entries(prefixes)) {
    if (base && iri.startsWith(base) && iri.length > base.length) return `${prefix}:${iri.slice(base.length)}`;
  }
  return iri;
}

export function Value({ binding }: { binding: Binding }) {
  const { schema } = useSpeech();
  if (binding.type !== "uri") return <span lang={binding["xml:lang"]}>{binding.value}</span>;
  const page = pageOf(binding.value);
  const words = shorten(binding.value, schema.prefixes);
  return page ? (
    <a href={page} title={binding.value}>
      {words.replace(/^.*\/(id|doc)\//, "")}
    </a>
  ) : (
    <code title={binding.value}>{words}</code>
  );
}
