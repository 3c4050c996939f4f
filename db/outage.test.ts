import { expect, test } from "vitest";
import { createBreaker, DatabaseUnavailable, isOutage } from "./outage.server.ts";

const withCode = (code: string, syscall?: string) => Object.assign(new Error("x"), { code, syscall });

test.for([
  withCode("ECONNREFUSED"),
  withCode("ENOENT", "connect"),
  withCode("57P01"),
  withCode("57014"),
  withCode("53100"),
  new Error("Connection terminated unexpectedly"),
  new Error("timeout exceeded when trying to connect"),
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
