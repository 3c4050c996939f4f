import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { caseFiles, firstDifference } from "@guidon/conformance";
import { documentDigest, makeSnapshot, verify } from "./documents.ts";
import { compile, evaluate, evaluateAll, explain, nextBoundary } from "./index.ts";
import { matcher } from "./matcher.ts";
import { validate } from "./validate.ts";

const forbidden = (name: string) => (): never => {
  throw new Error(`The engine must not use ${name}.`);
};

const RealDate = Date;

beforeAll(() => {
  vi.spyOn(Math, "random").mockImplementation(forbidden("randomness"));
  for (const name of ["fetch", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"])
    vi.stubGlobal(name, forbidden(name));
  for (const name of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, name).mockImplementation(forbidden("the console"));
  vi.spyOn(performance, "now").mockImplementation(forbidden("the clock"));
  vi.stubGlobal(
    "Date",
    Object.assign(forbidden("the clock"), {
      now: forbidden("the clock"),
      parse: forbidden("the clock"),
      UTC: forbidden("the clock"),
    }),
  );
});

afterAll(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("everything goes without clock, randomness, console and network, and leaves its input as it was", () => {
  for (const { snapshot, cases } of caseFiles) {
    const before = JSON.stringify(snapshot);
    const program = compile(snapshot, { matcher });
    for (const { flag, context, now, type, expect: expected } of cases) {
      const seen = JSON.stringify(context);
      const options = { now: RealDate.parse(now), ...(type && { type }) };
      expect(firstDifference(expected, evaluate(program, flag, context, options))).toBeUndefined();
      expect(firstDifference(expected, explain(program, flag, context, options).evaluation)).toBeUndefined();
      expect(JSON.stringify(context)).toBe(seen);
    }
    evaluateAll(program, {}, { now: 0 });
    nextBoundary(program, 0);
    validate(snapshot, { matcher });
    expect(verify(makeSnapshot(snapshot)).ok).toBe(true);
    for (const document of [...snapshot.flags, ...snapshot.segments]) documentDigest(document);
    expect(JSON.stringify(snapshot)).toBe(before);
  }
});

test("the same question has the same answer whatever was asked before", () => {
  for (const { snapshot, cases } of caseFiles) {
    const program = compile(snapshot, { matcher });
    const ask = (turn: readonly (typeof cases)[number][]) =>
      new Map(
        turn.map((found) => [
          found,
          JSON.stringify(evaluate(program, found.flag, found.context, { now: RealDate.parse(found.now) })),
        ]),
      );
    const forwards = ask(cases);
    const backwards = ask([...cases].reverse());
    for (const found of cases) expect(backwards.get(found)).toBe(forwards.get(found));
  }
});
