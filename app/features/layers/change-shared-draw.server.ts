import { locateProject } from "#app/features/access/locate-project.server.ts";
import { appendAudit } from "#app/features/audit/append-audit.server.ts";
import type { Context } from "#app/platform/context.ts";
import { expectVersion, type ExpectedVersion } from "#app/platform/expect-version.ts";
import { lockSharedDraw, updateSharedDraw } from "./layer-store.server.ts";
import { locateSharedDraw } from "./locate-shared-draw.server.ts";
import type { DrawKind, SharedDraw } from "./shared-draw.ts";

export interface ChangeSharedDrawInput {
  readonly project: string;
  readonly kind: DrawKind;
  readonly key: string;
  readonly expectedVersion: ExpectedVersion;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

/** Changes what a layer or holdout is called. Its draw never changes: that would move everybody at once. */
export async function changeSharedDraw(ctx: Context, input: ChangeSharedDrawInput): Promise<SharedDraw> {
  const { id: projectId } = await locateProject(ctx, input.project, "flag.write");
  const { kind, key, expectedVersion } = input;
  return ctx.db.transaction(async (tx) => {
    const { id } = await locateSharedDraw(tx, { projectId, kind, key });
    const present = (await lockSharedDraw(tx, id)) ?? (await locateSharedDraw(tx, { projectId, kind, key }));
    expectVersion(expectedVersion, String(present.version), key);
    const name = input.name ?? present.name;
    const description = input.description ?? present.description;
    const changes = [
      ...(name === present.name ? [] : [`name: ${present.name} → ${name}`]),
      ...(description === present.description ? [] : ["description changed"]),
    ];
    if (changes.length === 0) return present;
    const next = { ...present, name, description, version: present.version + 1, updatedAt: ctx.now() };
    await updateSharedDraw(tx, next);
    await appendAudit(tx, ctx, {
      action: `${kind}.changed`,
      projectId,
      subject: { kind, key },
      summary: `Changed the ${kind} ${key}`,
      changes,
    });
    return next;
  });
}
