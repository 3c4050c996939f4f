import type { ServerResponse } from "node:http";
import { makeChange } from "@guidon/engine/documents";
import { can } from "#app/features/access/can.ts";
import type { Actor, LiveEnvironment } from "#app/platform/context.ts";
import { Problem } from "#app/platform/problem.ts";

/** The streams that tell people, and programs that manage, what changed in a project: keys and revisions, never contents. */
export interface ProjectStreams {
  /** Takes the response over. Refuses where there are too many streams, of everybody or of this one. */
  open(response: ServerResponse, input: ProjectStreamInput): void;
  /** An environment of some project went to a new revision. */
  published(next: LiveEnvironment, previous: LiveEnvironment | undefined): void;
  /** Something of the project changed that no SDK is told of, such as the name of a flag. */
  changed(projectId: string): void;
  /** Who may see what may be another now: everybody has to come in anew. */
  accessChanged(): void;
  count(): number;
  close(): void;
}

export interface ProjectStreamInput {
  readonly project: { readonly id: string; readonly key: string };
  readonly actor: Actor;
  /** What every answer carries: names and values in turn. */
  readonly headers: readonly string[];
}

interface Stream extends ProjectStreamInput {
  readonly response: ServerResponse;
  /** Beats until the reader has to show again who they are. */
  beatsLeft: number;
}

export interface ProjectStreamsInput {
  readonly random: () => number;
  readonly mostStreams?: number;
  readonly mostPerActor?: number;
}

const beatMs = 15_000;
/** A session that was ended elsewhere hears of changes for five minutes at most. */
const beatsOfLife = 20;
/** A reader that takes nothing while this much waits is gone. */
const mostBuffered = 256 * 1024;
/** Of more than this many only the number matters: whoever listens reads the list anew. */
const mostKeys = 100;
const shortestReturnMs = 300;
const returnWindowMs = 2000;

export function createProjectStreams(input: ProjectStreamsInput): ProjectStreams {
  const { random, mostStreams = 2000, mostPerActor = 40 } = input;
  const streams = new Set<Stream>();
  let closed = false;

  /** Those who are sent away together do not come back together. */
  const retry = () => `retry: ${Math.round(shortestReturnMs + random() * returnWindowMs)}\n\n`;

  const heartbeat = setInterval(() => {
    for (const stream of streams) {
      stream.beatsLeft -= 1;
      if (stream.beatsLeft <= 0) end(stream);
      else send(stream, ": alive\n\n");
    }
  }, beatMs);
  heartbeat.unref();

  function send({ response }: Stream, text: string): void {
    if (response.writableLength > mostBuffered) response.destroy();
    else response.write(text);
  }

  function end(stream: Stream): void {
    streams.delete(stream);
    stream.response.end(retry());
  }

  return {
    open(response, asked) {
      const own = [...streams].filter(({ actor }) => idOf(actor) === idOf(asked.actor)).length;
      if (closed || streams.size >= mostStreams) {
        throw new Problem("unavailable", {
          detail: "This process holds as many streams as it can.",
          headers: { "retry-after": "5" },
        });
      }
      if (own >= mostPerActor) {
        throw new Problem("too_many_requests", {
          detail: `You have ${own} of these streams open, as many as one may.`,
          headers: { "retry-after": "30" },
        });
      }
      response.writeHead(200, [
        ...asked.headers,
        ...["content-type", "text/event-stream; charset=utf-8"],
        ...["cache-control", "no-store"],
        ...["x-accel-buffering", "no"],
      ]);
      const stream: Stream = { ...asked, response, beatsLeft: beatsOfLife };
      streams.add(stream);
      response.once("close", () => streams.delete(stream));
      send(stream, `: following ${asked.project.key}\n${retry()}`);
    },
    published(next, previous) {
      const readers = [...streams].filter(
        ({ project, actor }) =>
          next.name.startsWith(`${project.key}/`) &&
          can(actor, "environment.read", { projectId: project.id, environmentId: next.id }),
      );
      if (readers.length === 0) return;
      const told = tellPublication(next, previous);
      const frame = event("published", told);
      const withoutKeys = event("published", { ...told, flags: null, segments: null });
      for (const stream of readers) {
        const place = { projectId: stream.project.id, environmentId: next.id };
        send(stream, can(stream.actor, "flag.read", place) ? frame : withoutKeys);
      }
    },
    changed(projectId) {
      const frame = event("changed", {});
      for (const stream of streams) if (stream.project.id === projectId) send(stream, frame);
    },
    accessChanged() {
      for (const stream of streams) end(stream);
    },
    count: () => streams.size,
    close() {
      closed = true;
      clearInterval(heartbeat);
      for (const stream of streams) end(stream);
    },
  };
}

function tellPublication(next: LiveEnvironment, previous: LiveEnvironment | undefined) {
  const { upsert, remove, archived } = makeChange(previous?.snapshot ?? empty(next), next.snapshot);
  const put = (kind: "flag" | "segment") =>
    upsert.filter((each) => each.kind === kind).map(({ document }) => document.key);
  const gone = (kind: "flag" | "segment") =>
    remove.filter((each) => each.kind === kind).map(({ key }) => key);
  const flags = [...put("flag"), ...gone("flag"), ...archived.add];
  const segments = [...put("segment"), ...gone("segment")];
  return {
    environment: next.name.slice(next.name.indexOf("/") + 1),
    revision: next.revision,
    flags: listed(flags),
    segments: listed(segments),
  };
}

/** Null: more than are worth naming; also for whoever may not see flags. */
function listed(keys: readonly string[]): string[] | null {
  const each = [...new Set(keys)];
  return each.length > mostKeys ? null : each;
}

function empty({ snapshot }: LiveEnvironment) {
  return { ...snapshot, revision: 0, flags: [], segments: [], archived: [] };
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function idOf(actor: Actor): string {
  return "id" in actor ? actor.id : actor.kind;
}
