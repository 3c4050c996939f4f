/**
 * Asks for three times what a server process can answer, in an open loop, and prints what becomes of it: accepted requests
 * must stay quick, the others be refused at once with Retry-After, and memory come back to where it was.
 */
import { CONTEXTS } from "./engine/scenarios.ts";
import { key } from "./http/front.ts";
import { load, quantile, requestOf } from "./http/load.ts";
import { spawnServer } from "./http/spawn.ts";
import { print } from "./table.ts";

const SECONDS = Number(process.env["SECONDS"] ?? 60);
const TIMES = 3;

const requests = CONTEXTS.slice(0, 500).map((context) =>
  requestOf("POST /api/v1/evaluate", { authorization: `Bearer ${key}` }, { all: true, context }),
);
const server = await spawnServer("guidon");
await load({ port: server.port, connections: 50, ms: 4000, requests });
const calm = await load({ port: server.port, connections: 50, ms: 3000, requests });
const saturation = (calm.statuses.get(200) ?? 0) / calm.seconds;
await new Promise((done) => setTimeout(done, 2000));
const ask = (ms: number) =>
  load({ port: server.port, connections: 2000, ms, requests, rate: saturation * TIMES });
// The first crowd makes the process as large as it gets; a second one must not make it larger.
await ask(5000);
await new Promise((done) => setTimeout(done, 3000));
const before = await server.used();
const crowd = await ask(SECONDS * 1000);
await new Promise((done) => setTimeout(done, 3000));
const after = await server.used();
server.stop();

const accepted = crowd.statuses.get(200) ?? 0;
const refused = crowd.statuses.get(503) ?? 0;
const refusals = crowd.refused;
const others = crowd.latencies.length - accepted - refused;
const whole = (value: number) => Math.round(value).toLocaleString("en");
const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
print([
  [`all of 1,000 flags, ${TIMES} × saturation for ${SECONDS} s`, "found", "asked"],
  ["saturation", `${whole(saturation)}/s`, ""],
  ["asked for", `${whole(saturation * TIMES)}/s`, ""],
  ["answered", `${whole(accepted / crowd.seconds)}/s`, ""],
  ["  p50", `${quantile(crowd.accepted, 0.5).toFixed(0)} ms`, ""],
  ["  p99", `${quantile(crowd.accepted, 0.99).toFixed(0)} ms`, "≤ 250 ms"],
  ["refused with 503", `${whole(refused / crowd.seconds)}/s`, ""],
  ["  p99", `${quantile(refusals, 0.99).toFixed(0)} ms`, "at once"],
  ["  without Retry-After", whole(crowd.mute), "0"],
  ["any other answer", whole(others), "0"],
  ["memory held after a crowd of 5 s", megabytes(before.held), ""],
  ["memory held after this one", megabytes(after.held), "as before"],
  ["resident, before and after", `${megabytes(before.rss)}, ${megabytes(after.rss)}`, ""],
]);
console.log(
  `Node ${process.versions.node}; 2,000 connections. Times count from when a request was due, so they hold what the load's own process was late, too.`,
);
