import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import { applyEdit, newTargeting, type Shorthands } from "./targeting.ts";
import { insertTargetings, type StoredTargeting } from "./targeting-store.server.ts";

/** What a new flag does in every environment: off, but for what the shorthand says. Part of the flag's own transaction. */
export async function beginTargetings(
  tx: Transaction,
  ctx: Context,
  input: {
    flag: TargetedFlag & { readonly id: string; readonly createdAt: Date };
    environments: readonly { readonly id: string; readonly key: string }[];
    shorthands: Shorthands | undefined;
  },
): Promise<StoredTargeting[]> {
  const { flag, environments, shorthands = {} } = input;
  const rows = environments.map(({ id, key }) => {
    const shorthand = shorthands[key];
    const fresh = newTargeting(flag);
    const pointer = `/environments/${key}`;
    return {
      flagId: flag.id,
      environmentId: id,
      environmentKey: key,
      targeting:
        shorthand === undefined
          ? fresh
          : applyEdit(fresh, { shorthand, pointer }, { flag, newSeed: ctx.newSeed }),
      version: 1,
      updatedAt: flag.createdAt,
    };
  });
  await insertTargetings(tx, rows);
  return rows;
}
