import { evaluate } from "@guidon/engine";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { findEnvironment, findProject } from "#app/features/access/place-store.server.ts";
import { grantOf } from "#app/features/access/roles.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { revokeApiKey } from "#app/features/api-keys/revoke-api-key.server.ts";
import { changeEnvironment } from "#app/features/environments/change-environment.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { readEnvironment } from "#app/features/environments/read-environment.server.ts";
import { writeEvents } from "#app/features/events/write-events.server.ts";
import { changeFlags } from "#app/features/flags/change-flags.server.ts";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { listFlags } from "#app/features/flags/list-flags.server.ts";
import { readFlag } from "#app/features/flags/read-flag.server.ts";
import { createProject } from "#app/features/projects/create-project.server.ts";
import { deleteProject } from "#app/features/projects/delete-project.server.ts";
import { listProjects } from "#app/features/projects/list-projects.server.ts";
import { readProject } from "#app/features/projects/read-project.server.ts";
import { renameProject } from "#app/features/projects/rename-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { createEnvironment } from "./create-environment.server.ts";
import { deleteEnvironment } from "./delete-environment.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `the life of environments and projects${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    const preview = { key: "preview", name: "Preview" };
    const withFactor = (ctx: Context): Context => ({
      ...ctx,
      actor: { ...(ctx.actor as Extract<Context["actor"], { kind: "user" }>), secondFactorAt: ctx.now() },
    });
    /** Something happens between what the use case reads and its transaction. */
    const withBefore = (ctx: Context, happens: () => Promise<void>): Context => ({
      ...ctx,
      db: new Proxy(ctx.db, {
        get: (db, name) =>
          name === "transaction"
            ? async (...args: Parameters<typeof db.transaction>) => {
                await happens();
                return db.transaction(...args);
              }
            : (Reflect.get(db, name) as unknown),
      }),
    });
    const keysOf = async (project: string) =>
      (await listEnvironments(application.system, { project })).map(({ key }) => key);
    const idOf = async (project: string, environment: string) => {
      const { id } = (await findProject(application.client.db, project))!;
      return (await findEnvironment(application.client.db, id, environment))!.id;
    };

    test("a new environment has every flag in it, off, and serves at once", async () => {
      const project = await storefront(application);
      await createFlag(application.system, {
        project,
        key: "banner",
        environments: { staging: { on: true } },
      });
      await createFlag(application.system, { project, key: "gone" });
      await changeFlag(application.system, { project, flag: "gone", archived: true, expectedVersion: "*" });
      const made = await createEnvironment(application.as("maintainer"), { project, ...preview });
      expect(made).toMatchObject({ key: "preview", revision: 1, protected: false });
      expect(await keysOf(project)).toEqual(["production", "staging", "development", "preview"]);
      const live = application.live.get(made.id)!;
      expect(live.name).toBe(`${project}/preview`);
      expect(evaluate(live.program, "banner", {}, { now: 0 })).toMatchObject({ value: false });
      expect(evaluate(live.program, "gone", {}, { now: 0 })).toMatchObject({ detail: "archived" });
      const { environments } = await readFlag(application.system, { project, flag: "banner" });
      expect(environments.at(-1)).toMatchObject({ key: "preview", on: false });
      // And can be changed there, as anywhere.
      await changeFlag(application.system, {
        ...{ project, flag: "banner", expectedVersion: "*", environments: { preview: { on: true } } },
      });
      expect(application.live.get(made.id)!.revision).toBe(2);
    });

    test("one without flags serves at once, too", async () => {
      const project = await storefront(application);
      const { id, revision } = await createEnvironment(application.system, { project, ...preview });
      expect(revision).toBe(0);
      expect(application.live.get(id)).toMatchObject({ revision: 0 });
    });

    test("making one is refused by name, by right and as a dry run", async () => {
      const project = await storefront(application);
      const taken = createEnvironment(application.system, { project, key: "staging", name: "Staging" });
      await expect(taken).rejects.toMatchObject({ code: "already_exists", fields: [{ pointer: "/key" }] });
      const reserved = createEnvironment(application.system, { project, key: "new", name: "New" });
      await expect(reserved).rejects.toMatchObject({ code: "invalid_input" });
      const refused = createEnvironment(application.as("developer"), { project, ...preview });
      await expect(refused).rejects.toMatchObject({ code: "not_permitted" });
      await createEnvironment(application.system, { project, ...preview, dryRun: true });
      expect(await keysOf(project)).toEqual(["production", "staging", "development"]);
    });

    test("flags and environments made in the same moment meet, or the flag is refused", async () => {
      const project = await storefront(application);
      const outcomes = await Promise.allSettled([
        ...[1, 2, 3, 4].map((each) => createFlag(application.system, { project, key: `flag-${each}` })),
        ...[1, 2].map((each) =>
          createEnvironment(application.system, { project, key: `preview-${each}`, name: "Preview" }),
        ),
      ]);
      const refused = outcomes.filter((outcome) => outcome.status === "rejected");
      for (const { reason } of refused) expect(reason).toMatchObject({ code: "version_conflict" });
      await application.live.refresh();
      const environments = await listEnvironments(application.system, { project });
      const { flags } = await listFlags(application.system, { project });
      const keys = environments.map(({ key }) => key);
      for (const flag of flags) expect(flag.environments.map(({ key }) => key)).toEqual(keys);
      for (const { id } of environments)
        expect(
          application.live
            .get(id)!
            .snapshot.flags.map(({ key }) => key)
            .toSorted(),
        ).toEqual(flags.map(({ key }) => key).toSorted());
    });

    test("it is renamed by whoever read the present version, and moved in lists", async () => {
      const project = await storefront(application);
      const maintainer = application.as("maintainer");
      const place = { project, environment: "staging" };
      const { version } = await readEnvironment(maintainer, place);
      const changed = await changeEnvironment(maintainer, {
        ...place,
        name: "Stage",
        expectedVersion: version,
      });
      expect(changed).toMatchObject({ key: "staging", name: "Stage" });
      const late = changeEnvironment(maintainer, { ...place, name: "Late", expectedVersion: version });
      await expect(late).rejects.toMatchObject({
        code: "version_conflict",
        extra: { version: changed.version },
      });
      const blind = changeEnvironment(maintainer, { ...place, name: "Blind", expectedVersion: undefined });
      await expect(blind).rejects.toMatchObject({ code: "version_required" });
      const moved = await changeEnvironment(maintainer, { ...place, position: 0, expectedVersion: "*" });
      expect(moved).toEqual(await readEnvironment(maintainer, place));
      expect(await keysOf(project)).toEqual(["staging", "production", "development"]);
      await changeEnvironment(maintainer, { ...place, position: 2, expectedVersion: "*" });
      expect(await keysOf(project)).toEqual(["production", "development", "staging"]);
      const beyond = changeEnvironment(maintainer, { ...place, position: 3, expectedVersion: "*" });
      await expect(beyond).rejects.toMatchObject({ fields: [{ pointer: "/position" }] });
      const refused = changeEnvironment(application.as("developer"), {
        ...{ ...place, name: "Mine", expectedVersion: "*" },
      });
      await expect(refused).rejects.toMatchObject({ code: "not_permitted" });
    });

    test("protecting it is a maintainer's; taking the protection away asks for a second factor", async () => {
      const project = await storefront(application);
      const maintainer = application.as("maintainer");
      const change = { project, environment: "production", expectedVersion: "*" };
      expect(await changeEnvironment(maintainer, { ...change, protected: true })).toMatchObject({
        protected: true,
      });
      const flag = createFlag(application.as("developer"), {
        ...{ project, key: "banner", environments: { production: { on: true } } },
      });
      await expect(flag).rejects.toMatchObject({ code: "environment_protected" });
      const open = { ...change, protected: false };
      await expect(changeEnvironment(maintainer, open)).rejects.toMatchObject({
        code: "second_factor_required",
      });
      const { id: projectId } = (await findProject(application.client.db, project))!;
      const grants = [grantOf("owner", { projectId, environmentId: null })];
      const key: Context["actor"] = {
        ...{ kind: "key", id: "", name: "key", keyKind: "management", projectId, environmentId: null },
        ...{ grants, ceiling: grants },
      };
      await expect(changeEnvironment({ ...maintainer, actor: key }, open)).rejects.toMatchObject({
        code: "not_permitted",
      });
      const dropping = deleteEnvironment(withFactor(maintainer), {
        ...{ project, environment: "production", confirm: "production" },
      });
      await expect(dropping).rejects.toMatchObject({ code: "environment_protected" });
      expect(await changeEnvironment(withFactor(maintainer), open)).toMatchObject({ protected: false });
    });

    test("it is deleted once nobody can use it, and everything of it goes", async () => {
      const project = await storefront(application);
      const owner = application.as("owner");
      await createFlag(owner, { project, key: "banner", environments: { staging: { on: true } } });
      const place = { project, environment: "staging" };
      const staging = await idOf(project, "staging");
      const { id: key } = await createApiKey(owner, {
        project,
        name: "CI",
        kind: "server",
        environment: "staging",
      });

      const gone = { ...place, confirm: "staging" };
      const refusals: [Context, { confirm: string }, string][] = [
        [application.as("developer"), { confirm: "staging" }, "not_permitted"],
        [owner, { confirm: "Staging" }, "invalid_input"],
        [owner, { confirm: "staging" }, "still_needed"],
      ];
      for (const [ctx, confirm, code] of refusals)
        await expect(deleteEnvironment(ctx, { ...place, ...confirm })).rejects.toMatchObject({ code });
      await revokeApiKey(owner, { project, id: key });
      await deleteEnvironment(owner, { ...gone, dryRun: true });
      expect(await keysOf(project)).toContain("staging");

      const before = await readFlag(owner, { project, flag: "banner" });
      await deleteEnvironment(owner, gone);
      expect(await keysOf(project)).toEqual(["production", "development"]);
      await application.live.refresh(staging);
      expect(application.live.get(staging)).toBeUndefined();
      const after = await readFlag(owner, { project, flag: "banner" });
      expect(after.environments.map(({ key: each }) => each)).toEqual(["production", "development"]);
      // Whoever read the flag before is not taken for one who knows it as it is now.
      const late = changeFlag(owner, {
        project,
        flag: "banner",
        name: "Late",
        expectedVersion: before.version,
      });
      await expect(late).rejects.toMatchObject({ code: "version_conflict" });
      await expect(deleteEnvironment(owner, gone)).rejects.toMatchObject({ code: "not_found" });
    });

    test("what is still reported of it keeps nothing else from being written", async () => {
      const project = await storefront(application);
      const [gone, there] = [await idOf(project, "staging"), await idOf(project, "production")];
      await deleteEnvironment(application.system, { project, environment: "staging", confirm: "staging" });
      const counted = (environmentId: string) => ({
        ...{
          kind: "counts" as const,
          environmentId,
          id: application.system.newId(),
          source: "server" as const,
        },
        ...{ receivedAt: application.system.now(), minute: application.system.now(), counts: [] },
      });
      await expect(
        writeEvents(application.client.db, [counted(gone), counted(there)]),
      ).resolves.toBeUndefined();
    });

    test("the last one stays", async () => {
      const project = await storefront(application);
      for (const environment of ["staging", "development"])
        await deleteEnvironment(application.system, { project, environment, confirm: environment });
      const last = deleteEnvironment(application.system, {
        ...{ project, environment: "production", confirm: "production" },
      });
      await expect(last).rejects.toMatchObject({ code: "still_needed" });
    });

    test("of the last two that are deleted in the same moment, one stays", async () => {
      for (let round = 0; round < 5; round++) {
        const project = await storefront(application);
        await deleteEnvironment(application.system, { project, environment: "staging", confirm: "staging" });
        const outcomes = await Promise.allSettled(
          ["production", "development"].map((environment) =>
            deleteEnvironment(application.system, { project, environment, confirm: environment }),
          ),
        );
        expect(await keysOf(project)).toHaveLength(1);
        expect(outcomes.filter(({ status }) => status === "rejected")).toMatchObject([
          { reason: { code: "still_needed" } },
        ]);
      }
    });

    test("what is deleted twice in the same moment is told once, and once that it is gone", async () => {
      const project = await storefront(application);
      const owner = withFactor(application.as("owner"));
      const outcomesOf = async (work: () => Promise<void>) => {
        const outcomes = await Promise.allSettled([work(), work()]);
        return outcomes.map((each): unknown => (each.status === "rejected" ? each.reason : "done"));
      };
      const once = ["done", expect.objectContaining({ code: "not_found" })];
      const staging = { project, environment: "staging", confirm: "staging" };
      const environments = await outcomesOf(() => deleteEnvironment(owner, staging));
      expect(environments).toEqual(expect.arrayContaining(once));
      const { entries } = await listAuditEntries(owner, { project, action: "environment.deleted" });
      expect(entries).toHaveLength(1);
      expect(await outcomesOf(() => deleteProject(owner, { project, confirm: project }))).toEqual(
        expect.arrayContaining(once),
      );
    });

    test("many flags are not changed past an environment that comes in this moment", async () => {
      const project = await storefront(application);
      await createFlag(application.system, { project, key: "banner" });
      const developer = application.as("developer");
      const before = withBefore(developer, () =>
        createEnvironment(application.system, { project, ...preview }).then(() => undefined),
      );
      const archiving = changeFlags(before, {
        project,
        changes: [{ flag: "banner", archived: true, expectedVersion: "*", pointer: "/changes/0" }],
      });
      await expect(archiving).rejects.toMatchObject({ code: "version_conflict" });
      expect((await listFlags(developer, { project, archived: false })).total).toBe(1);
    });

    test("a project is deleted by its Owner with a second factor, once no program can use it", async () => {
      const project = await storefront(application);
      const owner = withFactor(application.as("owner"));
      await createFlag(owner, { project, key: "banner", environments: { production: { on: true } } });
      const production = await idOf(project, "production");
      const { id: key } = await createApiKey(owner, {
        project,
        name: "CI",
        kind: "management",
        role: "viewer",
      });
      const gone = { project, confirm: project };
      const refusals: [Context, { confirm: string }, string][] = [
        [withFactor(application.as("admin")), { confirm: project }, "not_permitted"],
        [application.as("owner"), { confirm: project }, "second_factor_required"],
        [owner, { confirm: "shop" }, "invalid_input"],
        [owner, { confirm: project }, "still_needed"],
      ];
      for (const [ctx, confirm, code] of refusals)
        await expect(deleteProject(ctx, { project, ...confirm })).rejects.toMatchObject({ code });
      await revokeApiKey(owner, { project, id: key });
      await deleteProject(owner, gone);
      expect((await listProjects(owner)).map((each) => each.key)).not.toContain(project);
      await application.live.refresh();
      expect(application.live.get(production)).toBeUndefined();
      await expect(deleteProject(owner, gone)).rejects.toMatchObject({ code: "not_found" });
      // Its key is free again, for a project that has nothing of the old one.
      await createProject(application.system, { key: project, name: "Again" });
      expect((await listFlags(owner, { project })).total).toBe(0);
    });

    test("a project is renamed by whoever read the present version", async () => {
      const project = await storefront(application);
      const admin = application.as("admin");
      const { version } = await readProject(admin, { project });
      await renameProject(admin, { project, name: "Shop", expectedVersion: version });
      const late = renameProject(admin, { project, name: "Late", expectedVersion: version });
      await expect(late).rejects.toMatchObject({ code: "version_conflict" });
      const refused = renameProject(application.as("maintainer"), {
        project,
        name: "x",
        expectedVersion: "*",
      });
      await expect(refused).rejects.toMatchObject({ code: "not_permitted" });
    });
  },
);
