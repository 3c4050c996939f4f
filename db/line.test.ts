import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createLine } from "./line.ts";
import { DatabaseBusy } from "./outage.server.ts";

test("no more than there are places, in the order in which they came", async () => {
  const line = createLine(2, 1000);
  const begun: number[] = [];
  let inside = 0;
  let most = 0;
  await Promise.all(
    [0, 1, 2, 3, 4].map((n) =>
      line.enter(async () => {
        begun.push(n);
        most = Math.max(most, ++inside);
        await sleep(5);
        inside--;
      }),
    ),
  );
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
});

test("who waited too long is refused without having begun, and takes nobody's place", async () => {
  const line = createLine(1, 10);
  const first = Promise.withResolvers<void>();
  const running = line.enter(() => first.promise);
  const begun: string[] = [];
  const late = async () => void begun.push("late");
  await expect(line.enter(late)).rejects.toBeInstanceOf(DatabaseBusy);
  first.resolve();
  await running;
  await line.enter(async () => void begun.push("next"));
  expect(begun).toEqual(["next"]);
});

test("work that fails leaves its place", async () => {
  const line = createLine(1, 10);
  await expect(line.enter(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  await expect(line.enter(async () => "done")).resolves.toBe("done");
});
