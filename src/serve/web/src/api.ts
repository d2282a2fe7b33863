/** Asks the server, and keeps what it said: a data set does not change while it is served. */
import { useEffect, useState } from "preact/hooks";
import type { Problem } from "./types";

export class RequestError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}

const KEPT = 60;
const kept = new Map<string, Promise<unknown>>();

/** The path with those parameters that have a value. */
export function url(path: string, parameters: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

export async function request(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new RequestError({ title: "unreachable", status: 0 });
  }
  if (response.ok) return response;
  throw new RequestError(await problemOf(response));
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    return { ...problem, title: problem.title ?? response.statusText, status: response.status };
  } catch {
    return { title: response.statusText, status: response.status };
  }
}

export function get<T>(path: string): Promise<T> {
  const before = kept.get(path);
  if (before) return before as Promise<T>;
  const answer = request(path).then((response) => response.json() as Promise<T>);
  kept.set(path, answer);
  answer.catch(() => kept.delete(path));
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return answer;
}

export type Loaded<T> = { data?: T; error?: Error; loading: boolean };

/** The answer to a path, `undefined` while it is on the way; without a path, nothing is asked. The last answer stays while the next is on the way. */
export function useAnswer<T>(path: string | undefined): Loaded<T> {
  const [state, setState] = useState<Loaded<T> & { path?: string }>({ loading: path !== undefined });
  useEffect(() => {
    if (path === undefined) return setState({ loading: false });
    let current = true;
    setState((before) => ({ ...(before.data === undefined ? {} : { data: before.data }), loading: true }));
    get<T>(path).then(
      (data) => current && setState({ data, loading: false, path }),
      (error: Error) => current && setState({ error, loading: false, path }),
    );
    return () => {
      current = false;
    };
  }, [path]);
  return state;
}
