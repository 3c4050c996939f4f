import { eq } from "drizzle-orm";
import { evaluate, explain } from "@guidon/engine";
import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { untilHeard } from "#app/until-heard.fixture.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { listDocumentHistory } from "#app/features/history/list-document-history.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { environments } from "#db/schema/environments.ts";
import { changeList } from "./change-list.server.ts";
import { changeSegment } from "./change-segment.server.ts";
import { copySegment } from "./copy-segment.server.ts";
import { createSegment } from "./create-segment.server.ts";
import { deleteSegment } from "./delete-segment.server.ts";
import { listSegments } from "./list-segments.server.ts";
import { listUses } from "./list-uses.server.ts";
import { readKeys } from "./read-keys.server.ts";
import { readSegment } from "./read-segment.server.ts";
import { uploadKeys } from "./upload-keys.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`segments${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  const pro = { attribute: "plan", op: "in", values: ["pro"] } as const;
  let project: string;
  let staging: { project: string; environment: string };

  beforeAll(async () => {
    project = await storefront(application);
    staging = { project, environment: "staging" };
  });

  const developer = () => application.as("developer");
  const live = async (environment = "staging") => {
    const all = await listEnvironments(application.system, { project });
    return application.live.get(all.find(({ key }) => key === environment)!.id)!;
  };
  const make = (key: string, more = {}) => createSegment(developer(), { ...staging, key, ...more });
  const add = (segment: string, ...keys: string[]) =>
    changeList(developer(), { ...staging, segment, list: "included", edit: { add: keys } });

  /** A flag that serves `on` to a segment and `off` to everybody else. */
  async function flagFor(segment: string, key = `for-${segment}`) {
    await createFlag(developer(), { project, key });
    await changeTargeting(developer(), {
      ...{ ...staging, flag: key, expectedVersion: "*" },
      edit: {
        replace: {
          ...{ on: true, offVariant: "off", prerequisites: [], targets: [] },
          rules: [{ id: "them", when: { segment }, serve: { variant: "on" } }],
          fallthrough: { variant: "off" },
        },
      },
    });
    return key;
  }
  async function isIn(flag: string, context: Record<string, unknown>) {
    return evaluate((await live()).program, flag, context, { now: 0 }).variant === "on";
  }

  test("hold whoever a rule or a list lets in, and nobody who is excluded", async () => {
    await make("partners", { rules: [{ when: pro }], included: ["user-1"], excluded: ["user-1", "user-2"] });
    const flag = await flagFor("partners");
    expect(await isIn(flag, { targetingKey: "user-1" })).toBe(true);
    expect(await isIn(flag, { targetingKey: "user-2", plan: "pro" })).toBe(false);
    expect(await isIn(flag, { targetingKey: "user-3", plan: "pro" })).toBe(true);
    expect(await isIn(flag, { targetingKey: "user-3" })).toBe(false);
  });

  test("are explained in the steps of an evaluation", async () => {
    await make("explained", { included: ["user-1"] });
    const flag = await flagFor("explained");
    const { steps } = explain((await live()).program, flag, { targetingKey: "user-1" }, { now: 0 });
    expect(JSON.stringify(steps)).toContain('"segment":"explained"');
  });

  test("are made, read, listed and found", async () => {
    const made = await make("early-birds", { name: "Early birds", by: "account.id", included: ["a-1"] });
    expect(made).toMatchObject({
      segment: { key: "early-birds", by: "account.id", version: "1", lists: { included: { count: 1 } } },
      changes: ["Included: 1 key added, now 1 key"],
      usedBy: [],
    });
    expect(await readSegment(developer(), { ...staging, segment: "early-birds" })).toEqual(made.segment);
    const found = await listSegments(developer(), { ...staging, search: "early b" });
    expect(found).toMatchObject({ total: 1, segments: [{ key: "early-birds" }], next: null });
    const [entry] = await listAuditEntries(application.system, { project, limit: 1 }).then(
      ({ entries }) => entries,
    );
    expect(entry).toMatchObject({
      action: "segment.created",
      summary: "Created the segment early-birds in staging",
    });
  });

  test("refuse a key that is taken, and one that is none in this environment alone", async () => {
    await make("taken");
    await expect(make("taken")).rejects.toMatchObject({ code: "already_exists" });
    await expect(
      createSegment(developer(), { project, environment: "production", key: "taken" }),
    ).resolves.toMatchObject({ segment: { key: "taken" } });
  });

  test("refuse a change made against an older version, and one that names none", async () => {
    await make("versioned");
    const change = (expectedVersion: string | undefined, name: string) =>
      changeSegment(developer(), { ...staging, segment: "versioned", expectedVersion, name });
    await expect(change("1", "First")).resolves.toMatchObject({ segment: { version: "2" } });
    await expect(change("1", "Second")).rejects.toMatchObject({ code: "version_conflict" });
    await expect(change(undefined, "Third")).rejects.toMatchObject({ code: "version_required" });
  });

  test("keep their version when keys come and go, which have revisions of their own", async () => {
    await make("steady");
    const { segment } = await add("steady", "user-1");
    expect(segment).toMatchObject({ version: "1", lists: { included: { revision: 1 } } });
    await expect(
      changeSegment(developer(), { ...staging, segment: "steady", expectedVersion: "1", name: "Steady" }),
    ).resolves.toMatchObject({ segment: { version: "2", lists: { included: { count: 1 } } } });
  });

  test("publish nothing where nothing changed, and nothing for a name", async () => {
    await make("quiet", { included: ["user-1"] });
    const before = (await live()).revision;
    expect(await add("quiet", "user-1")).toMatchObject({ revision: before, changes: [] });
    const renamed = await changeSegment(developer(), {
      ...{ ...staging, segment: "quiet", expectedVersion: "*", name: "Silent" },
    });
    expect(renamed).toMatchObject({ revision: before, changes: ['Renamed from "quiet" to "Silent"'] });
  });

  test("say what would be and change nothing in a dry run", async () => {
    await make("tried", { included: ["user-1"] });
    const before = (await live()).revision;
    const edit = { add: ["user-2"], remove: ["user-1"] };
    const tried = await changeList(developer(), {
      ...{ ...staging, segment: "tried", list: "included" as const, edit, dryRun: true },
    });
    expect(tried).toMatchObject({
      revision: before + 1,
      changes: ["Included: 1 key added, 1 key removed, now 1 key"],
    });
    expect(await readKeys(developer(), { ...staging, segment: "tried", list: "included" })).toMatchObject({
      ...{ revision: 1, keys: ["user-1"] },
    });
    expect((await live()).revision).toBe(before);
  });

  test("are told what is odd about them", async () => {
    expect((await make("nobody")).findings).toMatchObject([{ kind: "empty" }]);
    const beta = { attribute: "beta", op: "exists", values: [] } as const;
    const { findings } = await make("odd", {
      rules: [{ when: pro }, { when: { all: [beta, { not: beta }] } }, { when: { all: [pro, beta] } }],
    });
    expect(findings.map(({ kind, rule }) => ({ kind, rule }))).toEqual([
      { kind: "contradiction", rule: 1 },
      { kind: "shadowed", rule: 2 },
    ]);
  });

  test("are refused with a pointer where a rule is not sound, or names what is not there", async () => {
    await expect(
      make("broken", { rules: [{ when: { attribute: "id", op: "matches", values: ["("] } }] }),
    ).rejects.toMatchObject({ code: "invalid_input", fields: [{ pointer: "/rules/0/when/values" }] });
    await expect(make("lost", { rules: [{ when: { segment: "not-there" } }] })).rejects.toMatchObject({
      ...{ code: "invalid_input", fields: [{ pointer: "/rules/0/when/segment" }] },
    });
  });

  test("never come to need themselves", async () => {
    await make("inner");
    await make("outer", { rules: [{ when: { segment: "inner" } }] });
    const rules = [{ when: { segment: "outer" } }];
    await expect(
      changeSegment(developer(), { ...staging, segment: "inner", expectedVersion: "*", rules }),
    ).rejects.toMatchObject({ code: "invalid_input", detail: expect.stringContaining("needs segment") });
  });

  test("are not deleted while a flag or a segment names them, and can be afterwards", async () => {
    await make("needed");
    const flag = await flagFor("needed");
    await make("wrapper", { rules: [{ when: { segment: "needed" } }] });
    const dependents = [
      { kind: "flag", key: flag },
      { kind: "segment", key: "wrapper" },
    ];
    expect(await listUses(developer(), { ...staging, segment: "needed" })).toEqual(dependents);
    const remove = (segment: string) => deleteSegment(developer(), { ...staging, segment });
    await expect(remove("needed")).rejects.toMatchObject({ code: "still_needed", extra: { dependents } });
    await remove("wrapper");
    await expect(readSegment(developer(), { ...staging, segment: "wrapper" })).rejects.toMatchObject({
      code: "not_found",
    });
    const { revisions } = await listDocumentHistory(developer(), {
      ...{ ...staging, kind: "segment", key: "wrapper" },
    });
    expect(revisions[0]).toMatchObject({ document: null });
  });

  test("begin anew under a key that was deleted, with none of its keys", async () => {
    await make("again", { included: ["user-1", "user-2"] });
    await deleteSegment(developer(), { ...staging, segment: "again" });
    const { segment } = await make("again", { included: ["user-3"] });
    expect(segment.lists.included).toMatchObject({ revision: 3, count: 1 });
    expect(await readKeys(developer(), { ...staging, segment: "again", list: "included" })).toMatchObject({
      keys: ["user-3"],
    });
  });

  test("are copied to another environment with their lists, or without", async () => {
    await make("promoted", { rules: [{ when: pro }], included: ["user-1", "user-2"] });
    const copy = (more = {}) =>
      copySegment(developer(), {
        ...{ ...staging, segment: "promoted", to: "production", expectedVersion: undefined, ...more },
      });
    expect(await copy()).toMatchObject({
      segment: { lists: { included: { count: 2 } }, rules: [{ when: pro }] },
    });
    await expect(copy()).rejects.toMatchObject({ code: "version_required" });
    await add("promoted", "user-3");
    expect(await copy({ expectedVersion: "1", withoutLists: true })).toMatchObject({ changes: [] });
    expect(await copy({ expectedVersion: "1" })).toMatchObject({
      changes: ["Included: 1 key added, now 3 keys"],
    });
    await expect(copy({ to: "staging" })).rejects.toMatchObject({ fields: [{ pointer: "/to" }] });
  });

  test("keep every change of fifty writers at once", async () => {
    await make("busy");
    const writers = Array.from({ length: 50 }, (_, i) => i);
    const outcomes = await Promise.allSettled(
      writers.map((i) =>
        untilHeard<unknown>(() =>
          i % 2 === 0
            ? add("busy", `user-${i}`)
            : changeSegment(developer(), {
                ...{ ...staging, segment: "busy", expectedVersion: "1", name: `Busy ${i}` },
              }),
        ),
      ),
    );
    const kept = outcomes.filter(({ status }) => status === "fulfilled");
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(kept).toHaveLength(26);
    expect(new Set(refused.map(({ reason }) => (reason as { code: string }).code))).toEqual(
      new Set(["version_conflict"]),
    );
    const { lists } = await readSegment(developer(), { ...staging, segment: "busy" });
    expect(lists.included).toMatchObject({ revision: 25, count: 25 });
    const { revision, snapshot } = await live();
    const { revisions: history } = await listDocumentHistory(developer(), {
      ...{ ...staging, kind: "segment", key: "busy", limit: 100 },
    });
    // The renaming publishes nothing.
    expect(history).toHaveLength(26);
    expect(new Set(history.map((each) => each.revision)).size).toBe(26);
    expect(snapshot.segments.find(({ key }) => key === "busy")?.revision).toBeLessThanOrEqual(revision);
  });

  test("of a protected environment stay as they are, whatever is tried", async () => {
    const production = { project, environment: "production", segment: "shielded" };
    const { db } = application.client;
    await createSegment(developer(), { ...production, key: "shielded", included: ["user-1"] });
    await make("shielded", { included: ["user-9"] });
    const { id } = await live("production");
    const protect = (on: boolean) =>
      db.update(environments).set({ protected: on }).where(eq(environments.id, id));
    await protect(true);
    const before = await live("production");
    const list = "included" as const;
    async function* file() {
      yield Buffer.from("user-2\n");
    }
    const refused = { code: "environment_protected", extra: { environment: "production" } };
    const tries = [
      () => createSegment(developer(), { ...production, key: "fresh" }),
      () => changeSegment(developer(), { ...production, expectedVersion: "*", rules: [{ when: pro }] }),
      () => changeList(developer(), { ...production, list, edit: { add: ["user-2"] } }),
      () =>
        uploadKeys(developer(), { ...production, list, mode: "add", mediaType: "text/csv", content: file() }),
      () => deleteSegment(developer(), production),
      () =>
        copySegment(developer(), { ...staging, segment: "shielded", to: "production", expectedVersion: "*" }),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject(refused);
    expect((await live("production")).revision).toBe(before.revision);
    expect(await readKeys(developer(), { ...production, list })).toMatchObject({
      keys: ["user-1"],
      revision: 1,
    });
    await protect(false);
  });

  test("are for Developers to change, and for Viewers to look at", async () => {
    await make("guarded");
    const viewer = application.as("viewer");
    const place = { ...staging, segment: "guarded" };
    const refused = { code: "not_permitted" };
    await expect(createSegment(viewer, { ...staging, key: "mine" })).rejects.toMatchObject(refused);
    await expect(
      changeSegment(viewer, { ...place, expectedVersion: "*", name: "Mine" }),
    ).rejects.toMatchObject(refused);
    await expect(
      changeList(viewer, { ...place, list: "included", edit: { add: ["me"] } }),
    ).rejects.toMatchObject(refused);
    await expect(deleteSegment(viewer, place)).rejects.toMatchObject(refused);
    await expect(
      copySegment(viewer, { ...place, to: "production", expectedVersion: "*" }),
    ).rejects.toMatchObject(refused);
    await expect(readSegment(viewer, place)).resolves.toMatchObject({ key: "guarded" });
    await expect(readKeys(viewer, { ...place, list: "excluded" })).resolves.toMatchObject({ keys: [] });
  });
});
