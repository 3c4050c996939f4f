import { evaluate } from "@guidon/engine";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { meanwhile } from "#app/meanwhile.fixture.ts";
import { createEnvironment } from "#app/features/settings/create-environment.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { restore } from "#app/features/history/restore.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { copyTargetings } from "#app/features/targeting/copy-targetings.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import { readTargeting } from "#app/features/targeting/read-targeting.server.ts";
import type { Context } from "#app/platform/context.ts";
import { allocateSlice } from "./allocate-slice.server.ts";
import { listSplits } from "./list-splits.server.ts";
import { changeSharedDraw } from "./change-shared-draw.server.ts";
import { createSharedDraw } from "./create-shared-draw.server.ts";
import { deleteSharedDraw } from "./delete-shared-draw.server.ts";
import { freeSlice } from "./free-slice.server.ts";
import { holdOut } from "./hold-out.server.ts";
import { readSharedDraw } from "./list-shared-draws.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `layers and holdouts${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();

    /** A layer of which 10 % see nothing, and flags that give everybody in staging and development `on`. */
    async function shop(...keys: string[]) {
      const project = await storefront(application);
      const developer = application.as("developer");
      const on = { on: true, rollout: 100 };
      for (const key of keys)
        await createFlag(developer, { project, key, environments: { staging: on, development: on } });
      await createSharedDraw(developer, { project, kind: "holdout", key: "quiet", percent: 10 });
      await createSharedDraw(developer, { project, kind: "layer", key: "window", holdout: "quiet" });
      const place = { project, environment: "staging", layer: "window", expectedVersion: "*" };
      const give = (flag: string, percent: number) => allocateSlice(developer, { ...place, flag, percent });
      return { project, developer, place, give };
    }

    async function program(project: string, environment = "staging") {
      const all = await listEnvironments(application.system, { project });
      return application.live.get(all.find(({ key }) => key === environment)!.id)!.program;
    }

    /** Of 20,000 users, who gets something of the flag by its split. */
    async function entering(project: string, flag: string) {
      const running = await program(project);
      const found = new Set<string>();
      for (let user = 0; user < 20_000; user++) {
        const targetingKey = `user-${user}`;
        if (evaluate(running, flag, { targetingKey }, { now: 0 }).reason === "SPLIT") found.add(targetingKey);
      }
      return found;
    }

    test("slices have no user in common, and the holdout none at all", async () => {
      const { project, give } = await shop("a", "b");
      expect(await give("a", 40)).toMatchObject({
        ...{ revision: 3, ranges: [[0, 40_000]], entering: 0, leaving: 60 },
      });
      expect(await give("b", 60)).toMatchObject({ ranges: [[40_000, 100_000]], leaving: 40 });
      const [a, b] = [await entering(project, "a"), await entering(project, "b")];
      expect(a.size / 20_000).toBeCloseTo(0.36, 1);
      expect(b.size / 20_000).toBeCloseTo(0.54, 1);
      expect([...a].filter((user) => b.has(user))).toEqual([]);
      const out = evaluate(await program(project), "a", { targetingKey: [...b][0] }, { now: 0 });
      expect(out).toMatchObject({ value: false, reason: "DEFAULT" });
    });

    test("a slice that grows keeps its users, one that shrinks tells who goes, and more than is free is refused", async () => {
      const { project, developer, place, give } = await shop("a", "b");
      await give("a", 20);
      await give("b", 30);
      const before = await entering(project, "a");
      expect(await give("a", 50)).toMatchObject({
        ...{
          ranges: [
            [0, 20_000],
            [50_000, 80_000],
          ],
          entering: 30,
          leaving: 0,
        },
      });
      const after = await entering(project, "a");
      expect([...before].every((user) => after.has(user))).toBe(true);
      await expect(give("b", 50.001)).rejects.toMatchObject({
        code: "slice_taken",
        extra: { free: 50, holders: [{ flag: "a", percent: 50 }] },
        fields: [{ pointer: "/percent" }],
      });
      const dry = await allocateSlice(developer, { ...place, flag: "a", percent: 10, dryRun: true });
      expect(dry).toMatchObject({ ranges: [[0, 10_000]], entering: 0, leaving: 40 });
      expect(await freeSlice(developer, { ...place, flag: "b" })).toMatchObject({
        ...{ ranges: null, entering: 70, leaving: 0 },
      });
      expect(await readSharedDraw(developer, { project, kind: "layer", key: "window" })).toMatchObject({
        holdout: "quiet",
        environments: [
          { environment: "production", free: 100, slices: [] },
          { environment: "staging", free: 50, slices: [{ flag: "a", percent: 50 }] },
          { environment: "development", free: 100, slices: [] },
        ],
      });
      await expect(
        allocateSlice(developer, { ...place, flag: "b", percent: 10, expectedVersion: "1" }),
      ).rejects.toMatchObject({ code: "version_conflict" });
    });

    test("of two who take more than there is in the same moment, one gets it", async () => {
      const { give } = await shop("a", "b", "c");
      const outcomes = await Promise.allSettled(["a", "b", "c"].map((flag) => give(flag, 50)));
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
      expect(outcomes.filter(({ status }) => status === "rejected")).toMatchObject([
        { reason: { code: "slice_taken", extra: { free: 0 } } },
      ]);
    });

    test("a layer or holdout that is deleted in this moment gives nothing", async () => {
      const { project, developer, place } = await shop("a");
      const holdout = { project, kind: "holdout", key: "lone" } as const;
      await createSharedDraw(developer, { ...holdout, percent: 10 });
      const whenDeleted = (kind: "layer" | "holdout", key: string): Context => ({
        ...developer,
        db: new Proxy(developer.db, {
          get: (db, name) =>
            name === "transaction"
              ? async (...args: Parameters<typeof db.transaction>) => {
                  await deleteSharedDraw(application.system, { project, kind, key });
                  return db.transaction(...args);
                }
              : (Reflect.get(db, name) as unknown),
        }),
      });
      const gone = { code: "not_found" };
      const { layer: _, ...there } = place;
      await expect(
        allocateSlice(whenDeleted("layer", "window"), { ...place, flag: "a", percent: 10 }),
      ).rejects.toMatchObject(gone);
      await expect(
        holdOut(whenDeleted("holdout", "lone"), { ...there, holdout: "lone", flag: "a", applies: true }),
      ).rejects.toMatchObject(gone);
    });

    test("no way around: an edit by hand, a copy and a restore that would overlap are refused, naming who holds it", async () => {
      const { project, developer, place, give } = await shop("a", "b");
      await give("b", 70);
      const { targeting: big } = await readTargeting(developer, { ...place, flag: "b" });
      await give("b", 10);
      await give("a", 50);
      const taken = { code: "slice_taken", detail: expect.stringContaining('"a" holds a part of window') };
      const there = { ...place, flag: "b" };
      await expect(changeTargeting(developer, { ...there, edit: { replace: big } })).rejects.toMatchObject(
        taken,
      );
      await expect(restore(developer, { ...there, revision: 3 })).rejects.toMatchObject(taken);
      await allocateSlice(developer, { ...there, environment: "development", percent: 70 });
      const copy = {
        ...{ project, environment: "development", to: "staging" },
        flags: [{ flag: "b", expectedVersion: "*", pointer: "" }],
      };
      await expect(copyTargetings(developer, copy)).rejects.toMatchObject(taken);
      await killFlag(developer, { ...there, variant: "off" });
      await changeFlag(developer, { project, flag: "a", expectedVersion: "*", archived: true });
      expect(await give("b", 100)).toMatchObject({ ranges: [[0, 100_000]] });
      await expect(
        changeFlag(developer, { project, flag: "a", expectedVersion: "*", archived: false }),
      ).rejects.toMatchObject({ code: "slice_taken", extra: { holders: [{ flag: "b" }] } });
    });

    test("two who take a slice at once get different ones", async () => {
      const keys = ["a", "b", "c", "d"];
      const { developer, project, give } = await shop(...keys);
      await Promise.all(keys.map((flag) => give(flag, 25)));
      const { environments } = await readSharedDraw(developer, { project, kind: "layer", key: "window" });
      expect(environments[1]).toMatchObject({ free: 0 });
    });

    test("the flags that a slice can be given to are those with a split, each with what it holds", async () => {
      const { project, developer, place, give } = await shop("a", "b");
      await createFlag(developer, { project, key: "plain", environments: { staging: { on: true } } });
      await give("a", 40);
      const where = { project, environment: "staging", layer: "window" };
      const listed = await listSplits(developer, where);
      expect(listed).toEqual([
        {
          ...{ flag: "a", version: expect.any(String) },
          splits: [{ rule: null, name: "Everybody else", percent: 40 }],
        },
        {
          ...{ flag: "b", version: expect.any(String) },
          splits: [{ rule: null, name: "Everybody else", percent: null }],
        },
      ]);
      const [a] = listed;
      await allocateSlice(developer, { ...place, flag: "a", percent: 50, expectedVersion: a?.version });
      expect((await listSplits(developer, where))[0]?.splits[0]?.percent).toBe(50);
      const again = allocateSlice(developer, {
        ...place,
        flag: "a",
        percent: 60,
        expectedVersion: a?.version,
      });
      await expect(again).rejects.toMatchObject({ code: "version_conflict" });
      const nobody = { ...developer, actor: { kind: "anonymous" as const } };
      await expect(listSplits(nobody, where)).rejects.toMatchObject({ code: "sign_in_required" });
    });

    test("a holdout applies to a single split, and no longer", async () => {
      const { project, developer, place } = await shop("a");
      const asked = { ...place, flag: "a", holdout: "quiet" };
      expect(await holdOut(developer, { ...asked, applies: true })).toMatchObject({ leaving: 10 });
      expect((await entering(project, "a")).size / 20_000).toBeCloseTo(0.9, 1);
      expect(await holdOut(developer, { ...asked, applies: false })).toMatchObject({ entering: 10 });
      expect((await entering(project, "a")).size).toBe(20_000);
    });

    test("what serves one variant to all has no slice, and there is none in a rule that is not there", async () => {
      const { project, developer, place } = await shop("a");
      await createFlag(developer, { project, key: "plain" });
      const plain = { ...place, flag: "plain", percent: 10 };
      await expect(allocateSlice(developer, plain)).rejects.toMatchObject({ fields: [{ pointer: "/rule" }] });
      await expect(allocateSlice(developer, { ...plain, rule: "none" })).rejects.toMatchObject({
        fields: [{ pointer: "/rule", message: 'The flag has no rule "none" here.' }],
      });
    });

    test("what is used is not deleted, keys are taken once, names change with the version", async () => {
      const { project, developer, place, give } = await shop("a");
      const [window, quiet] = (["layer", "holdout"] as const).map((kind) => ({
        ...{ project, kind, key: kind === "layer" ? "window" : "quiet" },
      }));
      await give("a", 10);
      await expect(deleteSharedDraw(developer, window!)).rejects.toMatchObject({
        code: "still_needed",
        extra: { dependents: [{ environment: "staging", kind: "flag", key: "a" }] },
      });
      await freeSlice(developer, { ...place, flag: "a" });
      await holdOut(developer, { ...place, flag: "a", holdout: "quiet", applies: false });
      await expect(deleteSharedDraw(developer, quiet!)).rejects.toMatchObject({
        extra: { dependents: [{ kind: "layer", key: "window" }] },
      });
      await expect(createSharedDraw(developer, window!)).rejects.toMatchObject({ code: "already_exists" });
      await expect(createSharedDraw(developer, { ...window!, key: "x", holdout: "y" })).rejects.toMatchObject(
        {
          fields: [{ pointer: "/holdout" }],
        },
      );
      const named = { ...window!, name: "The window", expectedVersion: "1" };
      expect(await changeSharedDraw(developer, named)).toMatchObject({ name: "The window", version: 2 });
      await expect(changeSharedDraw(developer, named)).rejects.toMatchObject({ code: "version_conflict" });
      await deleteSharedDraw(developer, { ...window!, dryRun: true });
      await deleteSharedDraw(developer, window!);
      await expect(readSharedDraw(developer, window!)).rejects.toMatchObject({ code: "not_found" });
      await deleteSharedDraw(developer, quiet!);
    });

    test("is not deleted while an environment comes in which somebody could have a part of it", async () => {
      const { project, developer } = await shop();
      const draw = { project, kind: "layer" as const, key: "window" };
      const racing = meanwhile(developer, () =>
        createEnvironment(application.as("admin"), { project, key: "preview", name: "Preview" }),
      );
      await expect(deleteSharedDraw(racing, draw)).rejects.toMatchObject({
        code: "version_conflict",
        detail: "An environment came or went in this moment. Send the change again.",
      });
      await deleteSharedDraw(developer, draw);
      const gone = { ...draw, kind: "holdout" as const, key: "quiet" };
      const again = meanwhile(developer, () =>
        createEnvironment(application.as("admin"), { project, key: "another", name: "Another" }),
      );
      await expect(deleteSharedDraw(again, gone)).rejects.toMatchObject({ code: "version_conflict" });
      await deleteSharedDraw(developer, gone);
    });

    test("refuses a Viewer to change anything", async () => {
      const { project, place } = await shop("a");
      const viewer = application.as("viewer");
      const layer = { project, kind: "layer" as const, key: "window" };
      for (const change of [
        () => createSharedDraw(viewer, { ...layer, key: "new-one" }),
        () => changeSharedDraw(viewer, { ...layer, expectedVersion: "*" }),
        () => deleteSharedDraw(viewer, layer),
        () => allocateSlice(viewer, { ...place, flag: "a", percent: 1 }),
        () => freeSlice(viewer, { ...place, flag: "a" }),
        () => holdOut(viewer, { ...place, flag: "a", holdout: "quiet", applies: true }),
      ])
        await expect(change()).rejects.toMatchObject({ code: "not_permitted" });
      expect(await readSharedDraw(viewer, layer)).toMatchObject({ key: "window" });
    });
  },
);
