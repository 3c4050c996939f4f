import { createTally, type Tally } from "@guidon/engine/tally";
import type { EvaluationCounter, EventIntake } from "#app/platform/context.ts";
import { createCounter } from "#app/platform/metrics.server.ts";
import type { CountsRecord, EvaluationCount } from "#app/platform/event-record.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { minuteOf } from "./count-rows.ts";

export interface EvaluationCounts extends EvaluationCounter {
  /** Hands over what was counted, whatever the time. Resolves once it is written, or cannot be. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const evaluated = createCounter("guidon.evaluations", {
  description: "Evaluations by this process.",
  unit: "{evaluation}",
});

interface Input {
  readonly events: EventIntake;
  readonly log: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly flushMs?: number;
  /** Different outcomes of an environment held at a time; more are dropped, and said to be. */
  readonly mostOutcomes?: number;
  /** The name of an environment, for metrics. */
  readonly nameOf?: (environmentId: string) => string | undefined;
}

/** What could not be written yet is kept this many times over: ten minutes of a database that is away. */
const mostUnsent = 60;

/**
 * Evaluations by this process, counted in memory and written every ten seconds, each time within one minute.
 * A process that is killed loses the counts since its last writing; one that is stopped writes them first.
 */
export function createEvaluationCounts(input: Input): EvaluationCounts {
  const { flushMs = 10_000, mostOutcomes = 20_000 } = input;
  const tallies = new Map<string, Tally>();
  let since = input.now();
  let unsent: CountsRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  function tallyOf(environmentId: string): Tally {
    const known = tallies.get(environmentId);
    if (known !== undefined) return known;
    const made = createTally(mostOutcomes);
    tallies.set(environmentId, made);
    return made;
  }

  function take(): void {
    const minute = minuteOf(since);
    since = input.now();
    for (const [environmentId, tally] of tallies) {
      const { counts, dropped } = tally.take();
      if (dropped > 0)
        input.log.warn(
          { environmentId, dropped },
          "evaluations were not counted: too many different outcomes",
        );
      if (counts.length === 0) continue;
      countForMetrics(input.nameOf?.(environmentId), counts);
      unsent.push({
        kind: "counts",
        environmentId,
        id: input.newId(),
        receivedAt: since,
        minute,
        source: "server",
        counts,
      });
    }
  }

  async function send(): Promise<void> {
    const sending = unsent;
    unsent = [];
    if (sending.length === 0) return;
    try {
      await input.events.put(sending);
    } catch (error) {
      // The same ids are sent again, so what was written after all is not counted twice.
      unsent = [...sending, ...unsent].slice(-mostUnsent);
      const lost = sending.length - unsent.length;
      input.log.warn({ err: error, lost: Math.max(0, lost) }, "evaluation counts could not be written yet");
    }
  }

  async function flush(): Promise<void> {
    await flushing;
    take();
    flushing = send();
    await flushing;
  }

  /** At the end of the minute or of the interval, whichever comes first. */
  function schedule(): void {
    const untilMinute = 60_000 - (input.now().getTime() % 60_000);
    timer = setTimeout(() => void flush().finally(schedule), Math.min(flushMs, untilMinute));
    timer.unref();
  }
  schedule();

  return {
    add: (environmentId, flag, evaluation) => tallyOf(environmentId).add(flag, evaluation),
    flush,
    async close() {
      clearTimeout(timer);
      await flush();
      clearTimeout(timer);
    },
  };
}

function countForMetrics(environment: string | undefined, counts: readonly EvaluationCount[]): void {
  if (environment === undefined) return;
  for (const { flag, variant, reason, count } of counts) {
    evaluated(count, {
      "feature_flag.set.id": environment,
      "feature_flag.key": flag,
      "feature_flag.result.variant": variant ?? "",
      "feature_flag.result.reason": reason.toLowerCase(),
    });
  }
}
