/** What the data set holds, and where to begin. */
import { useAnswer, url } from "../api";
import { useSpeech } from "../language";
import { documentAddress } from "../parts/address";
import { ByClass, ByPredicate, ByYear } from "../parts/counts";
import { Entity } from "../parts/entity";
import { Show } from "../parts/notices";
import { useTitle } from "../parts/title";
import type { DocumentList, Overview } from "../types";

/** Questions that suit most data sets, by name; those that are there are proposed. */
const FIRST = ["responsibilities", "posts", "programs", "targets", "parks", "progress", "shared", "strategies"];

export function OverviewPage() {
  const { t } = useSpeech();
  useTitle(t("overview"));
  return <Show answer={useAnswer<Overview>("/api/overview")}>{(overview) => <Inside overview={overview} />}</Show>;
}

function Inside({ overview }: { overview: Overview }) {
  const { t, number, schema, say } = useSpeech();
  const documents = useAnswer<DocumentList>("/api/documents?limit=12");
  const counts = [
    ["documents", overview.documents, "#documents"],
    ["entities", overview.entities, "/search"],
    ["statements", overview.statements, "/graph"],
    ["figures", overview.targets, "/targets"],
  ] as const;
  const questions = FIRST.flatMap((name) => schema.questions.filter((question) => question.name === name));
  return (
    <div class="page overview">
      <h1>{t("overviewTitle")}</h1>
      <p class="lead">{t("overviewLead")}</p>
      <ul class="counts">
        {counts.map(([word, value, address]) => (
          <li>
            <a href={address}>
              <strong>{number(value)}</strong>
              <span>{t(word)}</span>
            </a>
          </li>
        ))}
      </ul>
      <div class="columns">
        <ByClass classes={overview.classes} />
        <div class="stack">
          <section class="card">
            <h2>{t("hubs")}</h2>
            <ul class="hubs">
              {overview.hubs.map(({ entity, degree }) => (
                <li>
                  <Entity entity={entity} />
                  <small>{t("statementCount", { count: number(degree) })}</small>
                </li>
              ))}
            </ul>
          </section>
          <section class="card">
            <h2>{t("readyQuestions")}</h2>
            <ul class="links">
              {questions.map((question) => (
                <li>
                  <a href={url("/query", { question: question.name })}>{say(question.title)}</a>
                </li>
              ))}
              <li>
                <a href="/query">{t("allQuestions", { count: schema.questions.length })}</a>
              </li>
            </ul>
          </section>
        </div>
        <ByPredicate predicates={overview.predicates} />
      </div>
      {overview.years.length > 1 && <ByYear years={overview.years} />}
      <section class="card" id="documents">
        <h2>{t("documents")}</h2>
        <Show answer={documents}>{(found) => <Documents list={found} />}</Show>
      </section>
    </div>
  );
}

function Documents({ list }: { list: DocumentList }) {
  const { t, number } = useSpeech();
  return (
    <>
      <ul class="documents">
        {list.documents.map((document) => (
          <li>
            <a href={documentAddress(document.id)}>{document.title}</a>
            <small>
              {[document.date, document.place, t("characterCount", { count: number(document.characters) }), t("statementCount", { count: number(document.statements) })].filter(Boolean).join(" · ")}
            </small>
          </li>
        ))}
      </ul>
      {list.total > list.documents.length && (
        <p>
          <a href="/statistics#documents">{t("allDocuments", { count: number(list.total) })}</a>
        </p>
      )}
    </>
  );
}
