import type { Document, DocumentName } from "@guidon/engine";
import type { Context } from "#app/platform/context.ts";
import { selectLoggedChanges, selectPublications, type PublicationHeader } from "./history-store.server.ts";

/** What one publication made of one document. */
export interface PublishedChange extends DocumentName {
  /** Null where it was not there before. */
  readonly before: Document | null;
  readonly after: Document | null;
  readonly left: "archived" | "removed" | null;
}

export interface Publication extends PublicationHeader {
  /** Up to `most`, in the order of the keys; flags first. */
  readonly changes: readonly PublishedChange[];
  /** How many documents changed in all. */
  readonly total: number;
}

/** The publications of an environment with what each changed, newest first. The caller has authorised the reading. */
export async function readPublications(
  ctx: Context,
  page: { environmentId: string; before?: number | undefined; limit: number; most: number },
): Promise<Publication[]> {
  const headers = await selectPublications(ctx.db, page);
  const [newest, oldest] = [headers[0], headers.at(-1)];
  if (newest === undefined || oldest === undefined) return [];
  const range = { environmentId: page.environmentId, from: oldest.revision, to: newest.revision };
  const rows = Map.groupBy(
    await selectLoggedChanges(ctx.db, { ...range, most: page.most }),
    ({ revision }) => revision,
  );
  return headers.map((header) => {
    const found = rows.get(header.revision) ?? [];
    return {
      ...header,
      total: found[0]?.total ?? 0,
      changes: found.map(({ kind, key, before, document, tombstone }) => ({
        kind,
        key,
        before: parsed(before),
        after: parsed(document),
        left: tombstone,
      })),
    };
  });
}

function parsed(text: string | null): Document | null {
  return text === null ? null : (JSON.parse(text) as Document);
}
