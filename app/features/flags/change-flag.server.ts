import type { Variant } from "@guidon/engine";
import { authorise } from "#app/features/access/authorise.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { expectVersion, type ExpectedVersion } from "./expect-version.ts";
import { checkVariants, type FlagKind } from "./flag.ts";
import {
  selectTargetings,
  updateFlag,
  updateTargeting,
  type StoredFlag,
  type StoredTargeting,
} from "./flag-store.server.ts";
import { flagVersion, viewFlag, type FlagView } from "./flag-view.ts";
import { locateFlag } from "./locate-flag.server.ts";
import { applyEdit, toDocument, type TargetingShorthand } from "./targeting.ts";

export interface ChangeFlagInput {
  readonly project: string;
  readonly flag: string;
  readonly expectedVersion: ExpectedVersion;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly kind?: FlagKind | undefined;
  readonly owner?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly dueOn?: Date | null | undefined;
  readonly client?: boolean | undefined;
  readonly variants?: readonly Variant[] | undefined;
  readonly archived?: boolean | undefined;
  /** By environment key, in the words of the shorthand. */
  readonly environments?: Readonly<Record<string, TargetingShorthand>> | undefined;
  readonly comment?: string | undefined;
}

/**
 * Changes what a flag is, and with the shorthand what it does, everywhere in one transaction. What is left out stays.
 * Archiving is a change like any other: where something depends on the flag, it is refused.
 */
export async function changeFlag(ctx: Context, input: ChangeFlagInput): Promise<FlagView> {
  const project = await locateProject(ctx, input.project, "flag.write");
  const environments = await listEnvironments(ctx, { project: input.project });
  const shorthands = Object.entries(input.environments ?? {}).map(([key, words]) => {
    const environment = environments.find((present) => present.key === key);
    if (environment === undefined) {
      throw new Problem("invalid_input", {
        detail: `The project has no environment "${key}".`,
        fields: [{ pointer: `/environments/${key}`, message: `There is no environment "${key}".` }],
      });
    }
    authorise(ctx, "targeting.write", { projectId: project.id, environmentId: environment.id });
    return { environmentId: environment.id, words };
  });

  const { result } = await publish(ctx, {
    environmentIds: environments.map(({ id }) => id),
    comment: input.comment ?? "",
    async change(tx) {
      const present = await locateFlag(tx, project.id, input.flag);
      const configured = await selectTargetings(tx, [present.id]);
      expectVersion(input.expectedVersion, flagVersion(present, configured));
      const next = changed(present, input, ctx.now());
      const fields = checkVariants(next);
      if (fields.length > 0) throw new Problem("invalid_input", { fields });
      await updateFlag(tx, next);

      const rows: StoredTargeting[] = [];
      for (const row of configured) {
        const shorthand = shorthands.find(({ environmentId }) => environmentId === row.environmentId);
        if (shorthand === undefined) {
          rows.push(row);
          continue;
        }
        const targeting = applyEdit(
          row.targeting,
          { shorthand: shorthand.words },
          { definition: next, newSeed: ctx.newSeed },
        );
        const edited = { ...row, targeting, version: row.version + 1, updatedAt: next.updatedAt };
        await updateTargeting(tx, edited);
        rows.push(edited);
      }
      return {
        result: viewFlag(next, rows),
        environments: rows.map(({ environmentId, targeting }) => ({
          environmentId,
          operations:
            next.archivedAt === null
              ? [{ put: "flag" as const, document: toDocument(next, targeting) }]
              : [{ archive: next.key }],
        })),
        audit: [
          {
            action: actionOf(present, next),
            projectId: project.id,
            subject: { kind: "flag", key: next.key },
            summary: summaryOf(present, next),
            changes: describe(present, next, input),
            comment: input.comment ?? "",
          },
        ],
      };
    },
  });
  return result;
}

function changed(present: StoredFlag, input: ChangeFlagInput, now: Date): StoredFlag {
  const archived = input.archived ?? present.archivedAt !== null;
  return {
    ...present,
    name: input.name ?? present.name,
    description: input.description ?? present.description,
    kind: input.kind ?? present.kind,
    owner: input.owner === undefined ? present.owner : input.owner,
    tags: input.tags ?? present.tags,
    dueOn: input.dueOn === undefined ? present.dueOn : input.dueOn,
    client: input.client ?? present.client,
    variants: input.variants ?? present.variants,
    archivedAt: archived ? (present.archivedAt ?? now) : null,
    version: present.version + 1,
    updatedAt: now,
  };
}

function actionOf(before: StoredFlag, after: StoredFlag): string {
  if ((before.archivedAt === null) === (after.archivedAt === null)) return "flag.changed";
  return after.archivedAt === null ? "flag.restored" : "flag.archived";
}

function summaryOf(before: StoredFlag, after: StoredFlag): string {
  switch (actionOf(before, after)) {
    case "flag.archived":
      return `Archived ${after.key}`;
    case "flag.restored":
      return `Restored ${after.key}`;
    default:
      return `Changed ${after.key}`;
  }
}

const described = ["name", "description", "kind", "owner", "tags", "dueOn", "client", "variants"] as const;

function describe(before: StoredFlag, after: StoredFlag, input: ChangeFlagInput): string[] {
  const lines = described
    .map((field) => ({ field, from: JSON.stringify(before[field]), to: JSON.stringify(after[field]) }))
    .filter(({ from, to }) => from !== to)
    .map(({ field, from, to }) => `${field}: ${from} → ${to}`);
  const places = Object.entries(input.environments ?? {}).map(
    ([key, words]) => `${key}: ${JSON.stringify(words)}`,
  );
  return [...lines, ...places];
}
