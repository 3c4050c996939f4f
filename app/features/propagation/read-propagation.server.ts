import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import { readPublication } from "#app/features/publishing/read-publication.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { staleAfterMs, type Propagation } from "./propagation.ts";
import { countInstances, selectInstances, selectLag } from "./propagation-store.server.ts";

/** Whoever asks gets the numbers of all, and this many instances by name. */
const mostNamed = 100;

/** How far a revision has come: which SDK instances serve it, and how long it took them. The latest where none is named. */
export async function readPropagation(
  ctx: Context,
  input: { project: string; environment: string; revision?: number | undefined },
): Promise<Propagation> {
  const place = await locateEnvironment(ctx, input, "flag.read");
  const { environmentId } = place;
  const publication = await readPublication(ctx, { environmentId, revision: input.revision });
  if (publication === undefined && input.revision !== undefined) {
    throw new Problem("not_found", {
      detail: `${place.environmentKey} has no revision ${input.revision}.`,
    });
  }
  const revision = publication?.revision ?? 0;
  const asked = { environmentId, revision, since: new Date(ctx.now().getTime() - staleAfterMs) };
  const publishedAt = publication?.publishedAt ?? null;
  const [counted, rows, lag] = await Promise.all([
    countInstances(ctx.db, asked),
    selectInstances(ctx.db, { ...asked, limit: mostNamed }),
    publishedAt === null ? undefined : selectLag(ctx.db, { environmentId, revision, publishedAt }),
  ]);
  return {
    environment: place.environmentKey,
    revision,
    publishedAt,
    ...counted,
    lag:
      lag === undefined || lag.p50 === null || lag.p99 === null || lag.max === null
        ? null
        : { instances: lag.instances, p50: lag.p50, p99: lag.p99, max: lag.max },
    instances: rows.map((row) => ({
      instance: row.instance,
      sdk: { name: row.sdkName, version: row.sdkVersion },
      engine: row.engine,
      revision: row.revision,
      current: row.revision >= revision,
      connection: row.connection,
      firstSeenAt: row.firstSeenAt,
      seenAt: row.seenAt,
      lagMs:
        row.appliedAt === null || publishedAt === null
          ? null
          : Math.max(0, row.appliedAt.getTime() - publishedAt.getTime()),
    })),
  };
}
