import type { Change } from "@guidon/engine";
import { makeChange } from "@guidon/engine/documents";
import type { LiveEnvironment } from "#app/platform/context.ts";
import { encodeSnapshot } from "./encode-snapshot.ts";
import { configTag, type ConfigTag } from "./ofrep.ts";

/** The frames of both streams, as bytes. */

/** A comment: whoever reads it has what is served. */
export const currentFrame = Buffer.from(": current\n\n");

const snapshots = new WeakMap<LiveEnvironment, Buffer>();

/** The whole, for a reader that is new or too far behind; made once for each revision. */
export function snapshotFrame(live: LiveEnvironment): Buffer {
  const present = snapshots.get(live);
  if (present !== undefined) return present;
  const head = Buffer.from(`id: ${live.revision}\nevent: snapshot\ndata: `);
  const made = Buffer.concat([head, encodeSnapshot(live).text, Buffer.from("\n\n")]);
  snapshots.set(live, made);
  return made;
}

export function changeFrame(change: Change): Buffer {
  return Buffer.from(`id: ${change.to}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`);
}

export function changeBetween(from: LiveEnvironment, to: LiveEnvironment): Buffer {
  return changeFrame(makeChange(from.snapshot, to.snapshot));
}

/** OFREP's event. Its id is the tag, so that a client that comes back says what it heard last. */
export function noticeFrame(tag: ConfigTag): Buffer {
  const etag = configTag(tag);
  return Buffer.from(`id: ${etag}\ndata: ${JSON.stringify({ type: "refetchEvaluation", etag })}\n\n`);
}
