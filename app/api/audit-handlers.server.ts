import type { AuditFilter } from "#app/features/audit/audit-filter.ts";
import { exportAudit, type ExportAuditInput } from "#app/features/audit/export-audit.server.ts";
import {
  listAuditEntries,
  type ListAuditEntriesInput,
} from "#app/features/audit/list-audit-entries.server.ts";
import { listSigningKeys } from "#app/features/audit/list-signing-keys.server.ts";
import type { AuditPlace } from "#app/features/audit/locate-chain.server.ts";
import { readCheckpoint } from "#app/features/audit/read-checkpoint.server.ts";
import { erasePerson } from "#app/features/erasure/erase-person.server.ts";
import { verifyAudit } from "#app/features/audit/verify-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { auditOperations } from "#openapi/v1/audit.ts";
import { streaming, type Call, type Handler } from "./handler.ts";
import { time } from "./present.ts";
import { sendLines } from "./send-lines.server.ts";

type AuditHandlers = { [Id in keyof typeof auditOperations]: Handler<(typeof auditOperations)[Id]> };

export const auditHandlers: AuditHandlers = {
  listAuditEntries: (ctx, { params, query: { limit, cursor, ...filter } }) =>
    listed(ctx, { ...params, limit, cursor, ...filterOf(filter) }),
  listInstallationAudit: (ctx, { query: { limit, cursor, ...filter } }) =>
    listed(ctx, { limit, cursor, ...filterOf(filter) }),
  verifyAudit: (ctx, { params }) => verified(ctx, params),
  verifyInstallationAudit: (ctx) => verified(ctx, {}),
  exportAudit: (ctx, { params, query: { format, ...filter } }, call) =>
    exported(ctx, { ...params, format, ...filterOf(filter) }, call),
  exportInstallationAudit: (ctx, { query: { format, ...filter } }, call) =>
    exported(ctx, { format, ...filterOf(filter) }, call),
  getAuditCheckpoint: async (ctx, { params }) => ({ status: 200, body: await readCheckpoint(ctx, params) }),
  getInstallationAuditCheckpoint: async (ctx) => ({ status: 200, body: await readCheckpoint(ctx, {}) }),
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

async function listed(ctx: Context, input: ListAuditEntriesInput) {
  const { entries, next } = await listAuditEntries(ctx, input);
  return {
    status: 200 as const,
    body: {
      entries: entries.map((entry) => ({ ...entry, at: time(entry.at), changes: [...entry.changes] })),
      next,
    },
  };
}

async function verified(ctx: Context, place: AuditPlace) {
  const { chain: _, findings, ...verdict } = await verifyAudit(ctx, place);
  return { status: 200 as const, body: { ...verdict, findings: [...findings] } };
}

async function exported(ctx: Context, input: ExportAuditInput, call: Call): Promise<typeof streaming> {
  const file = await exportAudit(ctx, input);
  await sendLines(call, { ...file, contentType: contentTypes[input.format] });
  return streaming;
}

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
