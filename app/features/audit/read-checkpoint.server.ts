import { genesis, signCheckpoint, type Checkpoint } from "@guidon/audit";
import type { Context } from "#app/platform/context.ts";
import { findChain } from "./audit-store.server.ts";
import { locateChain, type AuditPlace } from "./locate-chain.server.ts";
import { signingKey } from "./signing-key.server.ts";

/** A signed statement of where the chain ends now, to be kept elsewhere. */
export async function readCheckpoint(ctx: Context, input: AuditPlace): Promise<Checkpoint> {
  const { chain } = await locateChain(ctx, input);
  const { id: key, privateKey } = await signingKey(ctx);
  const { sequence, hash } = (await findChain(ctx.db, chain)) ?? { sequence: 0, hash: genesis };
  return signCheckpoint({ chain, sequence, hash, at: ctx.now().toISOString(), key }, privateKey);
}
