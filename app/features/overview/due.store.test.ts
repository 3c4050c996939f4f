import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { revokeApiKey } from "#app/features/api-keys/revoke-api-key.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { readDue } from "./read-due.server.ts";

const day = 24 * 3600 * 1000;
const missing = missingServer();
describe.skipIf(missing !== undefined)(`what is due${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  let project: string;

  const inDays = (days: number) => new Date(application.system.now().getTime() + days * day);

  beforeAll(async () => {
    project = await storefront(application);
    const admin = application.as("admin");
    const flags = { overdue: -3, soon: 5, late: 90 };
    for (const [key, days] of Object.entries(flags)) {
      await createFlag(admin, { project, key, name: `The ${key} one`, dueOn: inDays(days) });
    }
    const key = { project, kind: "server", environment: "production" } as const;
    await createApiKey(admin, { ...key, name: "Web shop", expiresAt: inDays(10) });
    await createApiKey(admin, { ...key, name: "Long", expiresAt: inDays(60) });
    const { id } = await createApiKey(admin, { ...key, name: "Revoked", expiresAt: inDays(10) });
    await revokeApiKey(admin, { project, id });
    await changeTargeting(admin, {
      ...{ project, environment: "production", flag: "late", expectedVersion: "*" },
      edit: {
        derive: (current) => ({
          ...current,
          on: true,
          rules: [
            {
              id: "sale",
              when: { attribute: "$now", op: "after", values: [inDays(7).toISOString()] },
              serve: { variant: "on" },
            },
          ],
        }),
      },
    });
  });

  const told = async (role: "admin" | "viewer", limit = 10) =>
    (await readDue(application.as(role), { project, limit })).map((due) => [
      due.what,
      due.what === "clock" ? due.key : due.name,
      Math.round((due.at.getTime() - application.system.now().getTime()) / day),
    ]);

  test("comes within a month or is past, the most urgent first, of flags, keys and rules", async () => {
    expect(await told("admin")).toEqual([
      ["removal", "The overdue one", -3],
      ["removal", "The soon one", 5],
      ["clock", "late", 7],
      ["key", "Web shop", 10],
    ]);
    expect(await told("admin", 2)).toHaveLength(2);
  });

  test("tells of keys only who may see them", async () => {
    expect((await told("viewer")).map(([what]) => what)).toEqual(["removal", "removal", "clock"]);
  });

  test("tells nothing to who may not see the project", async () => {
    const stranger = { ...application.system, actor: { kind: "anonymous" as const } };
    await expect(readDue(stranger, { project, limit: 5 })).rejects.toMatchObject({
      code: "sign_in_required",
    });
  });
});
