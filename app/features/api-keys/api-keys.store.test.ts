import { describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { createApiKey } from "./create-api-key.server.ts";
import { listApiKeys } from "./list-api-keys.server.ts";
import { revokeApiKey } from "./revoke-api-key.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`API keys${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  const later = Date.parse("2026-11-20T10:00:00Z");

  test("a key is shown once, found by its digest, listed by its first characters", async () => {
    const project = await storefront(application);
    const admin = application.as("admin");
    const made = await createApiKey(admin, {
      project,
      name: "Shop",
      kind: "server",
      environment: "production",
    });
    await application.keyRing.refresh();
    expect(application.keyRing.find(made.key, later)).toMatchObject({
      kind: "key",
      keyKind: "server",
      id: made.id,
    });
    expect(application.keyRing.find(`${made.key}x`, later)).toBeUndefined();
    const listed = await listApiKeys(admin, { project });
    expect(listed).toMatchObject([
      { name: "Shop", prefix: made.key.slice(0, 12), environment: "production" },
    ]);
    expect(JSON.stringify(listed)).not.toContain(made.key);
  });

  test("a revoked key and an expired one are no keys any more", async () => {
    const project = await storefront(application);
    const admin = application.as("admin");
    const base = { project, name: "Shop", kind: "server", environment: "production" } as const;
    const revoked = await createApiKey(admin, base);
    const short = await createApiKey(admin, { ...base, expiresAt: new Date(later + 1000) });
    await revokeApiKey(admin, { project, id: revoked.id });
    await revokeApiKey(admin, { project, id: revoked.id });
    await application.keyRing.refresh();
    expect(application.keyRing.find(revoked.key, later)).toBeUndefined();
    expect(application.keyRing.usable(revoked.id, later)).toBe(false);
    expect(application.keyRing.find(short.key, later)).toBeDefined();
    expect(application.keyRing.find(short.key, later + 1000)).toBeUndefined();
  });

  test("what makes no sense is refused beside its field", async () => {
    const project = await storefront(application);
    const make = (input: object) =>
      createApiKey(application.as("admin"), { project, name: "x", kind: "server", ...input });
    await expect(make({})).rejects.toMatchObject({ fields: [{ pointer: "/environment" }] });
    await expect(make({ environment: "moon" })).rejects.toMatchObject({
      fields: [{ pointer: "/environment" }],
    });
    await expect(make({ environment: "staging", role: "viewer" })).rejects.toMatchObject({
      fields: [{ pointer: "/role" }],
    });
    await expect(make({ kind: "management" })).rejects.toMatchObject({ fields: [{ pointer: "/role" }] });
    await expect(make({ environment: "staging", expiresAt: new Date(0) })).rejects.toMatchObject({
      fields: [{ pointer: "/expiresAt" }],
    });
  });

  test("a Developer makes no keys, an Admin none that act as an Owner, and a key makes none at all", async () => {
    const project = await storefront(application);
    const key = { project, name: "x", kind: "management" } as const;
    await expect(createApiKey(application.as("developer"), { ...key, role: "viewer" })).rejects.toMatchObject(
      {
        code: "not_permitted",
      },
    );
    await expect(listApiKeys(application.as("developer"), { project })).rejects.toMatchObject({
      code: "not_permitted",
    });
    await expect(createApiKey(application.as("admin"), { ...key, role: "owner" })).rejects.toMatchObject({
      code: "not_permitted",
    });
    const made = await createApiKey(application.as("admin"), { ...key, role: "admin" });
    await application.keyRing.refresh();
    const actor = application.keyRing.find(made.key, later)!;
    // The tester is a member of nothing, so the key's ceiling is empty whatever its role says.
    await expect(
      createApiKey({ ...application.system, actor }, { ...key, role: "viewer" }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
