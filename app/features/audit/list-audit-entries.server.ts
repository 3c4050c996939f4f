import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import { selectAuditEntries } from "./audit-store.server.ts";

export interface AuditEntry {
  readonly sequence: number;
  readonly at: Date;
  readonly actor: { readonly kind: string; readonly name: string };
  readonly action: string;
  readonly subject: { readonly kind: string; readonly key: string };
  readonly summary: string;
  readonly changes: readonly string[];
  readonly comment: string;
  readonly address: string | null;
  readonly traceId: string | null;
}

export interface ListAuditEntriesInput {
  readonly project: string;
  /** Only what happened to this flag. */
  readonly flag?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listAuditEntries(
  ctx: Context,
  input: ListAuditEntriesInput,
): Promise<{ entries: AuditEntry[]; next: string | null }> {
  const project = await locateProject(ctx, input.project, "audit.read");
  const limit = input.limit ?? 50;
  const before = input.cursor === undefined ? undefined : Number(input.cursor);
  if (before !== undefined && !Number.isSafeInteger(before)) {
    throw invalid("/cursor", "This is not a cursor of this list.");
  }
  const rows = await selectAuditEntries(ctx.db, {
    projectId: project.id,
    ...(input.flag === undefined ? {} : { subject: { kind: "flag", key: input.flag } }),
    ...(before === undefined ? {} : { before }),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    entries: page.map((row) => ({
      sequence: row.sequence,
      at: row.at,
      actor: { kind: row.actorKind, name: row.actorName },
      action: row.action,
      subject: { kind: row.subjectKind, key: row.subjectKey },
      summary: row.summary,
      changes: row.changes as string[],
      comment: row.comment,
      address: row.address,
      traceId: row.traceId,
    })),
    next: rows.length > limit ? String(page.at(-1)?.sequence) : null,
  };
}
