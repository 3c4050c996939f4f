import { pino } from "pino";
import { expect, test } from "vitest";
import type { EventRecord } from "#app/platform/event-record.ts";
import { createEventQueue } from "./event-queue.server.ts";

const log = pino({ level: "silent" });

/** `count` records that say who sent them. */
function records(sender: string, count = 1): EventRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: "metric",
    environmentId: "production",
    receivedAt: new Date(0),
    id: `${sender}${index}`,
    at: new Date(0),
    event: sender,
    unit: { path: "targetingKey", value: "user-42" },
    value: null,
    trusted: true,
  }));
}

/** A database that a test lets finish, or fail, one write after the other. */
function slowDatabase() {
  const writes: { senders: string[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const write = (batch: readonly EventRecord[]) =>
    new Promise<void>((finish, fail) => {
      const senders = batch.flatMap((record) => (record.kind === "metric" ? [record.event] : []));
      writes.push({ senders, finish, fail });
    });
  return { writes, write };
}

const settled = () => new Promise((done) => setTimeout(done, 0));

test("resolves only after the write, and what comes meanwhile goes together into the next one", async () => {
  const { writes, write } = slowDatabase();
  const queue = createEventQueue({ write, log, elapsed: () => 0 });
  const outcomes: string[] = [];
  void queue.put(records("a")).then(() => outcomes.push("a"));
  void queue.put(records("b")).then(() => outcomes.push("b"));
  const last = queue.put(records("c")).then(() => outcomes.push("c"));
  await settled();
  expect(outcomes).toEqual([]);
  expect(writes.map(({ senders }) => senders)).toEqual([["a"]]);
  expect(queue.depth()).toBe(3);
  writes[0]?.finish();
  await settled();
  expect(outcomes).toEqual(["a"]);
  expect(writes[1]?.senders).toEqual(["b", "c"]);
  writes[1]?.finish();
  await last;
  expect(queue.depth()).toBe(0);
});

test("refuses with 429 and Retry-After what is more than it holds, and takes again once there is room", async () => {
  const { writes, write } = slowDatabase();
  const queue = createEventQueue({ write, log, elapsed: () => 0, mostItems: 5 });
  const first = queue.put(records("a", 4));
  await expect(queue.put(records("b", 2))).rejects.toMatchObject({
    code: "too_many_requests",
    status: 429,
    headers: { "retry-after": "2" },
  });
  const fits = queue.put(records("c", 1));
  writes[0]?.finish();
  await first;
  const again = queue.put(records("b", 2));
  await settled();
  writes[1]?.finish();
  await Promise.all([fits, again]);
  expect(writes.map(({ senders }) => senders)).toEqual([
    ["a", "a", "a", "a"],
    ["c", "b", "b"],
  ]);
});

test("refuses while the oldest has waited for too long", async () => {
  let now = 0;
  const { writes, write } = slowDatabase();
  const queue = createEventQueue({ write, log, elapsed: () => now, mostAgeMs: 1000 });
  const first = queue.put(records("a"));
  await settled();
  now = 1001;
  await expect(queue.put(records("b"))).rejects.toMatchObject({ code: "too_many_requests" });
  writes[0]?.finish();
  await first;
  const second = queue.put(records("b"));
  await settled();
  writes[1]?.finish();
  await second;
});

test("a submission that cannot be written is refused alone", async () => {
  const write = async (batch: readonly EventRecord[]) => {
    await settled();
    if (batch.some((record) => record.kind === "metric" && record.event === "bad")) throw new Error("no");
  };
  const queue = createEventQueue({ write, log, elapsed: () => 0 });
  const outcomes = await Promise.allSettled(["a", "b", "bad", "c"].map((name) => queue.put(records(name))));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(outcomes[2]).toMatchObject({ reason: { code: "unavailable", status: 503 } });
  expect(queue.depth()).toBe(0);
});

test("closing writes what was taken and takes nothing more", async () => {
  const written: string[] = [];
  const write = async (batch: readonly EventRecord[]) => {
    await settled();
    for (const record of batch) if (record.kind === "metric") written.push(record.event);
  };
  const queue = createEventQueue({ write, log, elapsed: () => 0 });
  const taken = [queue.put(records("a")), queue.put(records("b"))];
  await queue.close();
  expect(written).toEqual(["a", "b"]);
  await Promise.all(taken);
  await expect(queue.put(records("c"))).rejects.toMatchObject({ code: "unavailable" });
});
