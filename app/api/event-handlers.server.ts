import type { z } from "zod";
import type { ReportedEvent, Rejection } from "#app/features/events/event.ts";
import { recordEvents } from "#app/features/events/record-events.server.ts";
import { readPropagation } from "#app/features/propagation/read-propagation.server.ts";
import { eventSchema, type eventOperations } from "#openapi/v1/events.ts";
import type { Handler } from "./handler.ts";
import { time } from "./present.ts";

type EventHandlers = { [Id in keyof typeof eventOperations]: Handler<(typeof eventOperations)[Id]> };

export const eventHandlers: EventHandlers = {
  sendEvents: async (ctx, { body }) => {
    const items = body.events.map((item, index) => ({ index, event: read(item) }));
    const { accepted, rejected } = await recordEvents(ctx, items);
    return { status: 202, body: { accepted, rejected: [...rejected] } };
  },
  getPropagation: async (ctx, { params, query }) => {
    const { publishedAt, instances, ...rest } = await readPropagation(ctx, { ...params, ...query });
    return {
      status: 200,
      body: {
        ...rest,
        publishedAt: time(publishedAt),
        instances: instances.map((each) => ({
          ...each,
          firstSeenAt: time(each.firstSeenAt),
          seenAt: time(each.seenAt),
        })),
      },
    };
  },
};

/** One item by itself, whatever the others are. */
function read(item: unknown): ReportedEvent | Rejection {
  const parsed = eventSchema.safeParse(item);
  if (!parsed.success) return { code: "invalid_item", detail: wordsOf(parsed.error) };
  const { data } = parsed;
  if (data.type === "heartbeat") return data;
  const { at, ...event } = data;
  return at === undefined ? event : { ...event, at: new Date(at) };
}

function wordsOf({ issues }: z.ZodError): string {
  const [first] = issues;
  return first === undefined ? "It is not an event." : `/${first.path.join("/")}: ${first.message}`;
}
