/** An answer as bars: one column names them, another gives their length or, without one, how often the name occurs. */
import { useMemo, useState } from "preact/hooks";
import { useSpeech } from "../language";
import { Bars } from "../parts/plots";
import { numberOf, type Table } from "./answer";

const MOST = 60;

export function ResultChart({ table }: { table: Table }) {
  const { t } = useSpeech();
  const numeric = useMemo(() => table.columns.map((_, at) => table.rows.every((row) => row[at] === undefined || numberOf(row[at]) !== undefined) && table.rows.some((row) => row[at])), [table]);
  const firstName = numeric.findIndex((is) => !is);
  const firstNumber = numeric.findIndex((is) => is);
  const [name, setName] = useState(Math.max(0, firstName));
  const [length, setLength] = useState(firstNumber);
  const bars = useMemo(() => {
    const sums = new Map<string, number>();
    for (const row of table.rows) {
      const key = row[name]?.value ?? "";
      sums.set(key, (sums.get(key) ?? 0) + (length < 0 ? 1 : (numberOf(row[length]) ?? 0)));
    }
    const entries = [...sums];
    if (length < 0) entries.sort((a, b) => b[1] - a[1]);
    return entries.slice(0, MOST).map(([key, value]) => ({ key, label: key, value }));
  }, [table, name, length]);
  return (
    <div class="chart">
      <div class="row">
        <label class="field">
          <span>{t("names")}</span>
          <select value={name} onChange={(event) => setName(Number(event.currentTarget.value))}>
            {table.columns.map((column, at) => (
              <option value={at}>{column}</option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t("lengths")}</span>
          <select value={length} onChange={(event) => setLength(Number(event.currentTarget.value))}>
            <option value={-1}>{t("rowsCounted")}</option>
            {table.columns.map((column, at) => numeric[at] && <option value={at}>{column}</option>)}
          </select>
        </label>
      </div>
      <Bars bars={bars} />
    </div>
  );
}
