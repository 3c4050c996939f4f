import { beforeEach, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { killFlag } from "#app/features/targeting/kill-flag.server.ts";
import type { BulkChange } from "./bulk-change.ts";
import { changeFlags } from "./change-flags.server.ts";
import { createFlag } from "./create-flag.server.ts";
import type { FlagFilter } from "./flag-query.ts";
import { listFlags, type ListFlagsInput } from "./list-flags.server.ts";
import { readFlagFacets } from "./read-flag-facets.server.ts";
import { readFlagSummary } from "./read-flag-summary.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`many flags${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  let project: string;

  beforeEach(async () => {
    const { system } = application;
    project = await storefront(application);
    await createFlag(system, {
      ...{ project, key: "checkout", tags: ["payments"], owner: "payments", kind: "release" },
      environments: { production: { on: true, rollout: 25 }, staging: { on: true } },
    });
    await createFlag(system, {
      project,
      key: "gifts",
      tags: ["season"],
      owner: "growth",
      kind: "experiment",
    });
    await createFlag(system, {
      ...{ project, key: "mail", kind: "ops", dueOn: new Date("2026-11-30T00:00:00Z") },
      environments: { production: { on: true } },
    });
  });

  const list = async (filter: FlagFilter & Pick<ListFlagsInput, "sort">) =>
    (await listFlags(application.as("viewer"), { project, ...filter })).flags.map(({ key }) => key);
  const change = (flags: readonly string[], asked: BulkChange, more: { dryRun?: boolean } = {}) =>
    changeFlags(application.as("developer"), {
      ...{ project, ...more },
      changes: flags.map((flag, at) => ({ ...asked, flag, expectedVersion: "*", pointer: `/changes/${at}` })),
    });
  const keyOf = async () =>
    (await listFlags(application.system, { project, sort: "key" })).flags.map(({ version }) => version);

  test("are listed by tag, owner, kind and what they do somewhere", async () => {
    await killFlag(application.system, { project, environment: "staging", flag: "gifts" });
    expect(await list({ tag: "payments" })).toEqual(["checkout"]);
    expect(await list({ tag: "pay" })).toEqual([]);
    expect(await list({ search: "pay" })).toEqual(["checkout"]);
    expect(await list({ owner: "growth" })).toEqual(["gifts"]);
    expect(await list({ state: "rolling", environment: "production" })).toEqual(["checkout"]);
    expect(await list({ state: "on", environment: "production", sort: "key" })).toEqual(["checkout", "mail"]);
    expect(await list({ state: "off", environment: "staging" })).toEqual(["mail"]);
    expect(await list({ state: "killed" })).toEqual(["gifts"]);
    expect(await list({ state: "killed", environment: "production" })).toEqual([]);
    expect(await list({ state: "on", environment: "no-such" })).toEqual([]);
  });

  test("are sorted, from either end", async () => {
    expect(await list({ sort: "key" })).toEqual(["checkout", "gifts", "mail"]);
    expect(await list({ sort: "-name" })).toEqual(["mail", "gifts", "checkout"]);
    application.advance(1000);
    await change(["gifts"], { addTags: ["new"] });
    expect((await list({}))[0]).toBe("gifts");
    expect((await list({ sort: "updatedAt" })).at(-1)).toBe("gifts");
  });

  test("are stale when they should be gone, give everybody the same and nobody has touched them for a month", async () => {
    expect(await list({ lifecycle: "stale" })).toEqual([]);
    application.advance(31 * 24 * 60 * 60 * 1000);
    // checkout tells users apart, and mail is for good as far as its kind tells; its date is past, though.
    expect(await list({ lifecycle: "stale" })).toEqual(["gifts"]);
    expect(await list({ lifecycle: "expired" })).toEqual(["mail"]);
    const { flags } = await listFlags(application.system, { project, sort: "key" });
    expect(flags.map(({ lifecycle }) => lifecycle)).toEqual([null, "stale", "expired"]);
    expect(await readFlagSummary(application.system, { project })).toEqual({
      ...{ total: 3, rolling: 1, killed: 0, stale: 1, expired: 1 },
    });
    await change(["gifts"], { owner: "somebody" });
    expect(await list({ lifecycle: "stale" })).toEqual([]);
  });

  test("say how many others need them", async () => {
    const { system } = application;
    const rest = { targets: [], rules: [], offVariant: "off", fallthrough: { variant: "on" } };
    const needing = { on: true, prerequisites: [{ flag: "mail", variants: ["on"] }], ...rest };
    await changeTargeting(system, {
      ...{ project, environment: "production", flag: "gifts", expectedVersion: "*" },
      edit: { replace: needing },
    });
    const { flags } = await listFlags(system, { project, search: "mail" });
    expect(flags).toMatchObject([{ key: "mail", neededBy: 1 }]);
    await expect(change(["checkout", "mail"], { archived: true })).rejects.toMatchObject({ status: 409 });
    expect(await list({ archived: true })).toEqual([]);
    await change(["gifts", "mail"], { archived: true });
    expect(await list({ archived: true, sort: "key" })).toEqual(["gifts", "mail"]);
  });

  test("give every tag and owner with how many have it", async () => {
    await change(["mail"], { addTags: ["payments"] });
    await change(["gifts"], { archived: true });
    expect(await readFlagFacets(application.as("viewer"), { project })).toEqual({
      tags: [{ name: "payments", count: 2 }],
      owners: [{ name: "payments", count: 1 }],
    });
  });

  test("change at once, in one revision of each environment, with an entry for each", async () => {
    const { revisions, changes } = await change(["gifts", "checkout"], {
      ...{ addTags: ["q4"], removeTags: ["season"], archived: true },
    });
    expect(changes).toMatchObject([
      { flag: "gifts", changes: ["archived", 'tags: ["season"] → ["q4"]'] },
      { flag: "checkout", changes: ["archived", 'tags: ["payments"] → ["payments","q4"]'] },
    ]);
    expect(new Set(Object.values(revisions))).toEqual(new Set([4]));
    await change(["gifts", "checkout"], { archived: false });
    expect(await list({ tag: "q4", sort: "key" })).toEqual(["checkout", "gifts"]);
  });

  test("make no revision where SDKs are served the same, and nothing at all where nothing changes", async () => {
    const { revisions } = await change(["gifts", "mail"], { addTags: ["q4"] });
    expect(new Set(Object.values(revisions))).toEqual(new Set([3]));
    const before = await keyOf();
    const again = await change(["gifts", "mail"], { addTags: ["q4"] });
    expect(again.changes.map(({ changes }) => changes)).toEqual([[], []]);
    expect(await keyOf()).toEqual(before);
  });

  test("change nothing in a dry run, nor where one of them is refused", async () => {
    const before = await keyOf();
    expect((await change(["gifts"], { archived: true }, { dryRun: true })).changes).toMatchObject([
      { changes: ["archived"] },
    ]);
    await expect(change(["gifts", "none"], { archived: true })).rejects.toMatchObject({ code: "not_found" });
    await expect(change(["gifts", "gifts"], { archived: true })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(
      changeFlags(application.as("developer"), {
        project,
        changes: [{ flag: "gifts", expectedVersion: "0.0", archived: true, pointer: "/changes/0" }],
      }),
    ).rejects.toMatchObject({ code: "version_conflict" });
    expect(await keyOf()).toEqual(before);
  });

  test("are not changed by who may not", async () => {
    const viewer = application.as("viewer");
    const asked = { flag: "gifts", expectedVersion: "*", pointer: "" };
    await expect(
      changeFlags(viewer, { project, changes: [{ ...asked, addTags: ["x"] }] }),
    ).rejects.toMatchObject({ code: "not_permitted" });
  });
});
