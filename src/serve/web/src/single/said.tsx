/** The statements about what is looked at: entities, a line of the graph, a passage; else all. */
import { useEffect, useState } from "preact/hooks";
import { useSpeech } from "../language";
import { StatementCard, TargetCard } from "../parts/statement";
import type { Evidence, Sourced, Statement, Target } from "../types";
import type { Looked } from "./reader";

type Props = { statements: Statement[]; targets: Target[]; looked: Looked; onShow: (passage: Evidence) => void; onClear: () => void };

const STEP = 50;

export function Said({ statements, targets, looked, onShow, onClear }: Props) {
  const { t, number } = useSpeech();
  const [shown, setShown] = useState(STEP);
  useEffect(() => setShown(STEP), [looked]);
  const items = select(statements, targets, looked);
  const isAll = looked.entities.size === 0 && !looked.line && !looked.passage;
  return (
    <>
      <h2>
        {t("statements")} <small>{number(items.length)}</small>
        {!isAll && (
          <button type="button" class="link" onClick={onClear}>
            {t("showAll")}
          </button>
        )}
      </h2>
      {isAll && <p class="quiet">{t("chooseHint")}</p>}
      {items
        .slice(0, shown)
        .map((item) => ("predicate" in item ? <StatementCard key={item.id} statement={item} here={onShow} /> : <TargetCard key={item.id} target={item} here={onShow} />))}
      {items.length === 0 && <p class="quiet">{t("nothingHere")}</p>}
      {items.length > shown && (
        <button type="button" class="link more" onClick={() => setShown(shown * 4)}>
          {t("showMore", { count: items.length - shown })}
        </button>
      )}
    </>
  );
}

function select(statements: Statement[], targets: Target[], { entities, line, passage }: Looked): (Statement | Target)[] {
  if (line) {
    const ids = new Set(line.statements.map((statement) => statement.id));
    return statements.filter((statement) => ids.has(statement.id));
  }
  if (entities.size > 0) {
    const about = (id: string | undefined) => id !== undefined && entities.has(id);
    return [
      ...statements.filter(({ subject, object, speaker }) => about(subject.id) || about(object.id) || about(speaker?.id)),
      ...targets.filter(({ holder, speaker }) => about(holder.id) || about(speaker?.id)),
    ];
  }
  const all: (Statement | Target)[] = [...statements, ...targets];
  const place = (item: Sourced) => item.evidence[0]?.start ?? Infinity;
  const said = passage ? all.filter((item) => item.evidence.some(({ start, end }) => start < passage.end && end > passage.start)) : all;
  return said.sort((a, b) => place(a) - place(b));
}
