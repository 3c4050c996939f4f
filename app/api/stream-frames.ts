import type { Change } from "@guidon/engine";
import { makeChange } from "@guidon/engine/documents";
import type { LiveEnvironment } from "#app/platform/context.ts";
import { encodeSnapshot } from "./encode-snapshot.ts";
import { configTag, type ConfigTag } from "./ofrep.ts";

/** Something to send to many. */
export interface Frame {
  readonly text: Buffer;
  /** The same as a chunk of HTTP/1.1: made once, where Node would make it anew for every reader. */
  readonly chunk: Buffer;
}

export function frameOf(text: string | Buffer): Frame {
  const bytes = Buffer.from(text);
  const head = Buffer.from(`${bytes.length.toString(16)}\r\n`);
  return { text: bytes, chunk: Buffer.concat([head, bytes, Buffer.from("\r\n")]) };
}

/** A comment: whoever reads it has what is served. */
export const currentFrame = frameOf(": current\n\n");

const snapshots = new WeakMap<LiveEnvironment, Frame>();

/** The whole, for a reader that is new or too far behind; made once for each revision. */
export function snapshotFrame(live: LiveEnvironment): Frame {
  const present = snapshots.get(live);
  if (present !== undefined) return present;
  const head = Buffer.from(`id: ${live.revision}\nevent: snapshot\ndata: `);
  const made = frameOf(Buffer.concat([head, encodeSnapshot(live).text, Buffer.from("\n\n")]));
  snapshots.set(live, made);
  return made;
}

export function changeFrame(change: Change): Frame {
  return frameOf(`id: ${change.to}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`);
}

export function changeBetween(from: LiveEnvironment, to: LiveEnvironment): Frame {
  return changeFrame(makeChange(from.snapshot, to.snapshot));
}

/** OFREP's event. Its id is the tag, so that a client that comes back says what it heard last. */
export function noticeFrame(tag: ConfigTag): Frame {
  const etag = configTag(tag);
  return frameOf(`id: ${etag}\ndata: ${JSON.stringify({ type: "refetchEvaluation", etag })}\n\n`);
}
