/** Text on one side, graph and statements on the other; a click on either leads to the sentences. */
import { useEffect, useMemo, useState } from "preact/hooks";
import { Canvas } from "../graph/canvas";
import { Legend } from "../graph/legend";
import { emptyGraph, update, type Line } from "../graph/model";
import { useSpeech, type Language } from "../language";
import { Icon } from "../parts/icon";
import { Nothing } from "../parts/notices";
import { toUnits, type Range } from "../parts/offsets";
import { DocumentText } from "../parts/text";
import type { Theme } from "../theme";
import type { Evidence } from "../types";
import { graphOf, NO_FILTER, passing, passingTargets, type Content, type Filter } from "./content";
import { FilterBar } from "./filter-bar";
import { Said } from "./said";

type Props = { content: Content; theme: Theme; onTheme: (theme: Theme) => void; onLanguage: (language: Language) => void };
export type Looked = { entities: ReadonlySet<string>; line?: Line | undefined; passage?: Range | undefined };

const NOTHING: Looked = { entities: new Set() };
const fromAddress = (): Looked => (location.hash.length > 1 ? { entities: new Set([decodeURIComponent(location.hash.slice(1))]) } : NOTHING);

export function Reader({ content, theme, onTheme, onLanguage }: Props) {
  const { t, language } = useSpeech();
  const [at, setAt] = useState(0);
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [looked, setLooked] = useState<Looked>(fromAddress);
  const [side, setSide] = useState<"text" | "graph">("text");
  const answer = content.documents[at];
  useEffect(() => {
    const onHash = () => setLooked(fromAddress());
    addEventListener("hashchange", onHash);
    return () => removeEventListener("hashchange", onHash);
  }, []);
  const statements = useMemo(() => passing(answer?.statements ?? [], filter), [answer, filter]);
  const targets = useMemo(() => passingTargets(answer?.targets ?? [], filter), [answer, filter]);
  const graph = useMemo(emptyGraph, [answer]);
  const [version, setVersion] = useState(0);
  useEffect(() => {
    update(graph, graphOf(statements));
    setVersion((count) => count + 1);
  }, [graph, statements]);
  const units = useMemo(() => toUnits(answer?.text ?? ""), [answer]);
  const marked = useMemo(() => looked.passage && { start: units(looked.passage.start), end: units(looked.passage.end) }, [looked.passage, units]);
  const faint = useMemo(() => new Set(answer?.entities.filter((entity) => filter.class.includes(entity.class)).map((entity) => entity.id)), [answer, filter.class]);
  useEffect(() => {
    const [only] = looked.entities;
    if (!only || !answer) return;
    const mention = document.querySelector(".mention.chosen");
    const box = mention?.getBoundingClientRect();
    if (mention && box && (box.top < 60 || box.bottom > innerHeight)) mention.scrollIntoView({ block: "center" });
  }, [looked.entities, answer]);
  if (!answer) return <Nothing>{t("nothingFound")}</Nothing>;

  const choose = (ids: string[]) => {
    history.replaceState(null, "", ids.length === 1 ? `#${encodeURIComponent(ids[0]!)}` : "#");
    setLooked({ entities: new Set(ids) });
  };
  const show = (passage: Evidence | Range) => {
    setLooked((before) => ({ ...before, passage: { start: passage.start, end: passage.end } }));
    setSide("text");
  };
  return (
    <div class={`single shows-${side}`}>
      <header class="bar">
        <span class="brand">
          <span>{t("brand")}</span>
        </span>
        {content.documents.length > 1 ? (
          <select
            class="which"
            aria-label={t("document")}
            value={at}
            onChange={(event) => {
              setAt(Number(event.currentTarget.value));
              setLooked(NOTHING);
            }}
          >
            {content.documents.map(({ document }, index) => (
              <option value={index}>{document.title}</option>
            ))}
          </select>
        ) : (
          <h1>{answer.document.title}</h1>
        )}
        <div class="switch narrow" role="group" aria-label={t("pages")}>
          <button type="button" aria-pressed={side === "text"} onClick={() => setSide("text")}>
            {t("text")}
          </button>
          <button type="button" aria-pressed={side === "graph"} onClick={() => setSide("graph")}>
            {t("graph")}
          </button>
        </div>
        <button type="button" class="plain" data-test="language" title={t("otherLanguage")} onClick={() => onLanguage(language === "zh" ? "en" : "zh")}>
          {t("otherLanguageShort")}
        </button>
        <button type="button" class="plain icon" data-test="theme" title={t(theme === "dark" ? "light" : "dark")} onClick={() => onTheme(theme === "dark" ? "light" : "dark")}>
          <Icon name={theme === "dark" ? "sun" : "moon"} />
        </button>
      </header>
      <FilterBar answer={answer} filter={filter} onFilter={setFilter} onEntity={(id) => choose([id])} />
      <main class="two-sides">
        <div class="left">
          <DocumentText answer={answer} units={units} marked={marked} onPassage={(passage) => setLooked({ entities: new Set(), passage })} chosen={looked.entities} faint={faint} />
        </div>
        <div class="right">
          <section class="stage" aria-label={t("graph")}>
            <Canvas
              graph={graph}
              version={version}
              theme={theme}
              chosen={looked.entities}
              label={t("graphKeys")}
              onChoose={choose}
              onLine={(line) => setLooked({ entities: new Set(), line })}
            />
            <Legend graph={graph} version={version} onClass={(id) => setFilter({ ...filter, class: filter.class.includes(id) ? filter.class.filter((each) => each !== id) : [...filter.class, id] })} />
          </section>
          <section class="said" aria-label={t("statements")} data-test="said">
            <Said statements={statements} targets={targets} looked={looked} onShow={show} onClear={() => choose([])} />
          </section>
        </div>
      </main>
    </div>
  );
}
