import { observeGauge } from "#app/platform/telemetry.server.ts";
import type { LiveEnvironments } from "./live-environments.server.ts";

/** The alarm for documents that this process cannot run: 0 for each environment while all is well. */
export function observeQuarantine(live: Pick<LiveEnvironments, "all">): void {
  observeGauge(
    "guidon.documents.quarantined",
    { description: "Flags and segments that this process cannot run.", unit: "{document}" },
    () =>
      live.all().map(({ name, program }) => ({
        value: program.quarantined.length,
        attributes: { "feature_flag.set.id": name },
      })),
  );
}
