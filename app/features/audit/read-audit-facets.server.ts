import type { Context } from "#app/platform/context.ts";
import type { AuditChoices } from "./audit-query.ts";
import { selectFacets } from "./audit-store.server.ts";
import type { ActorValue } from "./audit-values.ts";
import { locateChain, type AuditPlace } from "./locate-chain.server.ts";

/** What the entries of a chain can be narrowed to. */
export async function readAuditFacets(ctx: Context, input: AuditPlace): Promise<AuditChoices> {
  const { chain } = await locateChain(ctx, input);
  const { actors, ...rest } = await selectFacets(ctx.db, chain);
  const names = actors.map((value) => (JSON.parse(value) as ActorValue).name);
  return { ...rest, actors: [...new Set(names)].sort((a, b) => a.localeCompare(b, "en")) };
}
