import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import type { AuditEntry } from "./audit-entry.ts";
import type { AuditFilter } from "./audit-filter.ts";
import { selectAuditEntries } from "./audit-store.server.ts";
import { chainOf } from "./chain.ts";
import { presented } from "./present-entry.server.ts";
import { withValues } from "./with-values.server.ts";

export interface ListAuditEntriesInput extends AuditFilter {
  readonly project: string;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listAuditEntries(
  ctx: Context,
  input: ListAuditEntriesInput,
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  const { project: key, limit = 50, cursor, ...filter } = input;
  const project = await locateProject(ctx, key, "audit.read");
  const before = sequenceBefore(cursor);
  const chain = chainOf(project.id);
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
