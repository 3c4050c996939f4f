import { createRequestListener } from "@remix-run/node-fetch-server";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import compression from "compression";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { resolve } from "node:path";
import sirv from "sirv";
import type { Telemetry } from "./telemetry.ts";
import type { Application } from "#app/platform/application.ts";

interface EntryModule {
  readonly application: Promise<Application>;
}

type Layer = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** How long open requests may take to end before they are cut off. */
const graceMs = 5000;

/** Serves the built product until it is told to stop: the API in front, then files, then pages. */
export async function serve(input: { telemetry: Telemetry }): Promise<void> {
  const build = (await import(resolve("build/server/index.js"))) as ServerBuild;
  const { application } = build.entry.module as unknown as EntryModule;
  const { config, log, front, turnAway, refuseUnreadable, addressOf, close } = await application;

  const assets = sirv("build/client", {
    ...{ immutable: true, maxAge: 31_536_000, etag: true },
    // What the build made smaller stands beside each file.
    ...{ brotli: true, gzip: true },
  });
  const pages = createRequestHandler(build, "production");
  const answerPage = createRequestListener(
    (request: Request, client: { address: string }) =>
      pages(request, {
        address: addressOf(client.address, request.headers.get("x-forwarded-for") ?? undefined),
        requestId: crypto.randomUUID(),
      }),
    { protocol: new URL(config.http.publicUrl).protocol },
  );

  // Its types are those of Express, whose requests and responses it needs nothing of. Files are compressed already. What
  // answers a form may show a secret beside what was typed, and then its size must tell nothing.
  const compressed = compression({
    filter: (request, response) => request.method === "GET" && compression.filter(request, response),
  }) as unknown as Layer;

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (input.telemetry.page(request, response)) return;
    if (front(request, response)) return;
    if (turnAway(request, response)) return;
    assets(request, response, () => {
      compressed(request, response, () => void answerPage(request, response));
    });
  });
  server.on("clientError", refuseUnreadable);
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen({ port: config.http.port, host: config.http.host, backlog: 4096 }, done);
  });
  process.stdout.write(`Guidon serves at ${config.http.publicUrl}\n`);

  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    void shutDown().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  async function shutDown() {
    const closed = new Promise<void>((done) => server.close(() => done()));
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.closeIdleConnections();
    await close();
    server.closeIdleConnections();
    await Promise.race([closed, new Promise((done) => setTimeout(done, graceMs + 500).unref())]);
    clearTimeout(cut);
    await input.telemetry.stop();
  }
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
