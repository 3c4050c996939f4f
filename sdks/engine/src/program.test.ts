import { expect, test } from "vitest";
import {
  compile,
  evaluate,
  evaluateAll,
  explain,
  murmur3,
  nextBoundary,
  type CompileOptions,
  type Condition,
  type SegmentDocument,
} from "./index.ts";
import { flag, NOW, rule, segment, snapshot } from "./shop.fixture.ts";

test("a document that is left out keeps its last good version, whatever tools are handed in", () => {
  const first = compile(snapshot(1, [flag("a"), flag("b")], [segment({ keys: ["u"] })]));
  for (const tools of [{}, { matcher: () => () => true }] satisfies CompileOptions[]) {
    const bad = snapshot(
      2,
      [flag("a", { revision: 2, engine: 2 }), flag("b"), flag("c", { type: "odd" })],
      [{ ...segment({ keys: [] }), revision: 2, rules: 1 as never }],
    );
    const second = compile(bad, { previous: first, ...tools });
    expect(second.quarantined.map(({ kind, key, reason, kept }) => [kind, key, reason, kept])).toEqual([
      ["segment", "s", "PARSE_ERROR", 1],
      ["flag", "a", "engine_too_old", 1],
      ["flag", "c", "PARSE_ERROR", undefined],
    ]);
    expect(evaluate(second, "a", {}, NOW)).toMatchObject({
      variant: "on",
      flagRevision: 1,
      environmentRevision: 2,
    });
    expect(evaluate(second, "c", {}, NOW)).toMatchObject({ errorCode: "PARSE_ERROR" });
    const third = compile(snapshot(3, [flag("a", { revision: 3, fallthrough: { variant: "off" } })]), {
      previous: second,
    });
    expect(third.quarantined).toEqual([]);
    expect(evaluate(third, "a", {}, NOW)).toMatchObject({ variant: "off", flagRevision: 3 });
  }
});

test("another environment's program lends nothing", () => {
  const other = compile({ ...snapshot(1, [flag("a")]), environment: "shop/other" });
  const program = compile(snapshot(2, [flag("a", { engine: 2 })]), { previous: other });
  expect(evaluate(program, "a", {}, NOW)).toMatchObject({ detail: "engine_too_old" });
});

test("programs that share plans do not disturb each other", () => {
  const first = compile(snapshot(1, [flag("a"), flag("b", rule({ attribute: "x", op: "in", values: [1] }))]));
  const second = compile(
    snapshot(2, [
      flag("a"),
      flag("b", rule({ attribute: "x", op: "in", values: [1] })),
      flag("c", { revision: 2, ...rule({ attribute: "y", op: "in", values: [1] }) }),
    ]),
    { previous: first },
  );
  for (let i = 0; i < 3; i++) {
    expect(evaluate(first, "a", {}, NOW).environmentRevision).toBe(1);
    expect(evaluate(second, "a", {}, NOW).environmentRevision).toBe(2);
    expect(evaluate(second, "c", { x: 1, y: 1 }, NOW).variant).toBe("on");
    expect(evaluate(first, "b", { x: 1, y: 2 }, NOW).variant).toBe("on");
    expect(evaluate(first, "b", { x: 2, y: 1 }, NOW).variant).toBe("off");
  }
});

test("a long lineage does not grow for ever", () => {
  let program = compile(snapshot(1, [flag("a")]));
  for (let i = 2; i < 40; i++)
    program = compile(
      snapshot(i, [flag("a"), ...Array.from({ length: 500 }, (_, n) => flag(`f-${i}-${n}`))]),
      { previous: program },
    );
  expect(program.flags.size).toBe(501);
  expect(evaluate(program, "a", {}, NOW)).toMatchObject({ variant: "on", environmentRevision: 39 });
});

