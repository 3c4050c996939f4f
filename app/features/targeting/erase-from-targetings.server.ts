import type { Transaction } from "#db/client.server.ts";
import { publish } from "#app/features/publishing/publish.server.ts";
import { withoutPerson } from "#app/features/publishing/without-person.ts";
import type { Context } from "#app/platform/context.ts";
import type { Erased, ErasedPerson } from "#app/platform/eraser.ts";
import { selectTargetingsWith, updateTargetings } from "./targeting-store.server.ts";
import { toDocument } from "./targeting.ts";

/**
 * Replaces a person's keys in what flags do now, in all projects, by a new revision of each environment that is served
 * otherwise: it passes a protected one, too, since nobody else is served anything else.
 */
export async function eraseFromTargetings(
  tx: Transaction,
  ctx: Context,
  person: ErasedPerson,
): Promise<readonly Erased[]> {
  const found = await selectTargetingsWith(tx, person.keys);
  const { result } = await publish(
    { ...ctx, db: tx },
    {
      environmentIds: [...new Set(found.map(({ environmentId }) => environmentId))],
      comment: "Erased a person",
      erasure: true,
      async change() {
        // Read again under the lock: what was read before it could be old.
        const rows = (await selectTargetingsWith(tx, person.keys)).map((row) => ({
          ...row,
          targeting: withoutPerson(row.targeting, person),
          version: row.version + 1,
          updatedAt: ctx.now(),
        }));
        await updateTargetings(tx, rows);
        const served = rows.filter(({ flag }) => !flag.archived);
        const environments = Map.groupBy(served, ({ environmentId }) => environmentId);
        return {
          result: rows.length,
          environments: [...environments].map(([environmentId, changed]) => ({
            environmentId,
            operations: changed.map(({ flag, targeting }) => ({
              put: "flag" as const,
              document: toDocument(flag, targeting),
            })),
          })),
          // The one entry of an erasure is its own.
          audit: [],
        };
      },
    },
  );
  return [{ what: "targetings", count: result }];
}
