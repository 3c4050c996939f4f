import type { Transaction } from "#db/client.server.ts";
import type { Context } from "#app/platform/context.ts";
import { insertEnvironment, lockEnvironmentRows, type EnvironmentRow } from "./environment-store.server.ts";

/** Writes a new environment, last in lists. Part of a transaction that fills it; the caller has authorised it. */
export async function addEnvironment(
  tx: Transaction,
  ctx: Context,
  environment: { id: string; projectId: string; key: string; name: string; protected: boolean },
): Promise<EnvironmentRow> {
  const others = await lockEnvironmentRows(tx, environment.projectId);
  const position = Math.max(-1, ...others.map((other) => other.position)) + 1;
  const row = { ...environment, position, revision: 0, createdAt: ctx.now() };
  await insertEnvironment(tx, row);
  return row;
}
