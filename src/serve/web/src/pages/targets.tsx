/** All figures: a table to sort, and a timeline. */
import { useAnswer, url } from "../api";
import { useSpeech, type Word } from "../language";
import { passageAddress, useAddress } from "../parts/address";
import { Entity } from "../parts/entity";
import { Icon } from "../parts/icon";
import { Nothing, Show } from "../parts/notices";
import { Pager } from "../parts/pager";
import { csv, save } from "../parts/save";
import { Figure, StatusMark } from "../parts/statement";
import { Timeline } from "../parts/timeline";
import { useTitle } from "../parts/title";
import type { DocumentList, TargetList } from "../types";

const SIZE = 100;
const COLUMNS: { sort?: string; word: Word }[] = [
  { sort: "indicator", word: "indicator" },
  { sort: "value", word: "value" },
  { sort: "time", word: "time" },
  { sort: "holder", word: "holder" },
  { word: "status" },
  { word: "source" },
];

export default function TargetsPage() {
  const { t, number, schema, term } = useSpeech();
  const [{ q, status, document, holder, sort = "time", order = "asc", offset = "0" }, change] = useAddress();
  const answer = useAnswer<TargetList>(url("/api/targets", { q, status, document, holder, sort, order, limit: SIZE, offset }));
  const documents = useAnswer<DocumentList>("/api/documents?limit=500");
  useTitle(t("targets"));
  const filter = (next: Record<string, string | undefined>) => change({ ...next, offset: undefined }, true);
  return (
    <div class="page">
      <h1>{t("targets")}</h1>
      <div class="row">
        <label class="field">
          <span>{t("contains")}</span>
          <input type="search" value={q ?? ""} onInput={(event) => filter({ q: event.currentTarget.value })} />
        </label>
        <label class="field">
          <span>{t("status")}</span>
          <select value={status ?? ""} onChange={(event) => filter({ status: event.currentTarget.value })}>
            <option value="">{t("all")}</option>
            {schema.statuses.map(({ id }) => (
              <option value={id}>{term(id)}</option>
            ))}
          </select>
        </label>
        <label class="field wide">
          <span>{t("document")}</span>
          <select value={document ?? ""} onChange={(event) => filter({ document: event.currentTarget.value })}>
            <option value="">{t("all")}</option>
            {documents.data?.documents.map((each) => (
              <option value={each.id}>{each.title}</option>
            ))}
          </select>
        </label>
      </div>
      <Show answer={answer}>
        {({ total, targets }) => (
          <>
            <Timeline targets={targets} />
            <p class="total">
              {t("figureCount", { count: number(total) })}
              <button type="button" class="link" onClick={() => save("targets.csv", csv(rows(targets)), "text/csv;charset=utf-8")}>
                <Icon name="down" /> CSV
              </button>
            </p>
            {total === 0 ? (
              <Nothing>{t("nothingFound")}</Nothing>
            ) : (
              <div class="table" tabIndex={0} role="region" aria-label={t("targets")}>
                <table>
                  <thead>
                    <tr>
                      {COLUMNS.map(({ sort: by, word }) => (
                        <th aria-sort={by && by === sort ? (order === "asc" ? "ascending" : "descending") : undefined}>
                          {by ? (
                            <button type="button" class="sort" onClick={() => change({ sort: by, order: by === sort && order === "asc" ? "desc" : "asc", offset: undefined })}>
                              {t(word)}
                            </button>
                          ) : (
                            t(word)
                          )}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {targets.map((target) => (
                      <tr id={`t-${target.id}`}>
                        <td>{target.indicator}</td>
                        <td class="number">
                          <Figure target={target} />
                        </td>
                        <td class="time">{target.time}</td>
                        <td>
                          <Entity entity={target.holder} />
                        </td>
                        <td>
                          {target.status && <StatusMark status={target.status} />}
                        </td>
                        <td class="source">
                          {target.evidence[0] && target.document && (
                            <a href={passageAddress(target.document.id, target.evidence[0])} title={target.document.title}>
                              {target.evidence[0].quote ?? target.document.title}
                            </a>
                          )}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            <Pager total={total} offset={Number(offset)} size={SIZE} onMove={(next) => change({ offset: next || undefined })} />
          </>
        )}
      </Show>
    </div>
  );
}

const rows = (targets: TargetList["targets"]): string[][] => [
  ["indicator", "comparator", "value", "unit", "time", "holder", "status", "document", "quote"],
  ...targets.map((target) => [
    target.indicator,
    target.comparator,
    String(target.value),
    target.unit ?? "",
    target.time ?? "",
    target.holder.name,
    target.status ?? "",
    target.document?.title ?? "",
    target.evidence[0]?.quote ?? "",
  ]),
];
