import type { Context } from "#app/platform/context.ts";
import { appendAudit } from "./append-audit.server.ts";
import type { AuditFilter } from "./audit-filter.ts";
import { csvHead, csvLine } from "./audit-csv.ts";
import { locateChain, type AuditPlace } from "./locate-chain.server.ts";
import { presented } from "./present-entry.server.ts";
import { readChain } from "./read-chain.server.ts";

export interface ExportAuditInput extends AuditFilter, AuditPlace {
  readonly format: "ndjson" | "csv";
}

export interface AuditExport {
  readonly name: string;
  /** Read while they are taken, so that memory does not grow with the log. */
  readonly lines: AsyncIterable<string>;
}

/** All entries that the filter leaves, the oldest first. That they were exported is the last of them. */
export async function exportAudit(ctx: Context, input: ExportAuditInput): Promise<AuditExport> {
  const { project, format, ...filter } = input;
  const { chain, projectId, name } = await locateChain(ctx, { project });
  const told = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}: ${value instanceof Date ? value.toISOString() : value}`,
  );
  await ctx.db.transaction((tx) =>
    appendAudit(tx, ctx, {
      action: "audit.exported",
      projectId,
      subject: { kind: projectId === null ? "installation" : "project", key: name },
      summary: `Exported the audit log as ${format.toUpperCase()}`,
      changes: told,
    }),
  );
  return {
    name: `${name}-audit.${format}`,
    lines: format === "csv" ? csvLines(ctx, chain, filter) : jsonLines(ctx, chain, filter),
  };
}

async function* jsonLines(ctx: Context, chain: string, filter: AuditFilter): AsyncGenerator<string> {
  for await (const entry of readChain(ctx.db, chain, filter)) yield `${JSON.stringify(entry)}\n`;
}

async function* csvLines(ctx: Context, chain: string, filter: AuditFilter): AsyncGenerator<string> {
  yield csvHead;
  for await (const entry of readChain(ctx.db, chain, filter)) yield csvLine(presented(entry));
}
