/** What is shown where there is nothing to show: on the way, gone wrong, empty. */
import type { ComponentChildren } from "preact";
import { RequestError, type Loaded } from "../api";
import { useSpeech } from "../language";

export function Failure({ error }: { error: Error }) {
  const { t } = useSpeech();
  const status = error instanceof RequestError ? error.problem.status : Number(error.message);
  const title = status === 404 ? t("notFound") : status === 0 ? t("unreachable") : t("failed");
  return (
    <div class="notice bad" role="alert">
      <strong>{title}</strong>
      {error instanceof RequestError && error.problem.detail && <p>{error.problem.detail}</p>}
    </div>
  );
}

export function Nothing({ children }: { children: ComponentChildren }) {
  return <div class="notice">{children}</div>;
}

export function Waiting() {
  const { t } = useSpeech();
  return (
    <div class="notice waiting" role="status">
      {t("loading")}
    </div>
  );
}

/** Shows what was loaded, or why it is not there. */
export function Show<T>({ answer, children }: { answer: Loaded<T>; children: (data: T) => ComponentChildren }) {
  if (answer.error) return <Failure error={answer.error} />;
  if (answer.data === undefined) return <Waiting />;
  return <>{children(answer.data)}</>;
}
