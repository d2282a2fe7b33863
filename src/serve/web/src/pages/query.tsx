/** Questions in SPARQL: the named ones one click away, one's own in an editor. */
import { useEffect, useRef, useState } from "preact/hooks";
import { RequestError } from "../api";
import { useSpeech } from "../language";
import { useAddress } from "../parts/address";
import { Icon } from "../parts/icon";
import { Failure } from "../parts/notices";
import { useTitle } from "../parts/title";
import { ask, askByName, type Table } from "../query/answer";
import { Editor } from "../query/editor";
import { FORMS, Results, type Form } from "../query/results";
import type { Question } from "../types";

const SAMPLE = `SELECT ?class (COUNT(?entity) AS ?count) WHERE {
  ?entity a/rdfs:label ?class .
  FILTER(LANG(?class) = "zh")
} GROUP BY ?class ORDER BY DESC(?count)`;

type Answer = { table?: Table; error?: Error; milliseconds: number };

export default function QueryPage() {
  const { t, schema } = useSpeech();
  const [query, change] = useAddress();
  const { question: name, query: written, as } = query;
  const question = schema.questions.find((each) => each.name === name);
  const start = written ?? question?.query ?? SAMPLE;
  const [loaded, setLoaded] = useState({ text: start });
  const text = useRef(start);
  const [answer, setAnswer] = useState<Answer>();
  const [asking, setAsking] = useState(false);
  const stop = useRef<AbortController>(null);
  const form: Form = FORMS.find((each) => each === as) ?? "table";
  useTitle(t("query"));

  const run = async (send: (signal: AbortSignal) => Promise<Table>) => {
    stop.current?.abort();
    const abort = new AbortController();
    stop.current = abort;
    setAsking(true);
    const began = performance.now();
    let result: Partial<Answer>;
    try {
      result = { table: await send(abort.signal) };
    } catch (error) {
      result = { error: error as Error };
    }
    if (abort.signal.aborted) return;
    setAnswer({ ...result, milliseconds: performance.now() - began });
    setAsking(false);
  };

  // The address is what was asked: opening it asks again.
  const key = JSON.stringify(query, (name, value: unknown) => (name === "as" ? undefined : value));
  useEffect(() => {
    setLoaded({ text: start });
    text.current = start;
    if (written) void run((signal) => ask(written, signal));
    else if (question) void run((signal) => askByName(question.name, valuesOf(question, query), signal));
    else setAnswer(undefined);
    return () => stop.current?.abort();
  }, [key]);

  const submit = () => {
    if (question && !written && text.current === question.query) void run((signal) => askByName(question.name, valuesOf(question, query), signal));
    else if (text.current === written) void run((signal) => ask(text.current, signal));
    else change({ ...Object.fromEntries(Object.keys(query).map((name) => [name, undefined])), as, query: text.current });
  };
  const open = (next: Question) => change({ ...Object.fromEntries(Object.keys(query).map((name) => [name, undefined])), question: next.name });
  const problem = answer?.error instanceof RequestError ? answer.error.problem : undefined;
  return (
    <div class="page query-page">
      <h1>{t("query")}</h1>
      <div class="asking">
        <Questions chosen={written ? undefined : name} onOpen={open} />
        <div class="writing">
          {question && !written && question.parameters.length > 0 && <Parameters key={question.name} question={question} values={query} onSet={(values) => change(values)} />}
          <Editor loaded={loaded} onChange={(next) => (text.current = next)} onRun={submit} problem={problem} />
          <p class="actions">
            <button type="button" class="primary" onClick={submit} data-test="run">
              <Icon name="play" /> {t("run")} <kbd>Ctrl ⏎</kbd>
            </button>
            {asking && (
              <>
                <span role="status">{t("asking")}</span>
                <button
                  type="button"
                  onClick={() => {
                    stop.current?.abort();
                    setAsking(false);
                  }}
                >
                  {t("stop")}
                </button>
              </>
            )}
          </p>
          {problem ? (
            <div class="notice bad" role="alert" data-test="problem">
              <strong>
                {t("queryFailed")}
                {problem.line !== undefined && ` · ${t("at", { line: problem.line, column: problem.column ?? 1 })}`}
              </strong>
              <pre>{problem.detail ?? problem.title}</pre>
            </div>
          ) : (
            answer?.error && <Failure error={answer.error} />
          )}
        </div>
      </div>
      {answer?.table && <Results key={key} table={answer.table} form={form} onForm={(next) => change({ as: next === "table" ? undefined : next }, true)} milliseconds={answer.milliseconds} />}
    </div>
  );
}

const valuesOf = ({ parameters }: Question, query: Record<string, string>): Record<string, string> =>
  Object.fromEntries(parameters.flatMap(({ name }) => (query[`p.${name}`] ? [[name, query[`p.${name}`]!]] : [])));

function Questions({ chosen, onOpen }: { chosen: string | undefined; onOpen: (question: Question) => void }) {
  const { t, say, schema } = useSpeech();
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  return (
    <aside class="questions" aria-label={t("readyQuestions")}>
      <h2>{t("readyQuestions")}</h2>
      <input type="search" value={filter} placeholder={t("contains")} aria-label={t("contains")} onInput={(event) => setFilter(event.currentTarget.value)} />
      <ul>
        {schema.questions
          .filter((question) => `${question.name} ${question.title.zh} ${question.title.en}`.toLowerCase().includes(wanted))
          .map((question) => (
            <li>
              <button type="button" class="link" aria-pressed={chosen === question.name} onClick={() => onOpen(question)} data-question={question.name}>
                {say(question.title)}
              </button>
            </li>
          ))}
      </ul>
    </aside>
  );
}

function Parameters({ question, values, onSet }: { question: Question; values: Record<string, string>; onSet: (values: Record<string, string | undefined>) => void }) {
  const { t } = useSpeech();
  return (
    <form
      class="row parameters"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget);
        onSet(Object.fromEntries(question.parameters.map(({ name }) => [`p.${name}`, String(given.get(name) ?? "")])));
      }}
    >
      {question.parameters.map(({ name, about }) => (
        <label class="field">
          <span title={about}>{name}</span>
          <input name={name} defaultValue={values[`p.${name}`] ?? ""} placeholder={about ?? ""} />
        </label>
      ))}
      <button type="submit">{t("ask")}</button>
    </form>
  );
}
