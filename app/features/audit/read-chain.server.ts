import type { ChainEntry } from "@guidon/audit";
import type { Queryable } from "#db/client.server.ts";
import type { AuditFilter } from "./audit-filter.ts";
import { selectChain } from "./audit-store.server.ts";
import { withValues } from "./with-values.server.ts";

const batch = 500;

/**
 * The entries of a chain from the oldest on, in memory that does not grow with it. What is appended meanwhile comes too:
 * so an erasure is always read after the values that it replaced.
 */
export async function* readChain(
  db: Queryable,
  chain: string,
  filter: AuditFilter = {},
): AsyncGenerator<ChainEntry> {
  let after = 0;
  for (;;) {
    const rows = await selectChain(db, { chain, filter, after, limit: batch });
    yield* await withValues(db, chain, rows);
    after = rows.at(-1)?.sequence ?? after;
    if (rows.length < batch) return;
  }
}
