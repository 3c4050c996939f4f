import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { phaseCounts, playwrightCounts, sum, vitestCounts } from "./counts.mjs";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "guidon-counts-"));
  file = path.join(folder, "report.json");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const vitestReport = {
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [],
};

test("adds up what vitest reports, with what was left to do among the skipped", async () => {
  await writeFile(file, JSON.stringify(vitestReport));
  expect(vitestCounts(file, true)).toEqual({ passed: 7, failed: 0, skipped: 3 });
});

test("counts a test file that could not be loaded as a failure", async () => {
  const testResults = [
    { status: "failed", assertionResults: [] },
    { status: "passed", assertionResults: [{}] },
  ];
  await writeFile(file, JSON.stringify({ ...vitestReport, testResults }));
  expect(vitestCounts(file, false)).toEqual({ passed: 7, failed: 1, skipped: 3 });
});

test("counts a run that ended badly as a failure, though no test has failed", async () => {
  await writeFile(file, JSON.stringify(vitestReport));
  expect(vitestCounts(file, false).failed).toBe(1);
});

test("counts a runner that left no report as a failure, even if it ended well", () => {
  expect(vitestCounts(file, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(playwrightCounts(file, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("adds up what Playwright reports, with flaky journeys among the passed", async () => {
  await writeFile(file, JSON.stringify({ stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 4 } }));
  expect(playwrightCounts(file, false)).toEqual({ passed: 4, failed: 2, skipped: 4 });
});

test("adds up phases, where a check is a failure or nothing", () => {
  const counts = [phaseCounts(true), phaseCounts(false), { passed: 5, failed: 1, skipped: 1 }];
  expect(sum(counts)).toEqual({ passed: 5, failed: 2, skipped: 1 });
});
