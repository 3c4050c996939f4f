import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { holdsKey } from "#app/features/publishing/holds-key.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { AskedKey, FoundKey } from "./asked-keys.ts";

/** Whether long lists of an environment held these keys, each at a revision: for who evaluates without the lists. */
export async function findKeys(
  ctx: Context,
  input: { readonly project: string; readonly environment: string; readonly asked: readonly AskedKey[] },
): Promise<FoundKey[]> {
  const { environmentId } = await locateEnvironment(ctx, input, "flag.read");
  const found: FoundKey[] = [];
  for (const each of input.asked)
    found.push({ ...each, held: await holdsKey(ctx.db, ctx, { environmentId, ...each }) });
  return found;
}
