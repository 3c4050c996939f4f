import type { EvaluationContext } from "@guidon/engine";
import { createTally, type Tally } from "@guidon/engine/tally";
import { createEventQueue, type EventQueueOptions } from "./event-queue.ts";
import { identify, longestUnit, type MetricEvent } from "./events.ts";
import { createExposures, type Use } from "./exposures.ts";
import type { TrackOptions } from "./types.ts";

/** What becomes of evaluations: counted, recorded where they are exposures, and reported together with what is tracked. */
export interface Usage {
  /** An answer about one flag is about to be used. */
  used: (use: Use) => void;
  track: (event: string, context: EvaluationContext | undefined, options: TrackOptions | undefined) => void;
  flush: () => Promise<void>;
  close: () => Promise<void>;
}

const minuteMs = 60_000;
// Different outcomes counted within a minute; the service takes up to 1,000 in one event.
const mostOutcomes = 5_000;
const mostInEvent = 500;
const longestName = 200;

/** Starts to take note. Nothing here waits, and nothing throws, so that it can stand in the way of an evaluation. */
export function startUsage(options: Omit<EventQueueOptions, "collect">): Usage {
  const { service, report } = options;
  const queue = createEventQueue({ ...options, collect });
  const expose = createExposures(queue.put);
  let tally = createTally(mostOutcomes);
  let minute = 0;
  let isCounting = false;
  /** Minutes that are over and were not collected yet. */
  let full: { tally: Tally; minute: number }[] = [];

  function turn(next: number): void {
    if (isCounting) full.push({ tally, minute });
    tally = createTally(mostOutcomes);
    minute = next;
    isCounting = false;
  }

  function collect(): void {
    turn(minute);
    const collected = full;
    full = [];
    for (const each of collected) {
      const { counts, dropped } = each.tally.take();
      if (dropped > 0) {
        const message = `${dropped} evaluations were not counted: they had too many different outcomes.`;
        report({ code: "events_lost", message });
      }
      for (let from = 0; from < counts.length; from += mostInEvent) {
        const part = counts.slice(from, from + mostInEvent);
        queue.put({ type: "counts", ...identify(each.minute * minuteMs), counts: part });
      }
    }
  }

  /** The event, or in words what is wrong with it; types promise the rest to TypeScript only. */
  function metricOf(
    event: string,
    context: EvaluationContext | undefined,
    { value, unit }: TrackOptions,
  ): MetricEvent | string {
    const { path, value: who } = unit ?? { path: "targetingKey", value: context?.targetingKey };
    if (typeof event !== "string" || event === "" || event.length > longestName)
      return `an event's name has 1 to ${longestName} characters`;
    if (typeof who !== "string" || who === "" || who.length > longestUnit)
      return `it needs a targetingKey in the context, or a unit, of 1 to ${longestUnit} characters`;
    if (value !== undefined && !Number.isFinite(value)) return "its value is not a number";
    const base = { ...identify(service.surroundings.now()), event, unit: { path, value: who } };
    return { type: "metric", ...base, ...(value === undefined ? {} : { value }) };
  }

  function refuse(event: unknown, why: string): void {
    const name = typeof event === "string" ? event : typeof event;
    report({ code: "event_invalid", message: `The event "${name}" was not tracked: ${why}.` });
  }

  return {
    used(use) {
      const now = Math.floor(use.at / minuteMs);
      if (now !== minute) turn(now);
      tally.add(use.flag, use.evaluation);
      if (!isCounting) {
        isCounting = true;
        queue.wake();
      }
      expose(use);
    },
    track(event, context, trackOptions = {}) {
      try {
        const metric = metricOf(event, context, trackOptions);
        if (typeof metric === "string") refuse(event, metric);
        else queue.put(metric);
      } catch (thrown) {
        refuse(event, String(thrown));
      }
    },
    flush: queue.flush,
    close: queue.close,
  };
}
