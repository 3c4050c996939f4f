import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import { readOverview } from "./read-overview.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`overview${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  let project: string;

  beforeAll(async () => {
    project = await storefront(application);
    const { system } = application;
    await createFlag(system, { project, key: "mail", environments: { production: { on: true } } });
    await createFlag(system, {
      ...{ project, key: "gifts" },
      environments: { production: { on: true, rollout: 25 } },
    });
    await createFlag(system, { project, key: "quiet" });
    await createFlag(system, { project, key: "broken", environments: { production: { on: true } } });
    await killFlag(system, { project, environment: "production", flag: "broken" });
  });

  test("counts each flag once in each environment, in the order of lists", async () => {
    const overview = await readOverview(application.as("viewer"), { project });
    expect(overview.map(({ key, flags }) => [key, flags])).toEqual([
      ["production", { on: 1, rolling: 1, off: 1, killed: 1 }],
      ["staging", { on: 0, rolling: 0, off: 4, killed: 0 }],
      ["development", { on: 0, rolling: 0, off: 4, killed: 0 }],
    ]);
    expect(overview[0]).toMatchObject({
      ...{ name: "Production", protected: false, quarantined: [] },
      instances: { connected: 0, serving: 0 },
    });
  });

  test("tells nothing to who may not see the project", async () => {
    const stranger = { ...application.system, actor: { kind: "anonymous" as const } };
    await expect(readOverview(stranger, { project })).rejects.toMatchObject({ code: "sign_in_required" });
  });
});
