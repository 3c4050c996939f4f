import { randomUUID } from "node:crypto";
import type { ExperimentRef, Unit } from "@guidon/engine";
import type { OutcomeCount } from "@guidon/engine/tally";

/** A unit entered the split of an experiment, and the result was used. */
export interface ExposureEvent {
  type: "exposure";
  id: string;
  at: string;
  environmentRevision: number;
  flag: string;
  flagRevision: number;
  variant: string;
  ruleId?: string;
  unit: Unit;
  experiment: ExperimentRef;
}

/** A unit did something that a metric may count or add up. */
export interface MetricEvent {
  type: "metric";
  id: string;
  at: string;
  event: string;
  unit: Unit;
  value?: number;
}

/** How often flags were evaluated in the minute of `at`, and how it ended. */
export interface CountsEvent {
  type: "counts";
  id: string;
  at: string;
  counts: OutcomeCount[];
}

/** What is reported of evaluations and of what followed from them, as the service takes it. */
export type UsageEvent = ExposureEvent | MetricEvent | CountsEvent;

/** The service takes no longer values. */
export const longestUnit = 1_000;

/** What every event has: an id (UUIDv7) by which sending it twice is harmless, and its time (epoch milliseconds). */
export function identify(at: number): { id: string; at: string } {
  const time = Math.max(0, Math.floor(at)).toString(16).padStart(12, "0");
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
  return { id, at: new Date(at).toISOString() };
}
