import { problemCatalogue } from "#app/platform/problem.ts";
import type { Plain } from "./handler.ts";

/** Where the `type` of a problem leads: every code with its status and what it says, from the catalogue itself. */
export function errorsPage(): Record<string, Plain> {
  const rows = Object.entries(problemCatalogue)
    .map(([code, { status, title }]) => `<tr id="${code}"><td>${status}<td><code>${code}</code><td>${title}`)
    .join("\n");
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Errors · Guidon</title>
<style>body{font:15px/1.6 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}
td{padding:.25rem 1rem .25rem 0;vertical-align:top}tr:target{outline:2px solid Highlight}</style>
<h1>Errors</h1>
<p>Every refusal is <code>application/problem+json</code> (RFC 9457) with one of these codes; <code>detail</code> and
<code>errors</code> say what exactly. The <a href="/api/reference">API reference</a> shows the whole form.</p>
<table>
${rows}
</table>
`;
  return {
    "/docs/errors": (_, response) => {
      response.writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      });
      response.end(page);
    },
  };
}
