import type { DocumentName, Snapshot } from "@guidon/engine";
import { authorise } from "#app/features/access/authorise.server.ts";
import { can } from "#app/features/access/can.ts";
import { locateEnvironment, type Place } from "#app/features/access/locate-environment.server.ts";
import {
  listEnvironments,
  type ListedEnvironment,
} from "#app/features/environments/list-environments.server.ts";
import { authoriseEverywhere } from "#app/features/flags/authorise-everywhere.server.ts";
import { readFlagVersions } from "#app/features/flags/read-flag-versions.server.ts";
import { countUnable, type Unable } from "#app/features/propagation/count-unable.server.ts";
import { findMoment } from "#app/features/publishing/find-moment.server.ts";
import type { FoundMoment, Moment } from "#app/features/publishing/moment.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import { readState } from "#app/features/publishing/read-state.server.ts";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { invalid } from "#app/platform/problem.ts";
import type { LeftAside } from "./plan-restore.ts";
import { restoreState, type RestoredDocument } from "./restore-state.server.ts";

export interface RestoreInput extends Moment {
  readonly project: string;
  readonly environment: string;
  /** One flag or segment alone; all that the environment serves where both are left out. */
  readonly flag?: string | undefined;
  readonly segment?: string | undefined;
  /**
   * What the caller read: of a flag the version of its targeting, or of the flag where its definition is to come back, too;
   * of an environment its revision; of a segment the revision in which it last changed, its lists included.
   */
  readonly expectedVersion: ExpectedVersion;
  /** Also what flags are: variants, client mark, metadata, archived or not. It changes them in every environment. */
  readonly definitions?: boolean | undefined;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface Restored {
  /** What came back. */
  readonly from: FoundMoment;
  /** The environment's revision that holds it; the present one where nothing changed. */
  readonly revision: number;
  /** What the next change names. */
  readonly version: string;
  readonly documents: readonly RestoredDocument[];
  readonly left: readonly LeftAside[];
  /** The other environments that changed with it. */
  readonly elsewhere: readonly { readonly environment: string; readonly revision: number }[];
  readonly cannotRun: Unable;
}

/**
 * Makes a flag, a segment or a whole environment again what it was at an earlier moment: one more revision, through the
 * one gate. Kills are neither lifted nor set.
 */
export async function restore(ctx: Context, input: RestoreInput): Promise<Restored> {
  const only = askedOne(input);
  const needs = only?.kind === "segment" ? "segment.write" : "targeting.write";
  const place = await locateEnvironment(ctx, input, needs);
  const { projectId, environmentId } = place;
  const definitions = input.definitions ?? false;
  const environments = definitions ? await everywhere(ctx, input.project, projectId) : [];
  const from = await findMoment(ctx.db, ctx, { environmentId, moment: input });
  const comment = input.comment ?? `Restored revision ${from.revision}`;
  const { result, revisions } = await publish(ctx, {
    environmentIds: definitions ? environments.map(({ id }) => id) : [environmentId],
    ...(definitions ? { allOf: projectId } : {}),
    comment,
    dryRun: input.dryRun,
    async change(tx) {
      const { revision: present } = await findMoment(tx, ctx, { environmentId, moment: {} });
      const now = await readState(tx, ctx, { environmentId, revision: present });
      const subject = { place, only, definitions, now };
      const read = await versionOf(tx, subject);
      if (read !== undefined) expectVersion(input.expectedVersion, read, only?.key ?? place.environmentKey);
      const state = await restoreState(tx, ctx, {
        ...{ place, now, definitions, comment, only, revision: from.revision },
        segments: can(ctx.actor, "segment.write", { projectId, environmentId }),
      });
      const [left] = state.left;
      if (only !== undefined && state.documents.length === 0 && left !== undefined)
        throw invalid("/revision", left.why);
      const summary = {
        action: "environment.restored",
        ...{ projectId, environmentId, comment },
        subject: { kind: "environment", key: place.environmentKey },
        summary: `Restored ${place.environmentKey} as of revision ${from.revision}`,
        changes: state.documents.map(({ key, changes }) => `${key}: ${changes.join("; ")}`),
      };
      const isPublished = state.documents.length > 0;
      return {
        result: {
          ...state,
          // What is not versioned by itself has the version of its last revision, which is the one to come.
          version: only?.kind === "flag" || !isPublished ? await versionOf(tx, subject) : undefined,
        },
        environments: state.environments,
        audit: only === undefined && isPublished ? [summary, ...state.audit] : state.audit,
      };
    },
  });
  const revision = revisions.get(environmentId) ?? 0;
  return {
    from,
    revision,
    version: result.version ?? String(revision),
    documents: result.documents,
    left: result.left,
    elsewhere: environments
      .filter(({ id, revision: before }) => id !== environmentId && revisions.get(id) !== before)
      .map(({ id, key }) => ({ environment: key, revision: revisions.get(id) ?? 0 })),
    cannotRun: await countUnable(ctx, { environmentId, engine: result.engine }),
  };
}

function askedOne({ flag, segment }: RestoreInput): DocumentName | undefined {
  if (flag !== undefined) return { kind: "flag", key: flag };
  return segment === undefined ? undefined : { kind: "segment", key: segment };
}

/** Undefined for a segment that is deleted: there is nothing that could be overwritten. */
async function versionOf(
  tx: Transaction,
  subject: { place: Place; only: DocumentName | undefined; definitions: boolean; now: Snapshot },
): Promise<string | undefined> {
  const { place, only, definitions, now } = subject;
  if (only === undefined) return String(now.revision);
  if (only.kind === "segment") return now.segments.find(({ key }) => key === only.key)?.revision.toString();
  const versions = await readFlagVersions(tx, { place, flag: only.key });
  return definitions ? versions.flag : versions.targeting;
}

async function everywhere(ctx: Context, project: string, projectId: string): Promise<ListedEnvironment[]> {
  authorise(ctx, "flag.write", { projectId });
  const environments = await listEnvironments(ctx, { project });
  authoriseEverywhere(ctx, { projectId, environments });
  return environments;
}
