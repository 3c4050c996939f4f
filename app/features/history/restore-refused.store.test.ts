import { sql } from "drizzle-orm";
import { evaluate } from "@guidon/engine";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { meanwhile } from "#app/meanwhile.fixture.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { readFlag } from "#app/features/flags/read-flag.server.ts";
import { changeList } from "#app/features/segments/change-list.server.ts";
import { createSegment } from "#app/features/segments/create-segment.server.ts";
import { createEnvironment } from "#app/features/settings/create-environment.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import { liftKill } from "#app/features/targeting/lift-kill.server.ts";
import { restore } from "./restore.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `restores that are refused${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();

    /** Production: 1 a flag that serves "blue" to staff, 2 and 3 the staff, 4 "none" to all, 5 nobody is staff. */
    async function shop() {
      const project = await storefront(application);
      const developer = application.as("developer");
      const production = { project, environment: "production" };
      const variants = [
        { key: "none", value: "none" },
        { key: "blue", value: "blue" },
      ];
      await createFlag(developer, {
        ...{ project, key: "banner", type: "string" as const, variants },
        environments: { production: { on: true, variant: "blue" }, staging: { on: true, variant: "blue" } },
      });
      await createSegment(developer, { ...production, key: "staff", included: ["user-7"] });
      await changeTargeting(developer, {
        ...{ ...production, flag: "banner", expectedVersion: "*" },
        edit: { derive: (now) => ({ ...now, fallthrough: { variant: "none" } }) },
      });
      await changeList(developer, {
        ...{ ...production, segment: "staff", list: "included", edit: { remove: ["user-7"] } },
      });
      const all = await listEnvironments(application.system, { project });
      const idOf = (key: string) => all.find((each) => each.key === key)!.id;
      const served = (environment = "production") => {
        const live = application.live.get(idOf(environment))!;
        const { value } = evaluate(live.program, "banner", { targetingKey: "user-7" }, { now: 0 });
        return { value, revision: live.revision };
      };
      return { project, developer, production, served };
    }

    async function protect(project: string) {
      await application.client.db.execute(sql`
        update environments e set protected = true from projects p
        where p.id = e.project_id and p.key = ${project} and e.key = 'production'`);
    }

    test("into a protected environment: of a flag, a segment, all of it, or of what a flag is everywhere", async () => {
      const { project, developer, production, served } = await shop();
      await protect(project);
      const before = served();
      const staging = { project, environment: "staging" };
      const variants = [
        { key: "none", value: "none" },
        { key: "blue", value: "navy" },
      ];
      const any = { expectedVersion: "*", revision: 2 };
      const tries = {
        "a flag": () => restore(developer, { ...production, ...any, flag: "banner" }),
        "its preview": () => restore(developer, { ...production, ...any, flag: "banner", dryRun: true }),
        "a segment": () => restore(developer, { ...production, ...any, segment: "staff" }),
        "the environment": () => restore(developer, { ...production, ...any }),
        "with definitions": () => restore(developer, { ...production, ...any, definitions: true }),
        "an owner's": () => restore(application.as("owner"), { ...production, ...any }),
      };
      for (const [name, attempt] of Object.entries(tries)) {
        const refusal: unknown = await attempt().catch((error: unknown) => error);
        expect({ name, refusal }).toMatchObject({
          name,
          refusal: {
            ...{ code: "environment_protected", status: 403, extra: { environment: "production" } },
            detail: expect.stringMatching(
              /which is protected: only a kill may.*Nothing was changed anywhere/,
            ),
          },
        });
      }
      expect(served()).toEqual(before);

      // What a flag is would come from another environment, too: there its value was edited before the protection came.
      await application.client.db.execute(sql`update environments set protected = false`);
      await changeFlag(developer, { project, flag: "banner", expectedVersion: "*", variants });
      await protect(project);
      const edited = served();
      for (const flag of ["banner", undefined]) {
        const asked = { ...staging, flag, revision: 1, expectedVersion: "*", definitions: true };
        await expect(restore(developer, asked)).rejects.toMatchObject({ code: "environment_protected" });
      }
      expect(served()).toEqual(edited);
      expect((await readFlag(developer, { project, flag: "banner" })).variants[1]?.value).toBe("navy");

      await killFlag(developer, { ...production, flag: "banner", variant: "blue" });
      expect(served().value).toBe("navy");
      await expect(tries["a flag"]()).rejects.toMatchObject({ code: "environment_protected" });
      await liftKill(developer, { ...production, flag: "banner" });
      expect(served().value).toBe("none");
    });

    test("with definitions, while an environment comes that would not get them", async () => {
      const { project, developer, production, served } = await shop();
      await changeFlag(developer, { project, flag: "banner", expectedVersion: "*", client: true });
      const before = served();
      const asked = { ...production, revision: 2, expectedVersion: "*", definitions: true };
      const racing = meanwhile(developer, () =>
        createEnvironment(application.as("admin"), { project, key: "preview", name: "Preview" }),
      );
      await expect(restore(racing, asked)).rejects.toMatchObject({
        code: "version_conflict",
        detail: "An environment came or went in this moment. Send the change again.",
      });
      expect(served()).toEqual(before);
      const { elsewhere } = await restore(developer, asked);
      expect(elsewhere.map(({ environment }) => environment)).toContain("preview");
    });
  },
);
