import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { sameJson } from "#app/platform/same-json.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import { applyEdit, type Shorthands } from "./targeting-edit.ts";
import type { StoredTargeting } from "./targeting-row.ts";
import { updateTargetings } from "./targeting-store.server.ts";

/**
 * Changes, in the words of the shorthand, what a flag does in several environments. Where nothing changes the same row
 * comes back. Part of the flag's own transaction.
 */
export async function editTargetings(
  tx: Transaction,
  ctx: Context,
  input: {
    flag: TargetedFlag;
    rows: readonly StoredTargeting[];
    shorthands: Shorthands | undefined;
  },
): Promise<StoredTargeting[]> {
  const rows = input.rows.map((row) => withShorthand(ctx, row, input));
  await updateTargetings(
    tx,
    rows.filter((row, index) => row !== input.rows[index]),
  );
  return rows;
}

function withShorthand(
  ctx: Context,
  row: StoredTargeting,
  { flag, shorthands = {} }: { flag: TargetedFlag; shorthands: Shorthands | undefined },
): StoredTargeting {
  const shorthand = shorthands[row.environmentKey];
  if (shorthand === undefined) return row;
  const edit = { shorthand, pointer: `/environments/${row.environmentKey}` };
  const targeting = applyEdit(row.targeting, edit, { flag, newSeed: ctx.newSeed });
  if (sameJson(targeting, row.targeting)) return row;
  return { ...row, targeting, version: row.version + 1, updatedAt: ctx.now() };
}
