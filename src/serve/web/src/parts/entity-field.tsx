/** A field in which one entity is chosen by typing part of its name. */
import { useEffect, useId, useState } from "preact/hooks";
import { get, url } from "../api";
import type { EntityPage, Ref, SearchResult } from "../types";

type Props = { label: string; value: string | undefined; onChange: (id: string | undefined) => void };

const PAUSE = 150;

export function EntityField({ label, value, onChange }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [found, setFound] = useState<Ref[]>([]);
  useEffect(() => {
    if (!value) return setText("");
    get<EntityPage>(`/api/entity/${encodeURIComponent(value)}`).then(({ entity }) => setText(entity.name), () => setText(value));
  }, [value]);
  useEffect(() => {
    if (!text.trim()) return;
    const timer = setTimeout(() => {
      get<SearchResult>(url("/api/search", { q: text.trim(), limit: 12 })).then((result) => setFound(result.hits.map((hit) => hit.entity)), () => setFound([]));
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const choose = (name: string) => {
    setText(name);
    const exact = found.find((entity) => entity.name === name);
    if (exact) onChange(exact.id);
    else if (!name) onChange(undefined);
  };
  return (
    <label class="field">
      <span>{label}</span>
      <input
        value={text}
        list={id}
        autocomplete="off"
        onInput={(event) => choose(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && found[0]) onChange(found[0].id);
        }}
      />
      <datalist id={id}>
        {found.map((entity) => (
          <option value={entity.name} />
        ))}
      </datalist>
    </label>
  );
}
