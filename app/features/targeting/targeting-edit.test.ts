import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defineFlag } from "#app/features/flags/new-flag.ts";
import { movedBetween } from "./split-shares.ts";
import { rolloutOf } from "./rollout.ts";
import { newTargeting, type Targeting } from "./targeting.ts";
import { applyEdit, type TargetingShorthand } from "./targeting-edit.ts";

const definition = defineFlag({ key: "dark-mode" });
const newSeed = () => 7;
const edit = (targeting: Targeting, shorthand: TargetingShorthand) =>
  applyEdit(targeting, { shorthand, pointer: "/environments/production" }, { flag: definition, newSeed });
const slicesOf = ({ fallthrough }: Targeting) => ("split" in fallthrough ? fallthrough.split.slices : []);

describe("a rollout by the shorthand", () => {
  test("only adds users on the way up, and only takes them away on the way down", () => {
    const percents = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(percents, (steps) => {
        let before = 0;
        let targeting = edit(newTargeting(definition, { protected: false }), { rollout: 0 });
        for (const step of steps) {
          const next = edit(targeting, { rollout: step / 1000 });
          expect(rolloutOf(next)).toBe(step / 1000);
          expect(movedBetween(slicesOf(targeting), slicesOf(next))).toBe(Math.abs(step - before));
          before = step;
          targeting = next;
        }
      }),
    );
  });

  test("moves the fewest also where the slices lie the other way round, and keeps what else the split says", () => {
    const gates = [
      { kind: "traffic" as const, by: ["targetingKey"], seed: 3, ranges: [[0, 40_000]] as const },
    ];
    const split = {
      by: ["organization.id"],
      seed: 99,
      slices: [["off", 0, 50_000] as const, ["on", 50_000, 100_000] as const],
      gates,
      otherwise: "off",
      experiment: { key: "dark", phase: 2 },
    };
    const after = edit(
      { ...newTargeting(definition, { protected: false }), fallthrough: { split } },
      { rollout: 60 },
    );
    expect(movedBetween(split.slices, slicesOf(after))).toBe(10_000);
    expect(after.fallthrough).toMatchObject({ split: { ...split, slices: expect.anything() as unknown } });
  });

  test("refuses another system's units, the off variant, and a variant that is not there", () => {
    const hash = { digest: "murmur3", prefix: "", suffix: "", reduce: { kind: "mod", size: 100 } } as const;
    const imported = { split: { by: ["targetingKey"], seed: 0, slices: [["on", 0, 100] as const], hash } };
    const cases: [Targeting, TargetingShorthand, string][] = [
      [
        { ...newTargeting(definition, { protected: false }), fallthrough: imported },
        { rollout: 10 },
        "rollout",
      ],
      [newTargeting(definition, { protected: false }), { rollout: 10, variant: "off" }, "variant"],
      [newTargeting(definition, { protected: false }), { rollout: 10, variant: "purple" }, "variant"],
    ];
    for (const [targeting, shorthand, field] of cases) {
      expect(() => edit(targeting, shorthand)).toThrow(
        expect.objectContaining({
          fields: [expect.objectContaining({ pointer: `/environments/production/${field}` })],
        }),
      );
    }
  });

  test("leaves the kill layer alone, whatever is asked", () => {
    const killed = { ...newTargeting(definition, { protected: false }), kill: { variant: "off" } };
    const input = { flag: definition, newSeed };
    expect(edit(killed, { on: true, rollout: 50 }).kill).toEqual({ variant: "off" });
    expect(
      applyEdit(killed, { derive: ({ kill: _, ...rest }) => ({ ...rest, on: true }) }, input).kill,
    ).toEqual({ variant: "off" });
    expect(
      applyEdit(killed, { replace: newTargeting(definition, { protected: false }) }, input).kill,
    ).toEqual({ variant: "off" });
    const alive = newTargeting(definition, { protected: false });
    expect(
      applyEdit(alive, { derive: (current) => ({ ...current, kill: { variant: "off" } }) }, input).kill,
    ).toBeUndefined();
  });
});
