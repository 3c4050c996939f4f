import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { createSharedDraw } from "#app/features/layers/create-shared-draw.server.ts";
import { createSegment } from "#app/features/segments/create-segment.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import { readOverview } from "./read-overview.server.ts";
import { readTotals } from "./read-totals.server.ts";

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

  test("counts a segment once however many environments have it, and no holdout as a layer", async () => {
    const { system } = application;
    for (const environment of ["production", "staging"]) {
      await createSegment(system, { project, environment, key: "testers" });
    }
    await createSharedDraw(system, { project, kind: "layer", key: "page" });
    await createSharedDraw(system, { project, kind: "holdout", key: "quiet", percent: 5 });
    expect(await readTotals(application.as("viewer"), { project })).toEqual({
      ...{ flags: 4, killed: 1, segments: 1, layers: 1 },
    });
  });

  test("tells nothing to who may not see the project", async () => {
    const stranger = { ...application.system, actor: { kind: "anonymous" as const } };
    for (const read of [readOverview, readTotals]) {
      await expect(read(stranger, { project })).rejects.toMatchObject({ code: "sign_in_required" });
    }
  });
});
