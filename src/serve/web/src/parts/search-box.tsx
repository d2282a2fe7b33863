/** The search field of the top bar: proposes while one types, by characters, pinyin or initials. */
import type { RefObject } from "preact";
import { useLocation } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { get, url } from "../api";
import { useSpeech } from "../language";
import type { SearchResult } from "../types";
import { documentAddress, entityAddress } from "./address";
import { ClassMark } from "./entity";
import { Icon } from "./icon";

const PAUSE = 120;
type Proposal = { address: string; name: string; class?: string; note: string };

export function SearchBox({ input }: { input: RefObject<HTMLInputElement | null> }) {
  const { t, term } = useSpeech();
  const { route, path, query } = useLocation();
  const [text, setText] = useState("");
  const [proposals, setProposals] = useState<Proposal[]>([]);
  const [chosen, setChosen] = useState(-1);
  const [open, setOpen] = useState(false);
  useEffect(() => setText(path === "/search" ? (query["q"] ?? "") : ""), [path, query["q"]]);
  useEffect(() => {
    if (!open || !text.trim()) return setProposals([]);
    const timer = setTimeout(() => {
      get<SearchResult>(url("/api/search", { q: text.trim(), limit: 8 })).then(
        (result) => {
          const entities = result.hits.map(({ entity, matched, text: found }) => ({
            address: entityAddress(entity.id),
            name: entity.name,
            class: entity.class,
            note: matched === "name" ? term(entity.class) : `${term(entity.class)} · ${found}`,
          }));
          const documents = (result.documents ?? []).slice(0, 3).map(({ id, title, date }) => ({ address: documentAddress(id), name: title, note: date ?? t("document") }));
          setProposals([...entities, ...documents]);
          setChosen(-1);
        },
        () => setProposals([]),
      );
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [text, open]);

  const go = (address: string) => {
    setOpen(false);
    input.current?.blur();
    route(address);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const last = proposals.length - 1;
    if (event.key === "ArrowDown") setChosen(chosen >= last ? -1 : chosen + 1);
    else if (event.key === "ArrowUp") setChosen(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
  };
  const shown = open && proposals.length > 0;
  return (
    <form
      class="search-box"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const proposal = proposals[chosen];
        go(shown && proposal ? proposal.address : url("/search", { q: text.trim() }));
      }}
    >
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        value={text}
        placeholder={t("searchHint")}
        aria-label={t("search")}
        role="combobox"
        list={undefined}
        aria-expanded={shown}
        aria-controls="proposals"
        aria-activedescendant={chosen >= 0 ? `proposal-${chosen}` : undefined}
        autocomplete="off"
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKey}
      />
      <kbd aria-hidden="true">/</kbd>
      <ul id="proposals" role="listbox" aria-label={t("search")} hidden={!shown}>
        {proposals.map((proposal, at) => (
          <li
            role="option"
            id={`proposal-${at}`}
            aria-selected={at === chosen}
            onMouseDown={(event) => {
              event.preventDefault();
              go(proposal.address);
            }}
          >
            {proposal.class ? <ClassMark id={proposal.class} /> : <Icon name="text" />}
            <bdi>{proposal.name}</bdi>
            <small>{proposal.note}</small>
          </li>
        ))}
      </ul>
    </form>
  );
}
