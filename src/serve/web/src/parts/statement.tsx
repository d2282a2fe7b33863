/** A statement or figure with all that is known of it: status, time, who says so, and the words that say it. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useSpeech } from "../language";
import type { DocRef, Evidence, Ref, Sourced, Statement, Status, Target } from "../types";
import { documentAddress, passageAddress } from "./address";
import { Entity } from "./entity";
import { Icon } from "./icon";

export function StatusMark({ status, inferred = false }: { status?: Status | undefined; inferred?: boolean | undefined }) {
  const { term, t } = useSpeech();
  return (
    <span class={`status ${inferred || !status ? "inferred" : status}`}>
      <svg viewBox="0 0 22 4" width="22" height="4" aria-hidden="true">
        <path d="M0 2H22" />
      </svg>
      {inferred || !status ? t("inferred") : term(status)}
    </span>
  );
}

/** The words of a passage between what stands before and after it. */
export function Quote({ passage, document, here }: { passage: Evidence; document: DocRef; here?: ((passage: Evidence) => void) | undefined }) {
  const { t } = useSpeech();
  const where = (
    <>
      {passage.page !== undefined && `${t("pageNumber", { page: passage.page })} · `}
      {t("lineNumber", { line: passage.line })}
    </>
  );
  const address = passageAddress(document.id, passage);
  const inside = (
    <>
      <span class="around">{passage.prefix?.split(/[\r\n]/).at(-1)}</span>
      <mark>{passage.quote}</mark>
      <span class="around">{passage.suffix?.split(/[\r\n]/)[0]}</span>
    </>
  );
  return (
    <blockquote class="quote">
      {here ? (
        <button type="button" class="words" onClick={() => here(passage)} title={t("showInText")}>
          {inside}
        </button>
      ) : (
        <a class="words" href={address} title={t("showInText")}>
          {inside}
        </a>
      )}
      <footer>
        {!here && (
          <>
            <a href={documentAddress(document.id)}>
              <cite>{document.title}</cite>
            </a>
            {document.date && <time> {document.date}</time>} ·{" "}
          </>
        )}
        {where}
      </footer>
    </blockquote>
  );
}

type Common = {
  /** Does something else than go to the entity's page. */
  onEntity?: ((entity: Ref) => void) | undefined;
  /** Shows a passage of the document that is open. */
  here?: ((passage: Evidence) => void) | undefined;
  marked?: boolean | undefined;
};

type StatementProps = Common & {
  statement: Statement;
  /** The entity whose page this is: it is not repeated. */
  about?: string;
};

export function StatementCard({ statement, about, ...common }: StatementProps) {
  const { term } = useSpeech();
  const { subject, predicate, object, role } = statement;
  return (
    <Card sourced={statement} inferred={statement.inferred} {...common}>
      {subject.id !== about && <Entity entity={subject} onChoose={common.onEntity} />}
      <span class="predicate">{term(predicate)}</span>
      {object.id !== about && <Entity entity={object} onChoose={common.onEntity} />}
      {role && <span class="role">{role}</span>}
    </Card>
  );
}

export function TargetCard({ target, about, ...common }: Common & { target: Target; about?: string }) {
  return (
    <Card sourced={target} {...common}>
      {target.holder.id !== about && <Entity entity={target.holder} onChoose={common.onEntity} />}
      <span class="predicate">{target.indicator}</span>
      <Figure target={target} />
    </Card>
  );
}

const COMPARATORS: Record<string, string> = { "=": "", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "≈ " };

export function Figure({ target }: { target: Target }) {
  const { number } = useSpeech();
  return (
    <span class="figure">
      {COMPARATORS[target.comparator] ?? `${target.comparator} `}
      {number(target.value)}
      {target.unit && <span class="unit">{target.unit}</span>}
    </span>
  );
}

const SHOWN = 1;

function Card({ sourced, inferred, onEntity, here, marked, children }: Common & { sourced: Sourced; inferred?: boolean | undefined; children: ComponentChildren }) {
  const { t } = useSpeech();
  const [all, setAll] = useState(false);
  const passages = all ? sourced.evidence : sourced.evidence.slice(0, SHOWN);
  const more = sourced.evidence.length - passages.length;
  return (
    <article class={marked ? "statement marked" : "statement"} data-statement={sourced.id} id={`s-${sourced.id}`}>
      <p class="claim">{children}</p>
      <p class="facts">
        <StatusMark status={sourced.status} inferred={inferred} />
        {sourced.time && <time>{sourced.time}</time>}
        {sourced.speaker && (
          <span>
            {t("saidBy")} <Entity entity={sourced.speaker} plain onChoose={onEntity} />
          </span>
        )}
        <span class="rule" title={t("confidenceOf")}>
          {sourced.rule}
          {sourced.confidence !== undefined && ` · ${Math.round(sourced.confidence * 100)}%`}
        </span>
      </p>
      {sourced.document && passages.map((passage) => <Quote key={passage.start} passage={passage} document={sourced.document!} here={here} />)}
      {more > 0 && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          <Icon name="quote" /> {t("morePassages", { count: more })}
        </button>
      )}
    </article>
  );
}
