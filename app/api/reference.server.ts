// Not the package itself, which would run the whole page's script here.
import folderOfReference from "swagger-ui-dist/absolute-path.js";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import document from "#openapi/generated/v1.json" with { type: "json" };
import type { Plain } from "./handler.ts";

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Guidon API reference</title>
<link rel="stylesheet" href="/api/reference/swagger-ui.css">
<body><div id="reference"></div>
<script src="/api/reference/swagger-ui-bundle.js"></script>
<script src="/api/reference/start.js"></script>
`;

const start = `SwaggerUIBundle({ url: "/api/v1/openapi.json", dom_id: "#reference", deepLinking: true, tryItOutEnabled: true, persistAuthorization: false });\n`;

/** The reference page with everything it needs from this server alone, and the contract it shows. */
export function referencePages(): Record<string, Plain> {
  const folder = folderOfReference();
  const asset = (name: string, type: string): Plain => {
    let bytes: Buffer | undefined;
    return (_, response) => give(response, (bytes ??= readFileSync(join(folder, name))), type);
  };
  return {
    "/api/v1/openapi.json": (_, response) => give(response, JSON.stringify(document), "application/json"),
    "/api/reference": (_, response) => give(response, page, "text/html"),
    "/api/reference/start.js": (_, response) => give(response, start, "text/javascript"),
    "/api/reference/swagger-ui-bundle.js": asset("swagger-ui-bundle.js", "text/javascript"),
    "/api/reference/swagger-ui.css": asset("swagger-ui.css", "text/css"),
  };
}

function give(response: ServerResponse, body: string | Buffer, type: string): void {
  response.writeHead(200, {
    "content-type": `${type}; charset=utf-8`,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    // The page's own styles are set from scripts; its icons are data.
    "content-security-policy":
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
  });
  response.end(body);
}