test("lists that travel apart: what they would decide is unknown while they are missing", () => {
  const reference = { revision: 3, count: 2, digest: "sha256:0" };
  const ask = (
    given: SegmentDocument,
    lists: Record<string, string[]>,
    context: object,
    when: Condition = { segment: "s" },
  ): string => {
    const program = compile(
      snapshot(
        1,
        [
          flag("a", {
            ...rule(when),
            rules: [
              { id: "t", when, serve: { variant: "on" } },
              { id: "f", when: { not: when }, serve: { variant: "off" } },
            ],
          }),
        ],
        [given],
      ),
      {
        lists: (_, list) => (lists[list] ? new Set(lists[list]) : undefined),
      },
    );
    expect(program.missingLists.map(({ list }) => list)).toEqual(
      ["included", "excluded"].filter(
        (list) =>
          "count" in given.lists[list as "included"] &&
          (given.lists[list as "included"] as { count: number }).count > 0 &&
          !lists[list],
      ),
    );
    return evaluate(program, "a", context as never, NOW).ruleId ?? "unknown";
  };
  const u = { targetingKey: "u" };
  const yes: Condition = { all: [] };
  expect(ask(segment(reference), { included: ["u"] }, u)).toBe("t");
  expect(ask(segment(reference), { included: ["v"] }, u)).toBe("f");
  expect(ask(segment(reference), {}, u)).toBe("unknown");
  expect(ask(segment(reference, { keys: [] }, [yes]), {}, u)).toBe("t");
  expect(ask(segment(reference, { keys: ["u"] }, [yes]), {}, u)).toBe("unknown");
  expect(ask(segment({ keys: [] }, reference, [yes]), {}, u)).toBe("unknown");
  expect(ask(segment({ keys: [] }, reference), {}, u)).toBe("f");
  expect(ask(segment({ keys: ["u"] }, reference), {}, u)).toBe("t");
  expect(ask(segment({ ...reference, count: 0 }), {}, u)).toBe("f");
  expect(ask(segment(reference), {}, {})).toBe("unknown");
});

test("a new list makes a new segment, though its document is the same", () => {
  const given = snapshot(
    1,
    [flag("a", rule({ segment: "s" }))],
    [segment({ revision: 1, count: 1, digest: "sha256:0" })],
  );
  const first = compile(given, { lists: () => new Set(["u"]) });
  const second = compile(given, { previous: first, lists: () => new Set(["v"]) });
  expect(evaluate(first, "a", { targetingKey: "u" }, NOW).variant).toBe("on");
  expect(evaluate(second, "a", { targetingKey: "u" }, NOW).variant).toBe("off");
  expect(evaluate(second, "a", { targetingKey: "v" }, NOW).variant).toBe("on");
});

test("the evaluations of all flags are a map in the order of the keys", () => {
  const program = compile(snapshot(1, [flag("b", { client: false }), flag("a"), flag("c", { engine: 2 })]));
  const all = evaluateAll(program, {}, NOW);
  expect([...all.keys()]).toEqual(["a", "b", "c"]);
  expect([...all].map(([key, { variant }]) => [key, variant])).toEqual([["a", "on"], ["b", "on"], ["c", null]]); // prettier-ignore
  expect([...all.values()].length).toBe(all.size);
  expect([...all.entries()]).toEqual([...all]);
  expect(all.get("b")).toEqual(evaluate(program, "b", {}, NOW));
  expect([all.has("a"), all.has("z"), all.get("z")]).toEqual([true, false, undefined]);
  const seen: string[] = [];
  all.forEach((_, key, map) => seen.push(`${key} ${map === all}`));
  expect(seen).toEqual(["a true", "b true", "c true"]);
  expect([...evaluateAll(program, {}, { ...NOW, clientOnly: true }).keys()]).toEqual(["a", "c"]);
});

test("what is shared between calls cannot be changed", () => {
  const program = compile(snapshot(1, [flag("a")]));
  const evaluation = evaluate(program, "a", {}, NOW);
  expect(evaluate(program, "a", { x: 1 }, NOW)).toBe(evaluation);
  expect(() => Object.assign(evaluation, { variant: "off" })).toThrow(TypeError);
});

