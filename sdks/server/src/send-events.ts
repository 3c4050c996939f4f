import { retryAfter } from "./problem.ts";
import { post, type Service } from "./service.ts";

/** What became of a request with events. */
export type Delivery =
  /** All are dealt with; `rejected` says why some were not taken, where some were not. */
  | { kind: "taken"; rejected?: { count: number; reason: string } }
  /** The service will not take these, however often they are sent; `isFinal` where it will take no others either. */
  | { kind: "refused"; status: number; isFinal: boolean }
  /** They may or may not have arrived: to be sent again, not before the time that the service asked for. */
  | { kind: "failed"; retryAfterMs: number };

/** Sends events once, for `ms` at most. Never rejects. */
export async function sendEvents(
  service: Service,
  events: readonly object[],
  { ms, signal }: { ms: number; signal: AbortSignal },
): Promise<Delivery> {
  const { surroundings } = service;
  try {
    const { status, headers, text } = await post(service, "api/v1/events", { events }, ms, signal);
    if (status === 202) return { kind: "taken", ...rejectedIn(text) };
    if (status === 429 || status >= 500) {
      const wait = retryAfter(headers.get("retry-after"), surroundings.now()) ?? 0;
      return { kind: "failed", retryAfterMs: Math.min(wait, surroundings.longestRetryAfter) };
    }
    // A refused key may be accepted later, as with the stream.
    if (status === 401) return { kind: "failed", retryAfterMs: surroundings.refusedKeyRetry };
    return { kind: "refused", status, isFinal: ![400, 413, 422].includes(status) };
  } catch {
    return { kind: "failed", retryAfterMs: 0 };
  }
}

function rejectedIn(text: string): { rejected?: { count: number; reason: string } } {
  const { rejected = [] } = JSON.parse(text) as { rejected?: { detail?: string }[] };
  const [first] = rejected;
  if (first === undefined) return {};
  return { rejected: { count: rejected.length, reason: first.detail ?? "The service gave no reason." } };
}
