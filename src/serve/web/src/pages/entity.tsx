/** Everything the documents say about one entity. */
import { useMemo, useState } from "preact/hooks";
import { useAnswer, url } from "../api";
import { useSpeech } from "../language";
import { documentAddress, passageAddress } from "../parts/address";
import { ClassMark } from "../parts/entity";
import { Icon } from "../parts/icon";
import { Nothing, Show } from "../parts/notices";
import { StatementCard, TargetCard } from "../parts/statement";
import { useTitle } from "../parts/title";
import { Neighbourhood } from "../graph/neighbourhood";
import type { EntityPage as Answer, Statement, Status } from "../types";

export default function EntityPage({ id }: { id: string }) {
  return <Show answer={useAnswer<Answer>(`/api/entity/${encodeURIComponent(id)}`)}>{(answer) => <Inside key={answer.entity.id} answer={answer} />}</Show>;
}

function Inside({ answer }: { answer: Answer }) {
  const { t, term, number } = useSpeech();
  const { entity, out, in: incoming, targets, mentions } = answer;
  const mentionCount = mentions.reduce((sum, { places, more = 0 }) => sum + places.length + more, 0);
  useTitle(entity.name);
  return (
    <div class="page entity-page">
      <header class={`entity-head c-${entity.class}`}>
        <p class="kind">
          <ClassMark id={entity.class} size={16} /> {term(entity.class)}
        </p>
        <h1>{entity.name}</h1>
        {entity.aliases.length > 0 && (
          <p class="aliases">
            {t("alsoCalled")} {entity.aliases.join(t("listed"))}
          </p>
        )}
        <p class="actions" role="navigation" aria-label={t("statements")}>
          {targets.length > 0 && <a href="#figures">{t("figures")} {number(targets.length)}</a>}
          {out.length > 0 && <a href="#out">{t("outgoing")} {number(out.length)}</a>}
          {incoming.length > 0 && <a href="#in">{t("incoming")} {number(incoming.length)}</a>}
          <a href="#mentions">{t("mentions")} {number(mentionCount)}</a>
        </p>
        <p class="actions">
          <a class="button" href={url("/graph", { focus: entity.id })}>
            <Icon name="graph" /> {t("inGraph")}
          </a>
          <a class="button" href={entity.iri} rel="external" title={entity.iri} target="_blank">
            <Icon name="link" /> IRI
          </a>
        </p>
      </header>
      <div class="split">
        <div class="statements">
          {targets.length > 0 && (
            <Section id="figures" title={t("figures")} count={targets.length}>
              <Some items={targets} each={(target) => <TargetCard key={target.id} target={target} about={entity.id} />} />
            </Section>
          )}
          <Direction id="out" title={t("outgoing")} statements={out} about={entity.id} arrow="→" />
          <Direction id="in" title={t("incoming")} statements={incoming} about={entity.id} arrow="←" />
          {out.length + incoming.length + targets.length === 0 && <Nothing>{t("noStatements")}</Nothing>}
        </div>
        <aside class="beside">
          {out.length + incoming.length > 0 && <Neighbourhood focus={entity.id} />}
          <section class="card" id="mentions">
            <h2>{t("mentions")} <small>{number(mentionCount)}</small></h2>
            {mentions.map(({ document, places, more }) => (
              <details class="mentions" open={mentions.length === 1}>
                <summary>
                  {document.title} <small>{number(places.length + (more ?? 0))}</small>
                </summary>
                <Some
                  items={places}
                  each={(place) => (
                    <a class="mention-line" href={passageAddress(document.id, place)}>
                      <small>{place.line}</small>
                      <span>
                        <span class="around">{place.prefix}</span>
                        <mark>{place.quote}</mark>
                        <span class="around">{place.suffix}</span>
                      </span>
                    </a>
                  )}
                />
                {more !== undefined && <a href={documentAddress(document.id)}>{t("moreInDocument", { count: more })}</a>}
              </details>
            ))}
          </section>
        </aside>
      </div>
    </div>
  );
}

const STATUSES: Status[] = ["done", "ongoing", "planned", "ended"];

/** Statements of one direction, by predicate; within it by status and time, the latest first. */
function Direction({ id, title, statements, about, arrow }: { id: string; title: string; statements: Statement[]; about: string; arrow: string }) {
  const { term } = useSpeech();
  const groups = useMemo(() => {
    const by = new Map<string, Statement[]>();
    for (const statement of statements) {
      const group = by.get(statement.predicate);
      if (group) group.push(statement);
      else by.set(statement.predicate, [statement]);
    }
    const rank = (statement: Statement) => (statement.status ? STATUSES.indexOf(statement.status) : STATUSES.length);
    for (const group of by.values()) group.sort((a, b) => rank(a) - rank(b) || (b.time ?? "").localeCompare(a.time ?? ""));
    return [...by].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  }, [statements]);
  if (statements.length === 0) return null;
  return (
    <Section id={id} title={title} count={statements.length}>
      {groups.map(([predicate, group]) => (
        <section class="group">
          <h3>
            <span aria-hidden="true">{arrow}</span> {term(predicate)} <small>{group.length}</small>
          </h3>
          <Some items={group} each={(statement) => <StatementCard key={statement.id} statement={statement} about={about} />} />
        </section>
      ))}
    </Section>
  );
}

function Section({ id, title, count, children }: { id: string; title: string; count: number; children: preact.ComponentChildren }) {
  const { number } = useSpeech();
  return (
    <section class="direction" id={id}>
      <h2>
        {title} <small>{number(count)}</small>
      </h2>
      {children}
    </section>
  );
}

const STEP = 12;

/** The first of many, and a way to more. */
function Some<T>({ items, each }: { items: T[]; each: (item: T) => preact.ComponentChildren }) {
  const { t } = useSpeech();
  const [shown, setShown] = useState(STEP);
  return (
    <>
      {items.slice(0, shown).map(each)}
      {items.length > shown && (
        <button type="button" class="link more" onClick={() => setShown(shown * 4)}>
          {t("showMore", { count: items.length - shown })}
        </button>
      )}
    </>
  );
}
