import { evaluate } from "@guidon/engine";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { ClientProblem } from "./problem.ts";
import { createState, type State } from "./state.ts";
import { change, checkout, flag, minute, production } from "./storefront.fixture.ts";
import { briskSurroundings } from "./surroundings.fixture.ts";

const one = production(1, [checkout(1, "control")]);
const two = production(2, [checkout(2, "one-page")]);
const three = production(3, [checkout(3, "express")]);

let clock: number;
let problems: ClientProblem[];
let state: State;

beforeEach(() => {
  clock = 0;
  problems = [];
  const surroundings = briskSurroundings({ elapsed: () => clock, acceptRewindAfter: 120_000 });
  state = createState(surroundings, (problem) => problems.push(problem));
});

const revision = () => state.held()?.snapshot.revision;

describe("a whole snapshot", () => {
  test("becomes the state, and says which flags changed", () => {
    expect(state.offerSnapshot(one, "poll", '"1-abc"')).toEqual({
      kind: "current",
      change: { revision: 1, environment: "storefront/production", source: "poll", flags: ["new-checkout"] },
    });
    expect(state.offerSnapshot(two, "stream")).toMatchObject({
      change: { revision: 2, previousRevision: 1, source: "stream", flags: ["new-checkout"] },
    });
    expect(state.held()).toMatchObject({ source: "stream", etag: undefined, snapshot: { revision: 2 } });
  });

  test("that is the one we hold changes nothing but where we know it from", () => {
    state.offerSnapshot(one, "cache");
    expect(state.offerSnapshot(structuredClone(one), "poll", '"1-abc"')).toEqual({ kind: "current" });
    expect(state.held()).toMatchObject({ source: "poll", etag: '"1-abc"' });
  });

  test.each([
    ["a wrong checksum", { ...two, checksum: one.checksum }],
    ["a flag lost on the way", { ...two, flags: [] }],
    ["another format", { ...two, format: 2 }],
    ["no JSON at all", undefined],
  ])("with %s is refused, and the last good one stays", (_, corrupt) => {
    state.offerSnapshot(one, "stream");
    expect(state.offerSnapshot(corrupt, "stream")).toMatchObject({
      kind: "refused",
      problem: { code: "snapshot_refused" },
    });
    expect(revision()).toBe(1);
  });

  test("that is older is a lagging process: ours stays", () => {
    state.offerSnapshot(two, "stream");
    expect(state.offerSnapshot(one, "poll")).toMatchObject({
      kind: "refused",
      problem: { code: "service_behind" },
    });
    expect(revision()).toBe(2);
    expect(problems).toEqual([]);
  });

  test("that is older, but published later, comes from a new database: it is taken and reported", () => {
    state.offerSnapshot(three, "stream");
    const reborn = production(1, [checkout(1, "control")], { publishedAt: minute(50) });
    expect(state.offerSnapshot(reborn, "stream")).toMatchObject({ kind: "current" });
    expect(revision()).toBe(1);
    expect(problems).toMatchObject([{ code: "history_replaced" }]);
  });

  test("that is older and stays so for two minutes comes from a backup: it is taken and reported", () => {
    state.offerSnapshot(three, "stream");
    for (clock = 0; clock < 120_000; clock += 30_000) {
      state.confirm("stream");
      state.offerSnapshot(one, "poll");
      expect(revision()).toBe(3);
    }
    state.offerSnapshot(one, "poll");
    expect(revision()).toBe(1);
    expect(problems).toMatchObject([{ code: "history_replaced" }]);
  });

  test("that is ours again ends the suspicion of a backup", () => {
    state.offerSnapshot(three, "stream");
    for (clock = 0; clock < 600_000; clock += 30_000) {
      state.offerSnapshot(one, "poll");
      if (clock % 90_000 === 0) state.confirm("poll");
    }
    expect(revision()).toBe(3);
  });

  test("that is older now and then is no backup, however long that goes on", () => {
    state.offerSnapshot(three, "stream");
    for (clock = 0; clock < 6_000_000; clock += 61_000) state.offerSnapshot(one, "poll");
    expect(revision()).toBe(3);
  });

  test("with our revision and other contents is another history", () => {
    state.offerSnapshot(two, "stream");
    state.offerSnapshot(production(2, [checkout(2, "express")]), "stream");
    expect(state.held()?.snapshot.flags[0]?.fallthrough).toEqual({ variant: "express" });
    expect(problems).toMatchObject([{ code: "history_replaced" }]);
  });

  test("that is newer but has other contents at a revision we know is another history", () => {
    const email = (serves: string) => flag("outbound-email", 1, { on: true, off: false }, serves);
    state.offerSnapshot(production(2, [checkout(2, "one-page"), email("on")]), "stream");
    state.offerSnapshot(production(7, [checkout(7, "express"), email("off")]), "stream");
    const program = state.held()?.program;
    expect(program && evaluate(program, "outbound-email", {}, { now: 0 }).variant).toBe("off");
    expect(problems).toMatchObject([{ code: "history_replaced" }]);
  });

  test("of another environment replaces ours, whatever its revision", () => {
    state.offerSnapshot(three, "cache");
    state.offerSnapshot(production(1, [], { environment: "storefront/staging" }), "stream");
    expect(state.held()?.snapshot.environment).toBe("storefront/staging");
    expect(problems).toMatchObject([{ code: "history_replaced" }]);
  });
});

