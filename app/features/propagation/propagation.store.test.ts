import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { recordEvents } from "#app/features/events/record-events.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import type { Context } from "#app/platform/context.ts";
import { forgetReports } from "./forget-reports.server.ts";
import { readPropagation } from "./read-propagation.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`propagation${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();

  async function shop() {
    const project = await storefront(application);
    await createFlag(application.as("developer"), {
      project,
      key: "banner",
      environments: { production: { on: true } },
    });
    const environments = await listEnvironments(application.system, { project });
    const { id } = environments.find(({ key }) => key === "production")!;
    const server: Context = {
      ...application.system,
      actor: {
        kind: "key",
        id: randomUUID(),
        name: "server",
        keyKind: "server",
        projectId: randomUUID(),
        environmentId: id,
        grants: [],
        ceiling: [],
      },
    };
    /** What an instance says now. */
    const beat = (
      instance: string,
      revision: number,
      applied: { from: number; to: number; agoMs: number }[] = [],
      connection: "streaming" | "closed" = "streaming",
    ) =>
      recordEvents(
        { ...server, now: application.system.now },
        [
          {
            type: "heartbeat" as const,
            instance,
            sdk: { name: "guidon-server-sdk", version: "0.1.0" },
            engine: 1,
            revision,
            connection,
            applied,
          },
        ].map((event, index) => ({ index, event })),
      );
    const place = { project, environment: "production" };
    return { place, beat };
  }

  test("tells who is connected, who serves a revision, and how long it took them", async () => {
    const { place, beat } = await shop();
    const viewer = application.as("viewer");
    for (const instance of ["a", "b", "c", "d"]) await beat(instance, 1);
    expect(await readPropagation(viewer, place)).toMatchObject({
      revision: 1,
      connected: 4,
      serving: 4,
      lag: null,
    });

    const { revision } = await killFlag(application.as("developer"), { ...place, flag: "banner" });
    application.advance(400);
    await beat("a", 2, [{ from: 1, to: 2, agoMs: 350 }]);
    await beat("b", 2, [{ from: 1, to: 2, agoMs: 250 }]);
    await beat("c", 3, [{ from: 1, to: 3, agoMs: 100 }]);
    // Began after the change: it serves it, but the change never came to it.
    await beat("e", 2);
    const seen = await readPropagation(viewer, { ...place, revision });
    expect(seen).toMatchObject({
      revision: 2,
      connected: 5,
      serving: 4,
      lag: { instances: 3, p50: 150, p99: 300, max: 300 },
    });
    expect(seen.instances[0]).toMatchObject({ instance: "d", current: false, revision: 1, lagMs: null });
    expect(Object.fromEntries(seen.instances.map(({ instance, lagMs }) => [instance, lagMs]))).toEqual({
      a: 50,
      b: 150,
      c: 300,
      d: null,
      e: null,
    });
  });

  test("an instance that leaves or falls silent is not connected, and is forgotten after a day", async () => {
    const { place, beat } = await shop();
    const viewer = application.as("viewer");
    await beat("a", 1);
    await beat("b", 1);
    await beat("b", 1, [], "closed");
    expect(await readPropagation(viewer, place)).toMatchObject({ connected: 1 });
    application.advance(89_000);
    await beat("c", 1);
    application.advance(2000);
    const seen = await readPropagation(viewer, place);
    expect(seen.instances.map(({ instance }) => instance)).toEqual(["c"]);
    await beat("a", 1);
    expect(await readPropagation(viewer, place)).toMatchObject({ connected: 2 });
    application.advance(25 * 3_600_000);
    await application.client.exclusively("test", (tx) => forgetReports(tx, application.system.now()));
    expect(await readPropagation(viewer, place)).toMatchObject({ connected: 0, instances: [] });
  });

  test("refuses who may not see the environment, and a revision that is not there", async () => {
    const { place } = await shop();
    const nobody = { ...application.as("viewer"), actor: { kind: "anonymous" as const } };
    await expect(readPropagation(nobody, place)).rejects.toMatchObject({ code: "sign_in_required" });
    await expect(readPropagation(application.as("viewer"), { ...place, revision: 99 })).rejects.toMatchObject(
      { code: "not_found" },
    );
    expect(
      await readPropagation(application.as("viewer"), { ...place, environment: "production" }),
    ).toMatchObject({ connected: 0, serving: 0 });
  });
});
