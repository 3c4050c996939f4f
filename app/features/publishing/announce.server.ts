import type { Context } from "#app/platform/context.ts";

/**
 * Tells every process of new revisions, by environment id, and waits until this one serves them. What is committed stays
 * committed: a failure here is made up for by every process's own poll.
 */
export function announce(ctx: Context, revisions: ReadonlyMap<string, number>): Promise<void> {
  return ctx.whenCommitted(() => tell(ctx, revisions));
}

/** Tells whoever looks at the project that something changed of which SDKs need not know. A lost notice is no loss. */
export function announceChanged(ctx: Context, projectId: string): Promise<void> {
  return ctx.whenCommitted(() => ctx.bus.publish({ kind: "changed", projectId }));
}

async function tell(ctx: Context, revisions: ReadonlyMap<string, number>): Promise<void> {
  await Promise.all(
    [...revisions].map(async ([environmentId, revision]) => {
      try {
        await Promise.all([
          ctx.bus.publish({ kind: "published", environmentId, revision }),
          ctx.snapshots.reach(environmentId, revision),
        ]);
      } catch (error) {
        ctx.log.error({ err: error, environmentId, revision }, "published, but not yet served here");
      }
    }),
  );
}
