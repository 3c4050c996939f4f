import type { AuditFilter } from "#app/features/audit/audit-filter.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { verifyAudit } from "#app/features/audit/verify-audit.server.ts";
import type { auditOperations } from "#openapi/v1/audit.ts";
import type { Handler } from "./handler.ts";
import { time } from "./present.ts";

type AuditHandlers = { [Id in keyof typeof auditOperations]: Handler<(typeof auditOperations)[Id]> };

export const auditHandlers: AuditHandlers = {
  listAuditEntries: async (ctx, { params, query: { limit, cursor, ...filter } }) => {
    const { entries, next } = await listAuditEntries(ctx, { ...params, limit, cursor, ...filterOf(filter) });
    return {
      status: 200,
      body: {
        entries: entries.map((entry) => ({ ...entry, at: time(entry.at), changes: [...entry.changes] })),
        next,
      },
    };
  },
  verifyAudit: async (ctx, { params }) => {
    const { chain: _, findings, ...verdict } = await verifyAudit(ctx, params);
    return { status: 200, body: { ...verdict, findings: [...findings] } };
  },
};

type Asked = Omit<AuditFilter, "from" | "to"> & {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

function filterOf({ from, to, ...filter }: Asked): AuditFilter {
  return {
    ...filter,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}
