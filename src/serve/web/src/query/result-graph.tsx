/** An answer as a graph: two columns are its nodes, a third tells its lines. */
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import { Canvas } from "../graph/canvas";
import { emptyGraph, update } from "../graph/model";
import { useSpeech } from "../language";
import { ClassGlyphs } from "../parts/entity";
import type { Binding, Schema, Subgraph } from "../types";
import { numberOf, type Table } from "./answer";
import { shorten } from "./value";

const MOST = 1500;

/** The class of an entity from its IRI, whose last part begins with the class's name. */
function classOf(binding: Binding, schema: Schema): string {
  const match = /\/id\/([a-z]+)-/.exec(binding.type === "uri" ? binding.value : "");
  return schema.classes.find(({ id }) => id.toLowerCase() === match?.[1])?.id ?? "";
}

export function ResultGraph({ table }: { table: Table }) {
  const { t, schema } = useSpeech();
  const theme = useContext(ClassGlyphs);
  const usable = table.columns.map((_, at) => at).filter((at) => table.rows.some((row) => row[at] && numberOf(row[at]) === undefined));
  const triple = table.columns.join() === "subject,predicate,object";
  const [from, setFrom] = useState(triple ? 0 : (usable[0] ?? 0));
  const [to, setTo] = useState(triple ? 2 : (usable.find((at) => !/role|relation|status|predicate/.test(table.columns[at]!) && at !== usable[0]) ?? usable[1] ?? 0));
  const [line, setLine] = useState(triple ? 1 : table.columns.findIndex((name) => /relation|predicate|role/.test(name)));
  const graph = useMemo(emptyGraph, [table, from, to, line]);
  const [version, setVersion] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    update(graph, subgraph(table, from, to, line, schema));
    setVersion((count) => count + 1);
  }, [graph]);
  const pick = (label: string, value: number, set: (at: number) => void, none = false) => (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => set(Number(event.currentTarget.value))}>
        {none && <option value={-1}>–</option>}
        {table.columns.map((column, at) => (
          <option value={at}>{column}</option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="result-graph">
      <div class="row">
        {pick(t("from"), from, setFrom)}
        {pick(t("to"), to, setTo)}
        {pick(t("lines"), line, setLine, true)}
      </div>
      <Canvas graph={graph} version={version} theme={theme} chosen={chosen} label={t("asGraph")} onChoose={(ids) => setChosen(new Set(ids))} />
    </div>
  );
}

function subgraph(table: Table, from: number, to: number, line: number, schema: Schema): Subgraph {
  const nodes = new Map<string, Subgraph["nodes"][number]>();
  const edges: Subgraph["edges"] = [];
  const add = (binding: Binding): string => {
    const node = nodes.get(binding.value);
    if (node) node.degree += 1;
    else {
      const at = nodes.size;
      const name = binding.type === "uri" ? shorten(binding.value, schema.prefixes).replace(/^.*\/(id|doc)\//, "") : binding.value;
      nodes.set(binding.value, { id: binding.value, class: classOf(binding, schema), name, degree: 1, x: Math.sqrt(at) * Math.cos(at * 2.399963), y: Math.sqrt(at) * Math.sin(at * 2.399963) });
    }
    return binding.value;
  };
  for (const [at, row] of table.rows.slice(0, MOST).entries()) {
    const [a, b] = [row[from], row[to]];
    if (!a || !b) continue;
    const told = line < 0 ? undefined : row[line];
    const predicate = told ? (told.type === "uri" ? (told.value.split(/[#/]/).at(-1) ?? "") : told.value) : "";
    edges.push({ id: String(at), source: add(a), target: add(b), predicate, status: "done" });
  }
  return { nodes: [...nodes.values()], edges };
}
