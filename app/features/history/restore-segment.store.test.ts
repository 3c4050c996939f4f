import { evaluate } from "@guidon/engine";
import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { readListAt } from "#app/features/publishing/read-list-at.server.ts";
import { changeList } from "#app/features/segments/change-list.server.ts";
import { changeSegment } from "#app/features/segments/change-segment.server.ts";
import { createSegment } from "#app/features/segments/create-segment.server.ts";
import { deleteSegment } from "#app/features/segments/delete-segment.server.ts";
import { readKeys } from "#app/features/segments/read-keys.server.ts";
import { readSegment } from "#app/features/segments/read-segment.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { restore } from "./restore.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `restoring a segment${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    const pro = { attribute: "plan", op: "in", values: ["pro"] } as const;
    const free = { attribute: "plan", op: "in", values: ["free"] } as const;
    let place: { project: string; environment: string };
    let environmentId: string;
    let developer: ReturnType<typeof application.as>;

    beforeAll(async () => {
      place = { project: await storefront(application), environment: "staging" };
      developer = application.as("developer");
      const all = await listEnvironments(application.system, place);
      environmentId = all.find(({ key }) => key === "staging")!.id;
    });

    const live = () => application.live.get(environmentId)!;
    const edit = (segment: string, change: { add?: string[]; remove?: string[] }) =>
      changeList(developer, { ...place, segment, list: "included", edit: change });
    const keysOf = async (segment: string) =>
      (await readKeys(developer, { ...place, segment, list: "included", limit: 1000 })).keys;

    /** A segment at revision `first`, then with another rule and other keys. */
    async function changed(key: string) {
      const made = await createSegment(developer, {
        ...{ ...place, key, name: "Once", rules: [{ when: pro }], included: ["ann", "bob"] },
      });
      await changeSegment(developer, {
        ...{ ...place, segment: key, expectedVersion: "*" },
        ...{ name: "Now", rules: [{ when: free }] },
      });
      const { revision } = await edit(key, { add: ["cid"], remove: ["bob"] });
      return { first: made.revision, last: revision };
    }

    test("brings back its rules and its lists as one more revision, after a preview that changes nothing", async () => {
      const { first, last } = await changed("staff");
      const asked = { ...place, segment: "staff", revision: first, expectedVersion: String(last) };
      const preview = await restore(developer, { ...asked, dryRun: true });
      expect(preview).toMatchObject({
        ...{ from: { revision: first }, revision: last + 1, version: String(last + 1), left: [] },
        documents: [
          {
            kind: "segment",
            key: "staff",
            changes: expect.arrayContaining([expect.stringContaining("1 key added, 1 key removed")]),
          },
        ],
      });
      expect(live().revision).toBe(last);
      expect(await keysOf("staff")).toEqual(["ann", "cid"]);

      expect(await restore(developer, asked)).toMatchObject({
        revision: last + 1,
        documents: preview.documents,
      });
      expect(await keysOf("staff")).toEqual(["ann", "bob"]);
      expect(await readSegment(developer, { ...place, segment: "staff" })).toMatchObject({
        ...{ name: "Now", version: "3", rules: [{ when: pro }] },
      });
      const again = await restore(developer, { ...asked, expectedVersion: String(last + 1) });
      expect(again).toMatchObject({ revision: last + 1, version: String(last + 1), documents: [] });
      const { entries } = await listAuditEntries(application.system, { project: place.project, limit: 1 });
      expect(entries[0]).toMatchObject({
        action: "segment.restored",
        summary: `Restored the segment staff in staging as of revision ${first}`,
      });
    });

    test("is refused where its lists have changed since they were read, though no version of its rules has", async () => {
      const { first, last } = await changed("raced");
      await edit("raced", { add: ["dora"] });
      const asked = { ...place, segment: "raced", revision: first };
      for (const [expectedVersion, code] of [
        [String(last), "version_conflict"],
        [undefined, "version_required"],
      ] as const)
        await expect(restore(developer, { ...asked, expectedVersion })).rejects.toMatchObject({ code });
      expect(await keysOf("raced")).toContain("dora");
    });

    test("brings a long list back exactly, and its log only grows", async () => {
      const key = "customers";
      const people = Array.from({ length: 500 }, (_, i) => `user-${i}`);
      const { revision } = await createSegment(developer, { ...place, key, included: people });
      await edit(key, { remove: people.slice(0, 450), add: ["late"] });
      const list = (of: number) =>
        readListAt(developer.db, { environmentId, segment: key, list: "included", revision: of });
      const before = [await list(1), await list(2)];
      await restore(developer, { ...place, segment: key, revision, expectedVersion: "*" });
      expect([await list(1), await list(2)]).toEqual(before);
      const third = await list(3);
      expect(third.digest).toBe(before[0]?.digest);
      expect(new Set(third.keys)).toEqual(new Set(people));
      expect((await readSegment(developer, { ...place, segment: key })).lists.included.revision).toBe(3);
    });

    test("brings back a deleted one, under its key; one that was not there at that time is refused", async () => {
      const { first, last } = await changed("gone");
      await deleteSegment(developer, { ...place, segment: "gone" });
      const asked = { ...place, segment: "gone", expectedVersion: undefined };
      await expect(restore(developer, { ...asked, revision: first - 1 })).rejects.toMatchObject({
        fields: [{ pointer: "/revision", message: "It was not there then, and stays." }],
      });
      const { documents } = await restore(developer, { ...asked, revision: last });
      expect(documents[0]?.changes[0]).toBe("Brought back");
      expect(await keysOf("gone")).toEqual(["ann", "cid"]);
    });

    test("a whole environment comes back with its segments, those that were deleted since included", async () => {
      const { project } = place;
      await createSegment(developer, { ...place, key: "beta", included: ["ann"] });
      await createFlag(developer, { project, key: "for-beta", environments: { staging: { on: true } } });
      const serve = (rules: { id: string; when: { segment: string }; serve: { variant: string } }[]) =>
        changeTargeting(developer, {
          ...{ ...place, flag: "for-beta", expectedVersion: "*" },
          edit: { derive: (now) => ({ ...now, rules, fallthrough: { variant: "off" } }) },
        });
      const { revision } = await serve([{ id: "them", when: { segment: "beta" }, serve: { variant: "on" } }]);
      await serve([]);
      await deleteSegment(developer, { ...place, segment: "beta" });
      const done = await restore(developer, { ...place, revision, expectedVersion: "*" });
      expect(done.documents.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
        "flag for-beta",
        "segment beta",
      ]);
      const variant = (targetingKey: string) =>
        evaluate(live().program, "for-beta", { targetingKey }, { now: 0 }).variant;
      expect([variant("ann"), variant("bob")]).toEqual(["on", "off"]);
    });

    test("needs the right to change segments; without it a whole environment leaves them and says so", async () => {
      const { first } = await changed("guarded");
      const { actor } = developer;
      if (actor.kind !== "user") throw new Error("a user was expected");
      const grants = actor.grants.map((grant) => ({
        ...grant,
        permissions: grant.permissions.filter((permission) => permission !== "segment.write"),
      }));
      const without = { ...developer, actor: { ...actor, grants } };
      const one = { ...place, segment: "guarded", revision: first, expectedVersion: "*" };
      await expect(restore(without, one)).rejects.toMatchObject({ code: "not_permitted" });
      const { left } = await restore(without, {
        ...{ ...place, revision: first, expectedVersion: "*", dryRun: true },
      });
      expect(left).toContainEqual({
        ...{ kind: "segment", key: "guarded" },
        why: "It was otherwise then. It stays: you may not change segments here.",
      });
    });
  },
);