test("what is served without a split is one object for all who ask for a flag alone, a rule's and the fallthrough's each its own", () => {
  const program = compile(snapshot(1, [flag("a", rule({ attribute: "x", op: "in", values: ["p"] }))]));
  const matched = evaluate(program, "a", { x: "p" }, NOW);
  const fallen = evaluate(program, "a", { x: "q" }, NOW);
  expect([matched.ruleIndex, fallen.ruleIndex]).toEqual([0, undefined]);
  expect(evaluate(program, "a", { x: "p", y: 1 }, NOW)).toBe(matched);
  expect(evaluate(program, "a", {}, NOW)).toBe(fallen);
});

test("boundaries are found in order", () => {
  const when = (...values: number[]): Condition => ({
    any: values.map((value) => ({ attribute: "$now", op: "gte", values: [value] })),
  });
  const program = compile(
    snapshot(1, [flag("a", rule(when(30, 10))), flag("b", rule({ not: when(20, 10.5) }))]),
  );
  expect([0, 9, 10, 11, 19, 20, 29, 30, 31].map((now) => nextBoundary(program, now))).toEqual([
    10,
    10,
    11,
    20,
    20,
    30,
    30,
    undefined,
    undefined,
  ]);
  expect(nextBoundary(compile(snapshot(1, [flag("a")])), 0)).toBeUndefined();
});

test("bytes hash as they are, and texts as their UTF-8", () => {
  expect(murmur3(new Uint8Array([0x21, 0x43, 0x65, 0x87]), 0x5082edee)).toBe(0x2362f9de);
  expect(murmur3(new Uint8Array([0xff, 0xff, 0xff, 0xff]), 0)).toBe(0x76293b50);
  expect(murmur3(new TextEncoder().encode("ππππππππ"), 0x9747b28c)).toBe(0xd58063c1);
  expect(murmur3("ππππππππ", 0x9747b28c)).toBe(0xd58063c1);
  const text = "user-42-abcdefghijklmnopqrstuvwxyz".repeat(20);
  for (const seed of [1, 2, 3])
    expect(murmur3(text, seed)).toBe(murmur3(new TextEncoder().encode(text), seed));
});

test("a condition that the rules of many flags share is judged once for all of them", () => {
  let read = 0;
  const when: Condition = { attribute: "x", op: "matches", values: ["p"] };
  const matcher = () => () => ++read > 0;
  const program = compile(
    snapshot(1, [flag("a", rule(when)), flag("b", rule(when)), flag("c", rule(when))]),
    { matcher },
  );
  evaluateAll(program, { x: "p" }, NOW);
  expect(read).toBe(1);
  evaluateAll(program, { x: "p" }, NOW);
  expect(read).toBe(2);
});

test("whatever is thrown in the middle of an evaluation is an error of that flag alone", () => {
  const matcher = () => () => {
    throw new Error("a stack that is exhausted");
  };
  const when: Condition = { attribute: "x", op: "matches", values: ["p"] };
  const program = compile(snapshot(3, [flag("a", rule(when)), flag("b")]), { matcher });
  const error = {
    ...{ value: null, variant: null, reason: "ERROR", errorCode: "GENERAL" },
    ...{ flagRevision: 1, environmentRevision: 3 },
  };
  expect(evaluate(program, "a", { x: "p" }, NOW)).toStrictEqual(error);
  const all = evaluateAll(program, { x: "p" }, NOW);
  expect([all.get("a"), all.get("b")?.variant]).toStrictEqual([error, "on"]);
  expect(evaluate(program, "b", { x: "p" }, NOW)).toMatchObject({ variant: "on", reason: "STATIC" });
});

