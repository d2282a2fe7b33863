/** Counts by class, predicate, status, year and document. */
import { useState } from "preact/hooks";
import { useAnswer, url } from "../api";
import { useSpeech } from "../language";
import { documentAddress } from "../parts/address";
import { ByClass, ByPredicate, ByYear } from "../parts/counts";
import { Show } from "../parts/notices";
import { Bars } from "../parts/plots";
import { StatusMark } from "../parts/statement";
import { useTitle } from "../parts/title";
import type { Statistics } from "../types";

export default function StatisticsPage() {
  const { t } = useSpeech();
  useTitle(t("statistics"));
  return (
    <div class="page">
      <h1>{t("statistics")}</h1>
      <Show answer={useAnswer<Statistics>("/api/statistics")}>{(statistics) => <Inside statistics={statistics} />}</Show>
    </div>
  );
}

function Inside({ statistics }: { statistics: Statistics }) {
  const { t } = useSpeech();
  return (
    <>
      <div class="columns">
        <ByClass classes={statistics.classes} />
        <ByPredicate predicates={statistics.predicates} />
        <div class="stack">
          <section class="card">
            <h2>{t("status")}</h2>
            <Bars
              bars={statistics.statuses.map((entry) => ({
                key: entry.status,
                label: <StatusMark status={entry.status} />,
                value: entry.count,
                class: entry.status,
                href: url("/graph", { status: entry.status }),
              }))}
            />
          </section>
          {statistics.byYear.length > 0 && <ByYear years={statistics.byYear} />}
        </div>
      </div>
      <section class="card" id="documents">
        <h2>{t("byDocument")}</h2>
        <ByDocument rows={statistics.byDocument} />
      </section>
    </>
  );
}

type Rows = Statistics["byDocument"];
const MEASURES = ["entities", "statements", "targets"] as const;
type Measure = (typeof MEASURES)[number];
const WORDS = { entities: "entities", statements: "statements", targets: "figures" } as const;

function ByDocument({ rows }: { rows: Rows }) {
  const { t, number } = useSpeech();
  const [by, setBy] = useState<Measure>("statements");
  const sorted = [...rows].sort((a, b) => b[by] - a[by] || a.document.title.localeCompare(b.document.title, "zh"));
  const most = Object.fromEntries(MEASURES.map((measure) => [measure, Math.max(1, ...rows.map((row) => row[measure]))])) as Record<Measure, number>;
  return (
    <div class="table" tabIndex={0} role="region" aria-label={t("byDocument")}>
      <table>
        <thead>
          <tr>
            <th>{t("document")}</th>
            <th>{t("date")}</th>
            {MEASURES.map((measure) => (
              <th aria-sort={by === measure ? "descending" : undefined}>
                <button type="button" class="sort" onClick={() => setBy(measure)}>
                  {t(WORDS[measure])}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr>
              <td>
                <a href={documentAddress(row.document.id)}>{row.document.title}</a>
              </td>
              <td class="time">{row.document.date}</td>
              {MEASURES.map((measure) => (
                <td class="number">
                  <svg class="bar-line" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={(100 * row[measure]) / most[measure]} height="8" />
                  </svg>
                  {number(row[measure])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
