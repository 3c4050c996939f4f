import { randomUUID } from "node:crypto";
import { ENGINE_LEVEL } from "@guidon/engine";
import { sendEvents, type Delivery } from "./send-events.ts";
import type { Service } from "./service.ts";
import type { CancelTimer } from "./surroundings.ts";
import type { ChangeEvent, ConnectionState } from "./types.ts";
import { version } from "./version.ts";

/** Tells the service what this process serves, so that people can see a change arrive. */
export interface Reporter {
  /** Another state is being evaluated. */
  applied: (change: ChangeEvent) => void;
  /** The connection may be another; the first report is made once it is up. */
  wake: () => void;
  /** Says once that this process leaves, and nothing after that. Never rejects, and takes a second at most. */
  close: () => Promise<void>;
}

/** What the reporter needs to know. */
export interface ReporterOptions {
  service: Service;
  /** What is served, once there is something. */
  revision: () => number | undefined;
  connection: () => ConnectionState;
}

/** A change that was applied and not yet reported, with the monotonic time of it. */
interface Applied {
  from: number;
  to: number;
  at: number;
}

// The service takes as many in one report; of more, the latest count.
const mostApplied = 100;
// After these attempts in a row a report waits for the next heartbeat.
const mostAttempts = 3;
const longestFarewell = 1_000;

/**
 * Reports at regular times, and soon after each change.
 *
 * It never gets in the way: nothing waits for it, one request is under way at a time, what fails is tried a few times
 * with growing delays and is otherwise left to the next heartbeat, and no failure is anybody's error. A service that
 * does not know reports, or does not take them with this key, is not asked again.
 */
export function startReporter({ service, revision, connection }: ReporterOptions): Reporter {
  const { surroundings } = service;
  const instance = randomUUID();
  const closing = new AbortController();
  let pending: Applied[] = [];
  let cancel: CancelTimer | undefined;
  let dueAt = Infinity;
  let underway = false;
  let attempts = 0;
  // Monotonic time before which the service wants no report.
  let notBefore = 0;
  let known = false;
  let over = false;

  /** An earlier time wins over a later one that was planned before. */
  function schedule(ms: number): void {
    const now = surroundings.elapsed();
    // Added up, so that clients that were all told the same time still spread out.
    const at = Math.max(now, notBefore) + ms;
    if (over || at >= dueAt) return;
    cancel?.();
    dueAt = at;
    cancel = surroundings.after(at - now, () => {
      dueAt = Infinity;
      void report();
    });
  }

  // Between three quarters and five quarters of the interval, so that clients that began together drift apart.
  const nextBeat = () => surroundings.reportInterval * (0.75 + surroundings.random() / 2);

  async function report(): Promise<void> {
    const serving = revision();
    if (underway || over || serving === undefined) return;
    underway = true;
    const sending = pending;
    const outcome = await send(serving, connection(), sending, {
      ms: service.requestTimeout,
      signal: closing.signal,
    });
    underway = false;
    if (over) return;
    if (outcome.kind === "refused") {
      over = true;
      cancel?.();
      return;
    }
    if (outcome.kind === "taken") {
      known = true;
      attempts = 0;
      pending = pending.filter((change) => !sending.includes(change));
      schedule(pending.length > 0 ? surroundings.reportDebounce : nextBeat());
      return;
    }
    attempts += 1;
    const patient = attempts >= mostAttempts;
    if (patient) attempts = 0;
    const growing = surroundings.backOff.base * 2 ** attempts * (0.5 + surroundings.random());
    notBefore = surroundings.elapsed() + outcome.retryAfterMs;
    schedule(patient ? nextBeat() : growing);
  }

  function send(
    serving: number,
    state: ConnectionState,
    applied: readonly Applied[],
    limit: { ms: number; signal: AbortSignal },
  ): Promise<Delivery> {
    const now = surroundings.elapsed();
    const heartbeat = {
      type: "heartbeat",
      instance,
      sdk: { name: "guidon-server-sdk", version },
      engine: ENGINE_LEVEL,
      revision: serving,
      connection: state === "connecting" ? "offline" : state,
      applied: applied.map(({ from, to, at }) => ({
        from,
        to,
        agoMs: Math.min(3_600_000, Math.max(0, Math.round(now - at))),
      })),
    };
    return sendEvents(service, [heartbeat], limit);
  }

  return {
    applied(change) {
      if (over) return;
      const fromService = change.source === "stream" || change.source === "poll";
      if (!fromService) return;
      // The first state is not a change that came to a running process.
      const { previousRevision: from, revision: to } = change;
      if (from !== undefined && from < to) {
        pending = [...pending, { from, to, at: surroundings.elapsed() }].slice(-mostApplied);
      }
      schedule(surroundings.random() * surroundings.reportDebounce);
    },
    wake() {
      const up = connection() === "streaming" || connection() === "polling";
      if (up && dueAt === Infinity && !underway)
        schedule(surroundings.random() * surroundings.reportDebounce);
    },
    async close() {
      if (over) return;
      over = true;
      cancel?.();
      closing.abort();
      const serving = revision();
      // Only where the service is known to be there: a process that ends must not wait for one that is away.
      if (!known || serving === undefined) return;
      await send(serving, "closed", pending, {
        ms: longestFarewell,
        signal: new AbortController().signal,
      });
    },
  };
}
