import { expect, test } from "vitest";
import { atOffset, momentWords, offsetAt, readInstant, writeInstant } from "./instant-text.ts";

test("reads a moment in the zone that it was written in", () => {
  expect(readInstant("2026-12-01T09:00:00+01:00")).toEqual({ wall: "2026-12-01T09:00:00", offset: "+01:00" });
  expect(readInstant("2026-12-01T09:00:00.123z")).toEqual({ wall: "2026-12-01T09:00:00", offset: "Z" });
  expect(readInstant(1_764_579_600_000)).toEqual({ wall: "2025-12-01T09:00:00", offset: "Z" });
});

test.each([undefined, "", "tomorrow", "2026-12-01", "2026-12-01T09:00:00", true, Number.NaN])(
  "%s is no moment",
  (value) => {
    expect(readInstant(value)).toBeUndefined();
  },
);

test("adds the seconds that a browser leaves out", () => {
  expect(writeInstant({ wall: "2026-12-01T09:00", offset: "Z" })).toBe("2026-12-01T09:00:00Z");
});

test("another zone shows the same moment", () => {
  const berlin = { wall: "2026-12-01T00:30:00", offset: "+01:00" };
  expect(atOffset(berlin, "Z")).toEqual({ wall: "2026-11-30T23:30:00", offset: "Z" });
  expect(atOffset(berlin, "-03:30")).toEqual({ wall: "2026-11-30T20:00:00", offset: "-03:30" });
});

test("the offset of whoever looks is that of the day in question", () => {
  const berlin = (date: Date) => (date.getMonth() > 2 && date.getMonth() < 9 ? -120 : -60);
  expect(offsetAt("2026-07-01T09:00", berlin)).toBe("+02:00");
  expect(offsetAt("2026-12-01T09:00", berlin)).toBe("+01:00");
  expect(offsetAt("2026-12-01T09:00", () => 0)).toBe("Z");
  expect(offsetAt("2026-12-01T09:00", () => 210)).toBe("-03:30");
});

test("a moment reads in the zone that it was written in", () => {
  expect(momentWords("2026-12-01T09:00:00+01:00")).toBe("1 Dec 2026, 09:00 UTC+01:00");
  expect(momentWords("2026-12-01T09:00:30Z")).toBe("1 Dec 2026, 09:00:30 UTC");
  expect(momentWords("soon")).toBe("soon");
});
