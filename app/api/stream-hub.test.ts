import { compile, type FlagDocument } from "@guidon/engine";
import { makeSnapshot } from "@guidon/engine/documents";
import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveEnvironment } from "#app/platform/context.ts";
import { createStreamHub } from "./stream-hub.server.ts";

const began = Date.parse("2026-11-20T10:00:00Z");
const sale = "2026-11-20T10:00:30Z";

function serve(revision: number): LiveEnvironment {
  const flag: FlagDocument = {
    key: "sale",
    revision,
    engine: 1,
    type: "boolean",
    variants: [
      { key: "on", value: true },
      { key: "off", value: false },
    ],
    on: true,
    offVariant: "off",
    prerequisites: [],
    targets: [],
    rules: [
      { id: "begun", when: { attribute: "$now", op: "after", values: [sale] }, serve: { variant: "on" } },
    ],
    fallthrough: { variant: "off" },
    client: true,
    metadata: {},
  };
  const publishedAt = new Date(began).toISOString();
  const parts = { environment: "shop/production", revision, publishedAt, segments: [], archived: [] };
  const snapshot = makeSnapshot({ ...parts, flags: [flag] });
  return {
    id: "environment",
    name: parts.environment,
    revision,
    snapshot,
    program: compile(snapshot),
    lists: new Map(),
  };
}

/** A response over HTTP/1.0, which takes frames as they are. */
function reader() {
  const sent: string[] = [];
  const response = Object.assign(new EventEmitter(), {
    sent,
    chunkedEncoding: false,
    socket: null,
    writableLength: 0,
    destroyed: false,
    writeHead: () => response,
    flushHeaders() {},
    write: (frame: Buffer) => sent.push(frame.toString("utf8")),
    end() {},
    destroy() {
      response.destroyed = true;
      response.emit("close");
    },
  });
  return response;
}
const asResponse = (response: ReturnType<typeof reader>) => response as unknown as ServerResponse;

beforeEach(() => void vi.useFakeTimers({ now: began }));
afterEach(() => void vi.useRealTimers());

const plain = { keyId: "key", headers: [] };

test("streams beat every 15 s, in turns, and say how long to stay away", () => {
  const hub = createStreamHub();
  const readers = Array.from({ length: 30 }, reader);
  const live = serve(1);
  for (const response of readers) hub.open(asResponse(response), { ...plain, live, first: [] });
  const beats = () =>
    readers.reduce((sum, { sent }) => sum + sent.filter((text) => text.includes("alive")).length, 0);
  vi.advanceTimersByTime(1000);
  expect(beats()).toBe(2);
  vi.advanceTimersByTime(14_000);
  expect(readers.map(({ sent }) => sent.at(-1))).toEqual(readers.map(() => ": alive\nretry: 500\n\n"));
  expect(beats()).toBe(30);
  hub.close();
});

test("a reader that takes nothing for a whole round is dropped, one that is slow is not", () => {
  const hub = createStreamHub();
  const [stuck, slow] = [reader(), reader()];
  const live = serve(1);
  for (const response of [stuck, slow]) hub.open(asResponse(response), { ...plain, live, first: [] });
  stuck.writableLength = slow.writableLength = 5_000_000;
  vi.advanceTimersByTime(15_000);
  slow.writableLength = 4_000_000;
  vi.advanceTimersByTime(15_000);
  expect([stuck.destroyed, slow.destroyed]).toEqual([true, false]);
  hub.close();
});

test("a reader with too much before it is dropped by the next change", () => {
  const hub = createStreamHub();
  const late = reader();
  const [one, two] = [serve(1), serve(2)];
  hub.open(asResponse(late), { ...plain, live: one, first: [] });
  late.writableLength = 9 * 1024 * 1024;
  hub.swapped(two, one);
  expect(late.destroyed).toBe(true);
  hub.close();
});

test("notices come with a publication and when a time condition changes what flags serve", () => {
  const hub = createStreamHub({ random: () => 0.5 });
  const browser = reader();
  const [one, two] = [serve(1), serve(2)];
  hub.openNotices(asResponse(browser), { ...plain, live: one, last: undefined });
  hub.swapped(two, one);
  vi.advanceTimersByTime(29_999);
  const notices = () => browser.sent.join("").match(/"etag":"[^"]*"/g);
  expect(notices()).toEqual(['"etag":"1"', '"etag":"2"']);
  vi.advanceTimersByTime(2);
  expect(notices()?.at(-1)).toBe(`"etag":"2.${Date.parse(sale) + 1}"`);
  hub.close();
});

test("many clients hear of a change one batch after the other", () => {
  const hub = createStreamHub();
  const browsers = Array.from({ length: 1200 }, reader);
  const [one, two] = [serve(1), serve(2)];
  for (const browser of browsers)
    hub.openNotices(asResponse(browser), { ...plain, live: one, last: undefined });
  const told = () => browsers.filter(({ sent }) => sent.some((text) => text.includes('"etag":"2"'))).length;
  hub.swapped(two, one);
  const after = [0, 100, 100].map((ms) => {
    vi.advanceTimersByTime(ms);
    return told();
  });
  expect(after).toEqual([500, 1000, 1200]);
  hub.close();
});
