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

/** What a new flag does in every environment, as `begin` makes it of a fresh one. Part of the flag's own transaction. */
export async function beginTargetings<Environment extends FirstEnvironment>(
  tx: Transaction,
  input: {
    flag: TargetedFlag & { readonly id: string; readonly createdAt: Date };
    environments: readonly Environment[];
    begin: (fresh: Targeting, environment: Environment) => Targeting;
  },
): Promise<StoredTargeting[]> {
  const { flag, environments, begin } = input;
  const rows = environments.map((environment) => ({
    flagId: flag.id,
    environmentId: environment.id,
    environmentKey: environment.key,
    targeting: begin(newTargeting(flag, environment), environment),
    version: 1,
    updatedAt: flag.createdAt,
  }));
  await insertTargetings(tx, rows);
  return rows;
}
