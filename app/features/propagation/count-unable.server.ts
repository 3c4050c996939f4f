import type { Context } from "#app/platform/context.ts";
import { countBelow } from "./propagation-store.server.ts";
import { staleAfterMs } from "./propagation.ts";

/** Connected SDK instances whose engine is too old for a document: each goes on with the last version that it can run. */
export interface Unable {
  /** The engine level that the document needs. */
  readonly engine: number;
  readonly instances: number;
}

/** The caller has authorised the reading. */
export async function countUnable(
  ctx: Context,
  { environmentId, engine }: { environmentId: string; engine: number },
): Promise<Unable> {
  const since = new Date(ctx.now().getTime() - staleAfterMs);
  return { engine, instances: await countBelow(ctx.db, { environmentId, engine, since }) };
}
