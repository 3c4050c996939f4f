import type { ChainEntry } from "@guidon/audit";
import type { AuditEntry } from "./audit-entry.ts";
import type { ActorValue, DetailsValue, OriginValue, SubjectValue } from "./audit-values.ts";

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
