import { requirePerson } from "#app/features/access/require-person.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { tokenPrefix } from "./actor-of-token.server.ts";
import { insertToken, lockTokenCount } from "./token-store.server.ts";

const dayMs = 24 * 3_600_000;
const longestDays = 366;
const most = 50;

export interface CreatedToken {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Shown this once: only its digest is kept. */
  readonly token: string;
}

/** A secret by which the person's own programs act as they do, for a year at most. */
export async function createToken(
  ctx: Context,
  input: { name: string; expiresAt: Date },
): Promise<CreatedToken> {
  const person = requirePerson(ctx);
  const now = ctx.now();
  if (input.expiresAt <= now) throw invalid("/expiresAt", "This time has passed.");
  if (input.expiresAt.getTime() > now.getTime() + longestDays * dayMs) {
    throw invalid("/expiresAt", "A token lives for a year at most.");
  }
  const token = tokenPrefix + ctx.newSecret();
  const row = {
    id: ctx.newId(),
    userId: person.id,
    name: input.name,
    prefix: token.slice(0, tokenPrefix.length + 4),
    hash: hashSecret(token),
    createdAt: now,
    expiresAt: input.expiresAt,
    lastUsedAt: null,
  };
  await ctx.db.transaction(async (tx) => {
    if ((await lockTokenCount(tx, person.id)) >= most) {
      throw new Problem("not_permitted", { detail: `You have ${most} tokens. Delete one first.` });
    }
    await insertToken(tx, row);
    await appendAudit(tx, ctx, {
      action: "token.created",
      projectId: null,
      subject: { kind: "token", key: row.prefix },
      summary: `Created the personal token ${row.name}`,
    });
  });
  return { id: row.id, name: row.name, createdAt: now, expiresAt: row.expiresAt, token };
}
