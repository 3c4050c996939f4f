import type { Transaction } from "#db/client.server.ts";
import { authorise } from "#app/features/access/authorise.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import { findPerson } from "#app/features/account/find-person.server.ts";
import { appendEntries } from "#app/features/audit/append-audit.server.ts";
import { listFormerNames } from "#app/features/audit/list-former-names.server.ts";
import { eraseFromAudit } from "#app/features/audit/erase-from-audit.server.ts";
import { chainOf, projectOf } from "#app/features/audit/chain.ts";
import { holdEnvironments } from "#app/features/publishing/hold-environments.server.ts";
import type { Context, Notice } from "#app/platform/context.ts";
import type { Erased, ErasedPerson } from "#app/platform/eraser.ts";
import { invalid, invalidFields } from "#app/platform/problem.ts";
import { erasers } from "./erasers.server.ts";

export interface ErasePersonInput {
  /** Of an account, or of somebody who was only invited or named. */
  readonly email?: string | undefined;
  /** The keys by which programs know the person: targeting keys, and other units. */
  readonly keys?: readonly string[] | undefined;
  /** The e-mail address, or else the first of the keys, once more. */
  readonly confirm: string;
  readonly dryRun?: boolean | undefined;
}

export interface ErasedAnswer {
  /** What stands in the place of the person's keys from now on. */
  readonly pseudonym: string;
  readonly erased: readonly Erased[];
}

/**
 * A data-subject request: removes a person from everything that is kept, in one transaction. Revisions, counts and the
 * audit chain stay whole; the chain says that something was erased, and not what.
 */
export async function erasePerson(ctx: Context, input: ErasePersonInput): Promise<ErasedAnswer> {
  authorise(ctx, "person.erase", { projectId: null });
  // A token is made for programs, which have no second factor to give.
  if (ctx.actor.kind !== "token") requireFreshSecondFactor(ctx);
  const email = input.email?.trim().toLowerCase();
  const named = [...(email === undefined ? [] : [email]), ...(input.keys ?? [])];
  if (named[0] === undefined) {
    throw invalidFields([{ pointer: "/email", message: "Give an e-mail address, or at least one key." }]);
  }
  if (input.confirm.trim().toLowerCase() !== named[0].toLowerCase()) {
    throw invalid("/confirm", `Write "${named[0]}" once more to confirm that the person is to be erased.`);
  }
  const afterwards: (() => Promise<void>)[] = [];
  const whenCommitted = async (effect: () => Promise<void>) => void afterwards.push(effect);
  const bus = { publish: (notice: Notice) => whenCommitted(() => ctx.bus.publish(notice)) };
  let answer: ErasedAnswer | undefined;
  try {
    await ctx.db.transaction(async (tx) => {
      afterwards.length = 0;
      answer = await erase(tx, { ...ctx, db: tx, bus, whenCommitted }, { email, keys: named });
      if (input.dryRun === true) throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
    afterwards.length = 0;
  }
  for (const effect of afterwards) await effect();
  if (input.dryRun !== true) await ctx.bus.publish({ kind: "access" });
  if (answer === undefined) throw new Error("Nobody was erased.");
  return answer;
}

/** Ends the transaction of a dry run. */
class DryRun extends Error {}

async function erase(
  tx: Transaction,
  ctx: Context,
  { email, keys }: { email: string | undefined; keys: readonly string[] },
): Promise<ErasedAnswer> {
  await holdEnvironments(tx);
  const account = email === undefined ? undefined : await findPerson(tx, email);
  if (account !== undefined && account.id === actingPerson(ctx)) {
    throw invalid("/email", "This is you. Let another Owner erase you, so that somebody is left who can.");
  }
  const pseudonym = `erased-${ctx.newSecret().slice(0, 10)}`;
  const person: ErasedPerson = {
    userId: account?.id ?? null,
    keys,
    names: account === undefined ? [] : [account.name, ...(await listFormerNames(tx, account.id))],
    holders: account === undefined ? [] : [`user:${account.id}`, ...account.keyIds.map((id) => `key:${id}`)],
    pseudonym,
  };
  const erased: Erased[] = [];
  for (const eraser of erasers) erased.push(...(await eraser(tx, ctx, person)));
  const values = await eraseFromAudit(tx, ctx, person);
  erased.push({ what: "audit values", count: [...values.values()].flat().length });
  const found = erased.filter(({ count }) => count > 0);
  const projects = new Set([null, ...[...values.keys()].map(projectOf)]);
  await appendEntries(
    tx,
    ctx,
    [...projects].map((projectId) => ({
      action: "person.erased",
      projectId,
      subject: { kind: "person", key: pseudonym },
      summary: "Erased a person",
      changes: projectId === null ? found.map(({ what, count }) => `${what}: ${count}`) : [],
      erased: values.get(chainOf(projectId)) ?? [],
    })),
  );
  return { pseudonym, erased: found };
}

function actingPerson({ actor }: Context): string | undefined {
  if (actor.kind === "user") return actor.id;
  return actor.kind === "token" ? actor.userId : undefined;
}
