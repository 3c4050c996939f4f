import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { countUnable, type Unable } from "#app/features/propagation/count-unable.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { AskedChange, DecidedChange } from "./decide-targeting.ts";
import { publishTargetings } from "./publish-targetings.server.ts";

export interface ChangeTargetingsInput {
  readonly project: string;
  readonly environment: string;
  readonly changes: readonly AskedChange[];
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface ChangedTargetings {
  readonly revision: number;
  readonly changes: readonly Pick<DecidedChange, "row" | "changes" | "moved">[];
  readonly cannotRun: Unable;
}

/** Changes what many flags do in one environment: one transaction, one revision, all or nothing. */
export async function changeTargetings(
  ctx: Context,
  input: ChangeTargetingsInput,
): Promise<ChangedTargetings> {
  const place = await locateEnvironment(ctx, input, "targeting.write");
  const { decided, revision } = await publishTargetings(ctx, {
    place,
    comment: input.comment,
    dryRun: input.dryRun,
    action: "targeting.changed",
    summary: (key) => `Changed ${key} in ${place.environmentKey}`,
    changes: async () => input.changes,
  });
  const engine = Math.max(0, ...decided.map(({ document }) => document.engine));
  return {
    revision,
    changes: decided,
    cannotRun: await countUnable(ctx, { environmentId: place.environmentId, engine }),
  };
}
