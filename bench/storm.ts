/**
 * Simulates how a fleet of SDKs comes back after its streams were lost, with the delays that the SDK really draws and the
 * windows and refusals of the server, and prints what each process has to bear. What one process can take is an input,
 * from `npm run bench:stream`; nothing here is measured.
 */
// oxlint-disable no-restricted-imports -- the delays that SDKs really draw, which are nobody's API
import { drawDelay } from "../sdks/server/src/back-off.ts";
import { realSurroundings } from "../sdks/server/src/surroundings.ts";
// oxlint-enable no-restricted-imports
import { print } from "./table.ts";

const SDKS = Number(process.env["SDKS"] ?? 1_000_000);
const PROCESSES = Number(process.env["PROCESSES"] ?? 100);
/** New streams a second that a process was seen to open. */
const CAPACITY = Number(process.env["CAPACITY"] ?? 1300);

/** As in the server's stream hub. */
const mostStreams = 15_000;
const returnsPerSecond = 1250;
const shortestWindowMs = 500;
/** As in the server's listen(): connections that wait to be taken; more are refused by the system. */
const backlog = 4096;

const slotMs = 10;
const longestMs = 300_000;

interface Scenario {
  readonly title: string;
  /** Processes that lose their streams at the beginning. */
  readonly lost: number;
  /** When the n-th of them takes streams again, in milliseconds; Infinity: never. */
  readonly backAt: (n: number) => number;
  /** Clients that know of no windows: full jitter from half a second, doubling to 30 s. */
  readonly naive?: boolean;
}

const scenarios: readonly Scenario[] = [
  { title: "one process ends for good", lost: 1, backAt: () => Infinity },
  { title: "a tenth restarts in 2 s", lost: PROCESSES / 10, backAt: () => 2000 },
  { title: "all are lost, and back in 2 s", lost: PROCESSES, backAt: () => 2000 },
  { title: "all are lost for a minute", lost: PROCESSES, backAt: () => 60_000 },
  {
    title: "all are lost, a quarter never returns",
    lost: PROCESSES,
    backAt: (n) => (n < PROCESSES / 4 ? Infinity : 2000),
  },
  { title: "back in 2 s, but no windows known", lost: PROCESSES, backAt: () => 2000, naive: true },
];

interface Outcome {
  readonly halfMs: number;
  readonly allMs: number;
  readonly up: number;
  readonly of: number;
  readonly attempts: number;
  readonly refused: number;
  readonly busiestSecond: number;
  readonly busiestOfOne: number;
}

/** Mulberry32, so that two runs print the same. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function simulate({ lost, backAt, naive = false }: Scenario): Outcome {
  const random = dice(1);
  const perProcess = SDKS / PROCESSES;
  const windowOf = (streams: number) =>
    Math.max(shortestWindowMs, Math.ceil((streams / returnsPerSecond) * 1000));
  const streams = Float64Array.from({ length: PROCESSES }, (_, n) => (n < lost ? 0 : perProcess));
  const opensAt = Float64Array.from({ length: PROCESSES }, (_, n) => (n < lost ? backAt(n) : 0));
  const returning = lost * perProcess;
  const attempts = new Uint16Array(returning);
  const windows = new Float64Array(returning).fill(windowOf(perProcess));
  /** Attempts by the slot in which they fall. */
  const due: number[][] = [];
  const plan = (sdk: number, atMs: number) => {
    const slot = Math.floor(atMs / slotMs);
    (due[slot] ??= []).push(sdk);
  };
  const delayOf = (sdk: number) => {
    const position = { attempt: attempts[sdk]!, retryWindow: naive ? undefined : windows[sdk]! };
    return drawDelay(realSurroundings.backOff, position, random);
  };

  const inSecond: number[] = [];
  const ofProcess = new Float64Array(PROCESSES);
  let tried = 0;
  let refused = 0;
  let up = 0;
  let halfMs = Infinity;
  let allMs = Infinity;
  let busiestOfOne = 0;
  /** Connections that each process has yet to take. */
  const waiting: number[][] = Array.from({ length: PROCESSES }, () => []);

  function fail(sdk: number, atMs: number, retryAfterMs: number): void {
    refused += 1;
    attempts[sdk]! += 1;
    plan(sdk, atMs + retryAfterMs + delayOf(sdk));
  }

  for (let sdk = 0; sdk < returning; sdk++) plan(sdk, delayOf(sdk));
  for (let slot = 0; slot * slotMs < longestMs && up < returning; slot++) {
    const atMs = slot * slotMs;
    const second = Math.floor(atMs / 1000);
    if (atMs % 1000 === 0) {
      busiestOfOne = Math.max(busiestOfOne, ...ofProcess);
      ofProcess.fill(0);
    }
    // A balancer that knows who is there sends each to one of those at random.
    const open = [...opensAt.keys()].filter((n) => opensAt[n]! <= atMs);
    for (const sdk of due[slot] ?? []) {
      tried += 1;
      inSecond[second] = (inSecond[second] ?? 0) + 1;
      const target = open[Math.floor(random() * open.length)];
      if (target === undefined || waiting[target]!.length >= backlog) fail(sdk, atMs, 0);
      else {
        ofProcess[target]! += 1;
        waiting[target]!.push(sdk);
      }
    }
    due[slot] = [];
    for (const target of open) {
      for (const sdk of waiting[target]!.splice(0, (CAPACITY * slotMs) / 1000)) {
        if (streams[target]! >= mostStreams) {
          fail(sdk, atMs, (Math.ceil((random() * windowOf(streams[target]!)) / 1000) + 1) * 1000);
          continue;
        }
        streams[target]! += 1;
        windows[sdk] = windowOf(streams[target]!);
        up += 1;
        if (up * 2 >= returning) halfMs = Math.min(halfMs, atMs);
        if (up === returning) allMs = atMs;
      }
    }
  }
  return {
    halfMs,
    allMs,
    up,
    of: returning,
    attempts: tried,
    refused,
    busiestSecond: Math.max(...Array.from(inSecond, (count) => count ?? 0)),
    busiestOfOne,
  };
}

const whole = (value: number) => Math.round(value).toLocaleString("en");
const seconds = (ms: number) => (Number.isFinite(ms) ? `${(ms / 1000).toFixed(1)} s` : "–");
const rows: string[][] = [
  ["", "come back", "half after", "all after", "attempts", "refused", "busiest second", "of one process"],
];
for (const scenario of scenarios) {
  const found = simulate(scenario);
  rows.push([
    scenario.title,
    whole(found.of),
    seconds(found.halfMs),
    found.up === found.of
      ? seconds(found.allMs)
      : `${whole(found.of - found.up)} not in ${longestMs / 1000} s`,
    whole(found.attempts),
    whole(found.refused),
    whole(found.busiestSecond),
    whole(found.busiestOfOne),
  ]);
}
print(rows);
console.log(
  `Simulated: ${whole(SDKS)} SDKs on ${PROCESSES} processes, each of which opens ${whole(CAPACITY)} streams a second and holds ${whole(mostStreams)}. Times begin with the loss.`,
);
