import type { Document, DocumentKind } from "@guidon/engine";
import type { Context } from "#app/platform/context.ts";
import { selectDocumentHistory, type PublicationHeader } from "./history-store.server.ts";

export interface PublishedRevision extends PublicationHeader {
  /** Null where the document left the environment at this revision. */
  readonly document: Document | null;
  /** How it left. */
  readonly left: "archived" | "removed" | null;
}

/** The revisions of one document, newest first. The caller has authorised the reading. */
export async function readDocumentHistory(
  ctx: Context,
  page: {
    environmentId: string;
    kind: DocumentKind;
    key: string;
    before?: number | undefined;
    limit: number;
  },
): Promise<PublishedRevision[]> {
  const rows = await selectDocumentHistory(ctx.db, page);
  return rows.map(({ tombstone, document, ...row }) => ({
    ...row,
    document: document === null ? null : (JSON.parse(document) as Document),
    left: tombstone,
  }));
}
