import type { Queryable } from "#db/client.server.ts";
import { findAccountByEmail } from "./account-store.server.ts";

export interface FoundPerson {
  readonly id: string;
  readonly name: string;
  /** The API keys that they own, which end with them. */
  readonly keyIds: readonly string[];
}

/** Whoever has this address. The caller has authorised it. */
export async function findPerson(db: Queryable, email: string): Promise<FoundPerson | undefined> {
  return findAccountByEmail(db, email);
}
