import type { ServerResponse } from "node:http";
import { createTimer, observeCounter, observeGauge } from "#app/platform/metrics.server.ts";
import type { Operation } from "#openapi/operation.ts";
import type { Admission } from "./admission.server.ts";
import type { StreamHub } from "./stream-hub.server.ts";

/** To be told of every request that an operation gets. */
export type RequestObserver = (operation: Operation, response: ServerResponse) => void;

/** How many requests, how they end and how long they take. Streams count when they end. */
export function observeRequests(): RequestObserver {
  const took = createTimer("http.server.request.duration", "From a request to the end of its answer.");
  return (operation, response) => {
    const began = performance.now();
    response.once("close", () => {
      took(performance.now() - began, {
        "http.request.method": operation.method.toUpperCase(),
        "http.route": operation.path,
        "http.response.status_code": response.statusCode,
      });
    });
  };
}

export function observeStreams(streams: Pick<StreamHub, "counts">): void {
  observeGauge("guidon.streams", { description: "Open streams of this process.", unit: "{stream}" }, () =>
    [...streams.counts()].map(([name, value]) => ({ value, attributes: { "feature_flag.set.id": name } })),
  );
}

export function observeAdmission(admission: Pick<Admission, "refused">): void {
  observeCounter(
    "guidon.requests.shed",
    { description: "Requests refused because this process had more than it can answer.", unit: "{request}" },
    () => [{ value: admission.refused(), attributes: {} }],
  );
}
