/**
 * Prints how much of the product's work over HTTP is the product: its front beside a bare node:http handler that reads
 * and parses the same bodies, and beside hand-written closures that join pre-serialised answers. Every subject has a
 * process of its own, and they take turns, so that whatever else the machine does hits all of them.
 */
import { all, CONTEXTS } from "./engine/scenarios.ts";
import { load, quantile, requestOf, type Load } from "./http/load.ts";
import { spawnServer, type BenchServer } from "./http/spawn.ts";
import { key } from "./http/front.ts";
import { single, type SubjectName } from "./http/subjects.ts";
import { print } from "./table.ts";

const CONNECTIONS = 50;
const ROUNDS = Number(process.env["ROUNDS"] ?? 5);
const WARM_UP_MS = Number(process.env["WARM_UP_MS"] ?? 3000);
const ROUND_MS = Number(process.env["ROUND_MS"] ?? 1000);

const authorization = { authorization: `Bearer ${key}` };
const bodies = (make: (context: object) => unknown, line: string): Buffer[] =>
  CONTEXTS.slice(0, 500).map((context) => requestOf(line, authorization, make(context)));
const tag = `"${all.revision}-${all.checksum.replace("sha256:", "").slice(0, 16)}"`;

interface Scenario {
  readonly title: string;
  readonly requests: readonly Buffer[];
  readonly against: readonly SubjectName[];
  readonly evaluations: number;
  readonly status: number;
}

const scenarios: readonly Scenario[] = [
  {
    title: "one flag",
    requests: bodies((context) => ({ flag: single, context }), "POST /api/v1/evaluate"),
    against: ["bare", "closures"],
    evaluations: 1,
    status: 200,
  },
  {
    title: "OFREP, all of 1,000 flags",
    requests: bodies((context) => ({ context }), "POST /ofrep/v1/evaluate/flags"),
    against: ["bare", "closures"],
    evaluations: 1000,
    status: 200,
  },
  {
    title: "all of 1,000 flags",
    requests: bodies((context) => ({ all: true, context }), "POST /api/v1/evaluate"),
    against: ["bare", "closures"],
    evaluations: 1000,
    status: 200,
  },
  {
    title: "snapshot, unchanged",
    requests: [requestOf("GET /api/v1/snapshot", { ...authorization, "if-none-match": tag })],
    against: ["bare"],
    evaluations: 0,
    status: 304,
  },
];

interface Round {
  readonly rate: number;
  readonly cpuUs: number;
  readonly load: Load;
}

async function round(server: BenchServer, { requests, status }: Scenario): Promise<Round> {
  const before = await server.used();
  const result = await load({ port: server.port, connections: CONNECTIONS, ms: ROUND_MS, requests });
  const after = await server.used();
  const count = result.latencies.length;
  if (result.statuses.get(status) !== count) {
    throw new Error(`Not every answer was ${status}: ${JSON.stringify([...result.statuses])}`);
  }
  return {
    rate: count / result.seconds,
    cpuUs: ((after.cpuMs - before.cpuMs) * 1000) / count,
    load: result,
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
const whole = (value: number): string => Math.round(value).toLocaleString("en");

const names: readonly SubjectName[] = ["guidon", "bare", "closures"];
const servers = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, await spawnServer(name)] as const)),
) as Record<SubjectName, BenchServer>;

const rows: string[][] = [
  ["", "req/s", "evaluations/s", "CPU µs/req", "p50 ms", "p99 ms", "req/s ÷ theirs", "CPU: theirs ÷ ours"],
];
const half: string[][] = [["at half of our saturation", "req/s", "p50 ms", "p90 ms", "p99 ms"]];
for (const scenario of scenarios) {
  const subjects: readonly SubjectName[] = ["guidon", ...scenario.against];
  // Until the compiler is done with it.
  for (const name of subjects)
    await load({ ...scenario, port: servers[name].port, connections: CONNECTIONS, ms: WARM_UP_MS });
  const rounds = new Map<SubjectName, Round[]>(subjects.map((name) => [name, []]));
  for (let i = 0; i < ROUNDS; i++)
    for (const name of subjects) rounds.get(name)!.push(await round(servers[name], scenario));
  const own = rounds.get("guidon")!;
  for (const name of subjects) {
    const found = rounds.get(name)!;
    const rate = median(found.map(({ rate }) => rate));
    const ofRound = (pick: (ours: Round, theirs: Round) => number) =>
      name === "guidon" ? "" : median(found.map((theirs, i) => pick(own[i]!, theirs))).toFixed(2);
    rows.push([
      `${scenario.title}: ${name}`,
      whole(rate),
      scenario.evaluations === 0 || name === "bare" ? "" : whole(rate * scenario.evaluations),
      whole(median(found.map(({ cpuUs }) => cpuUs))),
      median(found.map(({ load }) => quantile(load.latencies, 0.5))).toFixed(1),
      median(found.map(({ load }) => quantile(load.latencies, 0.99))).toFixed(1),
      ofRound((ours, theirs) => ours.rate / theirs.rate),
      ofRound((ours, theirs) => theirs.cpuUs / ours.cpuUs),
    ]);
  }
  const rate = median(own.map(({ rate }) => rate)) / 2;
  for (const name of ["guidon", "bare"] as const) {
    const { port } = servers[name];
    const calm = await load({ ...scenario, port, connections: CONNECTIONS, ms: 5 * ROUND_MS, rate });
    const at = (part: number) => quantile(calm.latencies, part).toFixed(2);
    half.push([`${scenario.title}: ${name}`, whole(rate), at(0.5), at(0.9), at(0.99)]);
  }
}
for (const server of Object.values(servers)) server.stop();

print(rows);
print(half);
console.log(
  `Node ${process.versions.node}; medians of ${ROUNDS} rounds of ${ROUND_MS} ms in turn, ${CONNECTIONS} connections from one process on the same machine. ` +
    "Ratios are of the same round. The bare handler answers as many bytes, always the same; the closures' answers have some number in place of each bucket.",
);
