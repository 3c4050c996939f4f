import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { countUnable, type Unable } from "#app/features/propagation/count-unable.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { ExpectedVersion } from "#app/platform/expect-version.ts";
import { findingsOf, type RuleFinding } from "./findings.ts";
import type { MovedShare } from "./moved-shares.ts";
import { publishTargetings } from "./publish-targetings.server.ts";
import type { TargetingView } from "./read-targeting.server.ts";
import type { TargetingEdit } from "./targeting-edit.ts";

export interface ChangeTargetingInput {
  readonly project: string;
  readonly environment: string;
  readonly flag: string;
  readonly expectedVersion: ExpectedVersion;
  readonly edit: TargetingEdit;
  readonly comment?: string | undefined;
  /** Says what would be, and changes nothing. */
  readonly dryRun?: boolean | undefined;
}

export interface ChangedTargeting extends TargetingView {
  /** The environment's revision that holds the change; the present one where nothing changed. */
  readonly revision: number;
  /** What changed, in readable lines. */
  readonly changes: readonly string[];
  readonly moved: readonly MovedShare[];
  readonly findings: readonly RuleFinding[];
  readonly cannotRun: Unable;
}

/** Changes what a flag does in one environment. */
export async function changeTargeting(ctx: Context, input: ChangeTargetingInput): Promise<ChangedTargeting> {
  const place = await locateEnvironment(ctx, input, "targeting.write");
  const { flag, expectedVersion, edit } = input;
  const { decided, revision } = await publishTargetings(ctx, {
    place,
    comment: input.comment,
    dryRun: input.dryRun,
    action: "targeting.changed",
    summary: (key) => `Changed ${key} in ${place.environmentKey}`,
    changes: async () => [{ flag, expectedVersion, edit, pointer: "" }],
  });
  const [change] = decided;
  if (change === undefined) throw new Error("One change was asked for, and none was decided.");
  const { row, document, changes, moved } = change;
  const segments = ctx.snapshots.get(place.environmentId)?.snapshot.segments ?? [];
  return {
    targeting: row.targeting,
    version: String(row.version),
    updatedAt: row.updatedAt,
    document,
    revision,
    changes,
    moved,
    findings: findingsOf(document, segments),
    cannotRun: await countUnable(ctx, { environmentId: place.environmentId, engine: document.engine }),
  };
}
