import { and, eq } from "drizzle-orm";
import { evaluate } from "@guidon/engine";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { findProject } from "#app/features/access/place-store.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { changeTargetings } from "#app/features/targeting/change-targetings.server.ts";
import { copyTargetings } from "#app/features/targeting/copy-targetings.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import { liftKill } from "#app/features/targeting/lift-kill.server.ts";
import { environments } from "#db/schema/environments.ts";
import { changeFlag } from "./change-flag.server.ts";
import { createFlag } from "./create-flag.server.ts";
import { deleteFlag } from "./delete-flag.server.ts";
import { duplicateFlag } from "./duplicate-flag.server.ts";
import { readFlag } from "./read-flag.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `a protected environment${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();

    /** A project in whose protected production the flag "banner" serves "blue" to everybody. */
    async function protectedShop() {
      const project = await storefront(application);
      const developer = application.as("developer");
      await createFlag(developer, {
        project,
        key: "banner",
        type: "string",
        variants: [
          { key: "none", value: "none" },
          { key: "blue", value: "blue" },
        ],
        environments: { production: { on: true, variant: "blue" }, staging: { on: true, rollout: 50 } },
      });
      const { db } = application.client;
      const { id } = (await findProject(db, project))!;
      await db
        .update(environments)
        .set({ protected: true })
        .where(and(eq(environments.projectId, id), eq(environments.key, "production")));
      return { project, developer, production: { project, environment: "production", flag: "banner" } };
    }

    async function served(project: string, flag: string, environment = "production") {
      const all = await listEnvironments(application.system, { project });
      const live = application.live.get(all.find(({ key }) => key === environment)!.id)!;
      const { value, reason } = evaluate(live.program, flag, { targetingKey: "user-7" }, { now: 0 });
      return { value, reason, revision: live.revision };
    }

    test("serves what it served, whatever is tried on the way to it", async () => {
      const { project, developer, production } = await protectedShop();
      const steps = {
        steps: [{ do: "turn-off" as const }],
        pointer: () => "",
      };
      const any = { expectedVersion: "*", pointer: "" };
      const change = { project, flag: "banner", expectedVersion: "*" };
      const variants = [
        { key: "none", value: "none" },
        { key: "blue", value: "navy" },
      ];
      const tries: Record<string, () => Promise<unknown>> = {
        targeting: () => changeTargeting(developer, { ...production, ...any, edit: steps }),
        bulk: () =>
          changeTargetings(developer, {
            ...production,
            changes: [{ flag: "banner", ...any, edit: steps }],
          }),
        promote: () =>
          copyTargetings(developer, {
            project,
            environment: "staging",
            to: "production",
            flags: [{ flag: "banner", ...any }],
          }),
        shorthand: () => changeFlag(developer, { ...change, environments: { production: { on: false } } }),
        "a variant's value": () => changeFlag(developer, { ...change, variants }),
        "the client mark": () => changeFlag(developer, { ...change, client: true }),
        metadata: () => changeFlag(developer, { ...change, metadata: { team: "growth" } }),
        archiving: () => changeFlag(developer, { ...change, archived: true }),
        "an owner's archiving": () => changeFlag(application.as("owner"), { ...change, archived: true }),
        "a new flag": () =>
          createFlag(developer, { project, key: "fresh", environments: { production: { on: true } } }),
      };
      for (const [name, attempt] of Object.entries(tries)) {
        const refusal: unknown = await attempt().catch((error: unknown) => error);
        expect({ name, refusal }).toMatchObject({
          name,
          refusal: { code: "environment_protected", status: 403, extra: { environment: "production" } },
        });
      }
      expect(await served(project, "banner")).toEqual({ value: "blue", reason: "STATIC", revision: 1 });
      // All or nothing: the edit of the value reached no other environment either.
      expect((await readFlag(developer, { project, flag: "banner" })).variants[1]?.value).toBe("blue");
      expect((await served(project, "banner", "staging")).revision).toBe(1);
    });

    test("is reached by a kill and by its undo, which bring nothing else along", async () => {
      const { project, developer, production } = await protectedShop();
      await killFlag(developer, { ...production, variant: "none" });
      expect(await served(project, "banner")).toEqual({ value: "none", reason: "DISABLED", revision: 2 });
      const off = changeTargeting(developer, {
        ...production,
        expectedVersion: "*",
        edit: { steps: [{ do: "turn-off" }], pointer: () => "" },
      });
      await expect(off).rejects.toMatchObject({ code: "environment_protected" });
      await liftKill(developer, production);
      expect(await served(project, "banner")).toEqual({ value: "blue", reason: "STATIC", revision: 3 });
    });

    test("takes new flags that serve the caller's default, and lets them change and go", async () => {
      const { project, developer } = await protectedShop();
      await createFlag(developer, { project, key: "draft", environments: { staging: { on: true } } });
      expect(await served(project, "draft")).toMatchObject({ value: null, reason: "DISABLED" });
      expect(await served(project, "draft", "staging")).toMatchObject({ value: true });
      const change = { project, flag: "draft", expectedVersion: "*" };
      await changeFlag(developer, { ...change, client: true });
      const on = changeFlag(developer, { ...change, environments: { production: { on: true } } });
      await expect(on).rejects.toMatchObject({ code: "environment_protected" });
      const copy = await duplicateFlag(developer, { project, flag: "banner", key: "banner-2" });
      expect(copy.environments.map(({ key, on: isOn }) => [key, isOn])).toEqual([
        ["production", false],
        ["staging", true],
        ["development", false],
      ]);
      await changeFlag(developer, { ...change, archived: true });
      await deleteFlag(developer, { project, flag: "draft", confirm: "draft" });
      expect(await served(project, "draft")).toMatchObject({ value: null, reason: "ERROR" });
    });

    test("lets through what changes nothing that is served", async () => {
      const { project, developer, production } = await protectedShop();
      const renamed = await changeFlag(developer, {
        project,
        flag: "banner",
        expectedVersion: "*",
        name: "The banner",
        environments: { staging: { on: false } },
      });
      expect(renamed.name).toBe("The banner");
      const same = await changeTargeting(developer, {
        ...production,
        expectedVersion: "*",
        edit: { steps: [{ do: "turn-on" }], pointer: () => "" },
      });
      expect(same).toMatchObject({ revision: 1, changes: [] });
    });
  },
);
