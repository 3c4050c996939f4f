import type { Change, ListStep, Snapshot } from "@guidon/engine";
import { makeChange } from "@guidon/engine/documents";
import { apartLists, listKey } from "#app/features/publishing/lists.ts";
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

export function changeBetween(from: Snapshot, to: LiveEnvironment): Frame {
  const change = makeChange(from, to.snapshot);
  const lists = shortSteps(change, from, to);
  return changeFrame(lists.length === 0 ? change : { ...change, lists });
}

/** Characters of keys that are sent to everybody; for more each asks by itself, and gets them compressed. */
const longestStep = 4096;

/** The ways to the changed lists that are short and known here, for readers who hold what was served before. */
function shortSteps(change: Change, from: Snapshot, to: LiveEnvironment): ListStep[] {
  return change.upsert.flatMap((upsert) => {
    if (upsert.kind !== "segment") return [];
    const { key: segment } = upsert.document;
    const before = from.segments.find(({ key }) => key === segment);
    return apartLists(upsert.document).flatMap(({ list, reference }): ListStep[] => {
      const known = before?.lists[list];
      const held = to.lists.get(listKey({ segment, list }));
      if (known === undefined || "keys" in known || held?.since?.revision !== known.revision) return [];
      if (held.revision !== reference.revision) return [];
      const { added, removed, revision: since } = held.since;
      const length = [...added, ...removed].reduce((sum, key) => sum + key.length, 0);
      return length > longestStep ? [] : [{ segment, list, since, added, removed }];
    });
  });
}

/** OFREP's event. Its id is the tag, so that a client that comes back says what it heard last. */
export function noticeFrame(tag: ConfigTag): Frame {
  const etag = configTag(tag);
  return frameOf(`id: ${etag}\ndata: ${JSON.stringify({ type: "refetchEvaluation", etag })}\n\n`);
}
