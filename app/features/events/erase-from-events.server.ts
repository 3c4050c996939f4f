import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { Erased, ErasedPerson } from "#app/platform/eraser.ts";
import { renameUnits } from "./event-store.server.ts";

/** What was reported about a person stays as that of somebody unknown, so that no experiment counts otherwise. */
export async function eraseFromEvents(
  tx: Transaction,
  _: Context,
  { keys, pseudonym }: ErasedPerson,
): Promise<readonly Erased[]> {
  const { exposures, metricEvents } = await renameUnits(tx, keys, pseudonym);
  return [
    { what: "exposures", count: exposures },
    { what: "metric events", count: metricEvents },
  ];
}
