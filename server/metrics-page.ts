import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

interface Exporter {
  getMetricsRequestHandler(request: IncomingMessage, response: ServerResponse): void;
}

const digest = (text: string) => createHash("sha256").update(text).digest();

/** `/metrics` on the public port, for whoever brings the token. */
export function answersWithToken(token: string, exporter: Exporter) {
  const wanted = digest(`Bearer ${token}`);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.url !== "/metrics") return false;
    if (timingSafeEqual(digest(request.headers.authorization ?? ""), wanted)) {
      exporter.getMetricsRequestHandler(request, response);
    } else {
      response.writeHead(401, { "content-type": "text/plain", "www-authenticate": "Bearer" });
      response.end("Send the token of METRICS_TOKEN as `Authorization: Bearer …`.\n");
    }
    return true;
  };
}
