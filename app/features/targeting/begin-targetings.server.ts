import type { Transaction } from "#db/client.server.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import type { StoredTargeting } from "./targeting-row.ts";
import { insertTargetings } from "./targeting-store.server.ts";
import { newTargeting, type Targeting } from "./targeting.ts";

interface FirstEnvironment {
  readonly id: string;
  readonly key: string;
  readonly protected: boolean;
}

/**
 * What flags do in environments where they, or which themselves, are new: a row for each flag in each, flag by flag, as
 * `begin` makes it of a fresh one. Part of the transaction that makes the flag or the environment.
 */
export async function beginTargetings<Environment extends FirstEnvironment>(
  tx: Transaction,
  input: {
    flags: readonly (TargetedFlag & { readonly id: string })[];
    environments: readonly Environment[];
    begin?: (fresh: Targeting, environment: Environment) => Targeting;
    at: Date;
  },
): Promise<StoredTargeting[]> {
  const { flags, environments, begin = (fresh) => fresh, at } = input;
  const rows = flags.flatMap((flag) =>
    environments.map((environment) => ({
      flagId: flag.id,
      environmentId: environment.id,
      environmentKey: environment.key,
      targeting: begin(newTargeting(flag, environment), environment),
      version: 1,
      updatedAt: at,
    })),
  );
  await insertTargetings(tx, rows);
  return rows;
}
