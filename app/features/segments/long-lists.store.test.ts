import { evaluate } from "@guidon/engine";
import { pino } from "pino";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { createLiveEnvironments } from "#app/features/publishing/live-environments.server.ts";
import { readListAt } from "#app/features/publishing/read-list-at.server.ts";
import { readList } from "#app/features/publishing/read-list.server.ts";
import { createSnapshotCache } from "#app/features/publishing/snapshot-cache.server.ts";
import { explainAt } from "#app/features/history/explain-at.server.ts";
import { changeTargeting } from "#app/features/targeting/change-targeting.server.ts";
import { findKeys } from "#app/features/targeting/find-keys.server.ts";
import type { Context } from "#app/platform/context.ts";
import { openCacheFolder } from "#app/platform/cache-folder.server.ts";
import { sql } from "drizzle-orm";
import { changeList } from "./change-list.server.ts";
import { createSegment } from "./create-segment.server.ts";
import { readKeys } from "./read-keys.server.ts";
import { uploadKeys } from "./upload-keys.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`long lists${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  const segment = "customers";
  let staging: { project: string; environment: string };
  let environmentId: string;

  const file = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => `customer-${from + i}`).join("\n");
  async function* pieces(text: string) {
    for (let at = 0; at < text.length; at += 5000) yield Buffer.from(text.slice(at, at + 5000));
  }
  const upload = (text: string, more = {}) =>
    uploadKeys(application.as("developer"), {
      ...{ ...staging, segment, list: "included", mode: "add", mediaType: "text/csv" },
      content: pieces(text),
      ...more,
    });
  const edit = (change: { add?: string[]; remove?: string[] }) =>
    changeList(application.as("developer"), { ...staging, segment, list: "included", edit: change });
  const place = () => ({ environmentId, segment, list: "included" as const });
  const isServed = (targetingKey: string, live = application.live) =>
    evaluate(live.get(environmentId)!.program, "for-customers", { targetingKey }, { now: 0 }).variant ===
    "on";

  beforeAll(async () => {
    const project = await storefront(application);
    staging = { project, environment: "staging" };
    environmentId = (await listEnvironments(application.system, { project })).find(
      ({ key }) => key === "staging",
    )!.id;
    const developer = application.as("developer");
    await createSegment(developer, { ...staging, key: segment });
    await createFlag(developer, { project, key: "for-customers" });
    await changeTargeting(developer, {
      ...{ ...staging, flag: "for-customers", expectedVersion: "*" },
      edit: {
        replace: {
          ...{ on: true, offVariant: "off", prerequisites: [], targets: [] },
          rules: [{ id: "them", when: { segment }, serve: { variant: "on" } }],
          fallthrough: { variant: "off" },
        },
      },
    });
    await upload(file(0, 3000));
  });

  test("are named by revision, count and digest in the document, and evaluated from memory", () => {
    const document = application.live.get(environmentId)!.snapshot.segments[0]!;
    expect(document.lists).toEqual({
      included: { revision: 1, count: 3000, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
      excluded: { keys: [] },
    });
    expect(isServed("customer-2999")).toBe(true);
    expect(isServed("customer-3000")).toBe(false);
  });

  test("count what came, what was there and what stood twice", async () => {
    const made = await upload(`${file(2990, 3010)}\ncustomer-3009\n`);
    expect(made).toMatchObject({
      file: { lines: 21, duplicates: 1 },
      changes: ["Included: 10 keys added, now 3,010 keys"],
    });
    expect(isServed("customer-3009")).toBe(true);
    await upload(file(3000, 3010), { mode: "remove" });
    expect(isServed("customer-3009")).toBe(false);
  });

  test("refuse a file with a wrong line whole, and say which", async () => {
    const before = application.live.get(environmentId)!.revision;
    await expect(upload("fresh-1\nfresh-2 \nfresh-3\n")).rejects.toMatchObject({
      code: "invalid_input",
      detail: "Line 2: A key neither begins nor ends with white space. Nothing was changed.",
      fields: [{ pointer: "/lines/2" }],
    });
    await expect(upload("{}", { mediaType: "application/json" })).rejects.toMatchObject({
      code: "unsupported_media_type",
    });
    const broken = {
      content: (async function* () {
        yield Buffer.from([0x75, 0xff, 0x0a]);
      })(),
    };
    await expect(upload("", broken)).rejects.toMatchObject({ code: "malformed_request" });
    expect(application.live.get(environmentId)!.revision).toBe(before);
  });

  test("are replaced only by who names their revision", async () => {
    const present = await readKeys(application.as("viewer"), { ...staging, segment, list: "included" });
    const replace = (expectedRevision?: string) =>
      upload(file(0, 3000), { mode: "replace", expectedRevision, dryRun: true });
    await expect(replace()).rejects.toMatchObject({ code: "version_required" });
    await expect(replace("1")).rejects.toMatchObject({ code: "version_conflict" });
    await expect(replace(String(present.revision))).resolves.toMatchObject({ changes: [] });
  });

  test("tell of one key at any revision whether they held it, from memory or from their log", async () => {
    const many = Array.from({ length: 200 }, (_, i) => `key-${i}`);
    const made = await createSegment(application.as("developer"), {
      ...{ ...staging, key: "asked", included: many },
    });
    expect(made.segment.lists.included.revision).toBe(1);
    const change = (of: { add?: string[]; remove?: string[] }) =>
      changeList(application.as("developer"), { ...staging, segment: "asked", list: "included", edit: of });
    await change({ remove: ["key-1"], add: ["key-200"] });
    await change({ add: ["key-1"], remove: ["key-2"] });
    await application.client.db.execute(sql`
      update list_changes set checkpoint = array_to_string(array(
        select 'key-' || i from generate_series(0, 200) i where i <> 1), E'\\n')
      where environment_id = ${environmentId} and segment = 'asked' and revision = 2`);
    const ask = async (ctx: Context, revision: number, key: string) => {
      const one = { segment: "asked", list: "included" as const, revision, key };
      const [found] = await findKeys(ctx, { ...staging, asked: [one] });
      return found?.held;
    };
    const viewer = application.as("viewer");
    const forgetful = { ...viewer, snapshots: { ...viewer.snapshots, get: () => undefined } };
    for (const ctx of [viewer, forgetful])
      for (let revision = 1; revision <= 3; revision++) {
        const place = { environmentId, segment: "asked", list: "included" as const, revision };
        const { keys } = await readListAt(ctx.db, place);
        for (const key of ["key-0", "key-1", "key-2", "key-20", "key-200", "key-", "y-1"])
          expect([revision, key, await ask(ctx, revision, key)]).toEqual([revision, key, keys.has(key)]);
      }
    const nobody = { ...viewer, actor: { kind: "anonymous" as const } };
    await expect(ask(nobody, 1, "key-1")).rejects.toMatchObject({ code: "sign_in_required" });
  });

  test("are rebuilt as they were at any of their revisions", async () => {
    const states = new Map<number, ReadonlySet<string>>();
    for (let i = 0; i < 30; i++) {
      const made = await edit(
        i % 3 === 2 ? { remove: [`single-${i - 1}`, `customer-${i}`] } : { add: [`single-${i}`, `x-${i}`] },
      );
      const { revision } = made.segment.lists.included;
      states.set(revision, application.live.get(environmentId)!.lists.get(`included ${segment}`)!.keys);
    }
    for (const [revision, keys] of states) {
      const rebuilt = await readListAt(application.client.db, { ...place(), revision });
      expect(rebuilt.keys).toEqual(keys);
    }
    const asked = { ...staging, flags: ["for-customers"], context: { targetingKey: "single-0" } };
    const before = await explainAt(application.as("developer"), { ...asked, revision: 3 });
    const after = await explainAt(application.as("developer"), asked);
    expect([before, after].map(({ evaluations }) => evaluations.get("for-customers")?.variant)).toEqual([
      "off",
      "on",
    ]);
    await expect(readListAt(application.client.db, { ...place(), revision: 99 })).rejects.toThrow(
      "is not in the log",
    );
  });

  test("are written whole into the log now and then, and read back from there", async () => {
    const long = (from: number) => Array.from({ length: 100 }, (_, i) => `${"long".repeat(60)}-${from + i}`);
    for (let i = 0; i < 8; i++) {
      await edit({ add: long(0) });
      await edit({ remove: long(0) });
    }
    const { db } = application.client;
    const [row] = await db.execute(
      sql`select count(*)::int as checkpoints from list_changes where checkpoint is not null and environment_id = ${environmentId}`,
    );
    expect(row).toMatchObject({ checkpoints: expect.any(Number) });
    expect((row as { checkpoints: number }).checkpoints).toBeGreaterThan(0);
    const { lists } = application.live.get(environmentId)!;
    const held = lists.get(`included ${segment}`)!;
    expect((await readListAt(db, { ...place(), revision: held.revision })).keys).toEqual(held.keys);
  });

  test("are given to SDKs whole, or as what changed since they asked last", async () => {
    const made = await edit({ add: ["delta-1"], remove: ["customer-100"] });
    const { revision, digest } = made.segment.lists.included;
    const live = application.live.get(environmentId)!;
    const ask = (range: { revision?: number; since?: number }) =>
      readList(application.system, live, { segment, list: "included", ...range });
    expect(await ask({ since: revision - 1 })).toMatchObject({
      ...{ kind: "delta", since: revision - 1, delta: { added: ["delta-1"], removed: ["customer-100"] } },
      reference: { revision, digest },
    });
    expect(await ask({ since: revision })).toMatchObject({ delta: { added: [], removed: [] } });
    expect(await ask({})).toMatchObject({ kind: "whole", held: { revision, digest } });
    expect(await ask({ revision: 1, since: 0 })).toMatchObject({ kind: "delta", reference: { count: 3000 } });
    expect(await ask({ since: 1_000_000 })).toMatchObject({ kind: "whole" });
    await expect(ask({ revision: 1_000_000 })).rejects.toMatchObject({ code: "not_found" });
    await expect(
      readList(application.system, live, { segment: "nobody", list: "included" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test("outlive the database in the cache on disk", async () => {
    const folder = await mkdtemp(join(tmpdir(), "guidon-lists-"));
    const log = pino({ level: "silent" });
    const cache = openCacheFolder(folder, log);
    const { db } = application.client;
    const first = createLiveEnvironments({ db, log, pollMs: 60_000, cache: createSnapshotCache(cache, log) });
    await first.start();
    first.stop();
    await cache.flush();
    const broken = new Proxy({} as typeof db, {
      get() {
        throw new Error("The database is away.");
      },
    });
    const again = openCacheFolder(folder, log);
    const second = createLiveEnvironments({
      ...{ db: broken, log, pollMs: 60_000, cache: createSnapshotCache(again, log) },
    });
    expect(second.restore()).toBe(true);
    expect(isServed("customer-2999", second)).toBe(true);
    expect(isServed("nobody", second)).toBe(false);
    await again.flush();
    await rm(folder, { recursive: true });
  });

  test("stay as they last were where their log is damaged, while everything else goes on", async () => {
    const { db } = application.client;
    const log = pino({ level: "silent" });
    const other = createLiveEnvironments({ db, log, pollMs: 60_000 });
    await other.start();
    const made = await edit({ add: ["tampered"] });
    const { revision } = made.segment.lists.included;
    await db.execute(
      sql`update list_changes set added = 'somebody-else' where environment_id = ${environmentId} and revision = ${revision} and list = 'included'`,
    );
    await other.refresh();
    expect(other.get(environmentId)!.revision).toBe(made.revision);
    expect(isServed("customer-2999", other)).toBe(true);
    expect(isServed("somebody-else", other)).toBe(false);
    await db.execute(
      sql`update list_changes set added = 'tampered' where environment_id = ${environmentId} and revision = ${revision} and list = 'included'`,
    );
    const next = await edit({ add: ["after"] });
    await other.refresh();
    expect(other.get(environmentId)!.revision).toBe(next.revision);
    expect(isServed("tampered", other)).toBe(true);
    other.stop();
  });
});
