import { existsSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withLock } from "./lock.mjs";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "guidon-lock-"));
  file = path.join(folder, "work.lock");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("lets one after the other work, and says for whom it waits", async () => {
  const told = vi.spyOn(console, "log").mockReturnValue();
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await sleep(50);
    order.push(`${name} ends`);
  };
  await Promise.all([withLock(file, work("first")), withLock(file, work("second"))]);
  expect(order).toEqual(["first begins", "first ends", "second begins", "second ends"]);
  expect(told).toHaveBeenCalledExactlyOnceWith(
    `Waiting for process ${process.pid}, which is at the same work (${file}).`,
  );
});

test("gives the lock back when the work fails", async () => {
  await expect(withLock(file, () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
  expect(existsSync(file)).toBe(false);
});

test("takes over from a process that was killed", async () => {
  await writeFile(file, "2147483646");
  expect(await withLock(file, () => Promise.resolve("done"))).toBe("done");
});

test("takes over from a process whose id someone else has by now", async () => {
  await writeFile(file, String(process.pid));
  const yesterday = Date.now() / 1000 - 86_400;
  await utimes(file, yesterday, yesterday);
  expect(await withLock(file, () => Promise.resolve("done"))).toBe("done");
});
