import type { Page } from "#app/pages/page.server.ts";
import { readJson } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { changeTargetings } from "#app/features/targeting/change-targetings.server.ts";
import { bulkRequest } from "./bulk-request.ts";
import type { BulkOutcome, BulkRequest } from "./bulk.ts";
import { changeFlags } from "./change-flags.server.ts";
import { filterOf, readAddress } from "./read-list-address.ts";
import { listFlags } from "./list-flags.server.ts";
import { bulkFlagOf } from "./bulk-flag.ts";

const pageSize = 200;
const mostPages = 5;

/** Every flag that the list would show over all its pages, as far as many can be changed at once. */
export const loader = pageLoader(async ({ ctx, url, param }) => {
  const asked = { project: param("project"), ...filterOf(readAddress(url.searchParams)), limit: pageSize };
  const first = await listFlags(ctx, asked);
  const rest = await Promise.all(
    Array.from({ length: Math.min(mostPages, Math.ceil(first.total / pageSize)) - 1 }, (_, index) =>
      listFlags(ctx, { ...asked, offset: (index + 1) * pageSize }),
    ),
  );
  return { flags: [first, ...rest].flatMap(({ flags }) => flags.map(bulkFlagOf)), total: first.total };
});

export const action = pageAction(async (page) => {
  const asked = await readJson(page.request, bulkRequest);
  return asked.to === "flags" ? changeMany(page, asked) : switchMany(page, asked);
});

async function changeMany({ ctx, param }: Page, asked: BulkRequest & { to: "flags" }): Promise<BulkOutcome> {
  const { changes } = await changeFlags(ctx, {
    ...{ project: param("project"), comment: asked.comment, dryRun: asked.dryRun },
    changes: asked.changes.map(({ version, ...change }, at) => ({
      ...{ ...change, expectedVersion: version, pointer: `/changes/${at}` },
    })),
  });
  return {
    changes: changes.map((change) => ({ flag: change.flag, version: change.version, lines: change.changes })),
    revision: null,
  };
}

async function switchMany(
  { ctx, param }: Page,
  asked: BulkRequest & { to: "targetings" },
): Promise<BulkOutcome> {
  const { changes, revision } = await changeTargetings(ctx, {
    ...{ project: param("project"), environment: asked.environment },
    ...{ comment: asked.comment, dryRun: asked.dryRun },
    changes: asked.changes.map(({ flag, version }, at) => ({
      ...{ flag, expectedVersion: version, pointer: `/changes/${at}` },
      edit: { steps: [{ do: asked.step }], pointer: () => `/changes/${at}` },
    })),
  });
  return {
    changes: changes.map((change) => ({
      ...{ flag: change.row.flag.key, version: String(change.row.version), lines: change.changes },
    })),
    revision,
  };
}
