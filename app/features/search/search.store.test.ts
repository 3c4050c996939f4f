import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { createSegment } from "#app/features/segments/create-segment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { searchProject } from "./search-project.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`search${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  let project: string;

  beforeAll(async () => {
    project = await storefront(application);
    const { system } = application;
    await createFlag(system, { project, key: "old-checkout", name: "The old one" });
    await createFlag(system, { project, key: "checkout", name: "The checkout" });
    await createFlag(system, { project, key: "gifts", name: "Gift cards", tags: ["checkout-page"] });
    await createFlag(system, { project, key: "checkout-banner" });
    await changeFlag(system, { project, flag: "checkout-banner", archived: true, expectedVersion: "*" });
    await addMember(system, {
      ...{ project, name: "Chester Eck", email: "chester@storefront.example", role: "viewer" },
      password: "a long enough password",
    });
  });

  const find = async (ctx: Context, text: string) =>
    (await searchProject(ctx, { project, text })).map(({ kind, key, name }) =>
      kind === "member" ? name : key,
    );

  test("gives the thing itself first, then beginnings of words, tags, and what is archived last", async () => {
    expect(await find(application.as("viewer"), "Checkout")).toEqual([
      "checkout",
      "old-checkout",
      "gifts",
      "checkout-banner",
    ]);
  });

  test("finds people by name and address", async () => {
    expect(await find(application.as("viewer"), "eck")).toEqual(
      expect.arrayContaining(["checkout", "Chester Eck"]),
    );
    expect(await find(application.as("viewer"), "chester@")).toEqual(["Chester Eck"]);
  });

  test("finds a segment once, in the first of the environments that have it", async () => {
    for (const environment of ["staging", "production"])
      await createSegment(application.system, { project, environment, key: "eckbank", name: "Eckbank" });
    const hits = await searchProject(application.as("viewer"), { project, text: "eckb" });
    expect(hits).toEqual([
      {
        ...{ kind: "segment", key: "eckbank", environment: "production" },
        ...{ name: "Eckbank", detail: "eckbank", archived: false },
      },
    ]);
  });

  test("takes signs of patterns for what they are", async () => {
    expect(await find(application.as("viewer"), "%")).toEqual([]);
    expect(await find(application.as("viewer"), "_")).toEqual([]);
  });

  test("finds nothing of what the actor may not read, and nothing in a project that they may not see", async () => {
    const viewer = application.as("viewer");
    const { id } = await locateProject(viewer, project, "project.read");
    const reader = (permissions: readonly ("project.read" | "member.read")[]): Context => ({
      ...viewer,
      actor: {
        ...(viewer.actor as Extract<Context["actor"], { kind: "user" }>),
        grants: [{ role: "reader", permissions, projectId: id, environmentId: null }],
      },
    });
    expect(await find(reader(["project.read", "member.read"]), "che")).toEqual(["Chester Eck"]);
    expect(await find(reader(["project.read"]), "che")).toEqual([]);
    await expect(find(reader([]), "che")).rejects.toMatchObject({ code: "not_found" });
  });
});
