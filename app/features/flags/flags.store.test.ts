import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { evaluate, type Json } from "@guidon/engine";
import { mergePatch } from "#app/platform/merge-patch.ts";
import { changeFlag } from "./change-flag.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { createFlag } from "./create-flag.server.ts";
import { listDependents } from "./list-dependents.server.ts";
import { listFlags } from "./list-flags.server.ts";
import { readFlag } from "./read-flag.server.ts";
import { listDocumentHistory } from "#app/features/history/list-document-history.server.ts";
import { readTargeting } from "#app/features/targeting/read-targeting.server.ts";
import type { Targeting } from "#app/features/targeting/targeting.ts";

const merging = (patch: Json) => ({
  derive: (current: Targeting) => mergePatch(current as unknown as Json, patch) as unknown as Targeting,
});

const missing = missingServer();
describe.skipIf(missing !== undefined)(`flags${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  const now = Date.parse("2026-11-20T10:00:00Z");

  async function live(project: string, environment: string) {
    const all = await listEnvironments(application.system, { project });
    const found = application.live.get(all.find(({ key }) => key === environment)!.id);
    return found!;
  }

  test("a new flag is in every environment, as the shorthand says, and evaluates there", async () => {
    const project = await storefront(application);
    const flag = await createFlag(application.as("developer"), {
      project,
      key: "dark-mode",
      environments: { production: { on: true, targets: ["user-42"], rollout: 0 } },
    });
    expect(flag.environments.map(({ key, on, rollout }) => ({ key, on, rollout }))).toEqual([
      { key: "production", on: true, rollout: 0 },
      { key: "staging", on: false, rollout: null },
      { key: "development", on: false, rollout: null },
    ]);
    const { program, revision } = await live(project, "production");
    expect(revision).toBe(1);
    expect(evaluate(program, "dark-mode", { targetingKey: "user-42" }, { now })).toMatchObject({
      value: true,
      reason: "TARGETING_MATCH",
    });
    expect(evaluate(program, "dark-mode", { targetingKey: "user-7" }, { now })).toMatchObject({
      value: false,
    });
  });

  test("refuses a Viewer, and somebody who is not signed in, to create or change", async () => {
    const project = await storefront(application);
    await createFlag(application.as("developer"), { project, key: "dark-mode" });
    const viewer = application.as("viewer");
    await expect(createFlag(viewer, { project, key: "other" })).rejects.toMatchObject({
      code: "not_permitted",
    });
    const change = { project, environment: "production", flag: "dark-mode", expectedVersion: "*" };
    await expect(changeTargeting(viewer, { ...change, edit: merging({ on: true }) })).rejects.toMatchObject({
      code: "not_permitted",
    });
    await expect(
      changeFlag(viewer, { project, flag: "dark-mode", expectedVersion: "*" }),
    ).rejects.toMatchObject({
      code: "not_permitted",
    });
    const nobody = { ...viewer, actor: { kind: "anonymous" as const } };
    await expect(readFlag(nobody, { project, flag: "dark-mode" })).rejects.toMatchObject({
      code: "sign_in_required",
    });
    expect((await readTargeting(viewer, change)).targeting.on).toBe(false);
  });

  test("refuses a change made against an older version, and names the newer one", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "dark-mode" });
    const change = { project, environment: "production", flag: "dark-mode" };
    await changeTargeting(developer, { ...change, expectedVersion: "1", edit: merging({ on: true }) });
    await expect(
      changeTargeting(developer, { ...change, expectedVersion: "1", edit: merging({ on: false }) }),
    ).rejects.toMatchObject({ code: "version_conflict", extra: { version: "2" } });
    await expect(
      changeTargeting(developer, { ...change, expectedVersion: undefined, edit: merging({ on: false }) }),
    ).rejects.toMatchObject({ code: "version_required" });
  });

  test("a lost race is refused: of twenty writers with the same version one wins", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "dark-mode" });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, writer) =>
        changeTargeting(developer, {
          project,
          environment: "production",
          flag: "dark-mode",
          expectedVersion: "1",
          edit: { shorthand: { on: true, rollout: writer + 1 }, pointer: "" },
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await live(project, "production")).revision).toBe(2);
  });

  test("saving what is there already makes no revision and no audit entry", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "dark-mode" });
    const place = { project, environment: "production", flag: "dark-mode" };
    const before = await readTargeting(developer, place);
    const saved = await changeTargeting(developer, {
      ...place,
      expectedVersion: before.version,
      edit: { replace: before.targeting },
    });
    expect(saved).toMatchObject({ revision: 1, version: "1", changes: [] });
    expect((await listAuditEntries(developer, { project })).entries.map(({ action }) => action)).toEqual([
      "flag.created",
      "project.created",
    ]);
  });

  test("what would not be sound is refused with a pointer, and nothing of it is kept", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "dark-mode" });
    const place = { project, environment: "production", flag: "dark-mode" };
    await expect(
      changeTargeting(developer, {
        ...place,
        expectedVersion: "1",
        edit: merging({ fallthrough: { variant: "purple" } }),
      }),
    ).rejects.toMatchObject({ code: "invalid_input", fields: [{ pointer: "/fallthrough/variant" }] });
    expect((await readTargeting(developer, place)).version).toBe("1");
  });

  test("two flags that need each other are refused, whoever comes second", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "a" });
    await createFlag(developer, { project, key: "b" });
    const needing = (flag: string) => merging({ prerequisites: [{ flag, variants: ["on"] }] });
    const place = { project, environment: "production", expectedVersion: "1" };
    await changeTargeting(developer, { ...place, flag: "a", edit: needing("b") });
    await expect(
      changeTargeting(developer, { ...place, flag: "b", edit: needing("a") }),
    ).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("an archived flag is told apart from an unknown one, and comes back as it was", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "dark-mode", environments: { production: { on: true } } });
    await changeFlag(developer, { project, flag: "dark-mode", expectedVersion: "*", archived: true });
    const archived = await live(project, "production");
    expect(evaluate(archived.program, "dark-mode", {}, { now })).toMatchObject({
      errorCode: "FLAG_NOT_FOUND",
      detail: "archived",
    });
    expect((await listFlags(developer, { project })).total).toBe(0);
    await changeFlag(developer, { project, flag: "dark-mode", expectedVersion: "*", archived: false });
    const restored = await live(project, "production");
    expect(evaluate(restored.program, "dark-mode", {}, { now })).toMatchObject({ value: true });
  });

  test("archiving what another flag needs is refused with the flag that needs it", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "base" });
    await createFlag(developer, { project, key: "top" });
    await changeTargeting(developer, {
      project,
      environment: "staging",
      flag: "top",
      expectedVersion: "1",
      edit: merging({ prerequisites: [{ flag: "base", variants: ["on"] }] }),
    });
    const refused = changeFlag(developer, { project, flag: "base", expectedVersion: "*", archived: true });
    await expect(refused).rejects.toMatchObject({
      code: "still_needed",
      extra: { environment: `${project}/staging`, dependents: [{ kind: "flag", key: "top" }] },
    });
    await expect(refused).rejects.toThrow(/"top"/);
    expect(await listDependents(developer, { project, flag: "base" })).toEqual([
      { environment: "staging", dependents: [{ kind: "flag", key: "top" }] },
    ]);
  });

  test("history tells every revision with who, why and what", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "dark-mode" });
    await changeTargeting(developer, {
      project,
      environment: "production",
      flag: "dark-mode",
      expectedVersion: "1",
      edit: merging({ on: true }),
      comment: "Ready",
    });
    const { revisions: history } = await listDocumentHistory(developer, {
      project,
      environment: "production",
      kind: "flag",
      key: "dark-mode",
    });
    expect(history.map(({ revision, actor, comment }) => ({ revision, actor, comment }))).toEqual([
      { revision: 2, actor: "The developer", comment: "Ready" },
      { revision: 1, actor: "The developer", comment: "Created dark-mode" },
    ]);
    expect(history[0]?.changes).toHaveLength(1);
    expect(history[1]?.changes).toEqual(["Created"]);
  });

  test("who may change one environment only may not change what all of them serve", async () => {
    const project = await storefront(application);
    const { actor } = application.as("developer");
    const flag = await createFlag(application.as("developer"), { project, key: "dark-mode" });
    const environments = await listEnvironments(application.system, { project });
    const staging = environments.find(({ key }) => key === "staging")!;
    if (actor.kind !== "user") throw new Error("a user was expected");
    const grants = actor.grants.map((grant) => ({ ...grant, environmentId: staging.id }));
    const narrow = { ...application.system, actor: { ...actor, grants } };
    const change = { project, flag: "dark-mode", expectedVersion: flag.version };
    for (const everywhere of [
      { archived: true },
      { client: true },
      { variants: [{ key: "on", value: false }] },
      { environments: { production: { on: true } } },
    ]) {
      await expect(changeFlag(narrow, { ...change, ...everywhere })).rejects.toMatchObject({
        code: "not_permitted",
      });
    }
    const changed = await changeFlag(narrow, {
      ...change,
      name: "Dark",
      environments: { staging: { on: true } },
    });
    expect(changed.environments.map(({ key, on }) => [key, on])).toEqual([
      ["production", false],
      ["staging", true],
      ["development", false],
    ]);
  });

  test("a change that changes nothing makes no version and no entry", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    const flag = await createFlag(developer, { project, key: "dark-mode", tags: ["a"] });
    const same = { name: flag.name, tags: ["a"], environments: { production: { on: false } } };
    const after = await changeFlag(developer, { project, flag: "dark-mode", expectedVersion: "*", ...same });
    expect(after.version).toBe(flag.version);
    await changeFlag(developer, { project, flag: "dark-mode", expectedVersion: "*", archived: true });
    await changeFlag(developer, { project, flag: "dark-mode", expectedVersion: "*", archived: true });
    const { entries } = await listAuditEntries(developer, { project, flag: "dark-mode" });
    expect(entries.map(({ action }) => action)).toEqual(["flag.archived", "flag.created"]);
  });

  test("a key that is taken is refused beside its field", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "dark-mode" });
    await expect(createFlag(developer, { project, key: "dark-mode" })).rejects.toMatchObject({
      code: "already_exists",
      fields: [{ pointer: "/key" }],
    });
  });

  test("search takes wildcard characters as they are", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "fifty", name: "50 % off" });
    await createFlag(developer, { project, key: "other" });
    expect((await listFlags(developer, { project, search: "%" })).flags.map(({ key }) => key)).toEqual([
      "fifty",
    ]);
    expect((await listFlags(developer, { project, search: "FIF" })).total).toBe(1);
  });
});
