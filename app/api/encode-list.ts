import type { HeldList } from "#app/platform/context.ts";
import { encodeText, type EncodedSnapshot } from "./encode-snapshot.ts";

const encoded = new WeakMap<HeldList, Promise<EncodedSnapshot>>();

/** The bytes of a list with its compressed forms, made once for each revision and shared by all who ask. */
export function encodeList(held: HeldList): Promise<EncodedSnapshot> {
  const present = encoded.get(held);
  if (present !== undefined) return present;
  const { revision, count, digest, keys } = held;
  const text = Buffer.from(JSON.stringify({ revision, count, digest, keys: [...keys] }));
  const { made, compressing } = encodeText(
    text,
    `"${revision}-${digest.replace("sha256:", "").slice(0, 16)}"`,
  );
  // Whoever fetches a list waits for it anyway, and compressed it is there sooner.
  const ready = compressing.then(() => made);
  encoded.set(held, ready);
  return ready;
}
