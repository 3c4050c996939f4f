import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { keyIdOf } from "@guidon/audit";
import type { Transaction } from "#db/client.server.ts";
import type { Context, Secrets } from "#app/platform/context.ts";
import { appendAudit } from "./append-audit.server.ts";
import {
  insertSigningKey,
  lockSigningKeys,
  selectSigningKeys,
  updateSigningKey,
} from "./signing-store.server.ts";

export interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
}

const purposeOf = (id: string): string => `audit key:${id}`;

/** The newest key; the first is made when it is asked for. */
export async function signingKey(ctx: Context): Promise<SigningKey> {
  const [newest] = await selectSigningKeys(ctx.db);
  const { id, secret } = newest ?? (await ctx.db.transaction((tx) => makeKey(tx, ctx)));
  const der = Buffer.from(ctx.secrets.open(secret, purposeOf(id)), "base64");
  return { id, privateKey: createPrivateKey({ key: der, format: "der", type: "pkcs8" }) };
}

async function makeKey(tx: Transaction, ctx: Context): Promise<{ id: string; secret: string }> {
  const [present] = await lockSigningKeys(tx);
  if (present !== undefined) return present;
  const pair = generateKeyPairSync("ed25519");
  const publicKey = pair.publicKey.export({ format: "jwk" }).x ?? "";
  const id = keyIdOf(publicKey);
  const der = pair.privateKey.export({ format: "der", type: "pkcs8" });
  const secret = ctx.secrets.seal(der.toString("base64"), purposeOf(id));
  await insertSigningKey(tx, { id, publicKey, secret, createdAt: ctx.now() });
  await appendAudit(tx, ctx, {
    action: "audit.key-made",
    projectId: null,
    subject: { kind: "audit-key", key: id },
    summary: `Made the key ${id}, which signs checkpoints`,
  });
  return { id, secret };
}

/** Encrypts with the current key what an older one did. How many they were. */
export async function resealSigningKeys(tx: Transaction, secrets: Secrets): Promise<number> {
  const older = (await selectSigningKeys(tx)).filter(({ secret }) => !secrets.isCurrent(secret));
  for (const { id, secret } of older) {
    await updateSigningKey(tx, id, secrets.seal(secrets.open(secret, purposeOf(id)), purposeOf(id)));
  }
  return older.length;
}
