/**
 * Prints how fast the pages are that people live in, with as much in them as a large company has: 1,000 flags and 100,000
 * audit entries. At the server: from the request to the last byte, on a connection that is open. Interactive: from the
 * navigation of a browser with an empty cache and a throttled CPU, until the page is hydrated and its last long task is done.
 */
import { chromium } from "playwright";
import { Browser } from "../e2e/browser.fixture.ts";
import { launchOptions } from "../e2e/chromium.ts";
import { dataFolder, removeData, startServer } from "../e2e/server.fixture.ts";
import { ask, openSite, stateOf } from "../e2e/site.fixture.ts";
import { quantile } from "./http/load.ts";
import { appendLog, createFlags, flagKey, project } from "./pages/fill.ts";
import { interactive, type Visit } from "./pages/interactive.ts";
import { print } from "./table.ts";

const FLAGS = Number(process.env["FLAGS"] ?? 1000);
const ENTRIES = Number(process.env["ENTRIES"] ?? 100_000);
const REQUESTS = Number(process.env["REQUESTS"] ?? 50);
const VISITS = Number(process.env["VISITS"] ?? 5);
const THROTTLE = Number(process.env["THROTTLE"] ?? 4);
const limits = { serverMs: 200, interactiveMs: 1500 };

const flag = flagKey(Math.floor(FLAGS / 2));
const base = `/projects/${project}`;
const pages = {
  "flags list": `${base}/flags`,
  "flags list, searched": `${base}/flags?search=basket`,
  "flag page": `${base}/flags/${flag}/targeting/production`,
  "flag history": `${base}/flags/${flag}/history/production`,
  "audit log": `${base}/audit`,
  "audit log of one flag": `${base}/audit?flag=${flag}`,
};

const sorted = (values: readonly number[]) => Float64Array.from(values).toSorted();
const median = (values: readonly number[]) => quantile(sorted(values), 0.5);
const ms = (value: number) => `${value.toFixed(0)} ms`;

const data = await dataFolder();
const filling = await openSite({ data });
await createFlags(filling, FLAGS);
await filling.server.stop();
await appendLog(data, ENTRIES);

const server = await startServer({ data });
const olga = new Browser(server.url);
for (const [name, value] of filling.olga.cookies) olga.cookies.set(name, value);
const browser = await chromium.launch(launchOptions);
const slow: string[] = [];
try {
  const verified = await ask<unknown>(olga, "GET", `/api/v1/projects/${project}/audit/verify`);
  const rows = [["", "server p50", "p95", "first paint", "hydrated", "interactive", "JS over the wire"]];
  for (const [name, path] of Object.entries(pages)) {
    const times: number[] = [];
    for (let i = 0; i < REQUESTS; i++) {
      const begun = performance.now();
      const answer = await olga.visit(path);
      await answer.text();
      if (answer.status !== 200) throw new Error(`${path} was answered by ${answer.status}.`);
      // The first ones wait for the compiler, the database's cache and a connection.
      if (i >= 5) times.push(performance.now() - begun);
    }
    const visits: Visit[] = [];
    for (let i = 0; i < VISITS; i++) {
      visits.push(
        await interactive(browser, {
          ...{ site: server.url, session: stateOf(olga), path, throttle: THROTTLE },
        }),
      );
    }
    const of = (pick: (visit: Visit) => number) => median(visits.map(pick));
    const serverMs = quantile(sorted(times), 0.95);
    const interactiveMs = of((visit) => visit.interactive);
    if (serverMs > limits.serverMs) slow.push(`${name} takes ${ms(serverMs)} at the server`);
    if (interactiveMs > limits.interactiveMs) slow.push(`${name} is interactive after ${ms(interactiveMs)}`);
    rows.push([
      name,
      ms(median(times)),
      ms(serverMs),
      ms(of((visit) => visit.firstPaint)),
      ms(of((visit) => visit.hydrated)),
      ms(interactiveMs),
      `${of((visit) => visit.scriptKb).toFixed(0)} kB`,
    ]);
  }
  print(rows);
  console.log(
    `${FLAGS.toLocaleString("en")} flags, ${ENTRIES.toLocaleString("en")} audit entries; their chain verified: ${JSON.stringify(verified)}. ` +
      `Node ${process.versions.node}; ${REQUESTS} requests and ${VISITS} visits each (medians), CPU throttled ${THROTTLE}×, cache empty.`,
  );
} finally {
  await browser.close();
  await server.stop();
  await removeData(data);
}
for (const line of slow) console.log(`Too slow: ${line}.`);
process.exitCode = slow.length === 0 ? 0 : 1;
