/**
 * Holds many streams on one process and prints what an idle one costs, how long a change takes to reach them all, and how
 * they come back when the process restarts. Readers are in this process, the server in another; both share the machine.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { key } from "./http/front.ts";
import { quantile } from "./http/load.ts";
import { createReaders } from "./stream/readers.ts";
import { print } from "./table.ts";

const STREAMS = Number(process.env["STREAMS"] ?? 10_000);
const CHANGES = Number(process.env["CHANGES"] ?? 10);

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

async function launch(port: number, revision: number): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(new URL("stream/server.ts", import.meta.url), [String(port), String(revision)], {
    execArgv: ["--conditions=guidon-source", "--expose-gc", "--disable-warning=ExperimentalWarning"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const [message] = (await once(child, "message")) as [{ port: number }];
  return { child, port: message.port };
}

async function ask<T>(child: ChildProcess, message: string): Promise<T> {
  child.send(message);
  const [answer] = (await once(child, "message")) as [T];
  return answer;
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
const now = () => performance.timeOrigin + performance.now();
const show = (ms: number) => `${ms.toFixed(0)} ms`;

let server = await launch(0, 1);
const before = await ask<Memory>(server.child, "used");
const readers = createReaders({ port: () => server.port, key, revision: 1 });
const opening = now();
await readers.open(STREAMS);
const openedMs = now() - opening;
await wait(1000);
const idle = await ask<Memory>(server.child, "used");
const kb = (after: number, from: number) => ((after - from) / 1024 / STREAMS).toFixed(1);

const delays: number[] = [];
const blocks: number[] = [];
let revision = 1;
for (let i = 0; i < CHANGES; i++) {
  const published = await ask<{ at: number; blocked: number; revision: number }>(server.child, "publish");
  revision = published.revision;
  for (let waited = 0; readers.heard(revision).length < STREAMS && waited < 5000; waited += 50)
    await wait(50);
  const heard = readers.heard(revision);
  if (heard.length !== STREAMS)
    throw new Error(`${heard.length} of ${STREAMS} heard of revision ${revision}.`);
  delays.push(...heard.map((at) => at - published.at));
  blocks.push(published.blocked);
  await wait(300);
}
const sorted = Float64Array.from(delays).sort();
// The window that readers were told when they came, few as they were then, is renewed by the heartbeats.
await wait(16_000);

readers.connects.length = 0;
const stopping = now();
server.child.send("stop");
await once(server.child, "exit");
server = await launch(server.port, revision);
const backMs = now() - stopping;
while (readers.up() < STREAMS && now() - stopping < 60_000) await wait(20);
const resumedMs = now() - stopping;
const perSecond = new Map<number, number>();
for (const at of readers.connects) {
  // Sliding by tenths of a second, so that no border hides a burst.
  const tenth = Math.floor(at / 100);
  for (let i = 0; i < 10; i++) perSecond.set(tenth - i, (perSecond.get(tenth - i) ?? 0) + 1);
}
const up = readers.up();
const most = Math.max(...perSecond.values());
readers.close();
server.child.disconnect();

print([
  [`${STREAMS.toLocaleString("en")} streams on one process`, "found", "asked"],
  ["opened in", show(openedMs), ""],
  ["memory per idle stream", `${kb(idle.rss, before.rss)} KB`, "≤ 20 KB"],
  ["  of it in the heap", `${kb(idle.heapUsed, before.heapUsed)} KB`, ""],
  ["publication → frame received, p50", show(quantile(sorted, 0.5)), ""],
  ["publication → frame received, p99", show(quantile(sorted, 0.99)), "< 250 ms"],
  ["  of it compiling and writing, worst", show(Math.max(...blocks)), ""],
  ["restart: away for", show(backMs), ""],
  ["restart: streams back", up.toLocaleString("en"), STREAMS.toLocaleString("en")],
  ["restart: all back after", show(resumedMs), "≤ 15,000 ms"],
  ["restart: connects in all", readers.connects.length.toLocaleString("en"), "≤ 13,000"],
  ["restart: connects in the busiest second", most.toLocaleString("en"), "≤ 2,000"],
]);
console.log(
  `Node ${process.versions.node}; ${CHANGES} changes of one flag of 1,000. Times begin where the process has read the change from the log; what is before that, commit and notice, is not in them.`,
);
process.exit(0);
