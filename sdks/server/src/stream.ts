import { createParser } from "eventsource-parser";
import { problemOfResponse, problemOfThrown, type ClientProblem } from "./problem.ts";
import { get, parse, startDeadline, type Service } from "./service.ts";

/** What a connection hands on; `snapshot` and `change` may answer with a problem that ends the connection. */
export interface StreamHandlers {
  /** Bytes have arrived, of whatever kind. Called after the events in them were handed on. */
  alive: () => unknown;
  snapshot: (body: unknown) => ClientProblem | undefined;
  change: (body: unknown) => ClientProblem | undefined;
  /** The service named the window in which to come back. */
  retry: (ms: number) => void;
}

// A frame is held in memory until its blank line; an endless one is a broken peer. Characters, not bytes.
const longestFrame = 256 * 1024 * 1024;

/**
 * Follows one connection of the stream until it ends, and says why it ended; it never rejects.
 *
 * Any byte counts as life, heartbeat comments included: the deadline that first waits for headers becomes a watchdog
 * that each chunk winds up again.
 */
export async function followStream(
  service: Service,
  resumeFrom: number | undefined,
  signal: AbortSignal,
  handlers: StreamHandlers,
): Promise<ClientProblem> {
  const { surroundings, requestTimeout } = service;
  const silence = 3 * surroundings.heartbeat;
  const silent: ClientProblem = { code: "silent", message: `The stream was silent for ${silence} ms.` };
  const deadline = startDeadline(surroundings, signal, requestTimeout, {
    code: "timeout",
    message: `The stream did not open within ${requestTimeout} ms.`,
  });
  let end: ClientProblem | undefined;
  const parser = createParser({
    maxBufferSize: longestFrame,
    onEvent({ event, data }) {
      // What follows a refused frame in the same chunk builds on it, so it is dropped with it. Events of other names
      // are for newer SDKs.
      if (end !== undefined) return;
      if (event === "snapshot") end = handlers.snapshot(parse(data));
      else if (event === "change") end = handlers.change(parse(data));
    },
    onRetry: handlers.retry,
    onError(error) {
      if (error.type !== "max-buffer-size-exceeded") return;
      end ??= { code: "unexpected_response", message: "The stream sent a frame without end.", cause: error };
    },
  });
  try {
    const headers = {
      accept: "text/event-stream",
      ...(resumeFrom === undefined ? {} : { "last-event-id": String(resumeFrom) }),
    };
    const response = await get(service, "api/v1/stream", headers, deadline.signal);
    if (response.status !== 200) return await problemOfResponse(response, surroundings.now());
    const type = response.headers.get("content-type") ?? "nothing";
    if (!type.startsWith("text/event-stream") || response.body === null) {
      return {
        code: "unexpected_response",
        message: `The stream answered with ${type}, not text/event-stream.`,
      };
    }
    deadline.extend(silence, silent);
    const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { code: "disconnected", message: "The service ended the stream." };
      deadline.extend(silence, silent);
      parser.feed(decoder.decode(value, { stream: true }));
      if (end !== undefined) return end;
      handlers.alive();
    }
  } catch (thrown) {
    return end ?? problemOfThrown(thrown, "The stream");
  } finally {
    deadline.end();
  }
}
