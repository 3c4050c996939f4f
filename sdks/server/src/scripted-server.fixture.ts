import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Change, Snapshot } from "@guidon/engine";
import type { UsageEvent } from "./events.ts";

/** One stream that a client holds open, from the server's side. */
export interface OpenStream {
  lastEventId: string | undefined;
  /** Writes raw bytes: half a character, half a frame, a comment. */
  write: (raw: string | Uint8Array) => void;
  snapshot: (snapshot: unknown) => void;
  change: (change: unknown) => void;
  /** Cuts the connection, as a crash does. */
  drop: () => void;
  /** Ends the answer, as a clean shutdown does. */
  end: () => void;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server whose every answer a test can script. */
export interface ScriptedServer {
  url: string;
  /** The snapshot that the default answers serve. */
  current: Snapshot | undefined;
  /** Replaces the answer to GET /api/v1/stream, until it is set to `undefined` again. */
  onStream: Handler | undefined;
  /** Replaces the answer to GET /api/v1/snapshot. */
  onSnapshot: Handler | undefined;
  /** Answers GET /api/v1/segments/…/list; 404 until it is set. */
  onList: Handler | undefined;
  /** The addresses of every request for a list, in order. */
  listRequests: string[];
  /** Every stream that was opened by the default answer, in order. */
  streams: OpenStream[];
  /** Every request, in order, as `"stream"` or `"snapshot"`, with its headers and monotonic time. */
  requests: { what: "stream" | "snapshot"; headers: IncomingMessage["headers"]; at: number }[];
  /** Every heartbeat so far, as it was sent. */
  reports: Heartbeat[];
  /** Every request with other events so far. */
  batches: UsageEvent[][];
  /** Replaces the answer to POST /api/v1/events. */
  onReport: Handler | undefined;
  close: () => Promise<void>;
}

/** What a client says about itself. */
export interface Heartbeat {
  type: "heartbeat";
  instance: string;
  sdk: { name: string; version: string };
  engine: number;
  revision: number;
  connection: string;
  applied: { from: number; to: number; agoMs: number }[];
}

/** Starts a scripted server. By default it behaves: it streams and serves `current`. */
export async function startScriptedServer(current?: Snapshot): Promise<ScriptedServer> {
  const server = createServer((request, response) => {
    if (request.url?.endsWith("/api/v1/events") === true) return void report(request, response);
    if (request.url?.includes("/api/v1/segments/") === true) {
      script.listRequests.push(request.url);
      return (script.onList ?? refuseList)(request, response);
    }
    const what = request.url?.endsWith("/api/v1/stream") === true ? "stream" : "snapshot";
    script.requests.push({ what, headers: request.headers, at: performance.now() });
    if (what === "stream") (script.onStream ?? stream)(request, response);
    else (script.onSnapshot ?? snapshot)(request, response);
  });

  function refuseList(_: IncomingMessage, response: ServerResponse): void {
    answer(response, 404, {}, { title: "There is no such thing here" });
  }

  function stream(request: IncomingMessage, response: ServerResponse): void {
    const open = openStream(request, response);
    script.streams.push(open);
    if (script.current !== undefined && open.lastEventId !== String(script.current.revision)) {
      open.snapshot(script.current);
    } else {
      open.write(": hello\n\n");
    }
  }

  function snapshot(request: IncomingMessage, response: ServerResponse): void {
    if (script.current === undefined) return answer(response, 503, {}, { title: "Not yet" });
    const etag = `"${script.current.revision}-${script.current.checksum.slice(7, 19)}"`;
    if (request.headers["if-none-match"] === etag) return answer(response, 304, { etag });
    answer(response, 200, { etag, "content-type": "application/json" }, script.current);
  }

  async function report(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { events } = JSON.parse(Buffer.concat(chunks).toString()) as { events: (Heartbeat | UsageEvent)[] };
    script.reports.push(...events.filter((event) => event.type === "heartbeat"));
    const batch = events.filter((event) => event.type !== "heartbeat");
    if (batch.length > 0) script.batches.push(batch);
    if (script.onReport !== undefined) return script.onReport(request, response);
    answer(response, 202, {}, { accepted: events.length, rejected: [] });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const script: ScriptedServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    current,
    onStream: undefined,
    onSnapshot: undefined,
    onList: undefined,
    listRequests: [],
    streams: [],
    requests: [],
    reports: [],
    batches: [],
    onReport: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return script;
}

/** Answers with the headers of a stream and hands out its server side. */
export function openStream(request: IncomingMessage, response: ServerResponse): OpenStream {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.flushHeaders();
  const event = (name: string, id: number, data: unknown) =>
    response.write(`event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  return {
    lastEventId: request.headers["last-event-id"] as string | undefined,
    write: (raw) => void response.write(raw),
    snapshot: (data) => void event("snapshot", (data as Snapshot).revision, data),
    change: (data) => void event("change", (data as Change).to, data),
    drop: () => void response.destroy(),
    end: () => void response.end(),
  };
}

/** Answers with a status, headers and a JSON body, problem+json for errors. */
export function answer(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body?: unknown,
): void {
  const type = status >= 400 && body !== undefined ? { "content-type": "application/problem+json" } : {};
  response.writeHead(status, { ...type, ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