test("a clause about the time changes at each of its instants, in order", () => {
  const when: Condition = { attribute: "$now", op: "in", values: [30, 10, 20] };
  const program = compile(snapshot(1, [flag("a", rule(when))]));
  const boundaries = [0, 10, 11, 20, 29].map((now) => nextBoundary(program, now));
  expect(boundaries).toEqual([10, 11, 20, 21, 30]);
  const answers = [0, 10, 11, 30].map((now) => evaluate(program, "a", {}, { now }));
  expect(answers.map(({ variant }) => variant)).toEqual(["off", "on", "off", "on"]);
  expect(answers.map(({ validUntil }) => validUntil)).toEqual([10, 11, 20, 31]);
});

test("an element's own condition may ask for the time", () => {
  const when: Condition = {
    some: "trips",
    where: {
      all: [
        { attribute: "city", op: "in", values: ["Rome"] },
        { attribute: "$now", op: "gt", values: [5] },
      ],
    },
  };
  const program = compile(snapshot(1, [flag("a", rule(when))]));
  const at = (now: number) => evaluate(program, "a", { trips: [{ city: "Rome" }] }, { now });
  expect([at(5), at(6)].map(({ variant }) => variant)).toEqual(["off", "on"]);
});

test("a prerequisite may be content with a killed flag, and a flag with a target and a rule is not static", () => {
  const killed = flag("killed", { kill: { variant: "on" } });
  const needy = flag("needy", { prerequisites: [{ flag: "killed", variants: ["on"], acceptOff: true }] });
  const both = flag("both", {
    ...rule({ attribute: "x", op: "in", values: ["p"] }),
    targets: [{ by: "targetingKey", keys: ["u"], variant: "on" }],
  });
  const program = compile(snapshot(1, [killed, needy, both]));
  expect(evaluate(program, "needy", {}, NOW)).toMatchObject({ variant: "on", reason: "DEFAULT" });
  expect(evaluate(program, "both", {}, NOW)).toMatchObject({ variant: "off", reason: "DEFAULT" });
  expect(explain(program, "needy", {}, NOW).steps[1]).toMatchObject({
    outcome: "met",
    steps: [{ step: "kill", outcome: "killed" }],
  });
});

test("without a unit, a split for everybody behind gates for everybody says so", () => {
  const draw = { by: ["targetingKey"], seed: 1 };
  const gates = [{ kind: "traffic", ...draw, ranges: [[0, 100_000]] }];
  const split = { ...draw, slices: [["on", 0, 100_000]] };
  const program = compile(
    snapshot(1, [
      flag("a", { fallthrough: { split: { ...split, gates } } }),
      flag("b", { fallthrough: { split } }),
    ]),
  );
  expect(evaluate(program, "a", {}, NOW)).toMatchObject({ variant: "on", draws: { gates: [null] } });
  expect(evaluate(program, "b", {}, NOW)).toMatchObject({ variant: "on", reason: "SPLIT" });
  expect(evaluate(program, "b", {}, NOW)).not.toHaveProperty("draws");
});

test("what is a call's own comes last in an answer: draws, unit and time", () => {
  const split = { by: ["id"], seed: 1, slices: [["on", 0, 100_000]] };
  const soon: Condition = { attribute: "$now", op: "lt", values: [9] };
  const missing = {
    id: "m",
    when: soon,
    serve: { split: { ...split, by: ["nobody"], slices: [["on", 0, 1]] } },
  };
  const served = { id: "s", when: soon, serve: { split: { ...split, experiment: { key: "e", phase: 1 } } } };
  const program = compile(
    snapshot(1, [
      flag("a", { rules: [missing, served] }),
      flag("b", { rules: [missing], fallthrough: { split } }),
    ]),
  );
  const membersOf = (key: string) => Object.keys(evaluate(program, key, { id: "u" }, NOW));
  expect(membersOf("a").slice(-5)).toEqual([
    "environmentRevision",
    "experiment",
    "draws",
    "unit",
    "validUntil",
  ]);
  expect(membersOf("b").slice(-3)).toEqual(["environmentRevision", "draws", "validUntil"]);
  expect(evaluate(program, "b", { id: "u" }, NOW).detail).toBe("unit_missing");
});

