import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { makeSnapshot } from "@guidon/engine/documents";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { grantOf } from "#app/features/access/roles.ts";
import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { verifyAudit } from "#app/features/audit/verify-audit.server.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { verifyChain } from "#app/features/audit/verify-audit.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { inviteMember } from "#app/features/members/invite-member.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { createToken } from "#app/features/tokens/create-token.server.ts";
import { renameAccount } from "#app/features/account/rename-account.server.ts";
import type { Context } from "#app/platform/context.ts";
import { erasePerson } from "./erase-person.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`erasure${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();

  /** An Owner who has just given their second factor. */
  function owner(): Context {
    const ctx = application.as("owner");
    return { ...ctx, actor: { ...ctx.actor, secondFactorAt: ctx.now() } as Context["actor"] };
  }

  /** All rows of all tables, as a dump has them. */
  async function dump(): Promise<string> {
    const tables = await application.client.db.execute<{ name: string }>(
      sql`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
    );
    const rows = await Promise.all(
      tables.map(({ name }) =>
        application.client.db.execute<{ row: string }>(sql.raw(`select t::text as row from ${name} t`)),
      ),
    );
    return rows.flatMap((each) => each.map(({ row }) => row)).join("\n");
  }

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
    await application.sessions.open({
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

  /** The checksum of every revision is that of the documents that the log has for it. */
  async function sealedAsLogged(environmentId: string): Promise<void> {
    const publications = await application.client.db.execute<{ revision: string; checksum: string }>(
      sql`select revision, checksum from publications where environment_id = ${environmentId} order by revision`,
    );
    expect(publications.length).toBeGreaterThan(3);
    for (const { revision, checksum } of publications) {
      const rows = await application.client.db.execute<{
        document: string;
      }>(sql`select distinct on (kind, key) document
        from published_documents where environment_id = ${environmentId} and revision <= ${revision}
        order by kind, key, revision desc`);
      const snapshot = makeSnapshot({
        ...{ environment: "", revision: Number(revision), publishedAt: "", segments: [], archived: [] },
        flags: rows.map(({ document }) => JSON.parse(document) as never),
      });
      expect(snapshot.checksum).toBe(checksum);
    }
  }

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
