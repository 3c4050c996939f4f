import { z } from "zod";
import type { CacheFolder } from "#app/platform/cache-folder.server.ts";
import type { Actor } from "#app/platform/context.ts";
import type { Logger } from "#app/platform/log.server.ts";
import { keyKinds } from "./api-key.ts";

/** A key as it is held in memory and on disk: never the key itself. */
export interface RingEntry {
  /** SHA-256 of the key. */
  readonly hash: string;
  readonly actor: Extract<Actor, { kind: "key" }>;
  /** Epoch milliseconds; null where it never expires. */
  readonly expiresAt: number | null;
}

/** The digests of all usable keys on disk, with all that checking them takes. */
export interface KeyCache {
  keep(entries: readonly RingEntry[]): void;
  read(): readonly RingEntry[];
}

const grant = z.strictObject({
  role: z.enum(["owner", "admin", "developer", "viewer"]),
  projectId: z.string().nullable(),
  environmentId: z.string().nullable(),
});

const schema = z.array(
  z.strictObject({
    hash: z.string().length(64),
    expiresAt: z.number().nullable(),
    actor: z.strictObject({
      kind: z.literal("key"),
      id: z.string(),
      name: z.string(),
      keyKind: z.enum(keyKinds),
      projectId: z.string(),
      environmentId: z.string().nullable(),
      grants: z.array(grant),
      ceiling: z.array(grant),
    }),
  }),
);

const name = "keys.json";

export function createKeyCache(folder: CacheFolder, log: Logger): KeyCache {
  let kept: string | undefined;
  return {
    keep(entries) {
      const text = JSON.stringify(entries);
      if (text === kept) return;
      kept = text;
      folder.save(name, () => text);
    },
    read() {
      const text = folder.read(name);
      if (text === undefined) return [];
      const parsed = schema.safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data;
      log.warn({ err: parsed.error }, "the cached keys are of another form and not used");
      return [];
    },
  };
}
