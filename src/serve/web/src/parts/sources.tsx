/** What was read out of a document: all of it, or what a passage says. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useSpeech } from "../language";
import type { DocumentPage, Evidence, Sourced, Statement, Target } from "../types";
import type { Range } from "./offsets";
import { StatementCard, TargetCard } from "./statement";

type Props = {
  answer: DocumentPage;
  /** The passage that is looked at, in code points. */
  at: Range | undefined;
  onShow: (passage: Evidence) => void;
  onClear: () => void;
};

const STEP = 60;

export function Sources({ answer, at, onShow, onClear }: Props) {
  const { t, number, schema, term } = useSpeech();
  const room = useRef<HTMLDivElement>(null);
  const [predicate, setPredicate] = useState("");
  const [shown, setShown] = useState(STEP);
  const all = useMemo(() => inOrder(answer), [answer]);
  const said = useMemo(() => (at ? all.filter((item) => item.evidence.some((passage) => passage.start < at.end && passage.end > at.start)) : all), [all, at]);
  const items = predicate ? said.filter((item) => ("predicate" in item ? item.predicate : "target") === predicate) : said;
  useEffect(() => {
    setShown(STEP);
    if (room.current) room.current.scrollTop = 0;
  }, [at, predicate]);
  return (
    <>
      <div class="sources-head">
        <h2>
          {at ? t("saidHere") : t("readOut")} <small>{number(items.length)}</small>
        </h2>
        {at && (
          <button type="button" class="link" onClick={onClear}>
            {t("showAll")}
          </button>
        )}
        <select value={predicate} onChange={(event) => setPredicate(event.currentTarget.value)} aria-label={t("predicates")}>
          <option value="">{t("allPredicates")}</option>
          {schema.predicates.map((entry) => (
            <option value={entry.id}>{term(entry.id)}</option>
          ))}
          <option value="target">{t("figures")}</option>
        </select>
      </div>
      <div class="cards" ref={room}>
        {items.slice(0, shown).map((item) =>
          "predicate" in item ? <StatementCard key={item.id} statement={item} here={onShow} /> : <TargetCard key={item.id} target={item} here={onShow} />,
        )}
        {items.length === 0 && <p class="quiet">{t("nothingHere")}</p>}
        {items.length > shown && (
          <button type="button" class="link more" onClick={() => setShown(shown + 4 * STEP)}>
            {t("showMore", { count: items.length - shown })}
          </button>
        )}
      </div>
    </>
  );
}

function inOrder({ statements, targets }: DocumentPage): (Statement | Target)[] {
  const place = (item: Sourced) => item.evidence[0]?.start ?? Infinity;
  return [...statements, ...targets].sort((a, b) => place(a) - place(b));
}
