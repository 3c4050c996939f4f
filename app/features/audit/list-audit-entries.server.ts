import type { ChainEntry } from "@guidon/audit";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import type { AuditFilter } from "./audit-filter.ts";
import { selectAuditEntries } from "./audit-store.server.ts";
import type { ActorValue, DetailsValue, OriginValue, SubjectValue } from "./audit-values.ts";
import { chainOf } from "./chain.ts";
import { withValues } from "./with-values.server.ts";

export interface AuditEntry {
  readonly sequence: number;
  readonly at: Date;
  readonly actor: {
    readonly kind: string;
    readonly id: string | null;
    readonly name: string;
    readonly email: string | null;
    /** The personal token that was used. */
    readonly token: string | null;
  };
  readonly action: string;
  readonly environment: string | null;
  readonly subject: { readonly kind: string; readonly key: string };
  readonly summary: string;
  readonly changes: readonly string[];
  readonly comment: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly traceId: string | null;
  readonly hash: string;
}

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
  const before = cursor === undefined ? undefined : Number(cursor);
  if (before !== undefined && !Number.isSafeInteger(before)) {
    throw invalid("/cursor", "This is not a cursor of this list.");
  }
  const chain = chainOf(project.id);
  const rows = await selectAuditEntries(ctx.db, { chain, filter, before, limit: limit + 1 });
  const page = await withValues(ctx.db, chain, rows.slice(0, limit));
  return { entries: page.map(presented), next: rows.length > limit ? String(page.at(-1)?.sequence) : null };
}

/** The values are what was kept of them, or what an erasure left. */
export function presented(entry: ChainEntry): AuditEntry {
  const { kept, actorKind, subject, chain: _, previous: __, erased: ___, ...plain } = entry;
  const actor = kept.actor.value as ActorValue | null;
  const origin = kept.origin.value as OriginValue | null;
  const details = kept.details.value as DetailsValue | null;
  const { id = null, name = "", email = null, token = null } = actor ?? {};
  return {
    ...plain,
    at: new Date(entry.at),
    actor: { kind: actorKind, id, name, email, token: token?.name ?? null },
    subject: {
      kind: subject.kind,
      key: subject.key ?? (kept.subject?.value as SubjectValue | null)?.key ?? "",
    },
    summary: details?.summary ?? "",
    changes: details?.changes ?? [],
    comment: details?.comment ?? "",
    address: origin?.address ?? null,
    userAgent: origin?.userAgent ?? null,
  };
}
