import type { AuditFilter } from "#app/features/audit/audit-filter.ts";
import { exportAudit } from "#app/features/audit/export-audit.server.ts";
import { listAuditEntries } from "#app/features/audit/list-audit-entries.server.ts";
import { listSigningKeys } from "#app/features/audit/list-signing-keys.server.ts";
import { readCheckpoint } from "#app/features/audit/read-checkpoint.server.ts";
import { erasePerson } from "#app/features/erasure/erase-person.server.ts";
import { verifyAudit } from "#app/features/audit/verify-audit.server.ts";
import type { auditOperations } from "#openapi/v1/audit.ts";
import { streaming, type Handler } from "./handler.ts";
import { time } from "./present.ts";
import { sendLines } from "./send-lines.server.ts";

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
  exportAudit: async (ctx, { params, query: { format, ...filter } }, call): Promise<typeof streaming> => {
    const file = await exportAudit(ctx, { ...params, format, ...filterOf(filter) });
    await sendLines(call, { ...file, contentType: contentTypes[format] });
    return streaming;
  },
  getAuditCheckpoint: async (ctx, { params }) => ({ status: 200, body: await readCheckpoint(ctx, params) }),
  erasePerson: async (ctx, { query, body }) => {
    const { pseudonym, erased } = await erasePerson(ctx, { ...query, ...body });
    return { status: 200, body: { pseudonym, erased: [...erased] } };
  },
  listAuditKeys: async (ctx) => {
    const keys = await listSigningKeys(ctx);
    return {
      status: 200,
      body: {
        keys: keys.map((key) => ({ ...key, algorithm: "Ed25519" as const, createdAt: time(key.createdAt) })),
      },
    };
  },
};

const contentTypes = { ndjson: "application/x-ndjson", csv: "text/csv; charset=utf-8" };

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
