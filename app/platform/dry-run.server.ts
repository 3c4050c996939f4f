import type { Database, Transaction } from "#db/client.server.ts";

/** Ends the transaction of a dry run. */
class TakenBack<Outcome> extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super("This was a dry run.");
    this.outcome = outcome;
  }
}

/** A transaction that, in a dry run, goes all the way, with every refusal, and is then taken back: its result is what would have been. */
export async function transact<Outcome>(
  db: Database,
  dryRun: boolean | undefined,
  work: (tx: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await db.transaction(async (tx) => {
      const outcome = await work(tx);
      if (dryRun === true) throw new TakenBack(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.outcome as Outcome;
    throw error;
  }
}
