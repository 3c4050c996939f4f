import { genesis, signCheckpoint, type Checkpoint } from "@guidon/audit";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { findChain } from "./audit-store.server.ts";
import { chainOf } from "./chain.ts";
import { signingKey } from "./signing-key.server.ts";

/** A signed statement of where the chain ends now, to be kept elsewhere. */
export async function readCheckpoint(ctx: Context, input: { project: string }): Promise<Checkpoint> {
  const project = await locateProject(ctx, input.project, "audit.read");
  const chain = chainOf(project.id);
  const { id: key, privateKey } = await signingKey(ctx);
  const { sequence, hash } = (await findChain(ctx.db, chain)) ?? { sequence: 0, hash: genesis };
  return signCheckpoint({ chain, sequence, hash, at: ctx.now().toISOString(), key }, privateKey);
}
