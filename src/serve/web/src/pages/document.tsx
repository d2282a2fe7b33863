/** A document as it was read: its text with every mention, its outline, and what was read out of it. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { useAnswer, url } from "../api";
import { useSpeech, type Word } from "../language";
import { useAddress } from "../parts/address";
import { Icon } from "../parts/icon";
import { Nothing, Show } from "../parts/notices";
import { toUnits, type Range } from "../parts/offsets";
import { Outline } from "../parts/outline";
import { Sources } from "../parts/sources";
import { DocumentText } from "../parts/text";
import { useTitle } from "../parts/title";
import type { DocumentPage as Answer, Evidence, Header } from "../types";

export default function DocumentPage({ id }: { id: string }) {
  return <Show answer={useAnswer<Answer>(`/api/document/${encodeURIComponent(id)}`)}>{(answer) => <Inside key={answer.document.id} answer={answer} />}</Show>;
}

/** `START-END` of the address, as code points. */
function parseRange(text: string | undefined): Range | undefined {
  const match = /^(\d+)-(\d+)$/.exec(text ?? "");
  if (!match) return undefined;
  const [start, end] = [Number(match[1]), Number(match[2])];
  return start < end ? { start, end } : undefined;
}

/** The first line of an item of the outline, which may go on for pages. */
function firstLine(text: string, units: (codePoint: number) => number, { start, end }: Range): Range {
  const [line = ""] = /^[^\r\n]*/.exec(text.slice(units(start), units(end))) ?? [];
  return { start, end: start + [...line].length };
}

const HEADER: [name: keyof Header, word: Word][] = [
  ["issuer", "issuer"],
  ["number", "documentNumber"],
  ["signed", "signed"],
  ["released", "released"],
  ["effective", "effective"],
  ["source", "takenFrom"],
];

function Inside({ answer }: { answer: Answer }) {
  const { t, number } = useSpeech();
  const { document } = answer;
  const [query, change] = useAddress();
  const at = useMemo(() => parseRange(query["at"]), [query["at"]]);
  // What lies over the text where there is no room beside it.
  const [side, setSide] = useState<"sources" | "outline">();
  const toggle = (next: "sources" | "outline") => setSide(side === next ? undefined : next);
  useTitle(document.title);
  const units = useMemo(() => toUnits(answer.text ?? ""), [answer.text]);
  const marked = useMemo(() => at && { start: units(at.start), end: units(at.end) }, [at, units]);
  const show = (place: Range) => change({ at: `${place.start}-${place.end}` });
  useEffect(() => {
    if (at) setSide("sources");
  }, [at]);
  const facts = [document.date, document.place, t("characterCount", { count: number(document.characters) }), t("statementCount", { count: number(answer.statements.length) }), t("figureCount", { count: number(answer.targets.length) })];
  return (
    <div class="page document-page">
      <header class="document-head">
        <h1>{document.title}</h1>
        <p class="facts">
          {facts.filter(Boolean).join(" · ")}
          {document.path && <code>{document.path}</code>}
        </p>
        <p class="facts">
          {HEADER.map(
            ([name, word]) =>
              document[name] && (
                <span>
                  {t(word)} {document[name]}
                </span>
              ),
          )}
          {document.url && /^https?:\/\//.test(document.url) && (
            <a href={document.url} rel="external noreferrer" target="_blank">
              {document.url}
            </a>
          )}
        </p>
        <p class="actions">
          <a class="button" href={url("/graph", { document: document.id })}>
            <Icon name="graph" /> {t("inGraph")}
          </a>
          <a class="button" href={url("/targets", { document: document.id })}>{t("figures")}</a>
          <a class="button" href={url("/compare", { a: document.id })}>{t("compareWith")}</a>
        </p>
      </header>
      <div class="reading">
        <nav class={side === "outline" ? "outline shown" : "outline"} aria-label={t("outline")} data-test="outline">
          <Outline items={answer.outline} onShow={(item) => show(firstLine(answer.text ?? "", units, item))} />
        </nav>
        {answer.text === undefined ? <Nothing>{t("noText")}</Nothing> : <DocumentText answer={answer} units={units} marked={marked} onPassage={show} />}
        <aside class={side === "sources" ? "sources shown" : "sources"} aria-label={t("readOut")}>
          <Sources answer={answer} at={at} onShow={(passage: Evidence) => show(passage)} onClear={() => change({ at: undefined })} />
        </aside>
        <div class="tabs" role="group" aria-label={t("pages")}>
          <button type="button" aria-pressed={side === "outline"} onClick={() => toggle("outline")}>
            {t("outline")}
          </button>
          <button type="button" aria-pressed={side === "sources"} onClick={() => toggle("sources")}>
            {t("readOut")}
          </button>
        </div>
      </div>
    </div>
  );
}
