import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { liveEnvironment } from "#app/features/publishing/live-environment.server.ts";
import type { Context } from "#app/platform/context.ts";
import { documentDifferences, type DocumentDifference } from "./document-differences.ts";

export interface Compared {
  readonly environment: string;
  readonly revision: number;
}

export interface Comparison {
  readonly from: Compared;
  readonly to: Compared;
  /** In the order of the keys, flags first: what would change if `from` were made into `to`. */
  readonly differences: readonly DocumentDifference[];
}

/** What flags and segments do otherwise in one environment than in another, as both are served now. */
export async function compareEnvironments(
  ctx: Context,
  input: { project: string; from: string; to: string; flag?: string | undefined },
): Promise<Comparison> {
  const { project } = input;
  const from = await locateEnvironment(ctx, { project, environment: input.from }, "flag.read");
  const to = await locateEnvironment(ctx, { project, environment: input.to }, "flag.read");
  const before = liveEnvironment(ctx, from.environmentId);
  const after = liveEnvironment(ctx, to.environmentId);
  const only = input.flag === undefined ? undefined : ({ kind: "flag", key: input.flag } as const);
  return {
    from: { environment: from.environmentKey, revision: before.revision },
    to: { environment: to.environmentKey, revision: after.revision },
    differences: documentDifferences(before.snapshot, after.snapshot, only),
  };
}
