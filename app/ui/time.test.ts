import { expect, test } from "vitest";
import { absoluteTime, relativeTime, timeOfDay, utcTime } from "./time.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const ago = (seconds: number) => relativeTime(now - seconds * 1000, now);

test("tells the past in the largest fitting unit", () => {
  expect([3, 50, 90, 3600 * 2, 86400 * 3, 86400 * 150, 86400 * 800].map(ago)).toEqual([
    "now",
    "1 min ago",
    "2 min ago",
    "2 h ago",
    "3 d ago",
    "5 mo ago",
    "2 y ago",
  ]);
});

test("tells the future", () => {
  expect(ago(-86400 * 7)).toBe("in 7 d");
});

test("writes the absolute time with its zone", () => {
  expect(absoluteTime(now, "UTC")).toBe("21 Nov 2026, 12:00:00 UTC");
});

test("writes the time in UTC as the format would", () => {
  const times = [now, 0, -1, Date.parse("2024-02-29T00:00:00.999Z"), Date.parse("1999-12-31T23:59:59Z")];
  expect(times.map(utcTime)).toEqual(times.map((at) => absoluteTime(at, "UTC")));
});

test("tells the time of day here and in UTC", () => {
  expect(timeOfDay(now + 3_723_000, "UTC")).toBe("13:02:03");
  const here = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  expect(timeOfDay(now, undefined)).toBe(here.format(now));
});
