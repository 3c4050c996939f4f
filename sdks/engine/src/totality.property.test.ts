import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyChange, makeSnapshot, verify } from "./documents.ts";
import { context, NOW, snapshot } from "./generated.fixture.ts";
import {
  compile,
  evaluate,
  evaluateAll,
  explain,
  nextBoundary,
  type Condition,
  type EvaluationContext,
  type FlagDocument,
  type Snapshot,
} from "./index.ts";
import { matcher } from "./matcher.ts";
import { hasher } from "./profiles.ts";
import { validate } from "./validate.ts";

const RUNS = { numRuns: 300 };
const tools = { matcher, hasher };

describe("totality", () => {
  const anything = fc.jsonValue({ maxDepth: 6 }) as fc.Arbitrary<unknown>;

  test("arbitrary JSON as context", () => {
    fc.assert(
      fc.property(snapshot, anything, anything, (given, x, root) => {
        const program = compile(given, tools);
        for (const who of [{ targetingKey: x, x, list: x, y: [x], z: x }, root])
          for (const { key } of given.flags) explain(program, key, who as EvaluationContext, { now: NOW });
      }),
      RUNS,
    );
  });

  test("arbitrary JSON as snapshot", () => {
    const scrambled = fc
      .tuple(snapshot, fc.array(fc.tuple(fc.nat(), anything), { maxLength: 4 }))
      .map(([given, edits]) => {
        const copy = JSON.parse(JSON.stringify(given)) as Snapshot;
        for (const [where, value] of edits) scramble(copy, where, value);
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(scrambled, anything), context, (given, who) => {
        const program = compile(given as Snapshot, tools);
        for (const key of [...program.flags.keys(), "a", "nowhere"]) explain(program, key, who, { now: NOW });
        evaluateAll(program, who, { now: NOW, clientOnly: true });
        nextBoundary(program, NOW);
        verify(given);
        validate(given as Snapshot, tools);
        applyChange(given as Snapshot, given as never);
      }),
      { numRuns: 1_000 },
    );
  });

  test("contexts that throw, lie or evaluate while they are read", () => {
    const condition: Condition = {
      any: [
        { attribute: "x", op: "in", values: ["p"] },
        { attribute: "y.z", op: "exists", values: [] },
      ],
    };
    const flag = {
      key: "a",
      revision: 1,
      engine: 1,
      type: "boolean" as const,
      variants: [
        { key: "on", value: true },
        { key: "off", value: false },
      ],
      on: true,
      offVariant: null,
      prerequisites: [],
      targets: [],
      rules: [{ id: "r", when: condition, serve: { variant: "on" } }],
      fallthrough: {
        split: { by: ["targetingKey"], seed: 1, slices: [["off", 0, 100_000]] as ["off", number, number][] },
      },
      client: true,
      metadata: {},
    };
    const program = compile(
      makeSnapshot({
        environment: "shop/test",
        revision: 1,
        publishedAt: "",
        flags: [flag],
        segments: [],
        archived: [],
      }),
    );
    const throwing = new Proxy({}, { getOwnPropertyDescriptor: () => { throw new Error("no"); } }); // prettier-ignore
    expect(evaluate(program, "a", throwing, { now: NOW }).variant).toBe("off");
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(evaluate(program, "a", proxy, { now: NOW }).variant).toBe("off");
    expect(evaluate(program, "a", { x: proxy }, { now: NOW })).toMatchObject({
      reason: "ERROR",
      errorCode: "GENERAL",
    });
    const nested = { get x() { return evaluate(program, "a", { x: "p" }, { now: NOW }).variant === "on" ? "q" : "p"; }, y: { z: 1 } }; // prettier-ignore
    expect(evaluate(program, "a", nested, { now: NOW })).toMatchObject({ variant: "on", ruleId: "r" });
    expect(evaluate(program, "a", { x: NaN, y: { z: Symbol("s") } }, { now: NaN })).toMatchObject({
      variant: "off",
    });
  });

  test("nesting beyond measure", () => {
    let deep: Condition = { all: [] };
    for (let i = 0; i < 100_000; i++) deep = { not: deep };
    const flag = (key: string, more: object) =>
      ({
        key,
        revision: 1,
        engine: 1,
        type: "boolean",
        variants: [
          { key: "on", value: true },
          { key: "off", value: false },
        ],
        on: true,
        offVariant: null,
        prerequisites: [],
        targets: [],
        rules: [],
        fallthrough: { variant: "off" },
        client: true,
        metadata: {},
        ...more,
      }) as FlagDocument;
    const chain = Array.from({ length: 20_000 }, (_, i) =>
      flag(`chain-${i}`, i ? { prerequisites: [{ flag: `chain-${i - 1}`, variants: ["off"] }] } : {}),
    );
    const given = {
      flags: [flag("deep", { rules: [{ id: "r", when: deep, serve: { variant: "on" } }] }), ...chain],
    } as unknown as Snapshot;
    const program = compile(given);
    expect(evaluate(program, "deep", {}, { now: NOW })).toMatchObject({ errorCode: "PARSE_ERROR" });
    expect(evaluate(program, "chain-150", {}, { now: NOW })).toMatchObject({
      variant: "off",
      reason: "DEFAULT",
    });
    expect(evaluate(program, "chain-199", {}, { now: NOW }).errorCode).toBeUndefined();
    expect(evaluate(program, "chain-200", {}, { now: NOW })).toMatchObject({ errorCode: "PARSE_ERROR" });
    let nested: unknown = "x";
    for (let i = 0; i < 100_000; i++) nested = { a: nested };
    expect(
      evaluate(program, "chain-1", { a: nested, list: [nested] }, { now: NOW }).errorCode,
    ).toBeUndefined();
  });
});

function scramble(root: unknown, where: number, value: unknown): void {
  let node = root as Record<string, unknown>;
  for (let turn = where; ; turn = Math.floor(turn / 7)) {
    const names = Object.keys(node);
    if (names.length === 0) return;
    const name = names[turn % names.length]!;
    const child = node[name];
    if (turn < 7 || typeof child !== "object" || child === null) {
      node[name] = value;
      return;
    }
    node = child as Record<string, unknown>;
  }
}
