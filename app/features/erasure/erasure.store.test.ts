import type { SegmentDocument } from "@guidon/engine";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { makeSnapshot } from "@guidon/engine/documents";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { untilHeard } from "#app/until-heard.fixture.ts";
import { grantOf } from "#app/features/access/roles.ts";
import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { verifyAudit } from "#app/features/audit/verify-audit.server.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { verifyChain } from "#app/features/audit/verify-audit.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { changeFlag } from "#app/features/flags/change-flag.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { restore } from "#app/features/history/restore.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { inviteMember } from "#app/features/members/invite-member.server.ts";
import { apartLists } from "#app/features/publishing/lists.ts";
import { readList } from "#app/features/publishing/read-list.server.ts";
import { readListAt } from "#app/features/publishing/read-list-at.server.ts";
import { changeList } from "#app/features/segments/change-list.server.ts";
import { createSegment } from "#app/features/segments/create-segment.server.ts";
import { deleteSegment } from "#app/features/segments/delete-segment.server.ts";
import type { ListEdit } from "#app/features/segments/list-edit.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { createToken } from "#app/features/tokens/create-token.server.ts";
import { renameAccount } from "#app/features/account/rename-account.server.ts";
import type { Context } from "#app/platform/context.ts";
import { erasePerson } from "./erase-person.server.ts";
import { everyRow } from "./every-row.fixture.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`erasure${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();

  /** An Owner who has just given their second factor. */
  function owner(): Context {
    const ctx = application.as("owner");
    return { ...ctx, actor: { ...ctx.actor, secondFactorAt: ctx.now() } as Context["actor"] };
  }

  const dump = () => everyRow(application.client.db);

  /** Ann, an Admin of a project whose production is protected, who has done this and that. */
  async function annOf(project: string): Promise<{ ctx: Context; id: string }> {
    const { actor } = await addMember(application.system, {
      ...{ project, name: "Ann Quist", email: "ann.quist@storefront.example" },
      ...{ role: "admin", password: "a long enough password" },
    });
    const ctx: Context = {
      ...application.system,
      actor,
      origin: { address: "203.0.113.77", requestId: "r", traceId: null, userAgent: "AnnsBrowser/1.0" },
    };
    await application.sessions.open(application.client.db, {
      ...{ userId: actor.id, method: "password", awaitsSecondFactor: false, secondFactorAt: null },
      origin: ctx.origin,
    });
    return { ctx, id: actor.id };
  }

  test("takes a person out of every table, and chain, history and everybody else stay", async () => {
    const project = await storefront(application);
    const { ctx, id } = await annOf(project);
    const admin = application.as("admin");
    await createFlag(ctx, {
      project,
      key: "dark-mode",
      owner: "Ann Quist",
      description: "Ask ann.quist@storefront.example",
    });
    const change = (comment: string, keys: readonly string[]) =>
      changeTargeting(ctx, {
        ...{ project, environment: "production", flag: "dark-mode", expectedVersion: "*", comment },
        edit: {
          derive: (targeting) => ({ ...targeting, targets: [{ by: "targetingKey", variant: "on", keys }] }),
        },
      });
    await change("For Ann Quist", ["ann-318", "user-7"]);
    await change("Without", ["user-7"]);
    await change("And again", ["user-7", "ann-318"]);
    await createToken(ctx, { name: "Ann's laptop", expiresAt: new Date("2026-12-01T00:00:00Z") });
    await createApiKey(ctx, {
      project,
      name: "Key",
      kind: "server",
      environment: "production",
      expiresAt: null,
    });
    await renameAccount(ctx, { name: "Ann Quist-Holm" });
    await inviteMember(application.as("owner"), {
      project,
      email: "Ann.Quist@storefront.example",
      role: "viewer",
    }).catch(() => undefined);
    await application.client.db.execute(
      sql`update environments set protected = true where key = 'production'`,
    );
    const [environment] = await application.client.db.execute<{ id: string }>(
      sql`select e.id from environments e join projects p on p.id = e.project_id where p.key = ${project} and e.key = 'production'`,
    );
    await application.client.db.execute(sql`insert into metric_events
      (environment_id, id, at, event, unit_path, unit_value, value, trusted)
      values (${environment?.id}, gen_random_uuid(), now(), 'order', 'targetingKey', 'ann-318', 1, true)`);
    const theirs = [
      "Ann Quist",
      "ann quist",
      "Holm",
      "ann.quist@",
      "ann-318",
      "203.0.113.77",
      "AnnsBrowser",
      "laptop",
      id,
    ];
    const before = await dump();
    for (const word of theirs.filter((each) => each !== "ann quist")) expect(before).toContain(word);

    const input = {
      email: "ann.quist@storefront.example",
      keys: ["ann-318"],
      confirm: "Ann.Quist@storefront.example",
    };
    const foreseen = await erasePerson(owner(), { ...input, dryRun: true });
    expect(await dump()).toContain("ann-318");
    const { erased, pseudonym } = await erasePerson(owner(), input);
    expect(erased).toEqual(foreseen.erased);
    expect(Object.fromEntries(erased.map(({ what, count }) => [what, count]))).toMatchObject({
      ...{ accounts: 1, targetings: 1, "metric events": 1, flags: 1 },
      "published documents": 2,
    });

    const after = await dump();
    expect(theirs.filter((word) => after.includes(word))).toEqual([]);
    expect(after).toContain("user-7");
    expect(await verifyAudit(admin, { project })).toMatchObject({ intact: true, findings: [] });
    expect(await verifyChain(admin, "00000000-0000-0000-0000-000000000000")).toMatchObject({ intact: true });

    const { entries } = await listAuditEntries(admin, { project, flag: "dark-mode" });
    expect(entries.at(-1)).toMatchObject({
      action: "flag.created",
      actor: { name: "erased person", id: null },
    });
    const said = await listAuditEntries(admin, { project, action: "person.erased" });
    expect(said.entries).toHaveLength(1);

    await application.live.refresh();
    const live = application.live.get(environment?.id ?? "");
    expect(live?.snapshot.flags[0]?.targets[0]?.keys).toEqual(["user-7", pseudonym]);
    await sealedAsLogged(environment?.id ?? "");
  });

  test("takes a person out of short and large lists, now and then, and lists are what they were", async () => {
    const project = await storefront(application);
    const admin = application.as("admin");
    const place = { project, environment: "staging" };
    const many = Array.from({ length: 150 }, (_, i) => `customer-${i}`);
    await createSegment(admin, { ...place, key: "few", included: ["eve-1", "user-7", "eve-2"] });
    await createSegment(admin, {
      ...{ ...place, key: "many", included: [...many, "eve-1"], description: "also eve-2" },
      rules: [{ when: { attribute: "targetingKey", op: "in", values: ["eve-2"] } }],
    });
    await createSegment(admin, { ...place, key: "former", excluded: [...many, "eve-2"] });
    await createSegment(admin, { ...place, key: "gone", included: [...many, "eve-1"] });
    const edit = (segment: string, list: "included" | "excluded", change: ListEdit) =>
      changeList(admin, { ...place, segment, list, edit: change });
    await edit("few", "included", { remove: ["eve-1"] });
    await edit("many", "included", { add: ["eve-2"] });
    await edit("many", "included", { remove: ["eve-1", "customer-1"] });
    await edit("former", "excluded", { remove: ["eve-2"] });
    await deleteSegment(admin, { ...place, segment: "gone" });
    const [environment] = await application.client.db.execute<{ id: string }>(
      sql`select e.id from environments e join projects p on p.id = e.project_id where p.key = ${project} and e.key = 'staging'`,
    );
    const environmentId = environment?.id ?? "";
    await application.client.db.execute(
      sql`update list_changes set checkpoint = added where environment_id = ${environmentId} and segment = 'many' and revision = 1`,
    );
    const keysAt = async (segment: string, revision: number, list: "included" | "excluded" = "included") =>
      (await readListAt(application.client.db, { environmentId, segment, list, revision })).keys;
    const whole = await keysAt("many", 2);
    expect(whole.size).toBe(152);
    const keys = ["eve-1", "eve-2"];
    expect(await dump()).toContain("eve-2");
    const held = application.live.get(environmentId)!.lists.get("included many")!;

    const { erased, pseudonym } = await erasePerson(owner(), { keys, confirm: "eve-1" });
    expect(erased).toContainEqual({ what: "segments", count: 3 });
    expect(erased).toContainEqual({ what: "list changes", count: 11 });
    const after = await dump();
    for (const key of keys) expect(after).not.toContain(key);
    expect(after).toContain("customer-1");

    const renamed = (given: ReadonlySet<string>) =>
      new Set([...given].map((key) => (keys.includes(key) ? pseudonym : key)));
    expect(await keysAt("few", 1)).toEqual(new Set(["user-7", pseudonym]));
    expect(await keysAt("few", 2)).toEqual(new Set(["user-7", pseudonym]));
    expect(await keysAt("many", 2)).toEqual(renamed(whole));
    expect(await keysAt("former", 1, "excluded")).toEqual(new Set([...many, pseudonym]));
    expect(await keysAt("former", 2, "excluded")).toEqual(new Set(many));
    expect(await keysAt("gone", 1)).toEqual(new Set([...many, pseudonym]));
    await sealedAsLogged(environmentId);
    await everyListAsNamed(environmentId);
    expect(await verifyAudit(admin, { project })).toMatchObject({ intact: true, findings: [] });

    const live = application.live.get(environmentId)!;
    expect(live.lists.get("included many")!.keys).toEqual(renamed(held.keys));
    // No way from a list that still holds the person leads to the digest, so none is given.
    for (const since of [1, held.revision]) {
      const answer = await readList(application.system, live, { segment: "many", list: "included", since });
      expect(answer).toMatchObject({ kind: "whole", held: { count: 150, keys: renamed(held.keys) } });
    }
    const former = { segment: "former", list: "excluded" as const, since: 1 };
    expect(await readList(application.system, live, former)).toMatchObject({ kind: "whole" });
    const next = await edit("many", "included", { add: ["after"], remove: [pseudonym] });
    expect(next.segment.lists.included.count).toBe(150);
    await edit("former", "excluded", { add: ["after"] });
    await everyListAsNamed(environmentId);
  });

  /** Every large list that a logged document names is in the list log by that digest and count. */
  async function everyListAsNamed(environmentId: string): Promise<void> {
    const rows = await application.client.db.execute<{ document: string }>(
      sql`select document from published_documents where environment_id = ${environmentId} and kind = 'segment' and document is not null`,
    );
    const named = rows.flatMap(({ document }) => {
      const segment = JSON.parse(document) as SegmentDocument;
      return apartLists(segment).map(({ list, reference }) => ({ segment: segment.key, list, reference }));
    });
    expect(named.length).toBeGreaterThan(5);
    for (const { reference, ...place } of named) {
      const { keys: _, ...found } = await readListAt(application.client.db, {
        ...{ ...place, environmentId, revision: reference.revision },
      });
      expect(found).toEqual(reference);
    }
  }

  /** The checksum of every revision is that of the documents that the log has for it. */
  async function sealedAsLogged(environmentId: string): Promise<void> {
    const publications = await application.client.db.execute<{ revision: string; checksum: string }>(
      sql`select revision, checksum from publications where environment_id = ${environmentId} order by revision`,
    );
    expect(publications.length).toBeGreaterThan(3);
    for (const { revision, checksum } of publications) {
      const rows = await application.client.db.execute<{
        kind: string;
        document: string | null;
      }>(sql`select distinct on (kind, key) kind, document
        from published_documents where environment_id = ${environmentId} and revision <= ${revision}
        order by kind, key, revision desc`);
      const of = (kind: string) =>
        rows.flatMap((row) =>
          row.kind === kind && row.document !== null ? [JSON.parse(row.document) as never] : [],
        );
      const snapshot = makeSnapshot({
        ...{ environment: "", revision: Number(revision), publishedAt: "", archived: [] },
        ...{ flags: of("flag"), segments: of("segment") },
      });
      expect(snapshot.checksum).toBe(checksum);
    }
  }

  test("restoring what was before it brings nobody back, nor does a process that lags behind", async () => {
    const project = await storefront(application);
    const admin = application.as("admin");
    const place = { project, environment: "staging" };
    const [environment] = await listEnvironments(application.system, { project }).then((all) =>
      all.filter(({ key }) => key === "staging"),
    );
    const environmentId = environment?.id ?? "";
    const many = Array.from({ length: 150 }, (_, i) => `customer-${i}`);
    await createFlag(admin, { project, key: "banner", environments: { staging: { on: true } } });
    await createSegment(admin, { ...place, key: "few", included: ["fay-1", "user-7"] });
    await createSegment(admin, {
      ...{ ...place, key: "many", included: [...many, "fay-1"] },
      rules: [{ when: { attribute: "targetingKey", op: "in", values: ["fay-1"] } }],
    });
    const target = (keys: string[]) =>
      changeTargeting(admin, {
        ...{ ...place, flag: "banner", expectedVersion: "*", comment: "for fay-1" },
        edit: { derive: (now) => ({ ...now, targets: [{ by: "targetingKey", variant: "on", keys }] }) },
      });
    const { revision } = await target(["fay-1", "user-7"]);
    const stale = application.live.get(environmentId);
    await target(["user-7"]);
    await changeList(admin, {
      ...place,
      segment: "few",
      list: "included",
      edit: { replace: ["user-7"] },
      expectedRevision: "*",
    });
    await deleteSegment(admin, { ...place, segment: "many" });
    await erasePerson(owner(), { keys: ["fay-1"], confirm: "fay-1" });

    const lagging: Context = {
      ...admin,
      snapshots: {
        ...admin.snapshots,
        get: (id) => (id === environmentId ? stale : admin.snapshots.get(id)),
      },
    };
    for (const [ctx, only] of [
      [lagging, { flag: "banner" }],
      [admin, { segment: "few" }],
      [lagging, {}],
    ] as const) {
      const asked = { ...place, ...only, revision, expectedVersion: "*" };
      const { documents } = await restore(ctx, asked);
      expect(documents.length).toBeGreaterThan(0);
    }
    await application.live.refresh();
    const { snapshot, lists } = application.live.get(environmentId)!;
    expect(snapshot.flags[0]?.targets[0]?.keys).toHaveLength(2);
    expect(lists.get("included many")?.keys.size).toBe(151);
    expect(await dump()).not.toContain("fay-1");
    await sealedAsLogged(environmentId);
    expect(await verifyAudit(admin, { project })).toMatchObject({ intact: true, findings: [] });
  });

  test("waits for nobody in a circle who publishes in several environments", async () => {
    const project = await storefront(application);
    const admin = application.as("admin");
    await createFlag(admin, { project, key: "banner" });
    const environments = await listEnvironments(application.system, { project });
    const [lowest, ...others] = environments.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const highest = others.at(-1);
    const people = Array.from({ length: 8 }, (_, i) => `gus-${i}`);
    // Targetings are erased first, and in the environment that others lock last.
    await changeTargeting(admin, {
      ...{ project, environment: highest?.key ?? "", flag: "banner", expectedVersion: "*" },
      edit: {
        derive: (now) => ({ ...now, targets: [{ by: "targetingKey", variant: "on", keys: people }] }),
      },
    });
    await createSegment(admin, { project, environment: lowest?.key ?? "", key: "few", included: people });
    const everywhere = (step: number) =>
      changeFlag(admin, { project, flag: "banner", expectedVersion: "*", metadata: { step } });
    await Promise.all(
      people.flatMap((key, i) => [
        untilHeard(() => erasePerson(owner(), { keys: [key], confirm: key })),
        untilHeard(() => everywhere(i)),
      ]),
    );
    const after = await dump();
    for (const key of people) expect(after).not.toContain(`"${key}"`);
    expect(await verifyAudit(admin, { project })).toMatchObject({ intact: true, findings: [] });
  });

  test("leaves namesakes and longer keys alone", async () => {
    const project = await storefront(application);
    const developer = application.as("developer");
    await createFlag(developer, { project, key: "search", description: "for bob-12 and bob-123" });
    await erasePerson(owner(), { keys: ["bob-12"], confirm: "bob-12" });
    const { rows } = {
      rows: await application.client.db.execute<{ description: string }>(
        sql`select description from flags where key = 'search'`,
      ),
    };
    expect(rows[0]?.description).toBe("for [erased] and bob-123");
    expect(await verifyAudit(developer, { project })).toMatchObject({ intact: true });
  });

  test("can be asked for again, also of somebody who was never here", async () => {
    const input = { email: "nobody@storefront.example", confirm: "nobody@storefront.example" };
    expect(await erasePerson(owner(), input)).toMatchObject({ erased: [] });
    expect(await erasePerson(owner(), input)).toMatchObject({ erased: [] });
  });

  test("verifies after two people were erased whose names stood in one line", async () => {
    const project = await storefront(application);
    await createFlag(application.as("developer"), { project, key: "two", description: "cal-55 and dee-66" });
    for (const key of ["cal-55", "dee-66"]) await erasePerson(owner(), { keys: [key], confirm: key });
    expect(await verifyAudit(application.as("viewer"), { project })).toMatchObject({ intact: true });
  });

  test("is refused to all but Owners of the whole installation, to oneself, and without a confirmation", async () => {
    const project = await storefront(application);
    const { ctx } = await annOf(project);
    const input = { email: "ann.quist@storefront.example", confirm: "ann.quist@storefront.example" };
    await expect(erasePerson(application.as("admin"), input)).rejects.toMatchObject({
      code: "not_permitted",
    });
    await expect(erasePerson(application.as("owner"), input)).rejects.toMatchObject({
      code: "second_factor_required",
    });
    await expect(erasePerson(owner(), { ...input, confirm: "ann" })).rejects.toMatchObject({
      fields: [{ pointer: "/confirm" }],
    });
    await expect(erasePerson(owner(), { confirm: "" })).rejects.toMatchObject({
      fields: [{ pointer: "/email" }],
    });
    const grants = [grantOf("owner", { projectId: null, environmentId: null })];
    const self = { ...ctx, actor: { ...ctx.actor, grants, secondFactorAt: ctx.now() } } as Context;
    await expect(erasePerson(self, input)).rejects.toMatchObject({ fields: [{ pointer: "/email" }] });
  });
});
