import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import type { Snapshot } from "@guidon/engine";
import type { HeldList } from "./lists.ts";
import type { ClientProblem } from "./problem.ts";
import type { CancelTimer, Surroundings } from "./surroundings.ts";

/** The last known state on disk, for a restart while the service is away. */
export interface CacheFile {
  /** What the file holds for this address and key; unverified. Reading is synchronous, once, at the start. */
  read: () => { snapshot: unknown; lists: unknown } | undefined;
  /** Writes the snapshot and the lists that it refers to soon; of several within the debounce time only the last. */
  save: (snapshot: Snapshot, lists: HeldList[]) => void;
  /** Waits until what was saved is on disk. */
  flush: () => Promise<void>;
}

/** What makes a cache file: its path, and who it belongs to. */
export interface CacheFileOptions {
  path: string;
  url: URL;
  key: string;
  surroundings: Surroundings;
  report: (problem: ClientProblem) => void;
}

/**
 * Opens a cache file.
 *
 * The file carries a digest of address and key: a process started with another environment's key must not serve this
 * one's flags from it. (The key has 256 random bits, so its digest gives nothing away.)
 */
export function openCacheFile(options: CacheFileOptions): CacheFile {
  const { path, surroundings, report } = options;
  const owner = createHash("sha256").update(`${options.url.href}\0${options.key}`).digest("hex").slice(0, 32);
  let waiting: { snapshot: Snapshot; lists: HeldList[] } | undefined;
  let cancel: CancelTimer | undefined;
  let writing: Promise<void> = Promise.resolve();

  function writeWaiting(): Promise<void> {
    cancel?.();
    cancel = undefined;
    const state = waiting;
    waiting = undefined;
    // One write after the other, so that an older state never lands on a newer one.
    if (state !== undefined) writing = writing.then(() => write(state));
    return writing;
  }

  async function write({ snapshot, lists }: { snapshot: Snapshot; lists: HeldList[] }): Promise<void> {
    const kept = lists.map(({ keys, ...list }) => ({ ...list, keys: [...keys] }));
    // In the same folder, so that the rename is one step: a reader sees the old file or the new one, never a part.
    const partial = `${path}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
    try {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(partial, "wx", 0o600);
      try {
        await file.writeFile(
          JSON.stringify({ format: 1, owner, snapshot, ...(kept.length > 0 && { lists: kept }) }),
        );
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(partial, path);
    } catch (cause) {
      await unlink(partial).catch(() => undefined);
      report({ code: "cache_unwritable", message: `The cache file ${path} cannot be written.`, cause });
    }
  }

  return {
    read() {
      try {
        const content: unknown = JSON.parse(readFileSync(path, "utf8"));
        if (!isContent(content)) throw new Error("It is not a Guidon cache file.");
        if (content.owner !== owner) throw new Error("It was written for another address or key.");
        return { snapshot: content.snapshot, lists: content.lists };
      } catch (cause) {
        if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
        const why = cause instanceof Error ? cause.message : String(cause);
        report({ code: "cache_unreadable", message: `The cache file ${path} is not used: ${why}`, cause });
        return undefined;
      }
    },
    save(snapshot, lists) {
      waiting = { snapshot, lists };
      cancel ??= surroundings.after(surroundings.cacheDebounce, () => void writeWaiting());
    },
    flush: writeWaiting,
  };
}

function isContent(
  content: unknown,
): content is { format: 1; owner: unknown; snapshot: unknown; lists?: unknown } {
  return (
    typeof content === "object" &&
    content !== null &&
    "format" in content &&
    content.format === 1 &&
    "owner" in content &&
    "snapshot" in content
  );
}
