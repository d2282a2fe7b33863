/** The answer to a query as table, graph or chart. */
import { useMemo, useState } from "preact/hooks";
import { useSpeech } from "../language";
import { Icon } from "../parts/icon";
import { Nothing } from "../parts/notices";
import { csv, save } from "../parts/save";
import { ResultChart } from "./chart";
import { ResultGraph } from "./result-graph";
import type { Table } from "./answer";
import { Value } from "./value";

export type Form = "table" | "graph" | "chart";
export const FORMS: Form[] = ["table", "graph", "chart"];

type Props = { table: Table; form: Form; onForm: (form: Form) => void; milliseconds: number };

export function Results({ table, form, onForm, milliseconds }: Props) {
  const { t, number } = useSpeech();
  return (
    <section class="results" aria-label={t("answer")} data-test="results">
      <div class="results-head">
        <div role="group" class="switch" aria-label={t("answer")}>
          {FORMS.map((each) => (
            <button type="button" aria-pressed={form === each} onClick={() => onForm(each)} data-test={`as-${each}`}>
              {t(each === "graph" ? "asGraph" : each === "chart" ? "asChart" : "asTable")}
            </button>
          ))}
        </div>
        <span class="quiet" role="status">
          {t("rowCount", { count: number(table.rows.length) })} · {number(Math.round(milliseconds))} ms{table.cut && ` · ${t("cut")}`}
        </span>
        <button type="button" class="link" onClick={() => save("answer.csv", csv([table.columns, ...table.rows.map((row) => row.map((cell) => cell?.value ?? ""))]), "text/csv;charset=utf-8")}>
          <Icon name="down" /> CSV
        </button>
        <button type="button" class="link" onClick={() => save("answer.json", table.json, "application/json")}>
          <Icon name="down" /> JSON
        </button>
      </div>
      {table.rows.length === 0 ? <Nothing>{t("nothingFound")}</Nothing> : form === "graph" ? <ResultGraph table={table} /> : form === "chart" ? <ResultChart table={table} /> : <ResultTable table={table} />}
    </section>
  );
}

const STEP = 200;

function ResultTable({ table }: { table: Table }) {
  const { t } = useSpeech();
  const [sort, setSort] = useState<{ column: number; down: boolean }>();
  const [shown, setShown] = useState(STEP);
  const rows = useMemo(() => {
    if (!sort) return table.rows;
    const key = (row: Table["rows"][number]) => row[sort.column]?.value ?? "";
    const order = new Intl.Collator("zh", { numeric: true }).compare;
    return [...table.rows].sort((a, b) => order(key(a), key(b)) * (sort.down ? -1 : 1));
  }, [table, sort]);
  return (
    <div class="table" tabIndex={0} role="region" aria-label={t("answer")}>
      <table>
        <thead>
          <tr>
            {table.columns.map((name, column) => (
              <th aria-sort={sort?.column === column ? (sort.down ? "descending" : "ascending") : undefined}>
                <button type="button" class="sort" onClick={() => setSort({ column, down: sort?.column === column && !sort.down })}>
                  {name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row) => (
            <tr>
              {row.map((cell) => (
                <td>{cell && <Value binding={cell} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <button type="button" class="link more" onClick={() => setShown(shown * 5)}>
          {t("showMore", { count: rows.length - shown })}
        </button>
      )}
    </div>
  );
}
