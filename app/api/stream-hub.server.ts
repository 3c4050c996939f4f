import { makeChange } from "@guidon/engine/documents";
import type { ServerResponse } from "node:http";
import type { LiveEnvironment } from "#app/platform/context.ts";
import { encodeSnapshot } from "./encode-snapshot.ts";

/** All open streams of this process. A frame is encoded once and shared by everybody who gets it. */
export interface StreamHub {
  /** Takes the response over: sends what is missing since `from`, then every change. */
  open(
    response: ServerResponse,
    input: { live: LiveEnvironment; from: number | undefined; keyId: string; headers: readonly string[] },
  ): void;
  /** To be told of every swap, after which the new state is what `open` is given. */
  swapped(next: LiveEnvironment, previous: LiveEnvironment | undefined): void;
  /** Ends the streams of keys that are no longer usable. */
  dropKeys(usable: (keyId: string) => boolean): void;
  /** Tells everybody to come back after a while, not all at once, and ends the streams. */
  close(): void;
}

interface Stream {
  readonly response: ServerResponse;
  readonly keyId: string;
}

interface Channel {
  readonly streams: Set<Stream>;
  /** Oldest first: the states from which a returning reader can be brought up by a change. */
  readonly past: LiveEnvironment[];
}

const heartbeatMs = 15_000;
/** Snapshots share their documents, so remembering many costs little. */
const mostPast = 100;
/** A reader that lets this many bytes pile up is dropped; it comes back and is brought up to date. */
const mostBuffered = 8 * 1024 * 1024;

export function createStreamHub(input: { random: () => number } = { random: Math.random }): StreamHub {
  const channels = new Map<string, Channel>();
  const heartbeat = setInterval(() => {
    for (const channel of channels.values()) broadcast(channel, ": alive\n\n");
  }, heartbeatMs);
  heartbeat.unref();

  function channelOf(environmentId: string): Channel {
    const present = channels.get(environmentId);
    if (present !== undefined) return present;
    const made: Channel = { streams: new Set(), past: [] };
    channels.set(environmentId, made);
    return made;
  }

  return {
    open(response, { live, from, keyId, headers }) {
      const channel = channelOf(live.id);
      response.writeHead(200, [
        ...headers,
        ...["content-type", "text/event-stream; charset=utf-8"],
        ...["cache-control", "no-store"],
        ...["x-accel-buffering", "no"],
      ]);
      response.write(firstFrame(channel, live, from));
      const stream = { response, keyId };
      channel.streams.add(stream);
      response.once("close", () => channel.streams.delete(stream));
    },
    swapped(next, previous) {
      if (previous === undefined) return;
      const channel = channelOf(next.id);
      channel.past.push(previous);
      if (channel.past.length > mostPast) channel.past.shift();
      if (channel.streams.size > 0) broadcast(channel, changeFrame(previous, next));
    },
    dropKeys(usable) {
      for (const { streams } of channels.values()) {
        for (const { keyId, response } of streams) if (!usable(keyId)) response.destroy();
      }
    },
    close() {
      clearInterval(heartbeat);
      for (const { streams } of channels.values()) {
        for (const { response } of streams) {
          response.end(`retry: ${Math.round(500 + input.random() * 4500)}\n\n`);
        }
      }
    },
  };
}

function firstFrame(channel: Channel, live: LiveEnvironment, from: number | undefined): string | Buffer {
  if (from === live.revision) return ": current\n\n";
  const base = channel.past.find(({ revision }) => revision === from);
  if (base !== undefined) return changeFrame(base, live);
  return Buffer.concat([
    Buffer.from(`id: ${live.revision}\nevent: snapshot\ndata: `),
    encodeSnapshot(live).text,
    Buffer.from("\n\n"),
  ]);
}

function changeFrame(from: LiveEnvironment, to: LiveEnvironment): Buffer {
  const change = JSON.stringify(makeChange(from.snapshot, to.snapshot));
  return Buffer.from(`id: ${to.revision}\nevent: change\ndata: ${change}\n\n`);
}

function broadcast(channel: Channel, frame: string | Buffer): void {
  for (const { response } of channel.streams) {
    if (response.writableLength > mostBuffered) response.destroy();
    else response.write(frame);
  }
}
