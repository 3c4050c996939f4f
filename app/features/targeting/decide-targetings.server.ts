import type { Place } from "#app/features/access/locate-environment.server.ts";
import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import { decideTargeting, type AskedChange, type DecidedChange } from "./decide-targeting.ts";
import { unknownFlag } from "./locate-targeting.server.ts";
import { selectTargeted, updateTargetings } from "./targeting-store.server.ts";

export interface DecidedTargetings {
  /** In the order in which they were asked for. */
  readonly decided: readonly DecidedChange[];
  /** Those of them that change something. */
  readonly changed: readonly DecidedChange[];
}

/** Decides and keeps what several flags do in one environment, each named once. Part of the transaction that publishes it. */
export async function decideTargetings(
  tx: Transaction,
  ctx: Context,
  { place, asked }: { place: Place; asked: readonly AskedChange[] },
): Promise<DecidedTargetings> {
  refuseTwice(asked);
  const flags = asked.map(({ flag }) => flag);
  const rows = new Map((await selectTargeted(tx, place, flags)).map((row) => [row.flag.key, row]));
  const decided = asked.map((change) => {
    const row = rows.get(change.flag);
    if (row === undefined) throw unknownFlag(change.flag);
    return decideTargeting(row, change, ctx);
  });
  const changed = decided.filter(({ row }) => row !== rows.get(row.flag.key));
  await updateTargetings(
    tx,
    changed.map(({ row }) => row),
  );
  return { decided, changed };
}

function refuseTwice(asked: readonly AskedChange[]): void {
  const seen = new Set<string>();
  for (const { flag, pointer } of asked) {
    if (seen.has(flag)) throw invalid(`${pointer}/flag`, `The flag "${flag}" is named twice.`);
    seen.add(flag);
  }
}
