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
  for (let i = 0; i < 4; i++) globalThis.gc?.();
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

// Twenty of everything, since what one weighs drowns in what else a process allocates; the first also brought the engine's own code with it.
const COPIES = 20;
const copies = <Item>(make: (i: number) => Item): { items: Item[]; bytes: number } => {
  const before = weigh();
  const items = Array.from({ length: COPIES }, (_, i) => make(i));
  return { items, bytes: (weigh() - before) / COPIES };
};
const user = { targetingKey: "user-1" };
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
  `Ready, in a cold process: ${ready} (parse ${parsed}, verify ${checked}, compile and first answer ${compiled}); ` +
    `then checking the other flags ${judged}, planning and evaluating all ${full.items[0]} ${planned}.`,
);
console.log(
  `Heap: ${kB(text.length)} of JSON parsed ${kB(parsedOnes.bytes)}; beside it the program ${kB(programs.bytes)}, and ${kB(programs.bytes + full.bytes)} once every flag was evaluated.`,
);
