import { realSurroundings, type Surroundings } from "./surroundings.ts";

/** The real clock with every duration shortened, so that a test about a silent minute takes milliseconds. */
export function briskSurroundings(changes: Partial<Surroundings> = {}): Surroundings {
  return {
    ...realSurroundings,
    heartbeat: 1_000,
    backOff: { base: 10, cap: 50 },
    healthyAfter: 200,
    streamGrace: 1_000,
    refusedKeyRetry: 150,
    acceptRewindAfter: 60_000,
    listSpread: 10,
    reportInterval: 60_000,
    reportDebounce: 5,
    eventInterval: 60_000,
    eventDebounce: 5,
    cacheDebounce: 10,
    ...changes,
  };
}
