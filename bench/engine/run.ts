/** Prints nanoseconds per evaluation of the engine, its peers and hand-written closures; see the README beside this. */
import { execFileSync } from "node:child_process";
import { closures } from "./closures.ts";
import { guidon } from "./guidon.ts";
import { flagd } from "./peer-flagd.ts";
import { growthbook } from "./peer-growthbook.ts";
import { launchdarkly } from "./peer-launchdarkly.ts";
import { unleash } from "./peer-unleash.ts";
import { CONTEXTS, SCENARIOS, TITLES, type Scenario } from "./scenarios.ts";
import type { Subject } from "./subject.ts";

const ROUNDS = 15;
const ROUND_MS = 30;

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
async function measure(subjects: readonly Subject[], scenario: Scenario): Promise<readonly number[]> {
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
  const [harness, ...times] = rounds.map((found) => Math.min(...found)).reverse() as [number, ...number[]];
  return times.reverse().map((found) => found - harness);
}

const only = process.argv[2]?.split(",");
const subjects = [guidon(), closures()];
if (!process.argv.includes("--alone"))
  subjects.push(await flagd(), await launchdarkly(), await unleash(), await growthbook());
const show = (ns: number): string =>
  ns >= 10_000 ? `${(ns / 1_000).toFixed(0)} µs` : `${ns.toFixed(ns < 100 ? 1 : 0)} ns`;
const rows: string[][] = [
  ["", ...subjects.map(({ name }) => name), "fastest peer ÷ guidon", "guidon ÷ closures"],
];
for (const scenario of SCENARIOS) {
  if (only && only[0] !== "--alone" && !only.includes(scenario)) continue;
  const times = await measure(subjects, scenario);
  const [own, floor, ...peers] = times as [number, number, ...number[]];
  rows.push([
    `${scenario} ${TITLES[scenario]}`,
    ...times.map(show),
    `${(Math.min(...peers) / own).toFixed(1)} ×`,
    `${(own / floor).toFixed(2)} ×`,
  ]);
}
for (const { close } of subjects) close?.();
const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
for (const row of rows)
  console.log(row.map((cell, i) => (i ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join("  "));
console.log(
  `Node ${process.versions.node}; the fastest of ${ROUNDS} rounds of ${ROUND_MS} ms less what the loop itself takes, ${CONTEXTS.length.toLocaleString("en")} contexts in turn.`,
);
for (const name of ["ready", "ready-closures"]) {
  const file = new URL(`./${name}.ts`, import.meta.url).pathname;
  console.log(
    execFileSync(process.execPath, ["--expose-gc", "--conditions=guidon-source", file], {
      encoding: "utf8",
    }).trim(),
  );
}
if (sink === process) console.log("");
