/** What a single page has inside, and what of it is shown. */
import type { DocumentPage, GraphNode, Schema, Statement, Status, Subgraph, Target } from "../types";

export type Content = {
  title: string;
  version: string;
  schema: Pick<Schema, "classes" | "predicates" | "statuses">;
  documents: DocumentPage[];
};

export type Filter = { class: string[]; predicate: string; status: string; speaker: string };
export const NO_FILTER: Filter = { class: [], predicate: "", status: "", speaker: "" };

const speaks = (filter: Filter, item: Statement | Target): boolean =>
  (!filter.status || item.status === (filter.status as Status)) && (!filter.speaker || item.speaker?.id === filter.speaker);

/** Statements that pass; classes count for both ends. */
export const passing = (statements: Statement[], filter: Filter): Statement[] =>
  statements.filter((item) => speaks(filter, item) && (!filter.predicate || item.predicate === filter.predicate) && !filter.class.includes(item.subject.class) && !filter.class.includes(item.object.class));

export const passingTargets = (targets: Target[], filter: Filter): Target[] =>
  targets.filter((item) => speaks(filter, item) && !filter.predicate && !filter.class.includes(item.holder.class));

/** The graph of statements; nodes start on a spiral, the best connected in the middle. */
export function graphOf(statements: Statement[]): Subgraph {
  const nodes = new Map<string, GraphNode>();
  for (const { subject, object } of statements) {
    for (const entity of [subject, object]) {
      const node = nodes.get(entity.id);
      if (node) node.degree += 1;
      else nodes.set(entity.id, { ...entity, degree: 1, x: 0, y: 0 });
    }
  }
  const sorted = [...nodes.values()].sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
  sorted.forEach((node, at) => {
    node.x = 8 * Math.sqrt(at) * Math.cos(at * 2.399963);
    node.y = 8 * Math.sqrt(at) * Math.sin(at * 2.399963);
  });
  const edges = statements.map(({ id, subject, object, predicate, status, time, inferred }) => ({
    id,
    source: subject.id,
    target: object.id,
    predicate,
    ...(status ? { status } : {}),
    ...(time ? { time } : {}),
    ...(inferred ? { inferred } : {}),
  }));
  return { nodes: sorted, edges };
}

/** Whether a name or the pinyin that is part of an id matches: all of it, or its initials. */
export function matches(text: string, entity: { id: string; name: string }): boolean {
  if (entity.name.includes(text)) return true;
  const latin = text.toLowerCase().replace(/[\s']/g, "");
  if (!/^[a-z0-9]+$/.test(latin)) return false;
  const syllables = entity.id.split("-").slice(1, -1);
  return syllables.join("").includes(latin) || syllables.map((syllable) => syllable[0]).join("").includes(latin);
}
