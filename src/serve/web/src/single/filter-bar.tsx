/** Search, and which classes, predicates, statuses and speakers are shown. */
import { useId, useMemo, useState } from "preact/hooks";
import { useSpeech } from "../language";
import { ClassMark, ClassName } from "../parts/entity";
import type { DocumentPage, Ref } from "../types";
import { matches, NO_FILTER, type Filter } from "./content";

type Props = { answer: DocumentPage; filter: Filter; onFilter: (filter: Filter) => void; onEntity: (id: string) => void };

const MOST = 12;

export function FilterBar({ answer, filter, onFilter, onEntity }: Props) {
  const { t, term, schema } = useSpeech();
  const speakers = useMemo(() => {
    const found = new Map<string, Ref>();
    for (const { speaker } of [...answer.statements, ...answer.targets]) if (speaker) found.set(speaker.id, speaker);
    return [...found.values()];
  }, [answer]);
  const classes = useMemo(() => new Set(answer.entities.map((entity) => entity.class)), [answer]);
  const predicates = useMemo(() => new Set(answer.statements.map((statement) => statement.predicate)), [answer]);
  const isHidden = (id: string) => filter.class.includes(id);
  const choice = (name: "predicate" | "status" | "speaker", label: string, options: { id: string; name: string }[]) => (
    <select aria-label={label} value={filter[name]} onChange={(event) => onFilter({ ...filter, [name]: event.currentTarget.value })} data-test={`filter-${name}`}>
      <option value="">{label}</option>
      {options.map((option) => (
        <option value={option.id}>{option.name}</option>
      ))}
    </select>
  );
  return (
    <div class="filter-bar" role="search">
      <Search entities={answer.entities} onEntity={onEntity} />
      {choice("predicate", t("predicates"), schema.predicates.filter(({ id }) => predicates.has(id)).map(({ id }) => ({ id, name: term(id) })))}
      {choice("status", t("status"), schema.statuses.map(({ id }) => ({ id, name: term(id) })))}
      {speakers.length > 0 && choice("speaker", t("speakers"), speakers)}
      <div class="class-choices">
        {schema.classes
          .filter(({ id }) => classes.has(id))
          .map(({ id }) => (
            <button
              type="button"
              class="plain"
              aria-pressed={!isHidden(id)}
              data-class={id}
              onClick={() => onFilter({ ...filter, class: isHidden(id) ? filter.class.filter((other) => other !== id) : [...filter.class, id] })}
            >
              <ClassName id={id} />
            </button>
          ))}
      </div>
      {filter !== NO_FILTER && (
        <button type="button" class="link" onClick={() => onFilter(NO_FILTER)}>
          {t("reset")}
        </button>
      )}
    </div>
  );
}

function Search({ entities, onEntity }: { entities: Ref[]; onEntity: (id: string) => void }) {
  const { t } = useSpeech();
  const [text, setText] = useState("");
  const id = useId();
  const found = useMemo(() => (text.trim() ? entities.filter((entity) => matches(text.trim(), entity)).slice(0, MOST) : []), [text, entities]);
  const go = (entity: Ref | undefined) => {
    if (!entity) return;
    onEntity(entity.id);
    setText("");
  };
  return (
    <form
      class="search-box"
      onSubmit={(event) => {
        event.preventDefault();
        go(found[0]);
      }}
    >
      <input type="search" value={text} placeholder={t("searchHint")} aria-label={t("search")} aria-controls={id} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} />
      <ul id={id} hidden={found.length === 0}>
        {found.map((entity) => (
          <li>
            <button type="button" class="plain" onClick={() => go(entity)}>
              <ClassMark id={entity.class} /> <bdi>{entity.name}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}
