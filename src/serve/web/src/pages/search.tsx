/** All that matches a search, by class. */
import { useAnswer, url } from "../api";
import { useSpeech } from "../language";
import { documentAddress, useAddress } from "../parts/address";
import { ClassName, Entity } from "../parts/entity";
import { Icon } from "../parts/icon";
import { Nothing, Show } from "../parts/notices";
import { Pager } from "../parts/pager";
import { useTitle } from "../parts/title";
import type { Hit, SearchResult } from "../types";

const SIZE = 50;

export function SearchPage() {
  const { t, schema, number } = useSpeech();
  const [{ q = "", class: only, offset = "0" }, change] = useAddress();
  const answer = useAnswer<SearchResult>(url("/api/search", { q, class: only, limit: SIZE, offset }));
  useTitle(q ? `${t("search")}: ${q}` : t("search"));
  return (
    <div class="page search-page">
      <h1>{q ? t("resultsFor", { text: q }) : t("allEntities")}</h1>
      <ul class="choices" aria-label={t("classes")}>
        <li>
          <button type="button" aria-pressed={!only} onClick={() => change({ class: undefined, offset: undefined })}>
            {t("all")}
          </button>
        </li>
        {schema.classes.map((term) => (
          <li>
            <button type="button" aria-pressed={only === term.id} onClick={() => change({ class: only === term.id ? undefined : term.id, offset: undefined })}>
              <ClassName id={term.id} />
            </button>
          </li>
        ))}
      </ul>
      <Show answer={answer}>
        {(result) => (
          <>
            {(result.documents ?? []).length > 0 && (
              <ul class="documents found">
                {result.documents!.map((document) => (
                  <li>
                    <a href={documentAddress(document.id)}>
                      <Icon name="text" /> {document.title}
                    </a>
                    <small>{document.date}</small>
                  </li>
                ))}
              </ul>
            )}
            <p class="total">{t("entityCount", { count: number(result.total) })}</p>
            {result.total === 0 && <Nothing>{t("nothingFound")}</Nothing>}
            <ul class="hits">
              {result.hits.map((hit) => (
                <HitLine hit={hit} />
              ))}
            </ul>
            <Pager total={result.total} offset={Number(offset)} size={SIZE} onMove={(next) => change({ offset: next || undefined })} />
          </>
        )}
      </Show>
    </div>
  );
}

function HitLine({ hit }: { hit: Hit }) {
  const { t, term, number } = useSpeech();
  return (
    <li>
      <Entity entity={hit.entity} />
      <span class="aliases">{hit.aliases.join(t("listed"))}</span>
      <small>
        {term(hit.entity.class)} · {t("mentionCount", { count: number(hit.mentions) })} · {t("documentCount", { count: number(hit.documents) })} · {t("statementCount", { count: number(hit.degree) })}
      </small>
    </li>
  );
}
