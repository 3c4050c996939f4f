import { locateEnvironment } from "#app/features/access/locate-environment.server.ts";
import type { ListName } from "#app/features/publishing/lists.ts";
import type { Context } from "#app/platform/context.ts";
import type { ExpectedVersion } from "#app/platform/expect-version.ts";
import { Problem } from "#app/platform/problem.ts";
import { changeList } from "./change-list.server.ts";
import { createKeyReader, formatOf, type KeyFile, type KeyFormat } from "./key-file.ts";
import { locateSegment } from "./locate-segment.server.ts";
import type { ChangedSegment } from "./publish-segment.server.ts";

export interface UploadKeysInput {
  readonly project: string;
  readonly environment: string;
  readonly segment: string;
  readonly list: ListName;
  readonly mode: "add" | "remove" | "replace";
  /** As in Content-Type. */
  readonly mediaType: string;
  readonly content: AsyncIterable<Uint8Array>;
  readonly expectedRevision?: ExpectedVersion;
  readonly comment?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface UploadedKeys extends ChangedSegment {
  readonly file: Omit<KeyFile, "problems" | "problemCount">;
}

/** Bytes. */
const mostBytes = 128 * 1024 * 1024;

/**
 * Adds, removes or replaces the keys of a list by a file of any size, read as it comes. Nothing is locked while it comes,
 * and one wrong line refuses it all, so that a file is mended and sent again rather than taken by halves.
 */
export async function uploadKeys(ctx: Context, input: UploadKeysInput): Promise<UploadedKeys> {
  const place = await locateEnvironment(ctx, input, "segment.write");
  const { by } = await locateSegment(ctx.db, place, input.segment);
  const format = formatOf(input.mediaType);
  if (format === undefined)
    throw new Problem("unsupported_media_type", { detail: "Send text/csv or application/x-ndjson." });
  const file = await readKeyFile(input.content, format, by);
  const { mode, content: _, mediaType: __, ...rest } = input;
  const edit =
    mode === "add" ? { add: file.keys } : mode === "remove" ? { remove: file.keys } : { replace: file.keys };
  const changed = await changeList(ctx, {
    ...rest,
    edit,
    comment: input.comment ?? commentOf(mode, file),
  });
  const { keys, lines, duplicates } = file;
  return { ...changed, file: { keys, lines, duplicates } };
}

async function readKeyFile(
  content: AsyncIterable<Uint8Array>,
  format: KeyFormat,
  by: string,
): Promise<KeyFile> {
  const reader = createKeyReader(format, by);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes)
      throw new Problem("body_too_large", {
        detail: `At most ${mostBytes} bytes are taken here.`,
        headers: { connection: "close" },
      });
    reader.push(decoded(decoder, chunk));
    if (!reader.goesOn()) break;
  }
  if (reader.goesOn()) reader.push(decoded(decoder));
  const file = reader.end();
  if (file.problemCount > 0) throw wrongLines(file);
  return file;
}

function decoded(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new Problem("malformed_request", { detail: "The file is not UTF-8." });
  }
}

function wrongLines({ problems, problemCount }: KeyFile): Problem {
  const [first] = problems;
  const others = problemCount === 1 ? "" : ` ${problemCount - 1} more lines are wrong, too.`;
  return new Problem("invalid_input", {
    detail: `Line ${first?.line ?? 0}: ${first?.message ?? ""}${others} Nothing was changed.`,
    fields: problems.map(({ line, message }) => ({
      pointer: `/lines/${line}`,
      message: `Line ${line}: ${message}`,
    })),
    extra: { wrongLines: problemCount },
  });
}

function commentOf(mode: UploadKeysInput["mode"], { lines }: KeyFile): string {
  const words = { add: "to be added", remove: "to be removed", replace: "to replace all" } as const;
  return `Uploaded ${lines.toLocaleString("en-US")} ${lines === 1 ? "line" : "lines"} ${words[mode]}`;
}
