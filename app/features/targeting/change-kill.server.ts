import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import type { Context } from "#app/platform/context.ts";
import { expectVersion } from "#app/platform/expect-version.ts";
import { Problem } from "#app/platform/problem.ts";
import { sameJson } from "#app/platform/same-json.ts";
import type { KillState } from "./kill-state.ts";
import { locateTargeting } from "./locate-targeting.server.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import { describeChanges } from "./targeting-changes.ts";
import { updateTargetings } from "./targeting-store.server.ts";
import type { Targeting } from "./targeting.ts";

export interface KillInput {
  readonly project: string;
  readonly environment: string;
  readonly flag: string;
  readonly comment?: string | undefined;
  /** Asked for only where the caller gives one: a kill must work at once, whoever is editing. */
  readonly expectedVersion?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Sets or lifts the layer above targeting. It needs no approval, and what lies beneath is not touched: not even what is
 * published of it. `layer` gives what should stand there: undefined for none.
 */
export async function changeKill(
  ctx: Context,
  input: KillInput,
  words: { action: string; summary: (flag: string, environment: string) => string },
  layer: (flag: TargetedFlag, targeting: Targeting) => Targeting["kill"],
): Promise<KillState> {
  const place = await locateEnvironment(ctx, input, "flag.kill");
  const comment = input.comment ?? "";
  const { result, revisions } = await publish(ctx, {
    environmentIds: [place.environmentId],
    comment,
    dryRun: input.dryRun,
    async change(tx) {
      const row = await locateTargeting(tx, place, input.flag);
      const { flag } = row;
      if (flag.archived) {
        throw new Problem("not_found", { detail: `The flag "${flag.key}" is archived. It serves nothing.` });
      }
      if (input.expectedVersion !== undefined)
        expectVersion(input.expectedVersion, String(row.version), flag.key);

      const kill = layer(flag, row.targeting);
      const { kill: _, ...beneath } = row.targeting;
      const targeting: Targeting = kill === undefined ? beneath : { ...beneath, kill };
      const changed = !sameJson(kill, row.targeting.kill);
      const version = changed ? row.version + 1 : row.version;
      if (changed) await updateTargetings(tx, [{ ...row, targeting, version, updatedAt: ctx.now() }]);
      return {
        result: {
          environment: place.environmentKey,
          killed: kill !== undefined,
          variant: kill?.variant ?? null,
          version: String(version),
          changed,
        },
        environments: [
          {
            environmentId: place.environmentId,
            operations: [{ kill: flag.key, layer: kill ?? null }],
          },
        ],
        audit: changed
          ? [
              {
                action: words.action,
                projectId: place.projectId,
                environmentId: place.environmentId,
                subject: { kind: "flag", key: flag.key },
                summary: words.summary(flag.key, place.environmentKey),
                changes: describeChanges(row.targeting, targeting).map((change) => change.words),
                comment,
              },
            ]
          : [],
      };
    },
  });
  return { ...result, revision: revisions.get(place.environmentId) ?? 0 };
}
