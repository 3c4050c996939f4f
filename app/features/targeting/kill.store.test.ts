import { evaluate } from "@guidon/engine";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { changeTargeting } from "./change-targeting.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import type { TargetingEdit } from "./targeting-edit.ts";
import { killFlag } from "./kill-flag.server.ts";
import { liftKill } from "./lift-kill.server.ts";
import { listDocumentHistory } from "#app/features/history/list-document-history.server.ts";
import { readTargeting } from "./read-targeting.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`kill${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();

  /** A flag that serves `true` to everybody in production until it is killed. */
  async function bannerOn(): Promise<{ project: string; environment: string; flag: string }> {
    const project = await storefront(application);
    await createFlag(application.as("developer"), {
      project,
      key: "banner",
      environments: { production: { on: true } },
    });
    return { project, environment: "production", flag: "banner" };
  }

  async function served(place: { project: string; environment: string; flag: string }) {
    const all = await listEnvironments(application.system, { project: place.project });
    const live = application.live.get(all.find(({ key }) => key === place.environment)!.id)!;
    return evaluate(live.program, place.flag, { targetingKey: "user-7" }, { now: 0 });
  }

  test("serves the off variant to everybody, and what lies beneath once it is lifted", async () => {
    const place = await bannerOn();
    const developer = application.as("developer");
    expect(await killFlag(developer, { ...place, comment: "It covers the basket" })).toEqual({
      environment: "production",
      killed: true,
      variant: "off",
      version: "2",
      revision: 2,
      changed: true,
    });
    expect(await served(place)).toMatchObject({ value: false, reason: "DISABLED", detail: "killed" });
    expect(await liftKill(developer, { ...place, comment: "It is repaired" })).toEqual({
      environment: "production",
      killed: false,
      variant: null,
      version: "3",
      revision: 3,
      changed: true,
    });
    expect(await served(place)).toMatchObject({ value: true });
  });

  test("takes a named variant or the caller's default as the safe one, and refuses what the flag has not", async () => {
    const place = await bannerOn();
    const developer = application.as("developer");
    expect(await killFlag(developer, { ...place, variant: "on" })).toMatchObject({ variant: "on" });
    expect(await killFlag(developer, { ...place, variant: null })).toMatchObject({
      variant: null,
      changed: true,
    });
    expect(await served(place)).toMatchObject({ value: null, variant: null, detail: "killed" });
    await expect(killFlag(developer, { ...place, variant: "purple" })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ pointer: "/variant" }],
    });
  });

  test("says the same thing twice without another revision or audit entry", async () => {
    const place = await bannerOn();
    const developer = application.as("developer");
    expect(await liftKill(developer, place)).toMatchObject({ changed: false, revision: 1 });
    await killFlag(developer, { ...place, variant: "on" });
    expect(await killFlag(developer, place)).toMatchObject({ changed: false, variant: "on", revision: 2 });
    await liftKill(developer, place);
    expect(await liftKill(developer, place)).toMatchObject({ changed: false, revision: 3, version: "3" });
    const { entries } = await listAuditEntries(developer, { project: place.project, flag: place.flag });
    expect(entries.map(({ action }) => action)).toEqual(["flag.kill-lifted", "flag.killed", "flag.created"]);
  });

  test("is in the audit and the history with who, why and what is served", async () => {
    const place = await bannerOn();
    const developer = application.as("developer");
    await killFlag(developer, { ...place, comment: "It covers the basket" });
    const { entries } = await listAuditEntries(developer, { project: place.project, flag: place.flag });
    expect(entries[0]).toMatchObject({
      action: "flag.killed",
      actor: { name: "The developer" },
      summary: "Killed banner in production",
      changes: ["Killed: serves off"],
      comment: "It covers the basket",
    });
    const { revisions } = await listDocumentHistory(developer, { ...place, kind: "flag", key: place.flag });
    expect(revisions[0]).toMatchObject({ comment: "It covers the basket", changes: ["Killed: serves off"] });
  });

  test("refuses a Viewer, somebody who is not signed in, and a grant of another environment", async () => {
    const place = await bannerOn();
    const viewer = application.as("viewer");
    const nobody = { ...viewer, actor: { kind: "anonymous" as const } };
    const environments = await listEnvironments(application.system, { project: place.project });
    const staging = environments.find(({ key }) => key === "staging")!;
    const { actor } = application.as("developer");
    if (actor.kind !== "user") throw new Error("a user was expected");
    const grants = actor.grants.map((grant) => ({ ...grant, environmentId: staging.id }));
    const elsewhere = { ...viewer, actor: { ...actor, grants } };
    for (const act of [killFlag, liftKill]) {
      await expect(act(viewer, place)).rejects.toMatchObject({ code: "not_permitted" });
      await expect(act(elsewhere, place)).rejects.toMatchObject({ code: "not_permitted" });
      await expect(act(nobody, place)).rejects.toMatchObject({ code: "sign_in_required" });
    }
    expect(await served(place)).toMatchObject({ value: true });
    await expect(killFlag(elsewhere, { ...place, environment: "staging" })).resolves.toMatchObject({
      killed: true,
    });
  });

  test("outlasts every edit: replacing, merging, the shorthand, archiving and restoring", async () => {
    const place = await bannerOn();
    const developer = application.as("developer");
    await killFlag(developer, place);
    const { kill: _, ...beneath } = (await readTargeting(developer, place)).targeting;
    const edits: TargetingEdit[] = [
      { replace: { ...beneath, on: false } },
      { replace: { ...beneath, kill: { variant: "on" } } },
      { derive: ({ kill: _, ...current }) => ({ ...current, on: true }) },
      { derive: (current) => ({ ...current, kill: { variant: "on" } }) },
      { shorthand: { rollout: 50 }, pointer: "" },
    ];
    for (const edit of edits) {
      const changed = await changeTargeting(developer, { ...place, expectedVersion: "*", edit });
      expect(changed.targeting.kill).toEqual({ variant: "off" });
    }
    const { project, flag } = place;
    await changeFlag(developer, {
      project,
      flag,
      expectedVersion: "*",
      environments: { production: { on: true, rollout: 100 } },
    });
    await changeFlag(developer, { project, flag, expectedVersion: "*", archived: true });
    await expect(killFlag(developer, place)).rejects.toMatchObject({ code: "not_found" });
    await expect(liftKill(developer, place)).rejects.toMatchObject({ code: "not_found" });
    await changeFlag(developer, { project, flag, expectedVersion: "*", archived: false });
    expect(await served(place)).toMatchObject({ value: false, detail: "killed" });
    await liftKill(developer, place);
    expect(await served(place)).toMatchObject({ value: true });
  });

  test("keeps its variant from being removed, and takes no version from whoever is editing", async () => {
    const place = await bannerOn();
    const developer = application.as("developer");
    await killFlag(developer, place);
    const { project, flag } = place;
    await expect(
      changeFlag(developer, { project, flag, expectedVersion: "*", variants: [{ key: "on", value: true }] }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(
      changeTargeting(developer, {
        ...place,
        expectedVersion: "1",
        edit: { shorthand: { on: false }, pointer: "" },
      }),
    ).rejects.toMatchObject({ code: "version_conflict", extra: { version: "2" } });
  });
});
