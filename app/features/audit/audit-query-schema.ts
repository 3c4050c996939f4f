import { z } from "zod";
import type { AuditQuery } from "./audit-query.ts";

const text = z.string().trim().max(200).catch("").default("");
/** Of this era: no entry is of another, and PostgreSQL reads neither the year 0 nor one of five digits. */
const day = z.iso
  .date()
  .refine((date) => date >= "1970" && date < "9998")
  .catch("")
  .default("");

const auditQuerySchema: z.ZodType<AuditQuery> = z.object({
  ...{ text, actor: text, action: text, kind: text, key: text, environment: text },
  ...{ from: day, to: day },
});

/** What the address of an audit page asks for; what it says wrongly asks for nothing. */
export interface AuditAddress {
  readonly asked: AuditQuery;
  readonly cursor: string | undefined;
  readonly verify: boolean;
}

export function readAuditAddress(params: URLSearchParams): AuditAddress {
  const { cursor, verify, flag, ...given } = Object.fromEntries(params);
  // Addresses from before named a flag alone.
  const named = flag === undefined || flag === "" ? {} : { kind: "flag", key: flag };
  const asked = auditQuerySchema.parse({ ...given, ...named });
  return { asked, cursor, verify: verify !== undefined };
}
