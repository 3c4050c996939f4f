import type { Context } from "#app/platform/context.ts";
import { findPublication, findLatestPublication } from "./publication-store.server.ts";

export interface PublicationView {
  readonly revision: number;
  readonly publishedAt: Date;
}

/** One revision of an environment, or its latest; undefined where there is none. The caller has authorised the reading. */
export async function readPublication(
  ctx: Context,
  { environmentId, revision }: { environmentId: string; revision?: number | undefined },
): Promise<PublicationView | undefined> {
  const row =
    revision === undefined
      ? await findLatestPublication(ctx.db, environmentId)
      : await findPublication(ctx.db, environmentId, revision);
  return row === undefined ? undefined : { revision: row.revision, publishedAt: row.publishedAt };
}
