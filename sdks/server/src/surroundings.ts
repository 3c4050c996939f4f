import type { BackOffSettings } from "./back-off.ts";

/** A timer that was set; calling it clears it. */
export type CancelTimer = () => void;

/**
 * Everything that a client takes from the world around it and every duration that is not for users to set, in one
 * object, so that a test can shorten a minute to milliseconds. All durations are milliseconds.
 */
export interface Surroundings {
  /** Wall-clock time, for evaluation and for what people read. */
  now: () => number;
  /** Time that never jumps, for durations. */
  elapsed: () => number;
  random: () => number;
  /** Runs something later without keeping the process alive. */
  after: (ms: number, run: () => void) => CancelTimer;
  /** Runs something later and keeps the process alive until then: for what a caller is waiting on. */
  afterHolding: (ms: number, run: () => void) => CancelTimer;
  /** How often the service sends something on an idle stream; three of these without a byte mean that it is dead. */
  heartbeat: number;
  backOff: BackOffSettings;
  /** A stream that lived this long was healthy: the next failure counts from the beginning again. */
  healthyAfter: number;
  /** How long the first stream may take before polling starts beside it. */
  streamGrace: number;
  /** How often a refused key is tried again. */
  refusedKeyRetry: number;
  /** A service that names an older revision for this long has lost its newer history for good. */
  acceptRewindAfter: number;
  /** Nobody's Retry-After keeps us away for longer. */
  longestRetryAfter: number;
  /** Lists that are to be fetched anew are asked for within this time, at a random moment of it. */
  listSpread: number;
  /** How often a process says what it serves. */
  reportInterval: number;
  /** A change is reported within this time, at a random moment of it. */
  reportDebounce: number;
  /** How often events are sent, where there are any; what could not be sent waits for longer each time. */
  eventInterval: number;
  /** With many events waiting they are sent within this time, at a random moment of it. */
  eventDebounce: number;
  /** Changes within this time reach the cache file in one write. */
  cacheDebounce: number;
}

/** The real clock, the real dice and the durations that production uses. */
export const realSurroundings: Surroundings = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
  afterHolding(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  heartbeat: 15_000,
  backOff: { base: 500, cap: 30_000 },
  healthyAfter: 60_000,
  streamGrace: 2_000,
  refusedKeyRetry: 60_000,
  acceptRewindAfter: 120_000,
  longestRetryAfter: 300_000,
  listSpread: 1_000,
  reportInterval: 30_000,
  reportDebounce: 200,
  eventInterval: 10_000,
  eventDebounce: 1_000,
  cacheDebounce: 1_000,
};
