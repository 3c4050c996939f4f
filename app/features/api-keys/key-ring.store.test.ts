import { pino } from "pino";
import { beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import type { CacheFolder } from "#app/platform/cache-folder.server.ts";
import { createApiKey } from "./create-api-key.server.ts";
import { createKeyCache } from "./key-cache.server.ts";
import { createKeyRing } from "./key-ring.server.ts";
import { selectKeys } from "./api-key-store.server.ts";
import { revokeApiKey } from "./revoke-api-key.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`the key ring${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  let project: string;

  beforeAll(async () => {
    project = await storefront(application);
  });

  const create = (expiresAt?: Date) =>
    createApiKey(application.as("admin"), {
      project,
      name: "A key",
      kind: "server",
      environment: "production",
      expiresAt,
    });

  function memoryFolder(): CacheFolder {
    const files = new Map<string, string>();
    return {
      names: () => [...files.keys()],
      read: (name) => files.get(name),
      save: (name, text) => void files.set(name, text()),
      remove: (name) => void files.delete(name),
      flush: async () => {},
    };
  }

  test("what the cache holds is checked as before: unknown, revoked and expired keys are none", async () => {
    const folder = memoryFolder();
    const log = pino({ level: "silent" });
    const now = application.system.now().getTime();
    const [lasting, passing, revoked] = await Promise.all([create(), create(new Date(now + 1000)), create()]);
    await revokeApiKey(application.as("admin"), { project, id: revoked.id });
    const before = createKeyRing(application.client.db, createKeyCache(folder, log));
    await before.refresh();

    const after = createKeyRing(application.client.db, createKeyCache(folder, log));
    expect(after.loaded()).toBe(false);
    expect(after.restore()).toBe(true);
    expect(after.loaded()).toBe(true);
    expect(after.find(lasting.key, now)).toEqual(before.find(lasting.key, now));
    expect(after.find(passing.key, now)?.id).toBe(passing.id);
    expect(after.find(passing.key, now + 1000)).toBeUndefined();
    expect(after.usable(passing.id, now + 1000)).toBe(false);
    expect(after.find(revoked.key, now)).toBeUndefined();
    expect(after.find("gdn_srv_unknown", now)).toBeUndefined();
    expect(JSON.stringify(folder.names().map((name) => folder.read(name)))).not.toContain(lasting.key);
  });

  test("a damaged or foreign cache is as good as none", () => {
    const folder = memoryFolder();
    folder.save("keys.json", () => JSON.stringify([{ hash: "x" }]));
    const ring = createKeyRing(application.client.db, createKeyCache(folder, pino({ level: "silent" })));
    expect(ring.restore()).toBe(false);
    expect(ring.loaded()).toBe(false);
  });

  test("the use of keys is written down for all at once, and never set back", async () => {
    const { db } = application.client;
    const now = application.system.now().getTime();
    const [one, two, unused] = await Promise.all([create(), create(), create()]);
    const ring = createKeyRing(db);
    await ring.refresh();
    for (const at of [now + 10, now + 60_000]) ring.find(one.key, at);
    ring.find(two.key, now + 5);
    await ring.recordUse();
    const projectId = ring.find(one.key, now - 60_000)!.projectId;
    await ring.recordUse();
    const used = async (id: string) =>
      (await selectKeys(db, projectId)).find((key) => key.id === id)?.lastUsedAt?.getTime();
    expect(await used(one.id)).toBe(now + 60_000);
    expect(await used(two.id)).toBe(now + 5);
    expect(await used(unused.id)).toBeUndefined();
  });
});
