import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { locateProject } from "#app/features/access/locate-project.server.ts";
import { requireRole } from "#app/features/access/require-role.server.ts";
import type { Context } from "#app/platform/context.ts";
import { invalid, Problem } from "#app/platform/problem.ts";
import { hashSecret } from "#app/platform/random.server.ts";
import { insertKey } from "./api-key-store.server.ts";
import { composeKey, mayMint, visiblePart, type KeyKind } from "./api-key.ts";

export interface CreateApiKeyInput {
  readonly project: string;
  readonly name: string;
  readonly kind: KeyKind;
  /** Required for server and client keys; a management key without one acts in all environments. */
  readonly environment?: string | undefined;
  /** Of a management key, and only of one. */
  readonly role?: string | undefined;
  readonly expiresAt?: Date | null | undefined;
}

export interface CreatedApiKey {
  readonly id: string;
  readonly name: string;
  readonly kind: KeyKind;
  readonly environment: string | null;
  readonly role: string | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  /** Shown this once: only its digest is kept. */
  readonly key: string;
}

export async function createApiKey(ctx: Context, input: CreateApiKeyInput): Promise<CreatedApiKey> {
  const project = await locateProject(ctx, input.project, "key.write");
  const environment = await environmentOf(ctx, input);
  const role = input.role ?? null;
  if ((input.kind === "management") !== (role !== null)) {
    throw invalid("/role", "A management key has a role; server and client keys have none.");
  }
  if (input.expiresAt != null && input.expiresAt <= ctx.now()) {
    throw invalid("/expiresAt", "This time has passed.");
  }
  const place = { projectId: project.id, ...(environment === null ? {} : { environmentId: environment.id }) };
  const permissions = role === null ? [] : await requireRole(ctx.db, { projectId: project.id, role });
  if (!mayMint(ctx.actor, { kind: input.kind, permissions }, place)) {
    throw new Problem("not_permitted", { detail: "A key cannot be given more than you hold yourself." });
  }
  const ownerId = ownerOf(ctx);
  const key = composeKey(input.kind, ctx.newSecret());
  const row = {
    id: ctx.newId(),
    projectId: project.id,
    environmentId: environment?.id ?? null,
    kind: input.kind,
    name: input.name,
    role,
    prefix: visiblePart(key),
    hash: hashSecret(key),
    ownerId,
    createdAt: ctx.now(),
    expiresAt: input.expiresAt ?? null,
    lastUsedAt: null,
    revokedAt: null,
  };
  await ctx.db.transaction(async (tx) => {
    await insertKey(tx, row);
    await appendAudit(tx, ctx, {
      action: "key.created",
      projectId: project.id,
      ...(environment === null ? {} : { environmentId: environment.id }),
      subject: { kind: "key", key: row.prefix },
      summary: `Created the ${input.kind} key ${input.name}`,
      changes: [`environment: ${environment?.key ?? "all"}`, ...(role === null ? [] : [`role: ${role}`])],
    });
  });
  await ctx.bus.publish({ kind: "access" });
  const { id, name, kind, expiresAt, createdAt } = row;
  return { id, name, kind, environment: environment?.key ?? null, role, expiresAt, createdAt, key };
}

async function environmentOf(
  ctx: Context,
  input: CreateApiKeyInput,
): Promise<{ id: string; key: string } | null> {
  if (input.environment === undefined) {
    if (input.kind === "management") return null;
    throw invalid("/environment", "Server and client keys belong to one environment.");
  }
  const environments = await listEnvironments(ctx, { project: input.project });
  const environment = environments.find(({ key }) => key === input.environment);
  if (environment === undefined)
    throw invalid("/environment", `There is no environment "${input.environment}".`);
  return environment;
}

/** A key belongs to a person: it is capped by what they hold and ends with them. */
function ownerOf(ctx: Context): string {
  if (ctx.actor.kind === "user") return ctx.actor.id;
  throw new Problem("not_permitted", { detail: "Only a signed-in person can create keys." });
}
