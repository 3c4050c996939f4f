import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { selectSigningKeys } from "./signing-store.server.ts";

export interface PublicSigningKey {
  readonly id: string;
  /** Its 32 bytes in base64url, the `x` of a JWK. */
  readonly publicKey: string;
  readonly createdAt: Date;
}

/** What checkpoints are verified with; for whoever is known here, since they are public. The newest first. */
export async function listSigningKeys(ctx: Context): Promise<PublicSigningKey[]> {
  if (ctx.actor.kind === "anonymous") throw new Problem("sign_in_required");
  const rows = await selectSigningKeys(ctx.db);
  return rows.map(({ id, publicKey, createdAt }) => ({ id, publicKey, createdAt }));
}
