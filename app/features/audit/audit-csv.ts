import type { AuditEntry } from "./audit-entry.ts";

const columns = {
  sequence: (entry) => String(entry.sequence),
  at: (entry) => entry.at.toISOString(),
  actor_kind: ({ actor }) => actor.kind,
  actor_id: ({ actor }) => actor.id,
  actor_name: ({ actor }) => actor.name,
  actor_email: ({ actor }) => actor.email,
  token: ({ actor }) => actor.token,
  action: (entry) => entry.action,
  environment: (entry) => entry.environment,
  subject_kind: ({ subject }) => subject.kind,
  subject_key: ({ subject }) => subject.key,
  summary: (entry) => entry.summary,
  changes: (entry) => entry.changes.join("\n"),
  comment: (entry) => entry.comment,
  address: (entry) => entry.address,
  user_agent: (entry) => entry.userAgent,
  request_id: (entry) => entry.requestId,
  trace_id: (entry) => entry.traceId,
  hash: (entry) => entry.hash,
} satisfies Record<string, (entry: AuditEntry) => string | null>;

/** What a spreadsheet would take for a formula is text with a quotation mark before it. */
const formula = /^[=+\-@\t\r]/;

function cell(value: string | null): string {
  if (value === null) return "";
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180. */
export const csvHead = `${Object.keys(columns).join(",")}\r\n`;

export function csvLine(entry: AuditEntry): string {
  return `${Object.values(columns)
    .map((column) => cell(column(entry)))
    .join(",")}\r\n`;
}
