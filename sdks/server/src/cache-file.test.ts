import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openCacheFile } from "./cache-file.ts";
import type { ClientProblem } from "./problem.ts";
import { checkout, production } from "./storefront.fixture.ts";
import { briskSurroundings } from "./surroundings.fixture.ts";

let folder: string;
let problems: ClientProblem[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "guidon-cache-"));
  problems = [];
});
afterEach(() => rm(folder, { recursive: true }));

function open(changes: { path?: string; key?: string } = {}) {
  return openCacheFile({
    path: join(folder, "flags.json"),
    url: new URL("https://flags.example/"),
    key: "gdn_srv_production",
    surroundings: briskSurroundings(),
    report: (problem) => problems.push(problem),
    ...changes,
  });
}

const one = production(1, [checkout(1, "control")]);
const two = production(2, [checkout(2, "express")]);

test("gives back what was saved, to the owner alone to read", async () => {
  const cache = open();
  cache.save(one, []);
  await cache.flush();
  expect(open().read()).toEqual({ snapshot: one, lists: undefined });
  expect((await stat(join(folder, "flags.json"))).mode & 0o777).toBe(0o600);
});

test("keeps the lists beside the snapshot that refers to them", async () => {
  const cache = open();
  const list = { segment: "customers", list: "included" as const, revision: 3, count: 1, digest: "sha256:" };
  cache.save(one, [{ ...list, keys: new Set(["user-1"]) }]);
  await cache.flush();
  expect(open().read()?.lists).toEqual([{ ...list, keys: ["user-1"] }]);
});

test("writes the last of several states, once, and leaves no part behind", async () => {
  const cache = open();
  cache.save(one, []);
  cache.save(two, []);
  await expect.poll(() => open().read()?.snapshot, { interval: 2 }).toEqual(two);
  expect(await readdir(folder)).toEqual(["flags.json"]);
});

test("makes the folder that it is to write in", async () => {
  const path = join(folder, "var", "guidon", "flags.json");
  const cache = open({ path });
  cache.save(one, []);
  await cache.flush();
  expect(open({ path }).read()).toEqual({ snapshot: one, lists: undefined });
});

test("has nothing to say of a file that is not there yet", () => {
  expect(open().read()).toBeUndefined();
  expect(problems).toEqual([]);
});

test("does not serve one environment's state to another's key", async () => {
  const cache = open();
  cache.save(one, []);
  await cache.flush();
  expect(open({ key: "gdn_srv_staging" }).read()).toBeUndefined();
  expect(problems).toMatchObject([{ code: "cache_unreadable" }]);
  expect(await readFile(join(folder, "flags.json"), "utf8")).not.toContain("gdn_srv");
});

test.each(["", "{", "[]", "null", '{"format":2}'])(
  "reports a file that holds %j and goes on",
  async (content) => {
    await writeFile(join(folder, "flags.json"), content);
    expect(open().read()).toBeUndefined();
    expect(problems).toMatchObject([{ code: "cache_unreadable" }]);
  },
);

test("reports a place where it cannot write", async () => {
  await writeFile(join(folder, "file"), "");
  const cache = open({ path: join(folder, "file", "flags.json") });
  cache.save(one, []);
  await cache.flush();
  expect(problems).toMatchObject([{ code: "cache_unwritable" }]);
});