test("an element is looked at to its end, whatever is evaluated while it is read", () => {
  const when: Condition = {
    some: "trips",
    where: {
      all: [
        { attribute: "city", op: "in", values: ["Rome"] },
        { attribute: "days", op: "gt", values: [5] },
      ],
    },
  };
  const program = compile(snapshot(1, [flag("a", rule(when))]));
  const serves = (...trips: object[]) => evaluate(program, "a", { trips }, NOW).variant;
  const during = (days: number, inner: object) => ({
    get city() {
      expect(serves(inner)).not.toBeNull();
      return "Rome";
    },
    days,
  });
  expect(serves(during(9, { city: "Rome", days: 1 }))).toBe("on");
  expect(serves(during(1, { city: "Rome", days: 9 }))).toBe("off");
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(evaluate(program, "a", { trips: [proxy] }, NOW).errorCode).toBe("GENERAL");
  expect(serves({ city: "Rome", days: 9 })).toBe("on");
});

test("an experiment's unit is the first one that there is, and none where everybody gets the same without one", () => {
  const experiment = { key: "e", phase: 1 };
  const split = { by: ["account", "id"], seed: 1, slices: [["on", 0, 100_000]], experiment };
  const program = compile(snapshot(1, [flag("a", { fallthrough: { split } })]));
  const marks = [{ account: "x", id: "u" }, { account: "", id: "u" }, {}].map(
    (user) => evaluate(program, "a", user, NOW).unit,
  );
  expect(marks).toStrictEqual([{ path: "account", value: "x" }, { path: "id", value: "u" }, undefined]);
  const alone = evaluate(program, "a", {}, NOW);
  expect(alone).toMatchObject({ variant: "on", experiment });
  expect(alone).not.toHaveProperty("unit");
});

test("a split may have more slices than there are variants", () => {
  const slices = [0, 1, 2, 3].map((i) => [i % 2 ? "off" : "on", i * 25_000, (i + 1) * 25_000]);
  const program = compile(
    snapshot(1, [flag("a", { fallthrough: { split: { by: ["id"], seed: 1, slices } } })]),
  );
  for (let i = 0; i < 50; i++) {
    const { variant, value, draws } = evaluate(program, "a", { id: i }, NOW);
    const isOn = Math.floor(draws!.split! / 25_000) % 2 === 0;
    expect([variant, value]).toEqual([isOn ? "on" : "off", isOn]);
  }
});

test("before a flag splits everybody else, its prerequisites, targets and rules are asked, one of them or two", () => {
  const split = { by: ["targetingKey"], seed: 1, slices: [["off", 0, 100_000]] };
  const asked = {
    prerequisites: [{ flag: "down", variants: ["on"] }],
    targets: [{ by: "targetingKey", keys: ["u"], variant: "on" }],
    rules: [{ id: "r", when: { all: [] }, serve: { variant: "on" } }],
  };
  const flags = [flag("down", { on: false })];
  for (const one of Object.keys(asked) as (keyof typeof asked)[])
    for (const other of Object.keys(asked) as (keyof typeof asked)[]) {
      const more = { [one]: asked[one], [other]: asked[other], fallthrough: { split } };
      flags.push(flag(`${one}-${other}`, more));
    }
  const program = compile(snapshot(1, flags));
  const reasons = flags.map(({ key }) => evaluate(program, key, { targetingKey: "u" }, NOW).reason);
  expect(reasons).toEqual([
    ...["DISABLED", "DISABLED", "DISABLED", "DISABLED"],
    ...["DISABLED", "TARGETING_MATCH", "TARGETING_MATCH"],
    ...["DISABLED", "TARGETING_MATCH", "TARGETING_MATCH"],
  ]);
});
