import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, open, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "./log.server.ts";

/** Files that outlive the process, for a start without the database. Losing them costs nothing but that. */
export interface CacheFolder {
  names(): string[];
  /** Undefined where there is no such file, or not as it was written. Synchronous: it is read at the start only. */
  read(name: string): string | undefined;
  /** Writes soon; of several texts for one name only the last. */
  save(name: string, text: () => string): void;
  remove(name: string): void;
  /** Waits until everything saved is on disk. */
  flush(): Promise<void>;
}

/** The first of several texts is written at once, the last of them after this. */
const debounceMs = 250;

/** Only the account of this process may enter the folder or read its files: they hold every rule and the digests of keys. */
export function openCacheFolder(folder: string, log: Logger): CacheFolder {
  const waiting = new Map<string, (() => string) | "remove">();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let flushedAt = Number.NEGATIVE_INFINITY;
  let complained = false;

  function put(name: string, what: (() => string) | "remove"): void {
    waiting.set(name, what);
    const wait = Math.max(0, flushedAt + debounceMs - performance.now());
    timer ??= setTimeout(() => void flush(), wait).unref();
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    flushedAt = performance.now();
    // One after the other, so that an older text never lands on a newer one.
    writing = writing.then(writeWaiting);
    return writing;
  }

  async function writeWaiting(): Promise<void> {
    const batch = [...waiting];
    waiting.clear();
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      for (const [name, what] of batch) {
        if (what === "remove") await unlink(join(folder, name)).catch(() => undefined);
        else await replace(join(folder, name), what());
      }
      complained = false;
    } catch (error) {
      if (!complained)
        log.error({ err: error, folder }, "the cache for a start without the database cannot be written");
      complained = true;
    }
  }

  return {
    names() {
      try {
        return readdirSync(folder).filter((name) => !name.endsWith(".tmp"));
      } catch {
        return [];
      }
    },
    read(name) {
      try {
        const content = readFileSync(join(folder, name), "utf8");
        const end = content.indexOf("\n");
        const text = content.slice(end + 1);
        if (content.slice(0, end) === header(text)) return text;
        log.warn({ name }, "a cache file is damaged and not used");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT")
          log.warn({ err: error, name }, "a cache file cannot be read");
      }
      return undefined;
    },
    save: (name, text) => put(name, text),
    remove: (name) => put(name, "remove"),
    flush,
  };
}

/** The sum tells a file that broke off or rotted from a whole one. */
function header(text: string): string {
  return `guidon-cache 1 ${createHash("sha256").update(text).digest("hex")}`;
}

/** By a rename in the same folder: whoever reads finds the old file or the new one, never a part. */
async function replace(path: string, text: string): Promise<void> {
  const partial = `${path}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    const file = await open(partial, "wx", 0o600);
    try {
      await file.writeFile(`${header(text)}\n${text}`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await unlink(partial).catch(() => undefined);
    throw error;
  }
}
