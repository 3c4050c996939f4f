import type { Condition, Serve } from "@guidon/engine";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { deleteFlag } from "#app/features/flags/delete-flag.server.ts";
import { changeList } from "#app/features/segments/change-list.server.ts";
import { changeSegment } from "#app/features/segments/change-segment.server.ts";
import { copySegment } from "#app/features/segments/copy-segment.server.ts";
import { createSegment } from "#app/features/segments/create-segment.server.ts";
import { deleteSegment } from "#app/features/segments/delete-segment.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { changeTargetings } from "#app/features/targeting/change-targetings.server.ts";
import { copyTargetings } from "#app/features/targeting/copy-targetings.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import { liftKill } from "#app/features/targeting/lift-kill.server.ts";
import type { TargetingStep } from "#app/features/targeting/targeting-step.ts";
import type { Context } from "#app/platform/context.ts";
import { restore } from "./restore.server.ts";

export type Random = (below: number) => number;

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const environments = ["production", "staging", "development"];
const countries = ["DE", "FR", "US", "JP"];
const acts = [
  ...(["create", "define", "variants", "archive", "delete"] as const),
  ...(["on", "off", "rollout", "target", "rules", "needs", "alone"] as const),
  ...(["kill", "lift", "bulk", "promote", "restore", "restore all"] as const),
  ...(["segment", "admit", "admit many", "dismiss", "audience", "copy", "disband", "bring back"] as const),
];
type Act = (typeof acts)[number];
export const allActs: readonly string[] = acts.toSorted();
const keys = ["alpha", "beta", "gamma", "delta", "epsilon"];
const segments = ["staff", "friends"];

export function randomContext(random: Random): Record<string, unknown> {
  return {
    ...(random(20) === 0 ? {} : { targetingKey: `user-${random(5000)}` }),
    ...(random(5) === 0 ? {} : { country: pick(random, countries) }),
    ...(random(3) === 0 ? {} : { age: random(90) }),
  };
}

/** One thing that somebody does to the project, which may be refused: most of what people do in it, in no order. */
export async function act(ctx: Context, project: string, random: Random): Promise<Act> {
  const environment = pick(random, environments);
  const flag = pick(random, keys);
  const place = { project, environment };
  const named = { ...place, flag, expectedVersion: "*" };
  const audience = { ...place, segment: pick(random, segments), expectedVersion: "*" };
  const list = pick(random, ["included", "included", "excluded"] as const);
  const people = (many: number) => Array.from({ length: many }, () => `user-${random(5000)}`);
  const whole = { project, flag, expectedVersion: "*" };
  const step = async (...steps: TargetingStep[]) =>
    changeTargeting(ctx, { ...named, edit: { steps, pointer: (index) => `/steps/${index}` } });
  const does: Record<Act, () => Promise<unknown>> = {
    create: () => createFlag(ctx, { project, key: flag, reuseKey: true }),
    on: () => step({ do: "turn-on" }),
    off: () => step({ do: "turn-off" }),
    rollout: () => step({ do: "set-rollout", percent: random(101) }),
    target: () => step({ do: "add-targets", variant: "on", keys: [`user-${random(50)}`] }),
    rules: () =>
      changeTargeting(ctx, { ...named, edit: { derive: (now) => ({ ...now, rules: rules(random) }) } }),
    needs: () =>
      changeTargeting(ctx, {
        ...named,
        edit: {
          derive: (now) => ({ ...now, prerequisites: [{ flag: pick(random, keys), variants: ["on"] }] }),
        },
      }),
    alone: () =>
      changeTargeting(ctx, { ...named, edit: { derive: (now) => ({ ...now, prerequisites: [] }) } }),
    define: () => changeFlag(ctx, { ...whole, client: random(2) === 0, metadata: { step: random(100) } }),
    variants: () =>
      changeFlag(ctx, {
        ...whole,
        variants: [
          { key: "on", value: random(4) > 0 },
          { key: "off", value: false },
        ],
      }),
    archive: () => changeFlag(ctx, { ...whole, archived: random(2) === 0 }),
    delete: async () => {
      await changeFlag(ctx, { ...whole, archived: true });
      await deleteFlag(ctx, { project, flag, confirm: flag });
    },
    kill: () => killFlag(ctx, { ...place, flag, variant: pick(random, ["on", "off", null]) }),
    lift: () => liftKill(ctx, { ...place, flag }),
    bulk: () =>
      changeTargetings(ctx, {
        ...place,
        changes: keys.slice(random(3), 3 + random(3)).map((each) => ({
          ...{ flag: each, expectedVersion: "*", pointer: "" },
          edit: {
            steps: [{ do: "turn-on" }, { do: "set-rollout", percent: random(101) }],
            pointer: () => "",
          },
        })),
      }),
    promote: () =>
      copyTargetings(ctx, {
        ...{ ...place, to: pick(random, environments) },
        flags: [{ flag, expectedVersion: "*", pointer: "" }],
      }),
    restore: () => restore(ctx, { ...named, revision: 1 + random(40), definitions: random(2) === 0 }),
    "restore all": () =>
      restore(ctx, {
        ...{ ...place, expectedVersion: "*", revision: 1 + random(40) },
        definitions: random(2) === 0,
      }),
    segment: () =>
      createSegment(ctx, { ...place, key: audience.segment, rules: [{ when: condition(random) }] }),
    admit: () => changeList(ctx, { ...audience, list, edit: { add: people(3) } }),
    // More than a document holds.
    "admit many": () => changeList(ctx, { ...audience, list, edit: { add: people(150) } }),
    dismiss: () => changeList(ctx, { ...audience, list, edit: { remove: people(1000) } }),
    audience: () => changeSegment(ctx, { ...audience, rules: [{ when: condition(random) }] }),
    copy: () => copySegment(ctx, { ...audience, to: pick(random, environments) }),
    disband: () => deleteSegment(ctx, audience),
    "bring back": () => restore(ctx, { ...audience, revision: 1 + random(60) }),
  };
  const name = pick(random, [...acts, ...acts, "create" as const]);
  await does[name]();
  return name;
}

function rules(random: Random) {
  return Array.from({ length: random(4) }, (_, at) => ({
    id: `rule-${at}`,
    when: random(3) === 0 ? { segment: pick(random, segments) } : condition(random),
    serve: serve(random),
  }));
}

function condition(random: Random): Condition {
  const country: Condition = { attribute: "country", op: "in", values: [pick(random, countries)] };
  const age: Condition = { attribute: "age", op: "gt", values: [random(90)] };
  return pick<Condition>(random, [country, age, { all: [country, { not: age }] }, { any: [country, age] }]);
}

function serve(random: Random): Serve {
  if (random(2) === 0) return { variant: pick(random, ["on", "off"]) };
  const middle = random(100_001);
  const by = ["targetingKey"];
  const gates = [
    { kind: "traffic" as const, by, seed: random(1000), ranges: [[0, random(100_001)] as const] },
  ];
  return {
    split: {
      ...{ by, seed: random(1000) },
      slices: [
        ["on", 0, middle],
        ["off", middle, 100_000],
      ],
      ...(random(2) === 0 ? { gates } : {}),
    },
  };
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)]!;
}
