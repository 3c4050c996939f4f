import type { DocumentName } from "@guidon/engine";
import { diff } from "@guidon/engine/diff";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { liveEnvironment } from "#app/features/publishing/live-environment.server.ts";
import type { Context } from "#app/platform/context.ts";

export interface Compared {
  readonly environment: string;
  readonly revision: number;
}

export interface Comparison {
  readonly from: Compared;
  readonly to: Compared;
  /** In the order of the keys, flags first: what would change if `from` were made into `to`. */
  readonly differences: readonly (DocumentName & { readonly changes: readonly string[] })[];
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
  const found = new Map<string, DocumentName & { changes: string[] }>();
  for (const { kind, key, text } of diff(before.snapshot, after.snapshot)) {
    if (input.flag !== undefined && (kind !== "flag" || key !== input.flag)) continue;
    const name = `${kind} ${key}`;
    const known = found.get(name) ?? { kind, key, changes: [] };
    found.set(name, { ...known, changes: [...known.changes, text] });
  }
  return {
    from: { environment: from.environmentKey, revision: before.revision },
    to: { environment: to.environmentKey, revision: after.revision },
    differences: [...found.values()],
  };
}
