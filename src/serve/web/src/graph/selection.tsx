/** What is known of the nodes or the line that were chosen, and what can be done with them. */
import { useAnswer } from "../api";
import { useSpeech } from "../language";
import { entityAddress } from "../parts/address";
import { Entity } from "../parts/entity";
import { Icon, type IconName } from "../parts/icon";
import { Show } from "../parts/notices";
import { StatementCard, TargetCard } from "../parts/statement";
import type { EntityPage, Ref } from "../types";
import type { Drawn, Line } from "./model";

type Props = {
  graph: Drawn;
  version: number;
  chosen: string[];
  line: Line | undefined;
  onClose: () => void;
  onChoose: (id: string) => void;
  onExpand: (id: string) => void;
  onCollapse: (id: string) => void;
  onPin: (ids: string[], fixed: boolean) => void;
  onHide: (ids: string[]) => void;
  onPathFrom: (id: string) => void;
  onPathTo: (id: string) => void;
  onFocus: (id: string) => void;
};

export function Selection(props: Props) {
  const { t } = useSpeech();
  const { chosen, line, graph, onClose } = props;
  const [only] = chosen;
  return (
    <>
      <button type="button" class="plain icon close" onClick={onClose} title={t("close")}>
        <Icon name="close" />
      </button>
      {line && <LineChosen line={line} />}
      {!line && chosen.length === 1 && only && <OneChosen {...props} id={only} />}
      {!line && chosen.length > 1 && (
        <>
          <h2>{t("chosenCount", { count: chosen.length })}</h2>
          <Actions {...props} />
          <ul class="hubs">
            {chosen.map((id) => (
              <li>
                <Entity entity={refOf(graph, id)} onChoose={({ id }) => props.onChoose(id)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const refOf = (graph: Drawn, id: string): Ref => {
  const node = graph.getNodeAttributes(id);
  return { id, class: node.class, name: node.label };
};

function Actions({ graph, chosen, onPin, onHide }: Props) {
  const { t } = useSpeech();
  const pinned = chosen.every((id) => graph.getNodeAttribute(id, "fixed"));
  return (
    <p class="actions">
      <Act icon="pin" pressed={pinned} onClick={() => onPin(chosen, !pinned)} word={t("pin")} />
      <Act icon="hide" onClick={() => onHide(chosen)} word={t("hide")} />
    </p>
  );
}

function Act({ icon, word, pressed, onClick }: { icon: IconName; word: string; pressed?: boolean; onClick: () => void }) {
  return (
    <button type="button" onClick={onClick} aria-pressed={pressed}>
      <Icon name={icon} /> {word}
    </button>
  );
}

function OneChosen(props: Props & { id: string }) {
  const { t } = useSpeech();
  const { id, graph, chosen, onExpand, onCollapse, onPin, onHide, onPathFrom, onPathTo, onFocus } = props;
  const pinned = chosen.every((one) => graph.getNodeAttribute(one, "fixed"));
  return (
    <>
      <h2>
        <Entity entity={refOf(graph, id)} />
      </h2>
      <p class="actions">
        <Act icon="expand" onClick={() => onExpand(id)} word={t("expand")} />
        <Act icon="collapse" onClick={() => onCollapse(id)} word={t("collapse")} />
        <Act icon="pin" pressed={pinned} onClick={() => onPin([id], !pinned)} word={t("pin")} />
        <Act icon="hide" onClick={() => onHide([id])} word={t("hide")} />
        <Act icon="fit" onClick={() => onFocus(id)} word={t("focusHere")} />
        <Act icon="path" onClick={() => onPathFrom(id)} word={t("pathFrom")} />
        <Act icon="path" onClick={() => onPathTo(id)} word={t("pathTo")} />
      </p>
      <p>
        <a href={entityAddress(id)}>{t("entityPage")}</a>
      </p>
      <About id={id} onChoose={props.onChoose} />
    </>
  );
}

const SHOWN = 30;

function About({ id, onChoose }: { id: string; onChoose: (id: string) => void }) {
  const answer = useAnswer<EntityPage>(`/api/entity/${encodeURIComponent(id)}`);
  return (
    <Show answer={answer}>
      {({ entity, out, in: incoming, targets }) => (
        <div class="cards">
          {targets.slice(0, SHOWN).map((target) => (
            <TargetCard key={target.id} target={target} about={entity.id} />
          ))}
          {[...out, ...incoming].slice(0, SHOWN).map((statement) => (
            <StatementCard key={statement.id} statement={statement} onEntity={({ id }) => onChoose(id)} />
          ))}
        </div>
      )}
    </Show>
  );
}

function LineChosen({ line }: { line: Line }) {
  const [first] = line.statements;
  const answer = useAnswer<EntityPage>(first && `/api/entity/${encodeURIComponent(first.source)}`);
  const ids = new Set(line.statements.map((statement) => statement.id));
  return (
    <Show answer={answer}>
      {({ out }) => (
        <div class="cards">
          {out
            .filter((statement) => ids.has(statement.id))
            .map((statement) => (
              <StatementCard key={statement.id} statement={statement} />
            ))}
        </div>
      )}
    </Show>
  );
}
