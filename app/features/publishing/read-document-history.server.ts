import type { Document, DocumentKind } from "@guidon/engine";
import type { Context } from "#app/platform/context.ts";
import { selectDocumentHistory } from "./publication-store.server.ts";

export interface PublishedRevision {
  readonly revision: number;
  readonly publishedAt: Date;
  readonly actorName: string;
  readonly comment: string;
  /** Null where the document left the environment at this revision. */
  readonly document: Document | null;
}

/** Every revision of one document, newest first. The caller has authorised the reading. */
export async function readDocumentHistory(
  ctx: Context,
  name: { environmentId: string; kind: DocumentKind; key: string; limit: number },
): Promise<PublishedRevision[]> {
  const rows = await selectDocumentHistory(ctx.db, name);
  return rows.map(({ tombstone: _, document, ...row }) => ({
    ...row,
    document: document === null ? null : (JSON.parse(document) as Document),
  }));
}
