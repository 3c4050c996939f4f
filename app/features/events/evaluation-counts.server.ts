import type { Evaluation } from "@guidon/engine";
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
  /** Different outcomes held at a time; more are dropped, and said to be. */
  readonly mostCells?: number;
  /** The name of an environment, for metrics. */
  readonly nameOf?: (environmentId: string) => string | undefined;
}

interface Cell {
  evaluation: Evaluation;
  count: number;
}

/** What could not be written yet is kept this many times over: ten minutes of a database that is away. */
const mostUnsent = 60;

/**
 * Evaluations by this process, counted in memory and written every ten seconds, each time within one minute.
 * A process that is killed loses the counts since its last writing; one that is stopped writes them first.
 *
 * The counting itself is a look-up of two maps and a scan over the few outcomes that a flag has; it allocates nothing
 * for an outcome that was seen before.
 */
export function createEvaluationCounts(input: Input): EvaluationCounts {
  const { flushMs = 10_000, mostCells = 50_000 } = input;
  let environments = new Map<string, Map<string, Cell[]>>();
  let cells = 0;
  let dropped = 0;
  let since = input.now();
  let unsent: CountsRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> | undefined;

  function add(environmentId: string, key: string, evaluation: Evaluation): void {
    // Anybody can ask for keys that are not there; they share one cell, or memory would be theirs to fill.
    const flag = evaluation.errorCode === "FLAG_NOT_FOUND" ? "" : key;
    let flags = environments.get(environmentId);
    if (flags === undefined) environments.set(environmentId, (flags = new Map<string, Cell[]>()));
    let known = flags.get(flag);
    if (known === undefined) flags.set(flag, (known = []));
    for (const cell of known) {
      if (cell.evaluation === evaluation || sameOutcome(cell.evaluation, evaluation)) {
        cell.count += 1;
        return;
      }
    }
    if (cells >= mostCells) {
      dropped += 1;
      return;
    }
    cells += 1;
    known.push({ evaluation, count: 1 });
  }

  function take(): void {
    const minute = minuteOf(since);
    const counted = environments;
    since = input.now();
    environments = new Map();
    cells = 0;
    for (const [environmentId, flags] of counted) {
      const counts = [...flags].flatMap(([flag, outcomes]) => outcomes.map((cell) => countOf(flag, cell)));
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
    if (dropped > 0) input.log.warn({ dropped }, "evaluations were not counted: too many different outcomes");
    dropped = 0;
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
    add,
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

function sameOutcome(a: Evaluation, b: Evaluation): boolean {
  return (
    a.variant === b.variant &&
    a.ruleId === b.ruleId &&
    a.reason === b.reason &&
    a.detail === b.detail &&
    a.flagRevision === b.flagRevision
  );
}

function countOf(flag: string, { evaluation, count }: Cell): EvaluationCount {
  const { flagRevision, variant, reason, detail, ruleId } = evaluation;
  return { flag, flagRevision, variant, reason, detail: detail ?? null, ruleId: ruleId ?? null, count };
}
