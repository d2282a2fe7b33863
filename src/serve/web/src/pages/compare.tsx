/** Two documents side by side: what only one says, and what both say. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useAnswer, url } from "../api";
import { useSpeech, type Word } from "../language";
import { documentAddress, useAddress } from "../parts/address";
import { Entity } from "../parts/entity";
import { Nothing, Show } from "../parts/notices";
import { StatementCard, TargetCard } from "../parts/statement";
import { useTitle } from "../parts/title";
import type { Comparison, DocumentList } from "../types";

const KINDS = ["statements", "figures", "entities"] as const;
type Kind = (typeof KINDS)[number];

export default function ComparePage() {
  const { t } = useSpeech();
  const [{ a, b, kind = "statements" }, change] = useAddress();
  const documents = useAnswer<DocumentList>("/api/documents?limit=500");
  const answer = useAnswer<Comparison>(a && b ? url("/api/compare", { a, b }) : undefined);
  useTitle(t("compare"));
  const pick = (name: "a" | "b", value: string | undefined, word: Word) => (
    <label class="field wide">
      <span>{t(word)}</span>
      <select data-test={`compare-${name}`} value={value ?? ""} onChange={(event) => change({ [name]: event.currentTarget.value })}>
        <option value="">{t("chooseDocument")}</option>
        {documents.data?.documents.map((document) => (
          <option value={document.id}>{[document.title, document.date].filter(Boolean).join(" · ")}</option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="page">
      <h1>{t("compare")}</h1>
      <div class="row">
        {pick("a", a, "leftDocument")}
        {pick("b", b, "rightDocument")}
      </div>
      {a && b ? (
        <>
          <ul class="choices">
            {KINDS.map((each) => (
              <li>
                <button type="button" aria-pressed={kind === each} onClick={() => change({ kind: each })}>
                  {t(each)}
                </button>
              </li>
            ))}
          </ul>
          <Show answer={answer}>{(comparison) => <Inside comparison={comparison} kind={kind as Kind} />}</Show>
        </>
      ) : (
        <Nothing>{t("compareHint")}</Nothing>
      )}
    </div>
  );
}

function Inside({ comparison, kind }: { comparison: Comparison; kind: Kind }) {
  const { t } = useSpeech();
  const { a, b } = comparison;
  const columns = columnsOf(comparison, kind);
  return (
    <div class="three">
      <Column head={<a href={documentAddress(a.id)}>{a.title}</a>} note={t("onlyHere")} items={columns.a} />
      <Column head={t("inBoth")} note="" items={columns.both} />
      <Column head={<a href={documentAddress(b.id)}>{b.title}</a>} note={t("onlyHere")} items={columns.b} />
    </div>
  );
}

function columnsOf({ entities, statements, targets }: Comparison, kind: Kind): Record<"a" | "both" | "b", ComponentChildren[]> {
  if (kind === "entities") {
    const each = (name: "a" | "both" | "b") => entities[name].map((entity) => <Entity key={entity.id} entity={entity} />);
    return { a: each("a"), both: each("both"), b: each("b") };
  }
  if (kind === "figures") {
    return {
      a: targets.a.map((target) => <TargetCard key={target.id} target={target} />),
      both: targets.both.map((pair) => (
        <Pair key={pair.a.id}>
          <TargetCard target={pair.a} />
          <TargetCard target={pair.b} />
        </Pair>
      )),
      b: targets.b.map((target) => <TargetCard key={target.id} target={target} />),
    };
  }
  return {
    a: statements.a.map((statement) => <StatementCard key={statement.id} statement={statement} />),
    both: statements.both.map((pair) => (
      <Pair key={pair.a.id}>
        <StatementCard statement={pair.a} />
        <StatementCard statement={pair.b} />
      </Pair>
    )),
    b: statements.b.map((statement) => <StatementCard key={statement.id} statement={statement} />),
  };
}

const Pair = ({ children }: { children: ComponentChildren }) => <div class="pair">{children}</div>;

const STEP = 40;

function Column({ head, note, items }: { head: ComponentChildren; note: string; items: ComponentChildren[] }) {
  const { t, number } = useSpeech();
  const [shown, setShown] = useState(STEP);
  return (
    <section>
      <h2>
        {head} <small>{[note, number(items.length)].filter(Boolean).join(" ")}</small>
      </h2>
      <div class="cards">
        {items.slice(0, shown)}
        {items.length === 0 && <p class="quiet">{t("nothingHere")}</p>}
        {items.length > shown && (
          <button type="button" class="link more" onClick={() => setShown(shown * 4)}>
            {t("showMore", { count: items.length - shown })}
          </button>
        )}
      </div>
    </section>
  );
}
