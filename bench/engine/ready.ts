/** In a process of its own: how long a 1,000-flag snapshot takes until the first answer, and what the program weighs beside the snapshot. */
import { hash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, evaluate } from "@guidon/engine";
import { verify } from "@guidon/engine/documents";

const file = join(tmpdir(), `guidon-bench-${process.pid}.json`);
const { all } = await import("./scenarios.ts");
writeFileSync(file, JSON.stringify(all));
const text = readFileSync(file, "utf8");
rmSync(file);

const sha256 = (input: string): string => hash("sha256", input);
const start = performance.now();
const received: unknown = JSON.parse(text);
const parsed = performance.now();
const verified = verify(received, { sha256 });
const checked = performance.now();
if (!verified.ok) throw new Error(verified.problem);
const begin = performance.now();
const program = compile(verified.snapshot);
evaluate(program, "S4-flag-0", { targetingKey: "user-1" }, { now: 0 });
const compiled = performance.now() - begin;
// The second one weighs what programs weigh; the first also brought the engine's own code with it.
globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
const again = performance.now();
const second = compile(verified.snapshot);
const warm = performance.now() - again;
globalThis.gc?.();
const heap = process.memoryUsage().heapUsed - before;

const ms = (time: number): string => `${time.toFixed(1)} ms`;
console.log(
  `Ready, in a cold process: parse ${ms(parsed - start)}, verify ${ms(checked - parsed)}, compile and first answer ${ms(compiled)} (a second compile: ${ms(warm)}); ` +
    `snapshot ${(text.length / 1024).toFixed(0)} kB, program ${(heap / 1024).toFixed(0)} kB beside it`,
);
if (program.quarantined.length + second.quarantined.length > 0) console.log(program.quarantined);
