import { expect, test } from "vitest";
import {
  createBreaker,
  DatabaseUnavailable,
  isConnectionLost,
  isOutage,
  isUnreachable,
} from "./outage.server.ts";

const withCode = (code: string, syscall?: string) => Object.assign(new Error("x"), { code, syscall });

test.for([
  withCode("ECONNREFUSED"),
  withCode("ENOENT", "connect"),
  withCode("57P01"),
  withCode("57014"),
  withCode("53100"),
  withCode("CONNECTION_CLOSED"),
  withCode("CONNECT_TIMEOUT"),
  new Error("Failed query: select 1", { cause: withCode("08006") }),
  new DatabaseUnavailable("x"),
])("%s is an outage", (error) => {
  expect(isOutage(error)).toBe(true);
});

test.for([withCode("23505"), withCode("42P01"), withCode("ENOENT", "open"), new Error("x"), undefined])(
  "%s is none",
  (error) => {
    expect(isOutage(error)).toBe(false);
  },
);

test.for([
  { code: "ECONNREFUSED", lost: true, unreachable: true },
  { code: "57P03", lost: true, unreachable: true },
  { code: "CONNECTION_CLOSED", lost: true, unreachable: false },
  { code: "57P01", lost: true, unreachable: false },
  { code: "57014", lost: false, unreachable: false },
  { code: "23505", lost: false, unreachable: false },
])("$code: connection lost $lost, server unreachable $unreachable", ({ code, lost, unreachable }) => {
  expect(isConnectionLost(withCode(code))).toBe(lost);
  expect(isUnreachable(withCode(code))).toBe(unreachable);
});

test("after a failure one caller at a time tries, and only after a rest", () => {
  let now = 0;
  const breaker = createBreaker(1000, () => now);
  breaker.enter();
  breaker.failed();
  expect(() => breaker.enter()).toThrow(DatabaseUnavailable);
  now = 1000;
  breaker.enter();
  expect(() => breaker.enter()).toThrow(DatabaseUnavailable);
  breaker.failed();
  expect(() => breaker.enter()).toThrow(DatabaseUnavailable);
  now = 2000;
  breaker.enter();
  breaker.succeeded();
  breaker.enter();
  breaker.enter();
});
