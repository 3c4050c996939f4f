import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { validate } from "@guidon/engine/validate";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { verifyAudit } from "#app/features/audit/verify-audit.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { readTargeting } from "#app/features/targeting/read-targeting.server.ts";
import { asProblem } from "#app/platform/as-problem.server.ts";
import { untilHeard } from "#app/until-heard.fixture.ts";
import { listEnvironmentHistory } from "./list-environment-history.server.ts";
import { readEnvironmentState } from "./read-environment-state.server.ts";

const writers = 50;

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `many who write at once${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();

    test(`${writers} writers to one flag lose no update, and leave no gap and no duplicate`, async () => {
      const project = await storefront(application);
      const developer = application.as("developer");
      const place = { project, environment: "staging", flag: "counter" };
      await createFlag(developer, { project, key: "counter" });
      const write = async (writer: number): Promise<void> => {
        const { targeting, version } = await untilHeard(() => readTargeting(developer, place));
        const keys = [...(targeting.targets[0]?.keys ?? []), `writer-${writer}`];
        const edit = { replace: { ...targeting, targets: [{ by: "targetingKey", keys, variant: "on" }] } };
        try {
          await changeTargeting(developer, { ...place, expectedVersion: version, edit });
        } catch (error) {
          // Late, or turned away for now: both say that nothing was written.
          if (!["version_conflict", "unavailable"].includes(asProblem(error).code)) throw error;
          // Not all at once.
          await setTimeout(Math.random() * 500);
          await write(writer);
        }
      };
      // All begin with the same version; whoever comes late reads again and tries again.
      await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
      const { targeting, version } = await readTargeting(developer, place);
      expect(new Set(targeting.targets[0]?.keys)).toEqual(
        new Set(Array.from({ length: writers }, (_, writer) => `writer-${writer}`)),
      );
      expect(version).toBe(String(writers + 1));
      const { revisions } = await listEnvironmentHistory(developer, { ...place, limit: 200 });
      expect(revisions.map(({ revision }) => revision)).toEqual(
        Array.from({ length: writers + 1 }, (_, at) => writers + 1 - at),
      );
      const verdict = await verifyAudit(application.system, { project });
      expect(verdict).toMatchObject({ intact: true, findings: [] });
      expect(verdict.last?.sequence).toBeGreaterThan(writers);
    }, 120_000);

    test(`of ${writers} writers whose flags would need one another in a ring, none closes it`, async () => {
      const project = await storefront(application);
      const developer = application.as("developer");
      const ring = 10;
      const place = { project, environment: "staging" };
      const key = (at: number) => `ring-${at % ring}`;
      for (let at = 0; at < ring; at++) await createFlag(developer, { project, key: key(at) });
      const outcomes = await Promise.allSettled(
        Array.from({ length: writers }, (_, writer) =>
          untilHeard(() =>
            changeTargeting(developer, {
              ...{ ...place, flag: key(writer), expectedVersion: "*" },
              edit: {
                derive: (current) => ({
                  ...current,
                  on: true,
                  prerequisites: [{ flag: key(writer + 1 + Math.floor(writer / ring)), variants: ["on"] }],
                }),
              },
            }),
          ),
        ),
      );
      const refused = outcomes.filter(({ status }) => status === "rejected");
      for (const outcome of refused)
        expect(outcome.status === "rejected" && outcome.reason).toMatchObject({
          code: "invalid_input",
          detail: expect.stringMatching(/needs/) as string,
        });
      expect(refused.length).toBeGreaterThan(0);
      const head = await readEnvironmentState(developer, place);
      for (let revision = 1; revision <= head.revision; revision++)
        expect(validate(await readEnvironmentState(developer, { ...place, revision }))).toEqual([]);
      const [row] = await application.client.db.execute<{ counted: number; last: number }>(sql`
        select count(*)::int as counted, max(p.revision)::int as last from publications p
        join environments e on e.id = p.environment_id join projects j on j.id = e.project_id
        where j.key = ${project} and e.key = 'staging'`);
      expect(row).toEqual({ counted: head.revision, last: head.revision });
    }, 120_000);
  },
);
