import { nextBoundary, type Snapshot } from "@guidon/engine";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { LiveEnvironment } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";
import { configTag, type ConfigTag } from "./ofrep.ts";
import { createProjectStreams, type ProjectStreams } from "./project-streams.server.ts";
import { changeBetween, currentFrame, frameOf, noticeFrame, type Frame } from "./stream-frames.ts";

/** All open streams of this process. A frame is encoded once and shared by everybody who gets it. */
export interface StreamHub {
  /** Takes the response over: sends the first frame, then every change. Refuses where there are too many streams. */
  open(response: ServerResponse, input: OpenInput & { first: readonly Frame[] }): void;
  /** The same for clients that only want to hear when to ask again; `last` is the tag that they heard last. */
  openNotices(response: ServerResponse, input: OpenInput & { last: string | undefined }): void;
  /** What brings a reader at revision `from` to what is served; undefined where memory does not reach back. */
  resume(live: LiveEnvironment, from: number): Frame | undefined;
  /** To be told of every swap, after which the new state is what `open` is given. */
  swapped(next: LiveEnvironment, previous: LiveEnvironment | undefined): void;
  /** Those that tell whoever manages what changed in a project. */
  readonly projects: ProjectStreams;
  /** Ends the streams of keys that are no longer usable. */
  dropKeys(usable: (keyId: string) => boolean): void;
  /** Open streams, by the environment's name. */
  counts(): ReadonlyMap<string, number>;
  /** Tells everybody to come back, not all at once, and ends the streams. */
  close(): void;
}

interface OpenInput {
  readonly live: LiveEnvironment;
  readonly keyId: string;
  /** From where, under a public key: no address may take all streams by itself. */
  readonly network?: string | undefined;
  /** What every answer carries: names and values in turn. */
  readonly headers: readonly string[];
}

interface Stream {
  readonly response: ServerResponse;
  /** Takes chunks past the response; undefined where the reader's HTTP knows none. */
  readonly socket: Socket | undefined;
  readonly keyId: string;
  readonly takesNotices: boolean;
  /** In which second of the heartbeat's round it is this stream's turn. */
  readonly turn: number;
  /** Bytes that waited to be sent at the last heartbeat. */
  waiting: number;
}

interface Channel {
  readonly streams: Set<Stream>;
  live: LiveEnvironment;
  /** Oldest first: the states from which a returning reader can be brought up by a change. */
  readonly past: Snapshot[];
  /** By revision: the frames that bring readers from there to `live`. Many come back at once, from few revisions. */
  readonly resumptions: Map<number, Frame>;
  /** Rings when a time condition changes what some flag serves. */
  boundary: NodeJS.Timeout | undefined;
}

export interface StreamHubInput {
  readonly random?: () => number;
  readonly now?: () => number;
  /** More are refused with 503: each takes a file descriptor, and other requests need some too. */
  readonly mostStreams?: number;
  /** How many one network may hold with one public key; 0 for no limit. */
  readonly mostPerNetwork?: number;
}

/** Seconds between two signs of life of one stream. Streams take turns, so that none of those seconds is a burst. */
const heartbeatRound = 15;
/** Snapshots share their documents, so remembering many costs little; lists and programs would not. */
const mostPast = 100;
/** A reader that lets this many bytes pile up is dropped; it comes back and is brought up to date. */
const mostBuffered = 8 * 1024 * 1024;
/** How many streams a second a process wants back. */
const returnsPerSecond = 1250;
const shortestWindowMs = 500;
/** Each notice makes a client evaluate all of its flags here, so they do not all hear it in the same moment. */
const noticesAtOnce = 500;
const noticePauseMs = 100;
/** Timers cannot wait longer than 24 days; waking now and then costs nothing. */
const longestTimerMs = 3_600_000;

