/** A document's text: mentions in the colours of their classes, and the passage that is looked at. */
import { memo } from "preact/compat";
import { useContext, useEffect, useMemo, useRef } from "preact/hooks";
import { useSpeech } from "../language";
import type { DocumentPage, Ref } from "../types";
import { Addresses } from "./address";
import { runs, type Marked, type Range } from "./offsets";

/** A line in units, and the same in code points. */
type Line = Range & { number: number; points: Range; marks: Marked<number>[]; passages: number };

type Props = {
  answer: DocumentPage;
  units: (codePoint: number) => number;
  /** The passage that is looked at, in units. */
  marked: Range | undefined;
  /** Told, with code points, of the line whose statements are asked for. */
  onPassage: (line: Range) => void;
  /** Entities whose mentions are told from the others. */
  chosen?: ReadonlySet<string> | undefined;
  /** Entities whose mentions are not coloured. */
  faint?: ReadonlySet<string> | undefined;
};

export function DocumentText({ answer, units, marked, onPassage, chosen, faint }: Props) {
  const { t, term } = useSpeech();
  const address = useContext(Addresses);
  const room = useRef<HTMLElement>(null);
  const lines = useMemo(() => split(answer, units), [answer, units]);
  useEffect(() => {
    const passage = marked && room.current?.querySelector("mark");
    if (!passage) return;
    // Lines get their true height only when they come into view, so the place is looked up once more.
    passage.scrollIntoView({ block: "center", behavior: "instant" });
    const again = requestAnimationFrame(() => passage.scrollIntoView({ block: "center", behavior: "instant" }));
    return () => cancelAnimationFrame(again);
  }, [marked?.start, marked?.end, answer]);
  return (
    <article class="text" ref={room} lang="zh-CN" aria-label={answer.document.title}>
      {lines.map((line) => (
        <LineOfText
          key={line.number}
          line={line}
          text={answer.text ?? ""}
          entities={answer.entities}
          marked={marked && marked.start < line.end && marked.end > line.start ? marked : undefined}
          chosen={chosen}
          faint={faint}
          address={address}
          onPassage={onPassage}
          statementsHere={t("statementsHere", { count: line.passages })}
          term={term}
        />
      ))}
    </article>
  );
}

/** The lines, each with the mentions in it and the number of statements that it says. */
function split({ text = "", mentions, statements, targets }: DocumentPage, units: Props["units"]): Line[] {
  const lines: Line[] = [];
  let [start, point] = [0, 0];
  for (const [whole, content = ""] of text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const count = codePoints(content);
    if (start === text.length && lines.length > 0) break;
    lines.push({ number: lines.length + 1, start, end: start + content.length, points: { start: point, end: point + count }, marks: [], passages: 0 });
    start += whole.length;
    point += count + whole.length - content.length;
  }
  let at = 0;
  const inOrder = mentions.map(({ start, end, entity }) => ({ start: units(start), end: units(end), mark: entity })).sort((a, b) => a.start - b.start);
  for (const mention of inOrder) {
    while (at + 1 < lines.length && lines[at + 1]!.start <= mention.start) at += 1;
    for (let on = at; on < lines.length && lines[on]!.start < mention.end; on += 1) lines[on]!.marks.push(mention);
  }
  for (const { evidence } of [...statements, ...targets]) {
    for (const passage of evidence) {
      const line = lines[passage.line - 1];
      if (line) line.passages += 1;
    }
  }
  return lines;
}

type LineProps = Pick<Props, "onPassage" | "chosen" | "faint"> & {
  address: (id: string) => string;
  line: Line;
  text: string;
  entities: Ref[];
  marked: Range | undefined;
  statementsHere: string;
  term: (id: string) => string;
};

const LineOfText = memo(function LineOfText({ line, text, entities, marked, chosen, faint, address, onPassage, statementsHere, term }: LineProps) {
  const passage = marked && { start: Math.max(marked.start, line.start), end: Math.min(marked.end, line.end), mark: -1 };
  const pieces = runs(line.start, line.end, passage ? [...line.marks, passage] : line.marks);
  const shown = pieces.map(({ start, end, marks }) => {
    const inner = marks.filter((mark) => mark >= 0 && !faint?.has(entities[mark]!.id)).at(-1);
    const words = text.slice(start, end);
    const piece = inner === undefined ? words : <MentionOf entity={entities[inner]!} words={words} chosen={chosen} address={address} term={term} />;
    return marks.includes(-1) ? <mark class="passage">{piece}</mark> : piece;
  });
  return (
    <div class="line" id={`line-${line.number}`}>
      {line.passages > 0 ? (
        <button
          type="button"
          class="line-number"
          title={statementsHere}
          aria-label={`${line.number}: ${statementsHere}`}
          onClick={() => onPassage(line.points)}
        >
          {line.number}
        </button>
      ) : (
        <span class="line-number">{line.number}</span>
      )}
      <p>{shown.length ? shown : "\u00a0"}</p>
    </div>
  );
});

/** How many characters a text has. */
function codePoints(text: string): number {
  let count = 0;
  for (let unit = 0; unit < text.length; unit += text.codePointAt(unit)! > 0xffff ? 2 : 1) count += 1;
  return count;
}

function MentionOf({ entity, words, chosen, address, term }: { entity: Ref; words: string } & Pick<LineProps, "chosen" | "address" | "term">) {
  return (
    <a class={`mention c-${entity.class}${chosen?.has(entity.id) ? " chosen" : ""}`} href={address(entity.id)} title={`${term(entity.class)} · ${entity.name}`}>
      {words}
    </a>
  );
}
