/** Counts by class, predicate and year, each leading to what is counted. */
import { url } from "../api";
import { useSpeech } from "../language";
import type { Overview } from "../types";
import { ClassName } from "./entity";
import { Bars, Columns } from "./plots";

export function ByClass({ classes }: Pick<Overview, "classes">) {
  const { t } = useSpeech();
  const bars = classes.map(({ class: id, count }) => ({ key: id, label: <ClassName id={id} />, value: count, class: `c-${id}`, href: url("/search", { class: id }) }));
  return (
    <section class="card">
      <h2>{t("classes")}</h2>
      <Bars bars={bars} />
    </section>
  );
}

export function ByPredicate({ predicates }: Pick<Overview, "predicates">) {
  const { t, term } = useSpeech();
  const bars = predicates.map(({ predicate, count }) => ({ key: predicate, label: term(predicate), value: count, href: url("/graph", { predicate }) }));
  return (
    <section class="card">
      <h2>{t("predicates")}</h2>
      <Bars bars={bars} />
    </section>
  );
}

export function ByYear({ years }: Pick<Overview, "years">) {
  const { t } = useSpeech();
  const columns = years.map(({ year, statements, targets }) => ({ key: String(year), values: [statements, targets] }));
  return (
    <section class="card">
      <h2>{t("byYear")}</h2>
      <Columns title={t("byYear")} names={[t("statements"), t("figures")]} columns={columns} />
    </section>
  );
}
