/** Which mark is which class, and which line which status. */
import { useMemo } from "preact/hooks";
import { useSpeech } from "../language";
import { ClassName } from "../parts/entity";
import { StatusMark } from "../parts/statement";
import type { Status } from "../types";
import type { Drawn } from "./model";

type Props = { graph: Drawn; version: number; onClass: (id: string) => void };

export function Legend({ graph, version, onClass }: Props) {
  const { schema, t } = useSpeech();
  const [classes, statuses] = useMemo(() => [new Set(graph.mapNodes((_, node) => node.class)), new Set<Status>(graph.mapEdges((_, line) => line.status))], [graph, version]);
  const inferred = useMemo(() => graph.someEdge((_, line) => line.inferred), [graph, version]);
  return (
    <div class="legend" aria-label={t("legend")} role="group">
      {schema.classes
        .filter(({ id }) => classes.has(id))
        .map(({ id }) => (
          <button type="button" class="plain" onClick={() => onClass(id)} title={t("filterClass")}>
            <ClassName id={id} />
          </button>
        ))}
      {schema.statuses
        .filter(({ id }) => statuses.has(id))
        .map(({ id }) => (
          <StatusMark status={id} />
        ))}
      {inferred && <StatusMark inferred />}
    </div>
  );
}
