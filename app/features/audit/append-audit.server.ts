import type { Transaction } from "#db/client.server.ts";
import type { Actor, Context } from "#app/platform/context.ts";
import { insertAuditEntry } from "./audit-store.server.ts";

export interface AuditDraft {
  /** Who acted, where that is not the context's actor. */
  readonly actor?: { readonly kind: "user"; readonly id: string; readonly name: string };
  /** Noun first: `flag.created`. */
  readonly action: string;
  readonly projectId: string | null;
  readonly environmentId?: string;
  readonly subject: { readonly kind: string; readonly key: string };
  /** One readable line, without secrets. */
  readonly summary: string;
  readonly changes?: readonly string[];
  readonly comment?: string;
}

/** Part of the transaction that makes the change: no change without its entry, no entry without its change. */
export async function appendAudit(tx: Transaction, ctx: Context, draft: AuditDraft): Promise<void> {
  const actor = draft.actor ?? nameOf(ctx.actor);
  await insertAuditEntry(tx, {
    at: ctx.now(),
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    action: draft.action,
    projectId: draft.projectId,
    environmentId: draft.environmentId ?? null,
    subjectKind: draft.subject.kind,
    subjectKey: draft.subject.key,
    summary: draft.summary,
    changes: draft.changes ?? [],
    comment: draft.comment ?? "",
    address: ctx.origin.address,
    requestId: ctx.origin.requestId,
    traceId: ctx.origin.traceId,
  });
}

function nameOf(actor: Actor): { kind: string; id: string | null; name: string } {
  switch (actor.kind) {
    case "anonymous":
      return { kind: "anonymous", id: null, name: "somebody not signed in" };
    case "system":
      return { kind: "system", id: null, name: actor.name };
    case "user":
    case "key":
      return { kind: actor.kind, id: actor.id, name: actor.name };
    case "token":
      return { kind: "token", id: actor.id, name: `${actor.userName} (${actor.name})` };
    default:
      return actor satisfies never;
  }
}
