/** Prints nanoseconds per evaluation of the engine, its peers and hand-written closures; see the README beside this. */
import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";
import { print } from "../table.ts";
import { closures } from "./closures.ts";
import { guidon } from "./guidon.ts";
import { flagd } from "./peer-flagd.ts";
import { growthbook } from "./peer-growthbook.ts";
import { launchdarkly } from "./peer-launchdarkly.ts";
import { unleash } from "./peer-unleash.ts";
import { CONTEXTS, SCENARIOS, TITLES, type Scenario } from "./scenarios.ts";
import type { Subject } from "./subject.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { alone: { type: "boolean" }, node: { type: "string" } },
});
if (values.node !== undefined) {
  const { bundle } = await import("./bundle.ts");
  const args = [await bundle(), ...positionals, ...(values.alone ? ["--alone"] : [])];
  process.exit(spawnSync(values.node, args, { stdio: "inherit" }).status ?? 1);
}

const ROUNDS = 300;
const ROUND_MS = 1.5;

let sink: unknown;

/** Nanoseconds per call over about one round. */
async function time(run: (i: number) => unknown, calls: number): Promise<number> {
  const start = process.hrtime.bigint();
  const first = run(0);
  if (first instanceof Promise) for (let i = 1; i < calls; i++) sink = await run(i % CONTEXTS.length);
  else for (let i = 1; i < calls; i++) sink = run(i % CONTEXTS.length);
  return Number(process.hrtime.bigint() - start) / calls;
}

const nothing: Subject["run"][Scenario] = (i) => CONTEXTS[i];

/** Warms up, then takes the subjects in turn, so that whatever else the machine does hits all of them. */
async function measure(subjects: readonly Subject[], scenario: Scenario): Promise<readonly Times[]> {
  const calls: number[] = [];
  const everybody = [...subjects.map(({ run }) => run[scenario]), nothing];
  for (const run of everybody) {
    let guess = await time(run, scenario === "S6" ? 20 : 2_000);
    guess = await time(run, Math.ceil((ROUND_MS * 1e6) / guess));
    calls.push(Math.ceil((ROUND_MS * 1e6) / guess));
  }
  const rounds = everybody.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [s, run] of everybody.entries()) rounds[s]!.push(await time(run, calls[s]!));
  const times = rounds.map((found): Times => {
    const sorted = found.sort((a, b) => a - b);
    return { fastest: sorted[0]!, median: sorted[ROUNDS >> 1]! };
  });
  const loop = times.pop()!;
  return times.map(({ fastest, median }) => ({
    fastest: fastest - loop.fastest,
    median: median - loop.median,
  }));
}

interface Times {
  readonly fastest: number;
  readonly median: number;
}

const only = positionals[0]?.split(",");
const subjects = [guidon(), closures()];
if (!values.alone) subjects.push(await flagd(), await launchdarkly(), await unleash(), await growthbook());
const show = (ns: number): string =>
  ns >= 10_000 ? `${(ns / 1_000).toFixed(0)} µs` : `${ns.toFixed(ns < 100 ? 1 : 0)} ns`;
const tables = { fastest: [] as string[][], median: [] as string[][] };
for (const scenario of SCENARIOS) {
  if (only && !only.includes(scenario)) continue;
  const times = await measure(subjects, scenario);
  for (const kind of ["fastest", "median"] as const) {
    const [own, floor, ...peers] = times.map((found) => found[kind]) as [number, number, ...number[]];
    tables[kind].push([
      `${scenario} ${TITLES[scenario]}`,
      ...[own, floor, ...peers].map(show),
      peers.length > 0 ? `${(Math.min(...peers) / own).toFixed(1)} ×` : "",
      `${(own / floor).toFixed(2)} ×`,
    ]);
  }
}
for (const { close } of subjects) close?.();
const head = [...subjects.map(({ name }) => name), "fastest peer ÷ guidon", "guidon ÷ closures"];
console.log(
  `Node ${process.versions.node}: ${ROUNDS} rounds of ${ROUND_MS} ms less what the loop itself takes, ${CONTEXTS.length.toLocaleString("en")} contexts in turn.`,
);
for (const kind of ["fastest", "median"] as const) print([[`${kind} round`, ...head], ...tables[kind]]);
for (const name of ["ready", "ready-closures"]) {
  const file = path.join(import.meta.dirname, `${name}${path.extname(import.meta.filename)}`);
  console.log(
    execFileSync(process.execPath, ["--expose-gc", "--conditions=guidon-source", file], {
      encoding: "utf8",
    }).trim(),
  );
}
if (sink === process) console.log("");
