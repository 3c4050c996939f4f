import { locateProject } from "#app/features/access/locate-project.server.ts";
import { readTargetings } from "#app/features/targeting/read-targetings.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid } from "#app/platform/problem.ts";
import type { FlagKind } from "./flag.ts";
import { countFlags, selectFlags } from "./flag-store.server.ts";
import { viewFlag, type FlagView } from "./flag-view.ts";

export interface ListFlagsInput {
  readonly project: string;
  readonly search?: string | undefined;
  readonly kind?: FlagKind | undefined;
  readonly archived?: boolean | undefined;
  /** 1 to 200; 50 where left out. */
  readonly limit?: number | undefined;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
}

export interface FlagPage {
  readonly flags: readonly FlagView[];
  /** How many there are over all pages. */
  readonly total: number;
  /** Null on the last page. */
  readonly next: string | null;
}

/** Last changed first. */
export async function listFlags(ctx: Context, input: ListFlagsInput): Promise<FlagPage> {
  const project = await locateProject(ctx, input.project, "flag.read");
  const limit = input.limit ?? 50;
  const offset = input.cursor === undefined ? 0 : Number(input.cursor);
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw invalid("/cursor", "This is not a cursor of this list.");
  const query = { projectId: project.id, search: input.search, kind: input.kind, archived: input.archived };
  const [rows, total] = await Promise.all([
    selectFlags(ctx.db, { ...query, limit: limit + 1, offset }),
    countFlags(ctx.db, query),
  ]);
  const page = rows.slice(0, limit);
  const configured = await readTargetings(
    ctx.db,
    page.map(({ id }) => id),
  );
  return {
    flags: page.map((flag) =>
      viewFlag(
        flag,
        configured.filter(({ flagId }) => flagId === flag.id),
      ),
    ),
    total,
    next: rows.length > limit ? String(offset + limit) : null,
  };
}
