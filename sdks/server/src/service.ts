import { problemOfResponse, problemOfThrown, type ClientProblem } from "./problem.ts";
import type { Surroundings } from "./surroundings.ts";
import { version } from "./version.ts";

/** Where the service is and how to speak to it. */
export interface Service {
  url: URL;
  key: string;
  fetch: typeof globalThis.fetch;
  /** Milliseconds for a whole snapshot request, and for the headers of a stream. */
  requestTimeout: number;
  surroundings: Surroundings;
}

/** A request that is under way: its signal, and what ends it early with a named problem. */
export interface Deadline {
  signal: AbortSignal;
  /** Starts the time again with another length and meaning. */
  extend: (ms: number, problem: ClientProblem) => void;
  /** Must always be called: clears the timer and ends the request if it is still under way. */
  end: () => void;
}

/** Joins a caller's signal (the client was closed) with a time limit that names its own problem. */
export function startDeadline(
  surroundings: Surroundings,
  signal: AbortSignal,
  ms: number,
  problem: ClientProblem,
): Deadline {
  const controller = new AbortController();
  const close = () => controller.abort(signal.reason);
  if (signal.aborted) close();
  signal.addEventListener("abort", close, { once: true });
  let cancel = surroundings.after(ms, () => controller.abort(problem));
  return {
    signal: controller.signal,
    extend(nextMs, nextProblem) {
      cancel();
      cancel = surroundings.after(nextMs, () => controller.abort(nextProblem));
    },
    end() {
      cancel();
      signal.removeEventListener("abort", close);
      controller.abort();
    },
  };
}

/** Sends a GET with the key; redirects come back as answers, so that the key goes to no other address. */
export function get(
  service: Service,
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  return service.fetch(new URL(path, service.url), {
    headers: {
      authorization: `Bearer ${service.key}`,
      "user-agent": `guidon-server-sdk/${version} node/${process.versions.node}`,
      ...headers,
    },
    signal,
    redirect: "manual",
    cache: "no-store",
  });
}

/** Sends JSON with the key and reads the whole answer, for `ms` at most; rejects as `fetch` does. */
export async function post(
  service: Service,
  path: string,
  body: unknown,
  ms: number,
  signal: AbortSignal,
): Promise<{ status: number; headers: Headers; text: string }> {
  const deadline = startDeadline(service.surroundings, signal, ms, {
    code: "timeout",
    message: `No answer within ${ms} ms.`,
  });
  try {
    const response = await service.fetch(new URL(path, service.url), {
      method: "POST",
      headers: {
        authorization: `Bearer ${service.key}`,
        "user-agent": `guidon-server-sdk/${version} node/${process.versions.node}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
      signal: deadline.signal,
      redirect: "manual",
      cache: "no-store",
    });
    // Read to its end, so that the connection can be used again.
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  } finally {
    deadline.end();
  }
}

/** What asking for the whole snapshot brought. */
export type SnapshotAnswer =
  | { kind: "unchanged" }
  | { kind: "snapshot"; body: unknown; etag: string | undefined }
  | { kind: "problem"; problem: ClientProblem };

/** Asks once for the whole snapshot, or for nothing where the service still holds what `etag` names. */
export async function fetchSnapshot(
  service: Service,
  etag: string | undefined,
  signal: AbortSignal,
): Promise<SnapshotAnswer> {
  const { surroundings, requestTimeout } = service;
  const deadline = startDeadline(surroundings, signal, requestTimeout, {
    code: "timeout",
    message: `No snapshot within ${requestTimeout} ms.`,
  });
  try {
    const headers = { accept: "application/json", ...(etag === undefined ? {} : { "if-none-match": etag }) };
    const response = await get(service, "api/v1/snapshot", headers, deadline.signal);
    if (response.status === 304) return { kind: "unchanged" };
    if (response.status !== 200) {
      return { kind: "problem", problem: await problemOfResponse(response, surroundings.now()) };
    }
    // Read as text first: a body that breaks off is a network failure, one that is whole and not JSON is a refusal.
    const text = await response.text();
    return { kind: "snapshot", body: parse(text), etag: response.headers.get("etag") ?? undefined };
  } catch (thrown) {
    return { kind: "problem", problem: problemOfThrown(thrown, "Asking for the snapshot") };
  } finally {
    deadline.end();
  }
}

/** Parses JSON; what is not JSON is `undefined`, which no snapshot or change is. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
