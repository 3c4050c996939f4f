import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { evaluateFlags } from "#app/features/evaluations/evaluate-flags.server.ts";
import type { Context } from "#app/platform/context.ts";
import { evaluationCounts, eventIds, exposures, metricEvents } from "#db/schema/events.ts";
import { compactEvents } from "./compact-events.server.ts";
import type { ReportedEvent, ReportedExposure } from "./event.ts";
import { recordEvents } from "./record-events.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`events${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  const unit = { path: "targetingKey", value: "user-42" };

  /** A shop with a flag that half of everybody gets, and keys for its production. */
  async function shop() {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, {
      project,
      key: "half",
      client: true,
      environments: { production: { on: true, rollout: 50 } },
    });
    await createFlag(developer, {
      project,
      key: "inside",
      environments: { production: { on: true, rollout: 50 } },
    });
    const environments = await listEnvironments(application.system, { project });
    const { id } = environments.find(({ key }) => key === "production")!;
    const by = (keyKind: "server" | "client"): Context => ({
      ...application.system,
      actor: {
        kind: "key",
        id: randomUUID(),
        name: keyKind,
        keyKind,
        projectId: randomUUID(),
        environmentId: id,
        grants: [],
        ceiling: [],
      },
    });
    return { project, id, server: by("server"), client: by("client") };
  }

  const exposure = (more: Partial<ReportedExposure> = {}): ReportedExposure => ({
    type: "exposure",
    id: randomUUID(),
    environmentRevision: 2,
    flag: "half",
    flagRevision: 1,
    variant: "on",
    unit,
    ...more,
  });
  const send = (ctx: Context, ...events: ReportedEvent[]) =>
    recordEvents(
      ctx,
      events.map((event, index) => ({ index, event })),
    );

  test("takes each item by itself and says which it does not take, and why", async () => {
    const { id, server } = await shop();
    const outcome = await recordEvents(server, [
      { index: 0, event: exposure({ at: new Date("2026-11-20T09:59:00Z") }) },
      { index: 1, event: { code: "invalid_item", detail: "/unit: there is none" } },
      { index: 2, event: exposure({ at: new Date("2026-11-13T09:59:00Z") }) },
      { index: 3, event: exposure({ at: new Date("2026-11-20T10:06:00Z") }) },
      { index: 4, event: { type: "metric", id: randomUUID(), event: "order-placed", unit, value: 49.9 } },
    ]);
    expect(outcome).toEqual({
      accepted: 2,
      rejected: [
        { index: 1, code: "invalid_item", detail: "/unit: there is none" },
        { index: 2, code: "too_old", detail: expect.any(String) },
        { index: 3, code: "in_the_future", detail: expect.any(String) },
      ],
    });
    const { db } = application.client;
    expect(await db.select().from(exposures).where(eq(exposures.environmentId, id))).toMatchObject([
      { flag: "half", variant: "on", unitPath: "targetingKey", unitValue: "user-42", trusted: true },
    ]);
    expect(await db.select().from(metricEvents).where(eq(metricEvents.environmentId, id))).toMatchObject([
      { event: "order-placed", value: 49.9, trusted: true },
    ]);
  });

  test("what is sent again under the same id is taken and changes nothing, also at the same time", async () => {
    const { id, server } = await shop();
    const counts = {
      type: "counts" as const,
      id: randomUUID(),
      counts: [
        {
          flag: "half",
          flagRevision: 1,
          variant: "on",
          reason: "SPLIT",
          detail: null,
          ruleId: null,
          count: 10,
        },
      ],
    };
    const seen = exposure();
    const sent = await Promise.all(
      Array.from({ length: 10 }, () => send(server, counts, seen, { ...seen, variant: "off" })),
    );
    expect(sent.every(({ accepted }) => accepted === 3)).toBe(true);
    const { db } = application.client;
    const [row, ...others] = await db
      .select()
      .from(evaluationCounts)
      .where(eq(evaluationCounts.environmentId, id));
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      count: 10,
      source: "sdk",
      seconds: 60,
      at: new Date("2026-11-20T10:00:00Z"),
    });
    expect(await db.$count(exposures, eq(exposures.environmentId, id))).toBe(1);
  });

  test("under a client key the variant is computed here, and what cannot be is not taken", async () => {
    const { id, server, client } = await shop();
    const lie = exposure({ variant: "lie", flagRevision: 99, experiment: { key: "mine", phase: 9 } });
    const outcome = await send(
      client,
      lie,
      exposure({ flag: "inside" }),
      exposure({ flag: "nothing" }),
      exposure({ unit: { path: "account", value: "7" } }),
      {
        type: "heartbeat",
        instance: "i",
        sdk: { name: "x", version: "1" },
        engine: 1,
        revision: 1,
        connection: "polling",
      },
    );
    expect(outcome.accepted).toBe(1);
    expect(outcome.rejected.map(({ index, code }) => [index, code])).toEqual([
      [1, "unknown_flag"],
      [2, "unknown_flag"],
      [3, "not_exposed"],
      [4, "not_for_client_keys"],
    ]);
    const { evaluations } = evaluateFlags(server, { flags: ["half"], context: { targetingKey: "user-42" } });
    const { db } = application.client;
    expect(await db.select().from(exposures).where(eq(exposures.environmentId, id))).toMatchObject([
      {
        variant: evaluations.get("half")?.variant,
        flagRevision: 1,
        environmentRevision: 2,
        experimentKey: null,
        trusted: false,
      },
    ]);
  });

  test("counts under a client key name its flags and their variants, and not too many at a time", async () => {
    const { client } = await shop();
    const count = (flag: string, variant: string, count: number): ReportedEvent => ({
      type: "counts",
      id: randomUUID(),
      counts: [{ flag, flagRevision: 1, variant, reason: "SPLIT", detail: null, ruleId: null, count }],
    });
    const outcome = await send(
      client,
      count("half", "on", 5),
      count("inside", "on", 5),
      count("half", "purple", 5),
      count("half", "on", 1_000_000),
    );
    expect(outcome).toMatchObject({
      accepted: 1,
      rejected: [{ code: "unknown_flag" }, { code: "unknown_flag" }, { code: "invalid_item" }],
    });
  });

  test("an environment that is gone takes no other's events with it", async () => {
    const [here, gone] = [await shop(), await shop()];
    const away = { ...gone.server };
    if (away.actor.kind !== "key") throw new Error("a key was expected");
    const nowhere = randomUUID();
    const lost: Context = {
      ...away,
      actor: { ...away.actor, environmentId: nowhere },
      snapshots: {
        ...away.snapshots,
        get: () => ({ ...application.live.get(gone.id)!, id: nowhere }),
      },
    };
    const outcomes = await Promise.allSettled([
      send(here.server, exposure()),
      send(lost, exposure()),
      send(here.server, exposure()),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    expect(await application.client.db.$count(exposures, eq(exposures.environmentId, here.id))).toBe(2);
    expect(await application.client.db.$count(exposures, eq(exposures.environmentId, nowhere))).toBe(0);
  });

  test("evaluations by this server are counted, those by name", async () => {
    const { id, server } = await shop();
    for (let user = 0; user < 20; user++) {
      evaluateFlags(server, { flags: ["half"], context: { targetingKey: `user-${user}` } });
    }
    evaluateFlags(server, { flags: ["no-such-flag"], context: {} });
    evaluateFlags(server, { flags: "all", context: {} });
    await application.counts.flush();
    const rows = await application.client.db
      .select()
      .from(evaluationCounts)
      .where(and(eq(evaluationCounts.environmentId, id), eq(evaluationCounts.source, "server")));
    expect(rows.filter(({ flag }) => flag === "half").reduce((sum, { count }) => sum + count, 0)).toBe(20);
    expect(rows.filter(({ flag }) => flag !== "half")).toMatchObject([
      { flag: "", reason: "ERROR", count: 1 },
    ]);
  });

  test("minutes older than a day become hours, once, and ids older than a week are forgotten", async () => {
    const { id, server } = await shop();
    const at = (time: string): ReportedEvent => ({
      type: "counts",
      id: randomUUID(),
      at: new Date(time),
      counts: [
        {
          flag: "half",
          flagRevision: 1,
          variant: null,
          reason: "DISABLED",
          detail: "killed",
          ruleId: null,
          count: 3,
        },
      ],
    });
    await send(
      server,
      at("2026-11-19T08:01:10Z"),
      at("2026-11-19T08:01:50Z"),
      at("2026-11-19T08:59:00Z"),
      at("2026-11-19T10:30:00Z"),
    );
    const { db } = application.client;
    const compact = (now: string) =>
      application.client.exclusively("test", (tx) => compactEvents(tx, new Date(now)));
    const rows = async () =>
      (
        await db
          .select()
          .from(evaluationCounts)
          .where(eq(evaluationCounts.environmentId, id))
          .orderBy(evaluationCounts.at)
      ).map((row) => [row.at.toISOString(), row.seconds, row.count]);
    await compact("2026-11-20T10:45:00Z");
    expect(await rows()).toEqual([
      ["2026-11-19T08:00:00.000Z", 3600, 9],
      ["2026-11-19T10:30:00.000Z", 60, 3],
    ]);
    await send(server, at("2026-11-19T08:30:00Z"));
    await compact("2026-11-20T10:45:00Z");
    expect((await rows())[0]).toEqual(["2026-11-19T08:00:00.000Z", 3600, 12]);
    expect(await db.$count(eventIds, eq(eventIds.environmentId, id))).toBe(5);
    await compact("2026-11-27T10:00:01Z");
    expect(await db.$count(eventIds, eq(eventIds.environmentId, id))).toBe(0);
  });

  test("a writer and a publisher do not wait for each other", async () => {
    const { project, server } = await shop();
    const changes = Array.from({ length: 5 }, (_, round) =>
      changeFlag(application.as("developer"), {
        project,
        flag: "half",
        expectedVersion: "*",
        environments: { production: { rollout: round * 10 } },
      }),
    );
    const writes = Array.from({ length: 20 }, () => send(server, exposure(), exposure()));
    await expect(Promise.all([...changes, ...writes])).resolves.toHaveLength(25);
  });
});
