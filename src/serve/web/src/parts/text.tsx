/** A document's text: mentions in the colours of their classes, and the passage that is looked at. */
import { memo } from "preact/compat";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useSpeech } from "../language";
import type { DocumentPage, Ref } from "../types";
import { entityAddress } from "./address";
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
  /** Does something else than go to the entity's page. */
  onEntity?: ((entity: Ref) => void) | undefined;
  chosen?: ReadonlySet<string> | undefined;
};

export function DocumentText({ answer, units, marked, onPassage, onEntity, chosen }: Props) {
  const { t, term } = useSpeech();
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
          text={answer.text}
          entities={answer.entities}
          marked={marked && marked.start < line.end && marked.end > line.start ? marked : undefined}
          chosen={chosen}
          onEntity={onEntity}
          onPassage={onPassage}
          statementsHere={t("statementsHere", { count: line.passages })}
          term={term}
        />
      ))}
    </article>
  );
}

/** The lines, each with the mentions in it and the number of statements that it says. */
function split({ text, mentions, statements, targets }: DocumentPage, units: Props["units"]): Line[] {
  const lines: Line[] = [];
  let [start, point] = [0, 0];
  for (const [at, content] of text.split("\n").entries()) {
    const count = codePoints(content);
    lines.push({ number: at + 1, start, end: start + content.length, points: { start: point, end: point + count }, marks: [], passages: 0 });
    start += content.length + 1;
    point += count + 1;
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

type LineProps = Pick<Props, "onPassage" | "onEntity" | "chosen"> & {
  line: Line;
  text: string;
  entities: Ref[];
  marked: Range | undefined;
  statementsHere: string;
  term: (id: string) => string;
};

const LineOfText = memo(function LineOfText({ line, text, entities, marked, chosen, onEntity, onPassage, statementsHere, term }: LineProps) {
  const passage = marked && { start: Math.max(marked.start, line.start), end: Math.min(marked.end, line.end), mark: -1 };
  const pieces = runs(line.start, line.end, passage ? [...line.marks, passage] : line.marks);
  const shown = pieces.map(({ start, end, marks }) => {
    const inner = marks.filter((mark) => mark >= 0).at(-1);
    const words = text.slice(start, end);
    const piece = inner === undefined ? words : <MentionOf entity={entities[inner]!} words={words} chosen={chosen} onEntity={onEntity} term={term} />;
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

function MentionOf({ entity, words, chosen, onEntity, term }: { entity: Ref; words: string } & Pick<LineProps, "chosen" | "onEntity" | "term">) {
  const looks = `mention c-${entity.class}${chosen?.has(entity.id) ? " chosen" : ""}`;
  const title = `${term(entity.class)} · ${entity.name}`;
  if (onEntity) {
    return (
      <button type="button" class={looks} title={title} onClick={() => onEntity(entity)}>
        {words}
      </button>
    );
  }
  return (
    <a class={looks} href={entityAddress(entity.id)} title={title}>
      {words}
    </a>
  );
}
