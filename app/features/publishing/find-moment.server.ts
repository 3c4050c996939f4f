import type { Queryable } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import type { FoundMoment, Moment } from "./moment.ts";
import { findPublication, findPublicationAt, selectHeads } from "./publication-store.server.ts";

/**
 * The revision that a moment means. With a revision and a time, the revision decides. The caller has authorised the
 * reading; `pointer` tells where the moment stands in what was sent.
 */
export async function findMoment(
  db: Queryable,
  ctx: Pick<Context, "now">,
  { environmentId, moment, pointer = "" }: { environmentId: string; moment: Moment; pointer?: string },
): Promise<FoundMoment> {
  const [head] = await selectHeads(db, [environmentId]);
  if (head === undefined) throw new Problem("not_found", { detail: "This environment is gone." });
  const { revision, at } = moment;
  if (revision !== undefined) {
    if (revision > head.revision)
      throw invalid(`${pointer}/revision`, `${head.name} is at revision ${head.revision}.`);
    return publicationOf(db, head, revision);
  }
  if (at === undefined) return publicationOf(db, head, head.revision);
  if (at > ctx.now())
    throw invalid(`${pointer}/at`, `This time is still to come; here it is ${ctx.now().toISOString()}.`);
  if (at < head.createdAt)
    throw new Problem("not_found", {
      detail: `There was no ${head.name} at that time: it was made at ${head.createdAt.toISOString()}.`,
    });
  const row = await findPublicationAt(db, environmentId, at);
  return row ?? { revision: 0, publishedAt: head.createdAt };
}

async function publicationOf(
  db: Queryable,
  head: { id: string; createdAt: Date },
  revision: number,
): Promise<FoundMoment> {
  if (revision === 0) return { revision, publishedAt: head.createdAt };
  const row = await findPublication(db, head.id, revision);
  if (row === undefined) throw new Error(`Revision ${revision} of ${head.id} is not in the log.`);
  return { revision, publishedAt: row.publishedAt };
}
