/** The stable code of everything that can go wrong between this process and the service. */
export type ProblemCode =
  | "unauthorized"
  | "overloaded"
  | "unexpected_response"
  | "unreachable"
  | "timeout"
  | "silent"
  | "disconnected"
  | "snapshot_refused"
  | "change_refused"
  | "list_refused"
  | "documents_quarantined"
  | "history_replaced"
  | "service_behind"
  | "cache_unreadable"
  | "cache_unwritable"
  | "bootstrap_refused"
  | "events_lost"
  | "event_invalid"
  | "listener_failed"
  | "closed";

/** What went wrong, in words for a log and in fields for a program; it is reported, never thrown at an evaluation. */
export interface ClientProblem {
  code: ProblemCode;
  message: string;
  /** The HTTP status where there was an answer. */
  status?: number;
  /** Milliseconds that the service asked us to stay away. */
  retryAfterMs?: number;
  cause?: unknown;
}

/** Reads a `Retry-After` header, which holds either seconds or an HTTP date, as milliseconds from `now`. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  // An HTTP date begins with the name of a day; `Date.parse` alone would read "-1" as a year.
  const at = /^\s*[A-Z]/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** Turns an answer that is neither 2xx nor 304 into a problem, using its problem+json body where it has one. */
export async function problemOfResponse(response: Response, now: number): Promise<ClientProblem> {
  const { status } = response;
  const told = await titleOf(response);
  const wait = retryAfter(response.headers.get("retry-after"), now);
  const base = { status, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  if (status === 401 || status === 403) {
    return { code: "unauthorized", message: `The service refused this key (${status}${told}).`, ...base };
  }
  if (status === 429 || status === 503) {
    return {
      code: "overloaded",
      message: `The service asked us to come back later (${status}${told}).`,
      ...base,
    };
  }
  if (status >= 300 && status < 400) {
    // Redirects are not followed: the key must only ever be sent to the address that was configured.
    const to = response.headers.get("location") ?? "an address it does not name";
    return {
      code: "unexpected_response",
      message: `The service redirects to ${to} (${status}); set \`url\` to the final address.`,
      ...base,
    };
  }
  return { code: "unexpected_response", message: `The service answered ${status}${told}.`, ...base };
}

/** Turns whatever `fetch` or a body reader threw into a problem. */
export function problemOfThrown(thrown: unknown, what: string): ClientProblem {
  if (isProblem(thrown)) return thrown;
  return { code: "unreachable", message: `${what} failed: ${reasonOf(thrown)}.`, cause: thrown };
}

/** Whether a thrown or aborted value is already one of our problems. */
export function isProblem(value: unknown): value is ClientProblem {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    "message" in value &&
    !(value instanceof Error)
  );
}

// undici hides the useful part ("connect ECONNREFUSED …") in `cause`, sometimes in an AggregateError without a message.
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { cause } = thrown;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  if (cause instanceof Error && cause.message !== "") return cause.message;
  return thrown.message;
}

async function titleOf(response: Response): Promise<string> {
  try {
    if (response.headers.get("content-type")?.includes("json") !== true) {
      await response.body?.cancel();
      return "";
    }
    const body: unknown = await response.json();
    const title = typeof body === "object" && body !== null && "title" in body ? body.title : undefined;
    return typeof title === "string" ? `: ${title}` : "";
  } catch {
    return "";
  }
}
