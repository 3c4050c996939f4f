import { z } from "zod";
import type { AuditQuery } from "./audit-query.ts";

const text = z.string().trim().max(200).catch("").default("");
const day = z.iso.date().catch("").default("");

/** The address of the audit page. */
export const auditQuerySchema: z.ZodType<AuditQuery> = z.object({
  ...{ text, actor: text, action: text, kind: text, key: text, environment: text },
  ...{ from: day, to: day },
});
