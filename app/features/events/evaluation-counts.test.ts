import { compile, evaluate } from "@guidon/engine";
import { makeSnapshot } from "@guidon/engine/documents";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import type { EventIntake } from "#app/platform/context.ts";
import type { CountsRecord, EventRecord } from "#app/platform/event-record.ts";
import { createEvaluationCounts, type EvaluationCounts } from "./evaluation-counts.server.ts";

const log = pino({ level: "silent" });
const program = compile(
  makeSnapshot({
    environment: "storefront/production",
    revision: 7,
    publishedAt: "2026-11-20T10:00:00Z",
    flags: [
      {
        key: "half",
        revision: 3,
        engine: 1,
        type: "boolean",
        variants: [
          { key: "on", value: true },
          { key: "off", value: false },
        ],
        on: true,
        offVariant: "off",
        prerequisites: [],
        targets: [],
        rules: [],
        fallthrough: {
          split: {
            by: ["targetingKey"],
            seed: 1,
            slices: [
              ["on", 0, 50_000],
              ["off", 50_000, 100_000],
            ],
          },
        },
        client: false,
        metadata: {},
      },
    ],
    segments: [],
    archived: [],
  }),
);
const ask = (flag: string, targetingKey?: string) =>
  evaluate(program, flag, targetingKey === undefined ? {} : { targetingKey }, { now: 0 });

let counts: EvaluationCounts | undefined;
afterEach(() => counts?.close());

function counting(put: EventIntake["put"], more: { mostOutcomes?: number } = {}) {
  let ids = 0;
  counts = createEvaluationCounts({
    events: { put },
    log,
    now: () => new Date("2026-11-20T10:00:42Z"),
    newId: () => `id-${++ids}`,
    ...more,
  });
  return counts;
}

test("adds up by flag, revision, variant, reason and detail, in the minute", async () => {
  const written: EventRecord[] = [];
  const counts = counting(async (records) => void written.push(...records));
  for (let user = 0; user < 100; user++) counts.add("production", "half", ask("half", `user-${user}`));
  for (let call = 0; call < 7; call++) counts.add("production", "half", ask("half"));
  await counts.flush();
  const [record] = written as CountsRecord[];
  expect(record).toMatchObject({
    kind: "counts",
    source: "server",
    minute: new Date("2026-11-20T10:00:00Z"),
  });
  const split = record!.counts.filter(({ reason }) => reason === "SPLIT");
  expect(new Set(split.map(({ variant }) => variant))).toEqual(new Set(["off", "on"]));
  expect(split).toHaveLength(2);
  expect(split.reduce((sum, { count }) => sum + count, 0)).toBe(100);
  expect(record!.counts.find(({ detail }) => detail === "unit_missing")).toMatchObject({
    flag: "half",
    flagRevision: 3,
    count: 7,
  });
});

test("counts keys that name no flag together, and never holds more than it may", async () => {
  const written: EventRecord[] = [];
  const counts = counting(async (records) => void written.push(...records), { mostOutcomes: 1 });
  for (let guess = 0; guess < 1000; guess++)
    counts.add("production", `guess-${guess}`, ask(`guess-${guess}`));
  counts.add("production", "half", ask("half", "user-42"));
  await counts.flush();
  expect((written as CountsRecord[])[0]?.counts).toEqual([
    expect.objectContaining({ flag: "", reason: "ERROR", count: 1000 }),
  ]);
});

test("sends what could not be written again under the same id", async () => {
  const sent: string[][] = [];
  let away = true;
  const counts = counting(async (records) => {
    sent.push((records as CountsRecord[]).map(({ id }) => id));
    if (away) throw new Error("the database is away");
  });
  counts.add("production", "half", ask("half", "user-1"));
  await counts.flush();
  counts.add("production", "half", ask("half", "user-1"));
  away = false;
  await counts.flush();
  await counts.flush();
  expect(sent).toEqual([["id-1"], ["id-1", "id-2"]]);
});
