import { pino } from "pino";
import { describe, expect, test } from "vitest";
import { missingServer, useApplication } from "#app/application.fixture.ts";
import { startJobs } from "./jobs.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`jobs${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  const log = pino({ level: "silent" });
  const start = (run: () => Promise<void>) =>
    startJobs({
      client: application.client,
      log,
      now: () => new Date(0),
      random: () => 0,
      jobs: [{ name: "count sheep", everyMs: 10, run }],
    });

  test("of several processes one does a job at a time, again and again", async () => {
    let atOnce = 0;
    let most = 0;
    let runs = 0;
    const run = async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((done) => setTimeout(done, 5));
      atOnce -= 1;
      runs += 1;
    };
    const processes = [start(run), start(run), start(run)];
    await expect.poll(() => runs).toBeGreaterThan(5);
    await Promise.all(processes.map((each) => each.stop()));
    expect(most).toBe(1);
    const before = runs;
    await new Promise((done) => setTimeout(done, 40));
    expect(runs).toBe(before);
  });

  test("one that fails is tried again in its turn", async () => {
    let runs = 0;
    const process = start(async () => {
      runs += 1;
      throw new Error("no sheep");
    });
    await expect.poll(() => runs).toBeGreaterThan(2);
    await process.stop();
  });
});
