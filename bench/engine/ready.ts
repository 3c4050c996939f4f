/** In a process of its own: how long a 1,000-flag snapshot takes until its first answer, and what the program weighs beside the snapshot. */
import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import { compile, evaluate, evaluateAll, type Snapshot } from "@guidon/engine";
import { canonicalJson, verify } from "@guidon/engine/documents";

const { all } = await import("./scenarios.ts");
/** As servers send it: documents in their canonical form. */
const text = Buffer.from(canonicalJson(all)).toString();

const sha256 = (input: string): string => hash("sha256", input);
const ms = (start: number): string => `${(performance.now() - start).toFixed(1)} ms`;
const kB = (bytes: number): string => `${(bytes / 1024).toFixed(0)} kB`;
const weigh = (): number => {
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const user = { targetingKey: "user-1" };

/** What a process does with what it received until its first answer, and how long each part of that takes. */
function makeReady() {
  const laps = [performance.now()];
  const lap = <Result>(result: Result): Result => {
    laps.push(performance.now());
    return result;
  };
  const received: unknown = lap(JSON.parse(text));
  const verified = lap(verify(received, { sha256 }));
  if (!verified.ok) throw new Error(verified.problem);
  const program = compile(verified.snapshot);
  lap(evaluate(program, "S4-flag-0", user, { now: 0 }));
  return { program, times: laps.slice(1).map((at, i) => at - laps[i]!) };
}

if (process.argv.includes("--times")) {
  console.log(JSON.stringify(makeReady().times));
  process.exit();
}

/** The try that was ready first, since much else may happen on a machine. */
function shown(tries: readonly (readonly number[])[]): string {
  const readyMs = (times: readonly number[]): number => times[1]! + times[2]!;
  const fastest = tries.toSorted((one, other) => readyMs(one) - readyMs(other))[0]!;
  const [parse, check, compiled] = fastest.map((time) => `${time.toFixed(1)} ms`);
  return `${readyMs(fastest).toFixed(1)} ms from the parsed snapshot (verify ${check}, compile and first answer ${compiled}), after ${parse} to parse it`;
}

const cold = Array.from({ length: 9 }, () => {
  const args = [...process.execArgv, import.meta.filename, "--times"];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as number[];
});

const { program } = makeReady();
let start = performance.now();
const { quarantined } = program;
const judged = ms(start);
start = performance.now();
evaluateAll(program, user, { now: 0 });
const planned = ms(start);
if (quarantined.length > 0) throw new Error(JSON.stringify(quarantined[0]));
const warm = Array.from({ length: 30 }, () => makeReady().times);

// Twenty of everything, since what one weighs drowns in what else a process allocates; the first also brought the engine's own code with it.
const COPIES = 20;
const copies = <Item>(make: (i: number) => Item): { items: Item[]; bytes: number } => {
  const before = weigh();
  const items = Array.from({ length: COPIES }, (_, i) => make(i));
  return { items, bytes: (weigh() - before) / COPIES };
};
const parsedOnes = copies(() => JSON.parse(text) as Snapshot);
const programs = copies((i) => {
  const one = compile(parsedOnes.items[i]!);
  evaluate(one, "S4-flag-0", user, { now: 0 });
  return one;
});
const full = copies(
  (i) => programs.items[i]!.quarantined.length + evaluateAll(programs.items[i]!, user, { now: 0 }).size,
);
console.log(
  `Ready, in the fastest of ${cold.length} cold processes: ${shown(cold)}; then checking the other flags ${judged}, planning and evaluating all ${full.items[0]} ${planned}.`,
);
console.log(`Ready, in a warm one: ${shown(warm)}.`);
console.log(
  `Heap: ${kB(text.length)} of JSON parsed ${kB(parsedOnes.bytes)}; beside it the program ${kB(programs.bytes)}, and ${kB(programs.bytes + full.bytes)} once every flag was evaluated.`,
);
