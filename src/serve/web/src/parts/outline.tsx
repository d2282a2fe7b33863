/** Sections, numbered points and turns of speech of a document; each leads to its place. */
import { useContext, useState } from "preact/hooks";
import { useSpeech } from "../language";
import type { OutlineItem } from "../types";
import { Addresses } from "./address";
import { ClassMark } from "./entity";

const FEW = 3;
const LONGEST = 40;

export function Outline({ items, onShow }: { items: OutlineItem[]; onShow: (item: OutlineItem) => void }) {
  const { t, number } = useSpeech();
  const address = useContext(Addresses);
  const kinds = (["section", "point", "turn"] as const).filter((kind) => items.some((item) => item.kind === kind));
  const [hidden, setHidden] = useState<string[]>([]);
  if (items.length === 0) return <p class="quiet">{t("noOutline")}</p>;
  return (
    <>
      <h2>{t("outline")}</h2>
      {kinds.length > 1 && items.length > FEW && (
        <p class="kinds">
          {kinds.map((kind) => (
            <button
              type="button"
              aria-pressed={!hidden.includes(kind)}
              onClick={() => setHidden(hidden.includes(kind) ? hidden.filter((other) => other !== kind) : [...hidden, kind])}
            >
              {t(kind)} <small>{number(items.filter((item) => item.kind === kind).length)}</small>
            </button>
          ))}
        </p>
      )}
      <ol class="items">
        {items
          .filter((item) => !hidden.includes(item.kind))
          .map((item) => (
            <li class={`${item.kind} level-${Math.min(3, item.level)}`}>
              <button type="button" class="link" onClick={() => onShow(item)}>
                {item.label.length > LONGEST ? `${item.label.slice(0, LONGEST)}…` : item.label}
              </button>
              {item.entity && (
                <a class="thing" href={address(item.entity.id)} title={item.entity.name} aria-label={item.entity.name}>
                  <ClassMark id={item.entity.class} />
                </a>
              )}
            </li>
          ))}
      </ol>
    </>
  );
}
