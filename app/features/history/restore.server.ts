import { authorise } from "#app/features/access/authorise.server.ts";
import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
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
import type { Context } from "#app/platform/context.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { invalid } from "#app/platform/problem.ts";
import type { LeftAside } from "./plan-restore.ts";
import { restoreState, type RestoredDocument } from "./restore-state.server.ts";

export interface RestoreInput extends Moment {
  readonly project: string;
  readonly environment: string;
  /** One flag alone; all that the environment serves where left out. */
  readonly flag?: string | undefined;
  /**
   * What the caller read: of a flag the version of its targeting, or of the flag where its definition is to come back, too;
   * of an environment its revision.
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
 * Makes a flag, or a whole environment, serve again what it served at an earlier moment: one more revision, through the
 * one gate. Kills are neither lifted nor set.
 */
export async function restore(ctx: Context, input: RestoreInput): Promise<Restored> {
  const place = await locateEnvironment(ctx, input, "targeting.write");
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
      if (input.flag === undefined)
        expectVersion(input.expectedVersion, String(present), place.environmentKey);
      else {
        const version = await versionOf();
        expectVersion(input.expectedVersion, version, input.flag);
      }
      const state = await restoreState(tx, ctx, {
        ...{ place, present, definitions, comment },
        ...{ revision: from.revision, only: input.flag },
      });
      const [only] = state.left;
      if (input.flag !== undefined && state.documents.length === 0 && only !== undefined)
        throw invalid("/revision", only.why);
      const summary = {
        action: "environment.restored",
        ...{ projectId, environmentId, comment },
        subject: { kind: "environment", key: place.environmentKey },
        summary: `Restored ${place.environmentKey} as of revision ${from.revision}`,
        changes: state.documents.map(({ key, changes }) => `${key}: ${changes.join("; ")}`),
      };
      return {
        result: { ...state, version: input.flag === undefined ? "" : await versionOf() },
        environments: state.environments,
        audit:
          input.flag === undefined && state.documents.length > 0 ? [summary, ...state.audit] : state.audit,
      };

      async function versionOf(): Promise<string> {
        const versions = await readFlagVersions(tx, { place, flag: input.flag ?? "" });
        return definitions ? versions.flag : versions.targeting;
      }
    },
  });
  const revision = revisions.get(environmentId) ?? 0;
  return {
    from,
    revision,
    version: result.version === "" ? String(revision) : result.version,
    documents: result.documents,
    left: result.left,
    elsewhere: environments
      .filter(({ id, revision: before }) => id !== environmentId && revisions.get(id) !== before)
      .map(({ id, key }) => ({ environment: key, revision: revisions.get(id) ?? 0 })),
    cannotRun: await countUnable(ctx, { environmentId, engine: result.engine }),
  };
}

async function everywhere(ctx: Context, project: string, projectId: string): Promise<ListedEnvironment[]> {
  authorise(ctx, "flag.write", { projectId });
  const environments = await listEnvironments(ctx, { project });
  authoriseEverywhere(ctx, { projectId, environments });
  return environments;
}
