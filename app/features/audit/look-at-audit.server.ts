import type { Context } from "#app/platform/context.ts";
import type { AuditAddress } from "./audit-query-schema.ts";
import { filterOf } from "./audit-query.ts";
import { listAuditEntries } from "./list-audit-entries.server.ts";
import type { AuditPlace } from "./locate-chain.server.ts";
import { readAuditFacets } from "./read-audit-facets.server.ts";
import { verifyAudit } from "./verify-audit.server.ts";

/** An entry may hold many changes. */
const pageSize = 30;

/** What an audit page shows of a chain. */
export async function lookAtAudit(
  ctx: Context,
  { project, asked, cursor, verify }: AuditPlace & AuditAddress,
) {
  const [found, choices, verdict] = await Promise.all([
    listAuditEntries(ctx, { project, ...filterOf(asked), cursor, limit: pageSize }),
    readAuditFacets(ctx, { project }),
    verify ? verifyAudit(ctx, { project }) : undefined,
  ]);
  return { ...found, asked, choices, verdict, later: cursor !== undefined };
}
