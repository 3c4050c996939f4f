/** In a process of its own: how long a 1,000-flag snapshot takes until its first answer, and what the program weighs beside the snapshot. */
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
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

let start = performance.now();
const begin = start;
const received: unknown = JSON.parse(text);
const parsed = ms(start);
start = performance.now();
const verified = verify(received, { sha256 });
const checked = ms(start);
if (!verified.ok) throw new Error(verified.problem);
start = performance.now();
const program = compile(verified.snapshot);
evaluate(program, "S4-flag-0", { targetingKey: "user-1" }, { now: 0 });
const compiled = ms(start);
const ready = ms(begin);
start = performance.now();
const { quarantined } = program;
const judged = ms(start);
start = performance.now();
evaluateAll(program, { targetingKey: "user-1" }, { now: 0 });
const planned = ms(start);
if (quarantined.length > 0) throw new Error(JSON.stringify(quarantined[0]));

// The second ones weigh what they weigh; the first also brought the engine's own code with them.
const empty = weigh();
const snapshot = JSON.parse(text) as Snapshot;
const held = weigh();
const second = compile(snapshot);
evaluate(second, "S4-flag-0", { targetingKey: "user-1" }, { now: 0 });
const fresh = weigh();
const all1000 = evaluateAll(second, { targetingKey: "user-1" }, { now: 0 }).size;
const full = weigh();
console.log(
  `Ready, in a cold process: ${ready} (parse ${parsed}, verify ${checked}, compile and first answer ${compiled}); ` +
    `then checking the other flags ${judged}, planning and evaluating all ${all1000} ${planned}.`,
);
console.log(
  `Heap: ${kB(text.length)} of JSON parsed ${kB(held - empty)}; beside it the program ${kB(fresh - held)}, and ${kB(full - held)} once every flag was evaluated.`,
);