describe("the bootstrap", () => {
  test("yields to whatever the service says, quietly", () => {
    state.offerSnapshot(three, "bootstrap");
    state.offerSnapshot(one, "stream");
    expect(revision()).toBe(1);
    expect(problems).toEqual([]);
  });

  test("replaces an older cache of its environment, and no other", () => {
    state.offerSnapshot(two, "cache");
    state.offerSnapshot(one, "bootstrap");
    expect(state.held()?.source).toBe("cache");
    state.offerSnapshot(production(9, [], { environment: "storefront/staging" }), "bootstrap");
    expect(state.held()?.source).toBe("cache");
    state.offerSnapshot(three, "bootstrap");
    expect(state.held()?.source).toBe("bootstrap");
  });

  test("cannot be resumed from, nor can a cache: only what the service said itself", () => {
    state.offerSnapshot(one, "bootstrap");
    expect(state.resumable()).toBeUndefined();
    state.offerSnapshot(two, "stream");
    expect(state.resumable()).toBe(2);
  });
});

describe("a change", () => {
  test("takes the state forward", () => {
    state.offerSnapshot(one, "poll", '"1-abc"');
    expect(state.offerChange(change(one, two))).toMatchObject({ kind: "current", change: { revision: 2 } });
    expect(state.held()).toMatchObject({ source: "stream", etag: undefined, snapshot: { revision: 2 } });
  });

  test.each([
    ["from another base", change(two, three)],
    ["with a wrong result", { ...change(one, two), checksum: three.checksum }],
    ["that is nonsense", { to: 2 }],
    ["that is nothing", undefined],
  ])("%s is refused, and nothing is applied in part", (_, bad) => {
    state.offerSnapshot(one, "stream");
    expect(state.offerChange(bad)).toMatchObject({ kind: "refused", problem: { code: "change_refused" } });
    expect(state.held()?.snapshot).toEqual(one);
  });

  test("that a poll has overtaken is passed over", () => {
    state.offerSnapshot(three, "poll");
    expect(state.offerChange(change(one, two))).toEqual({ kind: "current" });
    expect(state.offerChange(change(two, three))).toEqual({ kind: "current" });
    expect(revision()).toBe(3);
  });

  test("to our revision with other contents is refused, since one of us is wrong", () => {
    state.offerSnapshot(two, "stream");
    const other = production(2, [checkout(2, "express")]);
    expect(state.offerChange(change(one, other))).toMatchObject({ kind: "refused" });
  });

  test("before any snapshot is refused", () => {
    expect(state.offerChange(change(one, two))).toMatchObject({ kind: "refused" });
  });
});

test("reports a document that this engine cannot run once, and goes on with the rest", () => {
  const tooNew = { ...flag("future", 1, { on: true, off: false }, "on"), engine: 999 };
  state.offerSnapshot(production(1, [checkout(1, "control"), tooNew]), "stream");
  state.offerSnapshot(production(2, [checkout(2, "one-page"), tooNew]), "stream");
  expect(problems).toMatchObject([{ code: "documents_quarantined" }]);
  expect(problems[0]?.message).toContain("flag future (engine_too_old)");
  expect(revision()).toBe(2);
});

test("within one history never goes back, never skips into a mixture, whatever arrives in whatever order", () => {
  // One flag changes with every revision, the other with every second one.
  const flagsAt = (revision: number) => {
    const half = Math.ceil(revision / 2);
    return [
      checkout(revision, revision % 2 === 0 ? "control" : "one-page"),
      flag("outbound-email", half, { on: true, off: false }, half % 2 === 0 ? "on" : "off"),
    ];
  };
  const history = Array.from({ length: 8 }, (_, index) => production(index + 1, flagsAt(index + 1)));
  const anyRevision = fc.nat(history.length - 1).map((index) => history[index]!);
  const arrival = fc.oneof(
    fc.record({ kind: fc.constant("snapshot" as const), body: anyRevision, corrupt: fc.boolean() }),
    fc.record({
      kind: fc.constant("change" as const),
      from: anyRevision,
      to: anyRevision,
      corrupt: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 30 }), (arrivals) => {
      const reports: ClientProblem[] = [];
      const fresh = createState(briskSurroundings({ elapsed: () => 0 }), (problem) => reports.push(problem));
      let reached = 0;
      for (const arrived of arrivals) {
        const spoilt = arrived.corrupt ? { checksum: `sha256:${"0".repeat(64)}` } : {};
        if (arrived.kind === "snapshot") fresh.offerSnapshot({ ...arrived.body, ...spoilt }, "stream");
        else fresh.offerChange({ ...change(arrived.from, arrived.to), ...spoilt });
        const snapshot = fresh.held()?.snapshot;
        expect(snapshot).toEqual(snapshot && history[snapshot.revision - 1]);
        expect(snapshot?.revision ?? 0).toBeGreaterThanOrEqual(reached);
        reached = snapshot?.revision ?? 0;
      }
      expect(reports).toEqual([]);
    }),
  );
});
