import { observeGauge } from "#app/platform/metrics.server.ts";
import type { EventQueue } from "./event-queue.server.ts";

export function observeEvents(events: Pick<EventQueue, "depth">): void {
  observeGauge(
    "guidon.events.waiting",
    { description: "Reported events that wait to be written.", unit: "{event}" },
    () => [{ value: events.depth(), attributes: {} }],
  );
}
