import type { Change, Upsert } from "@guidon/engine";
import type { Context, LiveEnvironment } from "#app/platform/context.ts";
import { findPublication, selectDocuments } from "./publication-store.server.ts";
import { within } from "./within.server.ts";

/** A change of more documents than this is no shorter than the whole is long. */
const mostDocuments = 500;
const patienceMs = 1000;

/**
 * The way from an earlier revision to the one served here, rebuilt from the publication log. Undefined where the whole
 * is the better answer: the revision was never published, too much has changed since, or the log cannot be read now.
 */
export async function readChange(
  ctx: Context,
  live: LiveEnvironment,
  from: number,
): Promise<Change | undefined> {
  if (!Number.isSafeInteger(from) || from < 1 || from >= live.revision) return undefined;
  const range = { environmentId: live.id, from, to: live.revision, limit: mostDocuments + 1 };
  const read = Promise.all([findPublication(ctx.db, live.id, from), selectDocuments(ctx.db, range)]);
  const [base, rows] = await within(patienceMs, read).catch((error: unknown) => {
    ctx.log.warn({ err: error, environment: live.name, from }, "a change could not be read from the log");
    return [undefined, []] as const;
  });
  const { flags, segments, format, environment, publishedAt, counts, checksum, archived } = live.snapshot;
  if (base === undefined || rows.length > Math.min(mostDocuments, flags.length + segments.length))
    return undefined;
  const documents = {
    flag: new Map(flags.map((document) => [document.key, document])),
    segment: new Map(segments.map((document) => [document.key, document])),
  };
  const isArchived = new Set(archived);
  const upsert: Upsert[] = [];
  for (const { kind, key } of rows) {
    const document = documents[kind].get(key);
    if (document !== undefined) upsert.push({ kind, document } as Upsert);
  }
  // The log tells what became of each document, not what it was before: to remove what is not there changes nothing.
  const named = rows.filter(({ kind }) => kind === "flag").map(({ key }) => key);
  return {
    ...{ format, environment, from, to: live.revision, publishedAt, upsert, counts, checksum },
    remove: rows.filter(({ kind, key }) => !documents[kind].has(key)).map(({ kind, key }) => ({ kind, key })),
    archived: {
      add: named.filter((key) => isArchived.has(key)),
      remove: named.filter((key) => !isArchived.has(key)),
    },
  };
}
