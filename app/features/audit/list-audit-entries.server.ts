import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import type { AuditEntry } from "./audit-entry.ts";
import type { AuditFilter } from "./audit-filter.ts";
import { selectAuditEntries } from "./audit-store.server.ts";
import { locateChain, type AuditPlace } from "./locate-chain.server.ts";
import { presented } from "./present-entry.server.ts";
import { withValues } from "./with-values.server.ts";

export interface ListAuditEntriesInput extends AuditFilter, AuditPlace {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listAuditEntries(
  ctx: Context,
  input: ListAuditEntriesInput,
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  const { project, limit = 50, cursor, ...filter } = input;
  const { chain } = await locateChain(ctx, { project });
  const before = sequenceBefore(cursor);
  const rows = await selectAuditEntries(ctx.db, { chain, filter, before, limit: limit + 1 });
  const page = await withValues(ctx.db, chain, rows.slice(0, limit));
  return { entries: page.map(presented), next: rows.length > limit ? String(page.at(-1)?.sequence) : null };
}

/** Entries go backwards: a cursor is the sequence of the last one shown. */
function sequenceBefore(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const sequence = Number(cursor);
  if (/^\d+$/.test(cursor) && Number.isSafeInteger(sequence)) return sequence;
  throw invalid("/cursor", "This is not a cursor of this list.");
}
