import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingServer, useApplication } from "#app/application.fixture.ts";
import { verifyChain } from "#app/features/audit/verify-audit.server.ts";
import { connect, type DatabaseAddress, type DatabaseClient } from "./client.server.ts";
import { migrateDatabase } from "./migrate.server.ts";
import { openSession } from "./session.server.ts";
import { databaseAt } from "./test-server.fixture.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `entries from before the chain${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    const project = "0190b6a0-0000-7000-8000-000000000001";
    let client: DatabaseClient;
    let before: string;
    let address: DatabaseAddress;

    beforeAll(async () => {
      before = await mkdtemp(join(tmpdir(), "guidon-migrations-"));
      await cp(resolve("db/migrations"), before, { recursive: true });
      const journal = join(before, "meta/_journal.json");
      const told = JSON.parse(await readFile(journal, "utf8")) as { entries: { tag: string }[] };
      const at = told.entries.findIndex(({ tag }) => tag.endsWith("_audit-chain"));
      await writeFile(journal, JSON.stringify({ ...told, entries: told.entries.slice(0, at) }));

      const name = `guidon_${randomBytes(6).toString("hex")}`;
      const admin = openSession(application.address, { max: 1 });
      await admin.unsafe(`create database ${name}`);
      await admin.end();
      address = databaseAt(application.address, name);
      await migrateDatabase(address, before);
      client = connect(address, { pool: 2 });
    });

    afterAll(async () => {
      await client.close();
      await rm(before, { recursive: true });
    });

    test("get their places in the chains, and verify", async () => {
      const odd = 'Quoted "words"\t\u0001 \\ line\nbreak, ü, 😀, \u2028 and \u007f';
      const entries = Array.from({ length: 12 }, (_, n) => ({
        project_id: n % 3 === 0 ? null : project,
        actor_kind: n % 2 === 0 ? "user" : "system",
        actor_id: n % 2 === 0 ? project : null,
        summary: `Change ${n} ${odd}`,
        changes: JSON.stringify([odd, `second ${n}`].slice(0, n % 3)),
        subject_kind: n % 4 === 0 ? "member" : "flag",
      }));
      for (const { project_id, actor_kind, actor_id, summary, changes, subject_kind } of entries) {
        await client.db.execute(
          `insert into audit_entries (at, actor_kind, actor_id, actor_name, action, project_id, environment_id,
             subject_kind, subject_key, summary, changes, comment, address, request_id, trace_id)
           values ('2026-11-20T10:00:00.120Z', '${actor_kind}', ${actor_id === null ? "null" : `'${actor_id}'`}, 'Ann',
             'flag.changed', ${project_id === null ? "null" : `'${project_id}'`}, null, '${subject_kind}',
             'ann@shop.example', '${summary}', '${changes.replaceAll("'", "''")}', 'why', '192.0.2.7', 'r-1', null)`,
        );
      }
      await migrateDatabase(address, resolve("db/migrations"));
      const ctx = { ...application.system, db: client.db };
      const verdicts = await Promise.all(
        [project, "00000000-0000-0000-0000-000000000000"].map((chain) => verifyChain(ctx, chain)),
      );
      expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
      expect(verdicts.map(({ entries: count }) => count)).toEqual([8, 4]);
    });
  },
);
