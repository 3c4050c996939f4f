import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { untilHeard } from "#app/until-heard.fixture.ts";
import { findProject } from "#app/features/access/place-store.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { renameAccount } from "#app/features/account/rename-account.server.ts";
import type { Context } from "#app/platform/context.ts";
import { createVerifier, type ChainEntry } from "@guidon/audit";
import { appendAudit } from "./append-audit.server.ts";
import { listAuditEntries } from "./list-audit-entries.server.ts";
import { exportAudit } from "./export-audit.server.ts";
import { readAuditFacets } from "./read-audit-facets.server.ts";
import { readCheckpoint } from "./read-checkpoint.server.ts";
import { verifyAudit } from "./verify-audit.server.ts";

const tester = ({ actor }: Context): string => (actor.kind === "user" ? actor.id : "");

const missing = missingServer();
describe.skipIf(missing !== undefined)(`the audit${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();

  /** A project with so many entries, of which the first tells that it was created. */
  async function projectWith(entries: number): Promise<{ project: string; chain: string }> {
    const project = await storefront(application);
    const found = await findProject(application.client.db, project);
    const chain = found?.id ?? "";
    const ctx = application.as("developer");
    for (let n = 2; n <= entries; n++) {
      await application.client.db.transaction((tx) =>
        appendAudit(tx, ctx, {
          action: "flag.changed",
          projectId: chain,
          subject: { kind: "flag", key: `flag-${n}` },
          summary: `Change ${n}`,
        }),
      );
    }
    return { project, chain };
  }

  const verify = (project: string) => verifyAudit(application.as("viewer"), { project });
  const harms = async (project: string) =>
    (await verify(project)).findings.map(({ harm, sequence }) => `${harm} ${sequence}`);
  const run = (statement: ReturnType<typeof sql>) => application.client.db.execute(statement);

  test("verifies as it was written", async () => {
    const { project } = await projectWith(5);
    expect(await verify(project)).toMatchObject({ intact: true, entries: 5, last: { sequence: 5 } });
  });

  test("verifies after many writers at once, none of whom waits for another in a circle", async () => {
    const project = await storefront(application);
    const ctx = application.as("developer");
    const keys = Array.from({ length: 8 }, (_, n) => `flag-${n}`);
    await Promise.all(keys.map((key) => createFlag(ctx, { project, key })));
    // Who finds no connection in time is told so, and asks again.
    const change = (n: number): Promise<unknown> =>
      untilHeard(() =>
        changeTargeting(ctx, {
          project,
          environment: n % 2 === 0 ? "staging" : "development",
          flag: keys[n % keys.length] ?? "",
          expectedVersion: "*",
          edit: { shorthand: { on: n % 3 === 0, rollout: n }, pointer: "" },
        }),
      );
    await Promise.all(Array.from({ length: 50 }, (_, n) => change(n)));
    const verdict = await verify(project);
    expect(verdict.findings).toEqual([]);
    expect(verdict.entries).toBeGreaterThan(keys.length);
    const { entries } = await listAuditEntries(ctx, { project, limit: 200 });
    expect(entries.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: verdict.entries }, (_, n) => verdict.entries - n),
    );
  });

  test("the installation's chain is listed, exported and verified by whoever may see all accounts, and nobody else", async () => {
    const owner = application.as("owner");
    await renameAccount(owner, { name: "Tess" });
    const { entries } = await listAuditEntries(owner, { kind: "member" });
    expect(entries[0]).toMatchObject({
      summary: expect.stringContaining("Tess"),
      actor: { id: tester(owner) },
    });
    expect(await verifyAudit(owner, {})).toMatchObject({ intact: true, findings: [] });
    expect((await readCheckpoint(owner, {})).chain).toMatch(/^0{8}-/);
    const { name, lines } = await exportAudit(owner, { format: "ndjson" });
    expect(name).toBe("installation-audit.ndjson");
    const exported: string[] = [];
    for await (const line of lines) exported.push(line);
    const verifier = createVerifier();
    for (const line of exported) verifier.take(JSON.parse(line) as ChainEntry);
    expect(verifier.finish()).toMatchObject({ intact: true });
    expect(exported.at(-1)).toContain('"audit.exported"');

    for (const role of ["admin", "viewer"] as const) {
      const other = application.as(role);
      for (const attempt of [
        () => listAuditEntries(other, {}),
        () => verifyAudit(other, {}),
        () => readCheckpoint(other, {}),
        () => readAuditFacets(other, {}),
        () => exportAudit(other, { format: "csv" }),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: "not_permitted" });
    }
  });

  test("leaves no entry where the change was not committed", async () => {
    const { project, chain } = await projectWith(3);
    const failed = application.client.db.transaction(async (tx) => {
      const subject = { kind: "flag", key: "never" };
      await appendAudit(tx, application.system, {
        ...{ action: "flag.changed", projectId: chain, subject, summary: "Never" },
      });
      throw new Error("taken back");
    });
    await expect(failed).rejects.toThrow("taken back");
    expect(await verify(project)).toMatchObject({ intact: true, entries: 3 });
  });

  test("names an entry that was edited by SQL", async () => {
    const { project, chain } = await projectWith(5);
    await run(sql`update audit_entries set action = 'flag.killed' where chain = ${chain} and sequence = 3`);
    expect(await harms(project)).toEqual(["edited 3"]);
  });

  test("names the first entry of those whose words were edited by SQL", async () => {
    const { project, chain } = await projectWith(5);
    await run(
      sql`update audit_values set value = replace(value, 'Change 4', 'Change 44') where chain = ${chain}`,
    );
    expect(await harms(project)).toEqual(["edited 4"]);
    await run(sql`delete from audit_values where chain = ${chain} and kind = 'actor'`);
    expect(await harms(project)).toContain("edited 1");
  });

  test("names an entry that was deleted by SQL", async () => {
    const { project, chain } = await projectWith(5);
    await run(sql`delete from audit_entries where chain = ${chain} and sequence = 3`);
    expect(await harms(project)).toEqual(["deleted 3"]);
  });

  test("names entries that were inserted by SQL, in the middle and at the end", async () => {
    const { project, chain } = await projectWith(5);
    const copy = sql`insert into audit_entries (chain, sequence, at, action, environment, subject_kind, subject_key,
      actor_kind, actor_digest, origin_digest, details_digest, previous, hash)
      select chain, 6, at, action, environment, subject_kind, subject_key,
      actor_kind, actor_digest, origin_digest, details_digest, hash, hash
      from audit_entries where chain = ${chain} and sequence = 5`;
    await run(copy);
    expect(await harms(project)).toEqual(expect.arrayContaining(["edited 6", "inserted 6"]));
    await run(
      sql`update audit_entries set sequence = sequence + 100 where chain = ${chain} and sequence > 2`,
    );
    await run(
      sql`update audit_entries set sequence = sequence - 99 where chain = ${chain} and sequence > 100`,
    );
    expect(await harms(project)).toEqual(expect.arrayContaining(["deleted 3", "edited 4"]));
  });

  test("names entries that were swapped by SQL", async () => {
    const { project, chain } = await projectWith(5);
    await run(sql`update audit_entries set sequence = 100 where chain = ${chain} and sequence = 3`);
    await run(sql`update audit_entries set sequence = 3 where chain = ${chain} and sequence = 4`);
    await run(sql`update audit_entries set sequence = 4 where chain = ${chain} and sequence = 100`);
    expect(await harms(project)).toEqual(expect.arrayContaining(["edited 3", "edited 4"]));
  });

  test("names the first entry of those that were cut off at the end by SQL", async () => {
    const { project, chain } = await projectWith(5);
    await run(sql`delete from audit_entries where chain = ${chain} and sequence > 3`);
    expect(await harms(project)).toEqual(["truncated 4"]);
  });

  test("is verified only by those who may read it", async () => {
    const { project } = await projectWith(1);
    const nobody = { ...application.system, actor: { kind: "anonymous" as const } };
    await expect(verifyAudit(nobody, { project })).rejects.toMatchObject({ code: "sign_in_required" });
  });
});
