import { z } from "zod";
import type { AuditQuery } from "./audit-query.ts";

const text = z.string().trim().max(200).catch("").default("");
/** Of this era: no entry is of another, and PostgreSQL reads neither the year 0 nor one of five digits. */
const day = z.iso
  .date()
  .refine((date) => date >= "1970" && date < "9998")
  .catch("")
  .default("");

/** The address of the audit page. */
export const auditQuerySchema: z.ZodType<AuditQuery> = z.object({
  ...{ text, actor: text, action: text, kind: text, key: text, environment: text },
  ...{ from: day, to: day },
});
