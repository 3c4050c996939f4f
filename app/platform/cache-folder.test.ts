import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openCacheFolder } from "./cache-folder.server.ts";

const log = pino({ level: "silent" });
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "guidon-cache-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("what was saved last is read back, by nobody else, and leaves nothing beside it", async () => {
  const folder = join(root, "saved");
  const cache = openCacheFolder(folder, log);
  for (const text of ["first", "second", "third"]) cache.save("a.json", () => text);
  cache.save("gone.json", () => "x");
  await cache.flush();
  cache.remove("gone.json");
  await cache.flush();
  expect(openCacheFolder(folder, log).read("a.json")).toBe("third");
  expect(await readdir(folder)).toEqual(["a.json"]);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, "a.json"))).mode & 0o777).toBe(0o600);
});

test("a file that broke off or was touched counts as missing", async () => {
  const folder = join(root, "damaged");
  const cache = openCacheFolder(folder, log);
  cache.save("a.json", () => JSON.stringify({ on: false }));
  await cache.flush();
  const path = join(folder, "a.json");
  const content = await readFile(path, "utf8");
  for (const damaged of [content.slice(0, -3), content.replace("false", "true "), ""]) {
    await writeFile(path, damaged);
    expect(cache.read("a.json")).toBeUndefined();
  }
  expect(cache.read("never.json")).toBeUndefined();
});

test("a folder that cannot be made is a line in the log, not an error", async () => {
  await writeFile(join(root, "file"), "");
  const cache = openCacheFolder(join(root, "file/below"), log);
  cache.save("a.json", () => "x");
  await cache.flush();
  expect(cache.names()).toEqual([]);
});
