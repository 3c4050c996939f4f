import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChange, makeChange, makeSnapshot } from "./documents.ts";
import { context, NOW, scalar, snapshot } from "./generated.fixture.ts";
import {
  compile,
  evaluate,
  evaluateAll,
  explain,
  nextBoundary,
  type EvaluationContext,
  type FlagDocument,
  type Program,
  type Snapshot,
} from "./index.ts";
import { matcher } from "./matcher.ts";
import { hasher } from "./profiles.ts";

const RUNS = { numRuns: 300 };
const tools = { matcher, hasher };
const answers = (program: Program, given: EvaluationContext, now = NOW) =>
  Object.fromEntries(evaluateAll(program, given, { now }));

test("explaining is evaluating, and evaluating all is evaluating each", () => {
  fc.assert(
    fc.property(snapshot, context, (given, who) => {
      const program = compile(given, tools);
      const all = answers(program, who);
      expect(Object.keys(all)).toEqual(given.flags.map(({ key }) => key));
      for (const { key } of given.flags) {
        expect(explain(program, key, who, { now: NOW }).evaluation).toEqual(all[key]);
        expect(evaluate(program, key, who, { now: NOW })).toEqual(all[key]);
      }
    }),
    RUNS,
  );
});

test("an answer holds until validUntil, and no answer changes before the next boundary", () => {
  fc.assert(
    fc.property(snapshot, context, (given, who) => {
      const program = compile(given, tools);
      const boundary = nextBoundary(program, NOW) ?? Infinity;
      for (let now = NOW; now < NOW + 8; now++)
        for (const { key } of given.flags) {
          const { validUntil: first, ...before } = evaluate(program, key, who, { now: NOW });
          const { validUntil: _, ...after } = evaluate(program, key, who, { now });
          if (now < (first ?? Infinity) || now < boundary) expect(after).toEqual(before);
        }
    }),
    RUNS,
  );
});

test("applying changes one by one is compiling the whole", () => {
  fc.assert(
    fc.property(fc.array(snapshot, { minLength: 2, maxLength: 4 }), context, (versions, who) => {
      const published = versions.map((version, i) =>
        makeSnapshot({
          ...version,
          revision: i + 1,
          flags: version.flags.map((flag) => ({ ...flag, revision: i * 10 + flag.revision })),
          segments: version.segments.map((segment) => ({ ...segment, revision: i * 10 + segment.revision })),
        }),
      );
      let held: Snapshot = published[0]!;
      let program = compile(held, tools);
      for (const next of published.slice(1)) {
        const applied = applyChange(
          held,
          JSON.parse(JSON.stringify(makeChange(held, next))) as ReturnType<typeof makeChange>,
        );
        expect(applied).toEqual({ ok: true, snapshot: next });
        held = next;
        program = compile(held, { ...tools, previous: program });
      }
      const whole = compile(held, tools);
      // Where a document is left out, its last good version may go on serving: that is history, not the snapshot.
      if (whole.quarantined.length === 0 && program.quarantined.length === 0)
        expect(answers(program, who)).toEqual(answers(whole, who));
    }),
    { numRuns: 150 },
  );
});

test("a change that does not fit is refused", () => {
  fc.assert(
    fc.property(snapshot, snapshot, fc.nat(3), (a, b, which) => {
      const from = makeSnapshot({ ...a, revision: 1 });
      const to = makeSnapshot({ ...b, revision: 2 });
      const change = makeChange(from, to);
      const spoilt = [
        { ...change, from: 7 },
        { ...change, checksum: `sha256:${"0".repeat(64)}` },
        { ...change, counts: { ...change.counts, flags: change.counts.flags + 1 } },
        { ...change, archived: { add: ["lost"], remove: [] } },
      ][which]!;
      expect(applyChange(from, spoilt).ok).toBe(false);
      expect(applyChange(from, change).ok).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test("a bad, too new or cyclic document changes no other answer", () => {
  const bad: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
    { key: "bad", engine: 2 },
    { key: "bad", engine: 1 },
    { key: "bad", engine: 1, prerequisites: [{ flag: "bad", variants: ["on"] }] },
    null,
    7,
    { key: "__proto__" },
    [],
  );
  fc.assert(
    fc.property(snapshot, bad, context, fc.nat(4), (given, odd, who, at) => {
      const flags = [...given.flags];
      flags.splice(at, 0, odd as FlagDocument);
      const before = answers(compile(given, tools), who);
      const after = answers(compile({ ...given, flags }, tools), who);
      for (const { key } of given.flags) expect(after[key]).toEqual(before[key]);
    }),
    RUNS,
  );
});

test("reordering rules that cannot both hold changes nothing but their indexes", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom("p", "q", "r", "s"), { minLength: 2 }),
      scalar,
      fc.nat(),
      (values, x, turn) => {
        const rules = values.map((value) => ({
          id: value,
          when: { attribute: "x", op: "in" as const, values: [value] },
          serve: { variant: "on" },
        }));
        const turned = [...rules.slice(turn % rules.length), ...rules.slice(0, turn % rules.length)];
        const ask = (given: typeof rules) => {
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
            rules: given,
            fallthrough: { variant: "off" },
            client: true,
            metadata: {},
          };
          const made = makeSnapshot({
            environment: "shop/test",
            revision: 1,
            publishedAt: "",
            flags: [flag],
            segments: [],
            archived: [],
          });
          const { ruleIndex: _, ...rest } = evaluate(compile(made), "a", { x }, { now: NOW });
          return rest;
        };
        expect(ask(turned)).toEqual(ask(rules));
      },
    ),
    RUNS,
  );
});
