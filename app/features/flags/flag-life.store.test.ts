import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import { readTargeting } from "#app/features/targeting/read-targeting.server.ts";
import { changeFlag } from "./change-flag.server.ts";
import { createFlag } from "./create-flag.server.ts";
import { deleteFlag } from "./delete-flag.server.ts";
import { duplicateFlag } from "./duplicate-flag.server.ts";
import { listFlags } from "./list-flags.server.ts";
import { readFlag } from "./read-flag.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`a flag's life${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();

  async function live(project: string, environment: string) {
    const all = await listEnvironments(application.system, { project });
    return application.live.get(all.find(({ key }) => key === environment)!.id)!;
  }

  const banner = {
    key: "banner",
    type: "object" as const,
    variants: [
      { key: "none", value: { show: false } },
      { key: "sale", value: { show: true, colour: "red" } },
    ],
    schema: {
      type: "object",
      required: ["show"],
      properties: { show: { type: "boolean" }, colour: { enum: ["red", "blue"] } },
    },
  };

  test("values of an object flag fit its schema, when it is created and whenever either changes", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    const wrong = [{ key: "none", value: { show: "no" } }];
    await expect(createFlag(developer, { project, ...banner, variants: wrong })).rejects.toMatchObject({
      code: "invalid_input",
      fields: [{ pointer: "/variants/0/value/show" }],
    });
    await createFlag(developer, { project, ...banner });
    const change = { project, flag: "banner", expectedVersion: "*" };
    const green = [{ key: "none", value: { show: true, colour: "green" } }];
    await expect(changeFlag(developer, { ...change, variants: green })).rejects.toMatchObject({
      fields: [{ pointer: "/variants/0/value/colour" }],
    });
    const strict = { properties: { colour: false } };
    await expect(changeFlag(developer, { ...change, schema: strict })).rejects.toMatchObject({
      fields: [{ pointer: "/variants/1/value/colour" }],
    });
    const free = await changeFlag(developer, { ...change, schema: null });
    expect(free.schema).toBeNull();
    await expect(createFlag(developer, { project, key: "plain", schema: {} })).rejects.toMatchObject({
      fields: [{ pointer: "/schema" }],
    });
  });

  test("metadata travels with the flag, and a kill serves the safe variant", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, {
      project,
      ...banner,
      metadata: { jira: "SHOP-7" },
      safeVariant: "sale",
    });
    const { snapshot } = await live(project, "staging");
    expect(snapshot.flags[0]).toMatchObject({ metadata: { jira: "SHOP-7" } });
    const place = { project, environment: "staging", flag: "banner" };
    expect(await killFlag(developer, place)).toMatchObject({ variant: "sale" });
    await expect(
      changeFlag(developer, { project, flag: "banner", expectedVersion: "*", safeVariant: "gone" }),
    ).rejects.toMatchObject({ fields: [{ pointer: "/safeVariant" }] });
  });

  test("a copy is and does what the original does, without its kill and with draws of its own", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, {
      project,
      key: "a",
      tags: ["x"],
      environments: { staging: { on: true, rollout: 25 } },
    });
    await killFlag(developer, { project, environment: "staging", flag: "a" });
    const copy = await duplicateFlag(developer, { project, flag: "a", key: "b" });
    expect(copy).toMatchObject({ key: "b", name: "a (copy)", tags: ["x"] });
    const targeting = async (flag: string) =>
      (await readTargeting(developer, { project, environment: "staging", flag })).targeting;
    const seedOf = async (flag: string) => {
      const { fallthrough } = await targeting(flag);
      return "split" in fallthrough ? fallthrough.split.seed : undefined;
    };
    expect(await targeting("b")).toMatchObject({
      on: true,
      fallthrough: {
        split: {
          slices: [
            ["on", 0, 25_000],
            ["off", 25_000, 100_000],
          ],
        },
      },
    });
    expect((await targeting("b")).kill).toBeUndefined();
    expect(await seedOf("b")).not.toBe(await seedOf("a"));
    await duplicateFlag(developer, { project, flag: "a", key: "c", sameDraws: true });
    expect(await seedOf("c")).toBe(await seedOf("a"));
  });

  test("is deleted only when archived and confirmed, and its key is taken again only by who says so", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "old" });
    const doomed = { project, flag: "old", confirm: "old" };
    await expect(deleteFlag(developer, doomed)).rejects.toMatchObject({ code: "not_archived" });
    await changeFlag(developer, { project, flag: "old", expectedVersion: "*", archived: true });
    await expect(deleteFlag(developer, { ...doomed, confirm: "odl" })).rejects.toMatchObject({
      fields: [{ pointer: "/confirm" }],
    });
    await expect(deleteFlag(application.as("viewer"), doomed)).rejects.toMatchObject({
      code: "not_permitted",
    });
    await deleteFlag(developer, { ...doomed, dryRun: true });
    expect((await readFlag(developer, { project, flag: "old" })).archived).toBe(true);
    await deleteFlag(developer, { ...doomed, comment: "Nobody asks for it" });
    await expect(readFlag(developer, { project, flag: "old" })).rejects.toMatchObject({ code: "not_found" });
    expect((await live(project, "production")).snapshot).toMatchObject({
      flags: [],
      archived: [],
      revision: 3,
    });
    await expect(createFlag(developer, { project, key: "old" })).rejects.toMatchObject({
      code: "key_retired",
      fields: [{ pointer: "/key" }],
    });
    await createFlag(developer, { project, key: "old", reuseKey: true });
    const { entries } = await listAuditEntries(developer, { project, flag: "old" });
    expect(entries.map(({ action }) => action)).toEqual([
      "flag.created",
      "flag.deleted",
      "flag.archived",
      "flag.created",
    ]);
  });

  test("a dry run says what would be, refuses what would be refused, and changes nothing", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    const dry = await createFlag(developer, { project, key: "a", dryRun: true });
    expect(dry.version).toBe("1.3");
    expect((await listFlags(developer, { project })).total).toBe(0);
    await createFlag(developer, { project, key: "a" });
    await expect(createFlag(developer, { project, key: "a", dryRun: true })).rejects.toMatchObject({
      code: "already_exists",
    });
    const change = { project, flag: "a", expectedVersion: "*", dryRun: true };
    expect((await changeFlag(developer, { ...change, archived: true })).archived).toBe(true);
    expect((await readFlag(developer, { project, flag: "a" })).archived).toBe(false);
    expect((await live(project, "production")).revision).toBe(1);
    expect((await listAuditEntries(developer, { project })).entries).toHaveLength(2);
  });
});
