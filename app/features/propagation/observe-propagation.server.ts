import type { Database } from "#db/client.server.ts";
import { observeGauge } from "#app/platform/metrics.server.ts";
import { selectPropagation } from "./propagation-store.server.ts";
import { staleAfterMs } from "./propagation.ts";

/**
 * How far the latest revision of each environment has come, over all SDK instances and server processes: every process
 * reports the same. One query for each collection, however many gauges are read from it.
 */
export function observePropagation(db: Database, now: () => Date): void {
  let reading: Promise<Awaited<ReturnType<typeof selectPropagation>>> | undefined;
  const read = () => {
    reading ??= selectPropagation(db, new Date(now().getTime() - staleAfterMs))
      // Without the database there is nothing to tell, and other metrics say why.
      .catch(() => [])
      .finally(() => {
        setImmediate(() => (reading = undefined));
      });
    return reading;
  };
  observeGauge(
    "guidon.sdk.instances",
    {
      description: "Connected SDK instances, by whether they serve the latest revision.",
      unit: "{instance}",
    },
    async () =>
      (await read()).flatMap(({ environment, connected, serving }) => [
        { value: serving, attributes: { "feature_flag.set.id": environment, "guidon.sdk.state": "current" } },
        {
          value: connected - serving,
          attributes: { "feature_flag.set.id": environment, "guidon.sdk.state": "behind" },
        },
      ]),
  );
  observeGauge(
    "guidon.sdk.lag",
    { description: "From the latest publication to its being applied in SDKs.", unit: "s" },
    async () =>
      (await read()).flatMap(({ environment, p50, p99 }) =>
        p50 === null || p99 === null
          ? []
          : [
              { value: p50 / 1000, attributes: { "feature_flag.set.id": environment, quantile: "0.5" } },
              { value: p99 / 1000, attributes: { "feature_flag.set.id": environment, quantile: "0.99" } },
            ],
      ),
  );
}
