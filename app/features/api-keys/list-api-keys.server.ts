import { locateProject } from "#app/features/access/locate-project.server.ts";
import type { Context } from "#app/platform/context.ts";
import { selectKeys } from "./api-key-store.server.ts";
import type { KeyKind } from "./api-key.ts";

export interface ListedApiKey {
  readonly id: string;
  readonly name: string;
  readonly kind: KeyKind;
  /** Null: all environments. */
  readonly environment: string | null;
  readonly role: string | null;
  /** The first characters of the key. */
  readonly prefix: string;
  readonly owner: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Newest first, revoked ones too. */
export async function listApiKeys(ctx: Context, input: { project: string }): Promise<ListedApiKey[]> {
  const project = await locateProject(ctx, input.project, "key.read");
  const rows = await selectKeys(ctx.db, project.id);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    environment: row.environmentKey,
    role: row.role,
    prefix: row.prefix,
    owner: row.ownerName,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
  }));
}
