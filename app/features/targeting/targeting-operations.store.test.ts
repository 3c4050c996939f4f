import { sql } from "drizzle-orm";
import { evaluate } from "@guidon/engine";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { recordHeartbeats } from "#app/features/propagation/record-heartbeats.server.ts";
import type { HeartbeatRecord } from "#app/platform/event-record.ts";
import { changeTargeting } from "./change-targeting.server.ts";
import { changeTargetings } from "./change-targetings.server.ts";
import { compareEnvironments } from "./compare-environments.server.ts";
import { copyTargetings } from "./copy-targetings.server.ts";
import { killFlag } from "./kill-flag.server.ts";
import { liftKill } from "./lift-kill.server.ts";
import { readTargeting } from "./read-targeting.server.ts";
import type { TargetingEdit } from "./targeting-edit.ts";
import type { TargetingStep } from "./targeting-step.ts";

const step = (...steps: TargetingStep[]): TargetingEdit => ({ steps, pointer: (index) => `/steps/${index}` });
const any = { expectedVersion: "*", pointer: "" };

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `what people do to targeting${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();

    async function shopWith(...keys: string[]) {
      const project = await storefront(application);
      for (const key of keys)
        await createFlag(application.as("developer"), {
          project,
          key,
          environments: { staging: { on: true } },
        });
      return {
        project,
        developer: application.as("developer"),
        staging: { project, environment: "staging" },
      };
    }

    async function live(project: string, environment: string) {
      const all = await listEnvironments(application.system, { project });
      return application.live.get(all.find(({ key }) => key === environment)!.id)!;
    }

    test("a step answers what changed, how many users it moves, and what is odd about the rules", async () => {
      const { developer, staging } = await shopWith("a");
      const place = { ...staging, flag: "a" };
      const when = { attribute: "country", op: "in" as const, values: ["DE"] };
      const { targeting } = await readTargeting(developer, place);
      await changeTargeting(developer, {
        ...place,
        expectedVersion: "1",
        edit: {
          replace: {
            ...targeting,
            rules: [
              { id: "r1", when, serve: { variant: "on" } },
              { id: "r2", when, serve: { variant: "off" } },
            ],
          },
        },
      });
      const rolled = await changeTargeting(developer, {
        ...place,
        expectedVersion: "2",
        edit: step({ do: "set-rollout", percent: 30 }),
      });
      expect(rolled).toMatchObject({
        version: "3",
        revision: 3,
        moved: [{ rule: null, percent: 70 }],
        findings: [
          { kind: "shadowed", rule: "r2", by: ["r1"] },
          { kind: "overlap", rule: "r2", by: ["r1"], example: { country: "DE" } },
        ],
        cannotRun: { instances: 0 },
      });
      const dry = await changeTargeting(developer, {
        ...place,
        expectedVersion: "3",
        edit: step({ do: "set-rollout", percent: 40 }, { do: "turn-off" }),
        dryRun: true,
      });
      expect(dry).toMatchObject({ version: "4", revision: 4, moved: [{ rule: null, percent: 10 }] });
      expect(dry.changes).toHaveLength(2);
      expect((await readTargeting(developer, place)).version).toBe("3");
      expect((await live(staging.project, "staging")).revision).toBe(3);
      await expect(
        changeTargeting(developer, { ...place, expectedVersion: "2", edit: step({ do: "turn-off" }) }),
      ).rejects.toMatchObject({ code: "version_conflict", extra: { version: "3", subject: "a" } });
    });

    test("a change says how many connected SDKs are too old for it", async () => {
      const { project, developer, staging } = await shopWith("a");
      const { id } = await live(project, "staging");
      const report = (instance: string, engine: number): HeartbeatRecord => ({
        kind: "heartbeat",
        environmentId: id,
        receivedAt: application.system.now(),
        instance,
        sdk: { name: "test", version: "1" },
        engine,
        revision: 1,
        connection: "streaming",
        applied: [],
      });
      await application.client.db.transaction((tx) =>
        recordHeartbeats(tx, [report("old", 0), report("new", 1)]),
      );
      const changed = await changeTargeting(developer, {
        ...staging,
        flag: "a",
        expectedVersion: "*",
        edit: step({ do: "turn-off" }),
      });
      expect(changed.cannotRun).toEqual({ engine: 1, instances: 1 });
    });

    test("a thousand flags change in one revision, or none does", async () => {
      const { project, developer, staging } = await shopWith("flag-0000");
      const keys = Array.from({ length: 1000 }, (_, i) => `flag-${String(i).padStart(4, "0")}`);
      await application.client.db.execute(sql`
        with made as (
          insert into flags (id, project_id, key, name, description, type, kind, tags, client, variants, version, created_at, updated_at)
          select gen_random_uuid(), f.project_id, 'flag-' || lpad(n::text, 4, '0'), '', '', f.type, f.kind, f.tags, f.client, f.variants, 1, f.created_at, f.updated_at
          from flags f join projects p on p.id = f.project_id, generate_series(1, 999) n
          where p.key = ${project}
          returning id, project_id, created_at
        )
        insert into targetings (flag_id, environment_id, targeting, version, updated_at)
        select made.id, e.id, (select targeting from targetings t where t.environment_id = e.id limit 1), 1, made.created_at
        from made join environments e on e.project_id = made.project_id`);
      const before = (await live(project, "staging")).revision;
      const asked = keys.map((flag, at) => ({
        flag,
        ...any,
        pointer: `/changes/${at}`,
        edit: step({ do: "set-rollout", percent: 100 }, { do: "turn-on" }),
      }));
      const wrong = [...asked.slice(0, -1), { ...asked.at(-1)!, expectedVersion: "7" }];
      await expect(changeTargetings(developer, { ...staging, changes: wrong })).rejects.toMatchObject({
        code: "version_conflict",
        extra: { subject: "flag-0999" },
      });
      expect((await live(project, "staging")).revision).toBe(before);
      const began = performance.now();
      const done = await changeTargetings(developer, { ...staging, changes: asked });
      const seconds = (performance.now() - began) / 1000;
      expect(done.revision).toBe(before + 1);
      expect(done.changes).toHaveLength(1000);
      expect(seconds).toBeLessThan(10);
      const { program } = await live(project, "staging");
      expect(keys.every((key) => evaluate(program, key, {}, { now: 0 }).value === true)).toBe(true);
      await expect(
        changeTargetings(developer, { ...staging, changes: [asked[0]!, asked[0]!] }),
      ).rejects.toMatchObject({ fields: [{ pointer: "/changes/0/flag" }] });
    }, 60_000);

    test("a copy serves the same users elsewhere, and a comparison finds nothing more to tell", async () => {
      const { project, developer, staging } = await shopWith("a", "b");
      await changeTargeting(developer, {
        ...staging,
        flag: "a",
        ...any,
        edit: step(
          { do: "set-rollout", percent: 40 },
          { do: "add-targets", variant: "off", keys: ["user-1"] },
        ),
      });
      const compared = await compareEnvironments(developer, { project, from: "development", to: "staging" });
      expect(compared.differences).toEqual([
        {
          ...{ kind: "flag", key: "a", moved: [{ rule: null, percent: 60 }] },
          changes: expect.arrayContaining(["Turned on"]) as string[],
        },
        { kind: "flag", key: "b", changes: ["Turned on"], moved: [] },
      ]);
      const flags = ["a", "b"].map((flag) => ({ flag, ...any }));
      const copy = { ...staging, to: "development", flags };
      await expect(copyTargetings(application.as("viewer"), copy)).rejects.toMatchObject({
        code: "not_permitted",
      });
      await expect(copyTargetings(developer, { ...copy, to: "staging" })).rejects.toMatchObject({
        fields: [{ pointer: "/to" }],
      });
      const copied = await copyTargetings(developer, copy);
      expect(copied.changes.map(({ row }) => row.version)).toEqual([2, 2]);
      expect((await live(project, "development")).revision).toBe(3);
      const after = await compareEnvironments(developer, { project, from: "development", to: "staging" });
      expect(after.differences).toEqual([]);
      const [here, there] = [await live(project, "staging"), await live(project, "development")];
      for (let user = 0; user < 200; user++) {
        const context = { targetingKey: `user-${user}` };
        expect(evaluate(there.program, "a", context, { now: 0 }).value).toBe(
          evaluate(here.program, "a", context, { now: 0 }).value,
        );
      }
    });

    test("what is killed stays killed through bulk, promote and restore, and its undo serves what lies beneath", async () => {
      const { project, developer, staging } = await shopWith("a");
      const killed = { ...staging, flag: "a" };
      const { targeting: first } = await readTargeting(developer, killed);
      await killFlag(developer, { ...killed, variant: "off" });
      const value = async () => {
        const { program } = await live(project, "staging");
        const { value: served, detail } = evaluate(program, "a", { targetingKey: "user-1" }, { now: 0 });
        return { served, detail };
      };
      const still = { served: false, detail: "killed" };
      await changeTargetings(developer, {
        ...staging,
        changes: [{ flag: "a", ...any, edit: step({ do: "turn-off" }) }],
      });
      expect(await value()).toEqual(still);
      await copyTargetings(developer, {
        project,
        environment: "development",
        to: "staging",
        flags: [{ flag: "a", ...any }],
      });
      expect(await value()).toEqual(still);
      await changeTargeting(developer, { ...killed, ...any, edit: { replace: first } });
      expect(await value()).toEqual(still);
      await changeFlag(developer, { project, flag: "a", expectedVersion: "*", archived: true });
      await changeFlag(developer, { project, flag: "a", expectedVersion: "*", archived: false });
      expect(await value()).toEqual(still);
      expect(await liftKill(developer, { ...killed, dryRun: true })).toMatchObject({ killed: false });
      await expect(liftKill(developer, { ...killed, expectedVersion: "1" })).rejects.toMatchObject({
        code: "version_conflict",
      });
      expect(await value()).toEqual(still);
      await liftKill(developer, killed);
      expect(await value()).toEqual({ served: true });
    });
  },
);
