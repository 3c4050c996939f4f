import { canonicalJson } from "@guidon/engine/documents";
import { matcher } from "@guidon/engine/matcher";
import { hasher } from "@guidon/engine/profiles";
import { validate } from "@guidon/engine/validate";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalidFields, Problem } from "#app/platform/problem.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { locateTargeting } from "./locate-targeting.server.ts";
import type { TargetingView } from "./read-targeting.server.ts";
import { describeChanges } from "./targeting-changes.ts";
import { updateTargeting } from "./targeting-store.server.ts";
import { applyEdit, toDocument, type TargetingEdit } from "./targeting.ts";

export interface ChangeTargetingInput {
  readonly project: string;
  readonly environment: string;
  readonly flag: string;
  readonly expectedVersion: ExpectedVersion;
  readonly edit: TargetingEdit;
  readonly comment?: string | undefined;
}

export interface ChangedTargeting extends TargetingView {
  /** The environment's revision that holds the change; the present one where nothing changed. */
  readonly revision: number;
  /** What changed, in readable lines. */
  readonly changes: readonly string[];
}

/** Changes what a flag does in one environment. */
export async function changeTargeting(ctx: Context, input: ChangeTargetingInput): Promise<ChangedTargeting> {
  const place = await locateEnvironment(ctx, input, "targeting.write");
  const { result, revisions } = await publish(ctx, {
    environmentIds: [place.environmentId],
    comment: input.comment ?? "",
    async change(tx) {
      const row = await locateTargeting(tx, place, input.flag);
      const { flag } = row;
      if (flag.archived) {
        throw new Problem("not_found", { detail: `The flag "${flag.key}" is archived. Restore it first.` });
      }
      expectVersion(input.expectedVersion, String(row.version));

      const targeting = applyEdit(row.targeting, input.edit, { flag, newSeed: ctx.newSeed });
      const document = toDocument(flag, targeting);
      // Before it is described: words can be found only for what has the right form.
      const fields = validate(document, { matcher, hasher });
      if (fields.length > 0) throw invalidFields(fields);
      const same = canonicalJson(document) === canonicalJson(toDocument(flag, row.targeting));
      const changes = same ? [] : describeChanges(row.targeting, targeting).map(({ words }) => words);
      const saved = same ? row : { ...row, targeting, version: row.version + 1, updatedAt: ctx.now() };
      if (!same) await updateTargeting(tx, saved);
      return {
        result: {
          targeting: saved.targeting,
          version: String(saved.version),
          updatedAt: saved.updatedAt,
          document,
          changes,
        },
        environments: [{ environmentId: place.environmentId, operations: [{ put: "flag", document }] }],
        audit: same
          ? []
          : [
              {
                action: "targeting.changed",
                projectId: place.projectId,
                environmentId: place.environmentId,
                subject: { kind: "flag", key: flag.key },
                summary: `Changed ${flag.key} in ${place.environmentKey}`,
                changes,
                comment: input.comment ?? "",
              },
            ],
      };
    },
  });
  return { ...result, revision: revisions.get(place.environmentId) ?? 0 };
}
