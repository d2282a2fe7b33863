/** What of the graph is shown: around what, which classes, predicates, statuses, years; and ways between two entities. */
import { useAnswer } from "../api";
import { useSpeech } from "../language";
import { list, toggled, type Change } from "../parts/address";
import { ClassName } from "../parts/entity";
import { EntityField } from "../parts/entity-field";
import { StatusMark } from "../parts/statement";
import type { DocumentList } from "../types";

type Props = { query: Record<string, string>; change: (change: Change, replace?: boolean) => void };

const SIZES = [100, 300, 1000, 2500, 5000];
const ALL_GONE = { focus: undefined, hops: undefined, class: undefined, predicate: undefined, status: undefined, from: undefined, to: undefined, document: undefined, inferred: undefined, max: undefined, expand: undefined, hide: undefined, pins: undefined, pathFrom: undefined, pathTo: undefined };

export function Filters({ query, change }: Props) {
  const { t, term, schema } = useSpeech();
  const documents = useAnswer<DocumentList>("/api/documents?limit=500");
  const [classes, predicates, statuses] = [list(query["class"]), list(query["predicate"]), list(query["status"])];
  return (
    <>
      <fieldset>
        <legend>{t("around")}</legend>
        <EntityField label={t("entity")} value={query["focus"]} onChange={(id) => change({ focus: id, expand: undefined, hide: undefined })} />
        <div class="two">
          <label class="field">
            <span>{t("hops")}</span>
            <select value={query["hops"] ?? "1"} disabled={!query["focus"]} onChange={(event) => change({ hops: event.currentTarget.value })}>
              {["1", "2", "3"].map((hops) => (
                <option>{hops}</option>
              ))}
            </select>
          </label>
          <label class="field">
            <span>{t("atMost")}</span>
            <select value={query["max"] ?? "300"} onChange={(event) => change({ max: event.currentTarget.value })}>
              {SIZES.map((size) => (
                <option>{size}</option>
              ))}
            </select>
          </label>
        </div>
        <label class="field">
          <span>{t("document")}</span>
          <select value={query["document"] ?? ""} onChange={(event) => change({ document: event.currentTarget.value })}>
            <option value="">{t("all")}</option>
            {documents.data?.documents.map((document) => (
              <option value={document.id}>{document.title}</option>
            ))}
          </select>
        </label>
      </fieldset>
      <fieldset>
        <legend>{t("shortestPath")}</legend>
        <EntityField label={t("from")} value={query["pathFrom"]} onChange={(id) => change({ pathFrom: id })} />
        <EntityField label={t("to")} value={query["pathTo"]} onChange={(id) => change({ pathTo: id })} />
      </fieldset>
      <fieldset>
        <legend>{t("status")}</legend>
        <div class="checks">
          {schema.statuses.map(({ id }) => (
            <label>
              <input type="checkbox" checked={statuses.includes(id)} onChange={() => change({ status: toggled(statuses, id) })} />
              <StatusMark status={id} />
            </label>
          ))}
          <label>
            <input type="checkbox" checked={query["inferred"] === "true"} onChange={() => change({ inferred: query["inferred"] ? undefined : "true" })} />
            <StatusMark inferred />
          </label>
        </div>
      </fieldset>
      <fieldset>
        <legend>{t("years")}</legend>
        <div class="two">
          {(["from", "to"] as const).map((end) => (
            <label class="field">
              <span>{t(end)}</span>
              <input type="number" min="1900" max="2100" value={query[end] ?? ""} onChange={(event) => change({ [end]: event.currentTarget.value })} />
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t("classes")}</legend>
        <div class="checks">
          {schema.classes.map(({ id }) => (
            <label>
              <input type="checkbox" checked={classes.includes(id)} onChange={() => change({ class: toggled(classes, id) })} />
              <ClassName id={id} />
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>{t("predicates")}</legend>
        <div class="checks">
          {schema.predicates.map(({ id }) => (
            <label>
              <input type="checkbox" checked={predicates.includes(id)} onChange={() => change({ predicate: toggled(predicates, id) })} />
              {term(id)}
            </label>
          ))}
        </div>
      </fieldset>
      <button type="button" onClick={() => change(ALL_GONE)}>
        {t("reset")}
      </button>
    </>
  );
}
