import { drawDelay } from "./back-off.ts";
import type { UsageEvent } from "./events.ts";
import type { ClientProblem } from "./problem.ts";
import { sendEvents } from "./send-events.ts";
import type { Service } from "./service.ts";
import type { CancelTimer } from "./surroundings.ts";

/** Events on their way to the service. */
export interface EventQueue {
  /** Takes an event; false where there is no room. Never waits. */
  put: (event: UsageEvent) => boolean;
  /** There is something to collect. */
  wake: () => void;
  /** Sends what is there; resolves when it is taken, or could not be sent now. Never rejects. */
  flush: () => Promise<void>;
  /** Sends what is there if the service can be reached, for a second at most, and nothing after that. Never rejects. */
  close: () => Promise<void>;
}

/** What the queue needs to know. */
export interface EventQueueOptions {
  service: Service;
  report: (problem: ClientProblem) => void;
  /** Whether the service can be reached, as far as is known. */
  isConnected: () => boolean;
  /** Called before sending: puts what was held back until then. */
  collect: () => void;
}

// Bounds the memory of an outage to some 10 MB: single events, and counted outcomes in half of the room at most.
const mostWaiting = 10_000;
// As much fits into what the service takes at once, even with the longest units.
const mostAtOnce = 500;
// With so much waiting, sending does not wait for its time.
const manyWaiting = 2_000;
const longestFarewell = 1_000;

const weightOf = (event: UsageEvent) => (event.type === "counts" ? event.counts.length : 1);

/**
 * Sends events at regular times, in batches, one request at a time.
 *
 * What is not known to be taken is sent again, the same with the same ids, after delays that grow and are drawn; nothing
 * comes in between that could make the service's day worse. What the service refuses for what it is, or what finds no
 * room, is lost, and that is reported.
 */
export function createEventQueue({ service, report, isConnected, collect }: EventQueueOptions): EventQueue {
  const { surroundings } = service;
  const growing = { base: surroundings.eventInterval, cap: 30 * surroundings.eventInterval };
  const ending = new AbortController();
  let waiting: UsageEvent[] = [];
  let weight = 0;
  let lost = 0;
  let failures = 0;
  // Monotonic time before which the service wants no events.
  let notBefore = 0;
  let cancel: CancelTimer | undefined;
  let isEarly = false;
  let underway: Promise<void> | undefined;
  let wasWoken = false;
  let over = false;

  function schedule(ms: number): void {
    cancel?.();
    cancel = surroundings.after(ms, () => void drain());
  }

  /** Between three quarters and five quarters of the interval, so that clients that began together drift apart. */
  function wake(): void {
    wasWoken = true;
    if (over || underway !== undefined || cancel !== undefined) return;
    schedule(surroundings.eventInterval * (0.75 + surroundings.random() / 2));
  }

  function drain(): Promise<void> {
    if (underway !== undefined) return underway;
    collect();
    cancel?.();
    cancel = undefined;
    isEarly = false;
    wasWoken = false;
    underway = sendAll().finally(() => {
      underway = undefined;
      if (wasWoken) wake();
    });
    return underway;
  }

  /** Sends batch after batch, until nothing waits or one is not taken. */
  async function sendAll(): Promise<void> {
    for (let batch = nextBatch(); batch.length > 0; batch = nextBatch()) {
      const limit = { ms: service.requestTimeout, signal: ending.signal };
      const outcome = await sendEvents(service, batch, limit);
      if (outcome.kind === "failed") {
        notBefore = surroundings.elapsed() + outcome.retryAfterMs;
        const delay = drawDelay(growing, { attempt: failures++ }, surroundings.random);
        if (!over) schedule(outcome.retryAfterMs + delay);
        return;
      }
      failures = 0;
      waiting = waiting.slice(batch.length);
      weight = waiting.reduce((sum, event) => sum + weightOf(event), 0);
      if (outcome.kind === "refused") {
        lose(batch.length, `The service does not take them (${outcome.status}).`);
        if (outcome.isFinal) end();
      } else if (outcome.rejected !== undefined) {
        lose(outcome.rejected.count, outcome.rejected.reason);
      }
    }
    if (lost > 0) lose(lost, "More came than could be sent.");
    lost = 0;
  }

  /** The first event always, and as many after it as fit. */
  function nextBatch(): UsageEvent[] {
    let size = 0;
    const end = waiting.findIndex((event, index) => (size += weightOf(event)) > mostAtOnce && index > 0);
    return waiting.slice(0, end === -1 ? waiting.length : end);
  }

  function lose(count: number, why: string): void {
    report({ code: "events_lost", message: `${count} events are lost. ${why}` });
  }

  /** From now on nothing is taken or sent. */
  function end(): void {
    over = true;
    waiting = [];
    weight = 0;
    cancel?.();
  }

  return {
    put(event) {
      const room = event.type === "counts" ? mostWaiting / 2 : mostWaiting;
      if (over || weight + weightOf(event) > room) {
        if (!over) lost += 1;
        return false;
      }
      waiting.push(event);
      weight += weightOf(event);
      wake();
      if (weight >= manyWaiting && !isEarly && failures === 0 && underway === undefined) {
        isEarly = true;
        schedule(surroundings.random() * surroundings.eventDebounce);
      }
      return true;
    },
    wake,
    async flush() {
      await underway;
      if (!over && surroundings.elapsed() >= notBefore) await drain();
    },
    async close() {
      if (!over && isConnected()) {
        const stop = surroundings.afterHolding(longestFarewell, () => ending.abort());
        await underway;
        await drain();
        stop();
      }
      if (waiting.length > 0) lose(waiting.length, "The client was closed before they could be sent.");
      end();
    },
  };
}
