import type { Snapshot } from "@guidon/engine";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { findMoment } from "#app/features/publishing/find-moment.server.ts";
import type { Moment } from "#app/features/publishing/moment.ts";
import { readState } from "#app/features/publishing/read-state.server.ts";
import type { Context } from "#app/platform/context.ts";

/** What an environment served at a revision or time: byte for byte what SDKs were given then. */
export async function readEnvironmentState(
  ctx: Context,
  input: { project: string; environment: string } & Moment,
): Promise<Snapshot> {
  const { environmentId } = await locateEnvironment(ctx, input, "flag.read");
  const { revision } = await findMoment(ctx.db, ctx, { environmentId, moment: input });
  return readState(ctx.db, ctx, { environmentId, revision });
}
