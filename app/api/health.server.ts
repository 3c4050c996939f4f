import type { ServerResponse } from "node:http";
import type { Plain } from "./handler.ts";

/** `/healthz`: the process answers. `/readyz`: it has its environments and the database was there a moment ago. */
export function healthPages(ready: () => boolean): Record<string, Plain> {
  return {
    "/healthz": (_, response) => say(response, 200, { status: "alive" }),
    "/readyz": (_, response) =>
      ready() ? say(response, 200, { status: "ready" }) : say(response, 503, { status: "not ready" }),
  };
}

function say(response: ServerResponse, status: number, body: { status: string }): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
