import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Change, Snapshot } from "@guidon/engine";

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
  /** Every stream that was opened by the default answer, in order. */
  streams: OpenStream[];
  /** Every request, in order, as `"stream"` or `"snapshot"`, with its headers and monotonic time. */
  requests: { what: "stream" | "snapshot"; headers: IncomingMessage["headers"]; at: number }[];
  close: () => Promise<void>;
}

/** Starts a scripted server. By default it behaves: it streams and serves `current`. */
export async function startScriptedServer(current?: Snapshot): Promise<ScriptedServer> {
  const server = createServer((request, response) => {
    const what = request.url?.endsWith("/api/v1/stream") === true ? "stream" : "snapshot";
    script.requests.push({ what, headers: request.headers, at: performance.now() });
    if (what === "stream") (script.onStream ?? stream)(request, response);
    else (script.onSnapshot ?? snapshot)(request, response);
  });

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

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const script: ScriptedServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    current,
    onStream: undefined,
    onSnapshot: undefined,
    streams: [],
    requests: [],
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
