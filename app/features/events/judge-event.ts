import { evaluate } from "@guidon/engine";
import type { EventRecord, EvaluationCount, ExposureRecord, Unit } from "#app/platform/event-record.ts";
import type { LiveEnvironment } from "#app/platform/context.ts";
import { minuteOf } from "./count-rows.ts";
import type {
  Rejection,
  ReportedCounts,
  ReportedEvent,
  ReportedExposure,
  ReportedHeartbeat,
} from "./event.ts";

export interface Judgement {
  readonly live: LiveEnvironment;
  /** Reported under a public key: anybody may have made it up. */
  readonly untrusted: boolean;
  readonly now: Date;
}

/** As long as the ids of events are kept, so that an old one cannot come twice. */
const oldestMs = 7 * 24 * 3_600_000;
/** Clocks differ. */
const aheadMs = 5 * 60_000;
/** What one item of a public key may add to a count. */
const mostUntrustedCount = 10_000;

/** What is to be written of an event, or why it is not taken. */
export function judgeEvent(event: ReportedEvent, by: Judgement): EventRecord | Rejection {
  const base = { environmentId: by.live.id, receivedAt: by.now };
  if (event.type === "heartbeat") {
    return by.untrusted ? onlyForServers("Heartbeats") : { ...base, ...heartbeat(event, by.now) };
  }
  const at = event.at ?? by.now;
  if (by.now.getTime() - at.getTime() > oldestMs) {
    return { code: "too_old", detail: "It is older than seven days." };
  }
  if (at.getTime() - by.now.getTime() > aheadMs) {
    return { code: "in_the_future", detail: "Its time is more than five minutes ahead of this server's." };
  }
  const identified = { ...base, id: event.id, at };
  switch (event.type) {
    case "exposure":
      return by.untrusted ? recomputed(event, by, identified) : { ...identified, ...exposure(event) };
    case "metric":
      return {
        ...identified,
        kind: "metric",
        event: event.event,
        unit: event.unit,
        value: event.value ?? null,
        trusted: !by.untrusted,
      };
    case "counts": {
      const { at: _, ...rest } = identified;
      const refusal = by.untrusted ? refuseCounts(event, by.live) : undefined;
      if (refusal !== undefined) return refusal;
      const source = by.untrusted ? "client" : "sdk";
      return { ...rest, kind: "counts", minute: minuteOf(at), source, counts: event.counts };
    }
    default:
      return event satisfies never;
  }
}

function exposure(event: ReportedExposure) {
  const { environmentRevision, flag, flagRevision, variant, ruleId, unit, experiment } = event;
  return {
    kind: "exposure" as const,
    ...{ environmentRevision, flag, flagRevision, variant, unit },
    ruleId: ruleId ?? null,
    experiment: experiment ?? null,
    trusted: true,
  };
}

/**
 * Under a public key nothing that a sender says about the outcome counts: the variant, rule and revisions are those
 * that this server computes for the unit and context now.
 */
function recomputed(
  event: ReportedExposure,
  { live, now }: Judgement,
  identified: Pick<ExposureRecord, "environmentId" | "receivedAt" | "id" | "at">,
): ExposureRecord | Rejection {
  if (live.program.flags.get(event.flag)?.client !== true) return unknownFlag(event.flag);
  const context = contextWith(event.context ?? {}, event.unit);
  if (context === undefined) {
    return { code: "not_exposed", detail: `Nothing can be drawn by "${event.unit.path}".` };
  }
  const evaluation = evaluate(live.program, event.flag, context, { now: now.getTime() });
  const { variant, draws, experiment } = evaluation;
  if (variant === null || draws?.split === undefined) {
    return { code: "not_exposed", detail: `This unit does not enter a split of "${event.flag}".` };
  }
  return {
    ...identified,
    kind: "exposure",
    environmentRevision: evaluation.environmentRevision,
    flag: event.flag,
    flagRevision: evaluation.flagRevision,
    variant,
    ruleId: evaluation.ruleId ?? null,
    unit: event.unit,
    experiment: experiment ?? null,
    trusted: false,
  };
}

function refuseCounts(event: ReportedCounts, live: LiveEnvironment): Rejection | undefined {
  const strange = event.counts.find(({ flag, variant, count }: EvaluationCount) => {
    const document = live.program.flags.get(flag)?.client === true ? flagOf(live, flag) : undefined;
    if (document === undefined || count > mostUntrustedCount) return true;
    return variant !== null && !document.variants.some(({ key }) => key === variant);
  });
  if (strange === undefined) return undefined;
  if (strange.count > mostUntrustedCount) {
    return { code: "invalid_item", detail: `A client key counts at most ${mostUntrustedCount} at a time.` };
  }
  return unknownFlag(strange.flag);
}

function flagOf(live: LiveEnvironment, key: string) {
  return live.snapshot.flags.find((flag) => flag.key === key);
}

function heartbeat({ type: _, applied, ...rest }: ReportedHeartbeat, now: Date) {
  return {
    kind: "heartbeat" as const,
    ...rest,
    applied: (applied ?? [])
      .filter(({ from, to }) => from < to)
      .map(({ from, to, agoMs }) => ({ from, to, at: new Date(now.getTime() - agoMs) })),
  };
}

/** The context with the unit at its path; undefined where the path can hold none. */
function contextWith(
  context: Readonly<Record<string, unknown>>,
  { path, value }: Unit,
): Record<string, unknown> | undefined {
  const names = path.split(".");
  const unusable = (name: string) => name === "" || name.startsWith("$") || name.includes("\\");
  if (names.some(unusable) || names.includes("__proto__")) return undefined;
  const whole: Record<string, unknown> = { ...context };
  let place = whole;
  for (const name of names.slice(0, -1)) {
    const inner = place[name];
    const next = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? { ...inner } : {};
    place[name] = next;
    place = next;
  }
  place[names.at(-1) ?? ""] = value;
  return whole;
}

function unknownFlag(flag: string): Rejection {
  return { code: "unknown_flag", detail: `There is no flag "${flag}" for this key, or not that variant.` };
}

function onlyForServers(what: string): Rejection {
  return { code: "not_for_client_keys", detail: `${what} are taken under a server key only.` };
}
