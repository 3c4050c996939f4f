import { evaluate } from "@guidon/engine";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { deleteFlag } from "#app/features/flags/delete-flag.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { changeTargetings } from "#app/features/targeting/change-targetings.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import { liftKill } from "#app/features/targeting/lift-kill.server.ts";
import { readTargeting } from "#app/features/targeting/read-targeting.server.ts";
import type { TargetingStep } from "#app/features/targeting/targeting-step.ts";
import { compareMoments } from "./compare-moments.server.ts";
import { explainAt } from "./explain-at.server.ts";
import { listDocumentHistory } from "./list-document-history.server.ts";
import { listEnvironmentHistory } from "./list-environment-history.server.ts";
import { readEnvironmentState } from "./read-environment-state.server.ts";
import { restore } from "./restore.server.ts";
import { whyServed } from "./why-served.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `every state that ever was${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();

    /** Revisions of staging: 1 made, 2 on, 3 rolled out to 30 %, a minute apart. */
    async function shop() {
      const project = await storefront(application);
      const developer = application.as("developer");
      const place = { project, environment: "staging" };
      const step = async (flag: string, ...steps: TargetingStep[]) => {
        application.advance(60_000);
        const edit = { steps, pointer: (index: number) => `/steps/${index}` };
        return changeTargeting(developer, { ...place, flag, expectedVersion: "*", edit });
      };
      application.advance(60_000);
      const began = application.system.now();
      await createFlag(developer, { project, key: "banner" });
      await step("banner", { do: "turn-on" });
      await step("banner", { do: "set-rollout", percent: 30 });
      return { project, developer, place, step, began };
    }

    async function served(project: string, flag: string, environment = "staging") {
      const all = await listEnvironments(application.system, { project });
      const { program } = application.live.get(all.find(({ key }) => key === environment)!.id)!;
      const { value, detail } = evaluate(program, flag, { targetingKey: "user-7" }, { now: 0 });
      return { value, ...(detail === undefined ? {} : { detail }) };
    }

    test("lists go backwards page by page, and say in words what each revision changed", async () => {
      const { developer, place } = await shop();
      const first = await listEnvironmentHistory(developer, { ...place, limit: 2 });
      expect(first.revisions.map(({ revision, actor }) => [revision, actor])).toEqual([
        [3, "The developer"],
        [2, "The developer"],
      ]);
      expect(first.revisions[1]?.documents).toEqual([
        { kind: "flag", key: "banner", changes: ["Turned on"] },
      ]);
      expect(first.next).toBe("2");
      const last = await listEnvironmentHistory(developer, { ...place, limit: 2, cursor: "2" });
      expect(last).toMatchObject({
        revisions: [{ revision: 1, documents: [{ changes: ["Created"] }] }],
        next: null,
      });
      const flag = { ...place, kind: "flag" as const, key: "banner", limit: 1 };
      const newest = await listDocumentHistory(developer, flag);
      expect(newest.revisions[0]).toMatchObject({ revision: 3, document: { revision: 3 } });
      const older = await listDocumentHistory(developer, { ...flag, cursor: newest.next ?? "" });
      expect(older).toMatchObject({ revisions: [{ revision: 2, changes: ["Turned on"] }], next: "2" });
      await expect(listEnvironmentHistory(developer, { ...place, cursor: "x" })).rejects.toMatchObject({
        fields: [{ pointer: "/cursor" }],
      });
      await expect(listDocumentHistory(developer, { ...flag, key: "never" })).rejects.toMatchObject({
        code: "not_found",
      });
    });

    test("a revision that changed many documents tells ten and counts the others", async () => {
      const { project, developer, place } = await shop();
      const keys = Array.from({ length: 12 }, (_, at) => `flag-${String(at).padStart(2, "0")}`);
      for (const key of keys) await createFlag(developer, { project, key });
      const changes = keys.map((flag, at) => ({
        ...{ flag, expectedVersion: "*", pointer: `/changes/${at}` },
        edit: { steps: [{ do: "turn-on" as const }], pointer: () => "" },
      }));
      await changeTargetings(developer, { ...place, changes });
      const { revisions } = await listEnvironmentHistory(developer, { ...place, limit: 1 });
      expect(revisions[0]?.documents).toHaveLength(10);
      expect(revisions[0]).toMatchObject({ more: 2 });
    });

    test("any two moments are compared, by revision or by time, with the users that moved between them", async () => {
      const { developer, place, began } = await shop();
      const compared = await compareMoments(developer, {
        ...{ ...place, from: { at: new Date(began.getTime() + 90_000) }, to: { revision: 3 } },
      });
      expect(compared).toMatchObject({
        from: { revision: 2 },
        to: { revision: 3 },
        differences: [{ kind: "flag", key: "banner", moved: [{ rule: null, percent: 70 }] }],
      });
      const back = { ...place, from: { revision: 3 }, to: { revision: 1 } };
      expect((await compareMoments(developer, back)).differences[0]?.changes).toContain("Turned off");
      const other = { ...back, only: { kind: "flag" as const, key: "other" } };
      expect((await compareMoments(developer, other)).differences).toEqual([]);
      await expect(compareMoments(developer, { ...back, to: { revision: 4 } })).rejects.toMatchObject({
        fields: [{ pointer: "/to/revision" }],
      });
    });

    test("the state at a time is what stood then; there is none before the environment, and none to come", async () => {
      const { developer, place, began } = await shop();
      const at = (ms: number) =>
        readEnvironmentState(developer, { ...place, at: new Date(began.getTime() + ms) });
      expect(await at(0)).toMatchObject({ revision: 1 });
      expect(await at(-1)).toMatchObject({ revision: 0, flags: [] });
      expect(await at(59_999)).toMatchObject({ revision: 1 });
      expect(await at(60_000)).toMatchObject({ revision: 2, flags: [{ on: true }] });
      await expect(at(-120_000)).rejects.toMatchObject({ code: "not_found" });
      await expect(at(86_400_000)).rejects.toMatchObject({ fields: [{ pointer: "/at" }] });
    });

    test("a flag is evaluated again as of then, at the time of then, with every step", async () => {
      const { developer, place, step, began } = await shop();
      const until = { attribute: "$now", op: "before" as const, values: [began.getTime() + 400_000] };
      const { targeting } = await readTargeting(developer, { ...place, flag: "banner" });
      application.advance(60_000);
      await changeTargeting(developer, {
        ...{ ...place, flag: "banner", expectedVersion: "*" },
        edit: { replace: { ...targeting, rules: [{ id: "sale", when: until, serve: { variant: "on" } }] } },
      });
      application.advance(600_000);
      await step("banner", { do: "turn-off" });
      const asked = { ...place, flags: ["banner"], context: { targetingKey: "user-7" } };
      const then = await explainAt(developer, { ...asked, revision: 4 });
      expect(then.evaluations.get("banner")).toMatchObject({
        ...{ value: true, ruleId: "sale", flagRevision: 4, environmentRevision: 4 },
      });
      expect(then.steps.get("banner")).toMatchObject([
        { step: "switch" },
        { step: "rule", id: "sale", outcome: "served" },
      ]);
      const later = { ...asked, revision: 4, at: new Date(began.getTime() + 500_000) };
      expect((await explainAt(developer, later)).evaluations.get("banner")?.ruleId).toBeUndefined();
      const now = await explainAt(developer, asked);
      expect(now).toMatchObject({ revision: 5, at: application.system.now() });
      expect(now.evaluations.get("banner")).toMatchObject({ value: false, reason: "DISABLED" });
      const why = await whyServed(developer, {
        ...{ ...place, flag: "banner", context: { targetingKey: "user-7" } },
        at: new Date(began.getTime() + 61_000),
      });
      expect(why).toMatchObject({ revision: 2, evaluation: { value: true }, recorded: [] });
    });

    test("restoring a flag brings its targeting back as one more revision, after a preview that changes nothing", async () => {
      const { project, developer, place } = await shop();
      const asked = { ...place, flag: "banner", revision: 1, expectedVersion: "3" };
      const preview = await restore(developer, { ...asked, dryRun: true });
      expect(preview).toMatchObject({
        ...{ revision: 4, version: "4", from: { revision: 1 }, left: [], elsewhere: [] },
        documents: [{ key: "banner", moved: [{ rule: null, percent: 70 }] }],
      });
      expect(preview.documents[0]?.changes).toContain("Turned off");
      expect((await readTargeting(developer, { ...place, flag: "banner" })).version).toBe("3");
      await expect(restore(developer, { ...asked, expectedVersion: "2" })).rejects.toMatchObject({
        code: "version_conflict",
        extra: { version: "3" },
      });
      await expect(restore(developer, { ...asked, expectedVersion: undefined })).rejects.toMatchObject({
        code: "version_required",
      });
      expect(await restore(developer, asked)).toMatchObject({ revision: 4, version: "4" });
      const { differences } = await compareMoments(developer, {
        ...{ ...place, from: { revision: 1 }, to: {} },
      });
      expect(differences).toEqual([]);
      expect(await restore(developer, { ...asked, expectedVersion: "*" })).toMatchObject({
        ...{ revision: 4, documents: [] },
      });
      const { revisions } = await listDocumentHistory(developer, {
        ...{ ...place, kind: "flag", key: "banner", limit: 1 },
      });
      expect(revisions[0]).toMatchObject({ comment: "Restored revision 1" });
      expect(await served(project, "banner")).toEqual({ value: false });
    });

    test("a variant's value is the project's: a restore leaves it, says so, and takes it along only when asked", async () => {
      const { project, developer, place, step } = await shop();
      const variants = [
        { key: "on", value: true },
        { key: "no", value: false },
      ];
      await restore(developer, { ...place, flag: "banner", revision: 2, expectedVersion: "*" });
      const everywhere = { production: { on: true }, staging: { on: true }, development: { on: true } };
      await changeFlag(developer, {
        project,
        flag: "banner",
        expectedVersion: "*",
        environments: everywhere,
      });
      const use = async (environment: string) => {
        const there = { project, environment, flag: "banner" };
        const { targeting } = await readTargeting(developer, there);
        const edit = { replace: { ...targeting, offVariant: null, fallthrough: { variant: "on" } } };
        await changeTargeting(developer, { ...there, edit, expectedVersion: "*" });
      };
      for (const environment of Object.keys(everywhere)) await use(environment);
      await changeFlag(developer, { project, flag: "banner", expectedVersion: "*", variants });
      const asked = { ...place, flag: "banner", revision: 3, expectedVersion: "*" };
      await expect(restore(developer, asked)).rejects.toMatchObject({
        fields: [{ pointer: "/revision", message: expect.stringContaining("off, which it no longer has") }],
      });
      await step("banner", { do: "turn-off" });
      expect(await restore(developer, { ...asked, revision: 5 })).toMatchObject({
        documents: [{ key: "banner", changes: ["Turned on"] }],
        left: [{ kind: "flag", key: "banner", why: expect.stringContaining("variants") }],
      });
      const all = { ...asked, definitions: true, dryRun: true };
      expect(await restore(developer, all)).toMatchObject({
        left: [],
        elsewhere: [{ environment: "production" }, { environment: "development" }],
      });
      const { actor } = developer;
      if (actor.kind !== "user") throw new Error("a user was expected");
      const environments = await listEnvironments(application.system, { project });
      const environmentId = environments.find(({ key }) => key === "staging")!.id;
      const grants = actor.grants.map((grant) => ({ ...grant, environmentId }));
      const narrow = { ...developer, actor: { ...actor, grants } };
      await expect(restore(narrow, all)).rejects.toMatchObject({ code: "not_permitted" });
    });

    test("a whole environment comes back in one revision; what was not there yet serves the caller's default", async () => {
      const { project, developer, place } = await shop();
      await createFlag(developer, { project, key: "newer", environments: { staging: { on: true } } });
      await createFlag(developer, { project, key: "gone" });
      await changeFlag(developer, { project, flag: "gone", expectedVersion: "*", archived: true });
      await changeFlag(developer, { project, flag: "banner", expectedVersion: "*", archived: true });
      await deleteFlag(developer, { project, flag: "gone", confirm: "gone" });
      const asked = { ...place, revision: 2, expectedVersion: "8" };
      await expect(restore(developer, { ...asked, expectedVersion: "7" })).rejects.toMatchObject({
        code: "version_conflict",
      });
      const kept = await restore(developer, { ...asked, dryRun: true });
      expect(kept).toMatchObject({
        ...{ revision: 9, version: "9", left: [{ key: "banner" }], documents: [{ key: "newer" }] },
      });
      const done = await restore(developer, { ...asked, definitions: true });
      expect(done).toMatchObject({
        ...{ revision: 9, left: [], documents: [{ key: "banner" }, { key: "newer" }] },
      });
      expect(await served(project, "banner")).toEqual({ value: true });
      expect(await served(project, "newer")).toEqual({ value: null });
      expect(await restore(developer, { ...asked, revision: 5, expectedVersion: "9" })).toMatchObject({
        ...{ revision: 10, left: [{ key: "gone", why: "It has been deleted since, and stays so." }] },
      });
    });

    test("a kill outlives bulk changes and restores, nothing restored is killed, and its undo serves what lies beneath", async () => {
      const { project, developer, place, step } = await shop();
      const flag = { ...place, flag: "banner" };
      await killFlag(developer, { ...flag, variant: "off" });
      const still = { value: false, detail: "killed" };
      await step("banner", { do: "set-rollout", percent: 100 });
      for (const revision of [2, 3]) {
        await restore(developer, { ...flag, revision, expectedVersion: "*", definitions: true });
        expect(await served(project, "banner")).toEqual(still);
        await restore(developer, { ...place, revision, expectedVersion: "*" });
        expect(await served(project, "banner")).toEqual(still);
      }
      await restore(developer, { ...flag, revision: 2, expectedVersion: "*" });
      await liftKill(developer, flag);
      expect(await served(project, "banner")).toEqual({ value: true });
      await restore(developer, { ...place, revision: 4, expectedVersion: "*" });
      expect((await served(project, "banner")).detail).toBeUndefined();
    });

    test("refuses a Viewer to restore, and whoever may not see the project to look", async () => {
      const { place } = await shop();
      const viewer = application.as("viewer");
      const nobody = { ...viewer, actor: { kind: "anonymous" as const } };
      for (const flag of ["banner", undefined]) {
        const asked = { ...place, flag, revision: 1, expectedVersion: "*" };
        await expect(restore(viewer, asked)).rejects.toMatchObject({ code: "not_permitted" });
        await expect(restore(nobody, asked)).rejects.toMatchObject({ code: "sign_in_required" });
      }
      for (const look of [
        () => listEnvironmentHistory(nobody, place),
        () => listDocumentHistory(nobody, { ...place, kind: "flag", key: "banner" }),
        () => compareMoments(nobody, { ...place, from: { revision: 1 }, to: {} }),
        () => readEnvironmentState(nobody, place),
        () => explainAt(nobody, { ...place, flags: "all", context: {} }),
        () => whyServed(nobody, { ...place, flag: "banner", context: { targetingKey: "user-7" } }),
      ])
        await expect(look()).rejects.toMatchObject({ code: "sign_in_required" });
    });
  },
);