export function createStreamHub(input: StreamHubInput = {}): StreamHub {
  const { random = Math.random, now = Date.now, mostStreams = 15_000, mostPerNetwork = 1000 } = input;
  const projects = createProjectStreams({ random });
  const channels = new Map<string, Channel>();
  /** Streams under public keys, by key and network. */
  const publicStreams = new Map<string, number>();
  let count = 0;
  let turns = 0;
  let closed = false;

  /** The time over which all streams of this process would come back without a storm. */
  const windowMs = () => Math.max(shortestWindowMs, Math.ceil((count / returnsPerSecond) * 1000));
  /** SDKs draw their delay from a window; browsers take what they are told, so it is drawn for them. */
  const retryFor = ({ takesNotices }: Stream) =>
    `retry: ${Math.round(takesNotices ? shortestWindowMs + random() * windowMs() : windowMs())}\n`;

  const heartbeat = setInterval(() => {
    turns += 1;
    const alive = frameOf(`: alive\nretry: ${windowMs()}\n\n`);
    for (const { streams } of channels.values()) {
      for (const stream of streams) {
        if (turns % heartbeatRound !== stream.turn) continue;
        const { response } = stream;
        const waiting = response.writableLength;
        // Nothing has left since the last time: the reader is gone, or as good as gone.
        if (waiting > 0 && waiting >= stream.waiting && stream.waiting > 0) response.destroy();
        else send(stream, stream.takesNotices ? frameOf(`: alive\n${retryFor(stream)}\n`) : alive);
        stream.waiting = waiting;
      }
    }
  }, 1000);
  heartbeat.unref();

  function channelOf(live: LiveEnvironment): Channel {
    const present = channels.get(live.id);
    if (present !== undefined) return present;
    const made: Channel = {
      live,
      streams: new Set(),
      past: [],
      resumptions: new Map(),
      boundary: undefined,
    };
    channels.set(live.id, made);
    return made;
  }

  function refuse(code: "unavailable" | "too_many_requests", detail: string): never {
    const seconds = Math.ceil((random() * windowMs()) / 1000) + 1;
    throw new Problem(code, { detail, headers: { "retry-after": String(seconds) } });
  }

  /** Counts a stream of a network; what it gives back takes it away again. */
  function countPublic(holder: string): () => void {
    const held = publicStreams.get(holder) ?? 0;
    if (mostPerNetwork > 0 && held >= mostPerNetwork) {
      refuse("too_many_requests", "This key has as many streams open from your address as it may.");
    }
    publicStreams.set(holder, held + 1);
    return () => {
      const left = (publicStreams.get(holder) ?? 1) - 1;
      if (left > 0) publicStreams.set(holder, left);
      else publicStreams.delete(holder);
    };
  }

  function admit(
    response: ServerResponse,
    { live, keyId, network, headers }: OpenInput,
    takesNotices: boolean,
  ): Stream {
    if (closed || count >= mostStreams)
      refuse("unavailable", "This process holds as many streams as it can.");
    const leave = network === undefined ? undefined : countPublic(`${keyId} ${network}`);
    const channel = channelOf(live);
    response.writeHead(200, [
      ...headers,
      ...["content-type", "text/event-stream; charset=utf-8"],
      ...["cache-control", "no-store"],
      ...["x-accel-buffering", "no"],
    ]);
    response.flushHeaders();
    const socket = response.chunkedEncoding ? (response.socket ?? undefined) : undefined;
    const turn = count % heartbeatRound;
    const stream: Stream = { response, socket, keyId, takesNotices, turn, waiting: 0 };
    count += 1;
    channel.streams.add(stream);
    response.once("close", () => {
      count -= 1;
      leave?.();
      channel.streams.delete(stream);
    });
    send(stream, frameOf(retryFor(stream)));
    return stream;
  }

  function armBoundary(channel: Channel): void {
    clearTimeout(channel.boundary);
    const at = nextBoundary(channel.live.program, now());
    if (at === undefined || closed) return;
    channel.boundary = setTimeout(
      () => {
        const reached = now() >= at;
        if (reached) notify(channel, { revision: channel.live.revision, at });
        armBoundary(channel);
      },
      Math.min(Math.max(at - now(), 1), longestTimerMs),
    );
    channel.boundary.unref();
  }

  function notify(channel: Channel, tag: ConfigTag): void {
    const frame = noticeFrame(tag);
    const takers = [...channel.streams].filter(({ takesNotices }) => takesNotices);
    const tell = (from: number) => {
      for (const stream of takers.slice(from, from + noticesAtOnce)) send(stream, frame);
      if (from + noticesAtOnce < takers.length) setTimeout(tell, noticePauseMs, from + noticesAtOnce).unref();
    };
    tell(0);
  }

  return {
    projects,
    open(response, open) {
      const stream = admit(response, open, false);
      for (const frame of open.first) send(stream, frame);
    },
    openNotices(response, open) {
      const stream = admit(response, open, true);
      const channel = channelOf(open.live);
      if (channel.boundary === undefined) armBoundary(channel);
      const tag = { revision: open.live.revision };
      // Whatever may have happened before this stream was open is made up for by asking once more.
      const isCurrent = configTag(tag) === open.last && nextBoundary(open.live.program, 0) === undefined;
      send(stream, isCurrent ? currentFrame : noticeFrame(tag));
    },
    resume(live, from) {
      if (from === live.revision) return currentFrame;
      const channel = channelOf(live);
      const base = channel.past.find(({ revision }) => revision === from);
      if (base === undefined || channel.live !== live) return undefined;
      const known = channel.resumptions.get(from);
      if (known !== undefined) return known;
      const frame = changeBetween(base, live);
      channel.resumptions.set(from, frame);
      return frame;
    },
    swapped(next, previous) {
      const channel = channelOf(next);
      channel.live = next;
      channel.resumptions.clear();
      projects.published(next, previous);
      if (previous === undefined) return;
      channel.past.push(previous.snapshot);
      if (channel.past.length > mostPast) channel.past.shift();
      if (channel.streams.size === 0) return;
      const frame = changeBetween(previous.snapshot, next);
      for (const stream of channel.streams) if (!stream.takesNotices) send(stream, frame);
      notify(channel, { revision: next.revision });
      armBoundary(channel);
    },
    dropKeys(usable) {
      for (const { streams } of channels.values()) {
        for (const { keyId, response } of streams) if (!usable(keyId)) response.destroy();
      }
    },
    counts: () =>
      new Map([...channels.values()].map(({ live, streams }) => [live.name, streams.size] as const)),
    close() {
      closed = true;
      projects.close();
      clearInterval(heartbeat);
      for (const { streams, boundary } of channels.values()) {
        clearTimeout(boundary);
        for (const stream of streams) {
          send(stream, frameOf(`${retryFor(stream)}\n`));
          stream.response.end();
        }
      }
    },
  };
}

function send({ response, socket }: Stream, { text, chunk }: Frame): void {
  if (response.writableLength > mostBuffered) response.destroy();
  else if (socket === undefined) response.write(text);
  else socket.write(chunk);
}
