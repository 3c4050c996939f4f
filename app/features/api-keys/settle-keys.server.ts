import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { giveKeys, revokeKeys, selectKeysInUse } from "./api-key-store.server.ts";
import type { KeySettlement } from "./key-settlement.ts";

export interface SettleKeysInput {
  readonly ownerId: string;
  /** All projects where left out. */
  readonly projectId?: string;
  /** Left out: refused where there are any that a program could use. */
  readonly how: KeySettlement | undefined;
}

/**
 * A key ends with its owner, and programs with their key. So nobody goes by whose keys programs live, unless it is said
 * what becomes of them. Part of the transaction by which the owner goes; gives back what happened, in words.
 */
export async function settleKeys(tx: Transaction, ctx: Context, input: SettleKeysInput): Promise<string[]> {
  const { ownerId, projectId, how } = input;
  const place = { ownerId, ...(projectId === undefined ? {} : { projectId }) };
  const keys = await selectKeysInUse(tx, place, ctx.now());
  if (keys.length === 0) return [];
  const names = keys.map(({ name, prefix }) => `${name} (${prefix}…)`);
  if (how === undefined) {
    const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
    throw new Problem("still_needed", {
      detail: `Programs may use keys of theirs: ${shown}. Say by \`keys\` whether these are to \`end\`, or you \`take\` them.`,
      extra: { keys: keys.map(({ prefix }) => prefix) },
    });
  }
  const ids = keys.map(({ id }) => id);
  if (how === "end") {
    await revokeKeys(tx, ids, ctx.now());
    return names.map((name) => `key ${name} ended`);
  }
  if (ctx.actor.kind !== "user")
    throw new Problem("not_permitted", { detail: "Only a signed-in person can take keys over." });
  await giveKeys(tx, ids, ctx.actor.id);
  return names.map((name) => `key ${name} taken over`);
}
