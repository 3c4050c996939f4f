import { requireLive } from "#app/features/evaluations/require-live.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { EventRecord } from "#app/platform/event-record.ts";
import type { Rejection, ReportedEvent } from "./event.ts";
import { judgeEvent } from "./judge-event.ts";

export interface ReportedItem {
  /** Where it stands in what was sent. */
  readonly index: number;
  /** Already a rejection where it could not be read. */
  readonly event: ReportedEvent | Rejection;
}

export interface RecordedEvents {
  /** Written, now or when they came before. */
  readonly accepted: number;
  readonly rejected: readonly (Rejection & { readonly index: number })[];
}

/**
 * Takes what SDKs report about the environment of their key. Every item is judged alone; those that are taken are
 * durable before this returns.
 */
export async function recordEvents(ctx: Context, items: readonly ReportedItem[]): Promise<RecordedEvents> {
  const live = requireLive(ctx);
  const untrusted = ctx.actor.kind !== "key" || ctx.actor.keyKind !== "server";
  const by = { live, untrusted, now: ctx.now() };
  const records: EventRecord[] = [];
  const rejected: (Rejection & { index: number })[] = [];
  for (const { index, event } of items) {
    const outcome = "code" in event ? event : judgeEvent(event, by);
    if ("code" in outcome) rejected.push({ index, ...outcome });
    else records.push(outcome);
  }
  await ctx.events.put(records);
  return { accepted: records.length, rejected };
}
