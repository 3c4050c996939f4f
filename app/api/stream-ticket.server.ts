import { createHmac, timingSafeEqual } from "node:crypto";
import type { KeyRing } from "#app/features/api-keys/key-ring.server.ts";
import type { Actor } from "#app/platform/context.ts";

type KeyActor = Extract<Actor, { kind: "key" }>;

/**
 * Tickets stand in the address of a stream, since a browser's EventSource sends no headers. A ticket opens notices as
 * the key it was made for and does nothing else, lives for less than an hour, and dies with the key. It is signed with
 * the key's digest, which every process has in memory.
 */

/** Tickets made within one such stretch are the same, so that clients do not open their stream anew for each answer. */
const stretchMs = 30 * 60_000;

/** The ring makes its actors anew whenever it reads the keys, so nothing here outlives a key for long. */
const made = new WeakMap<KeyActor, { readonly end: number; readonly ticket: string }>();

/** The acting key's ticket; undefined where the key is gone meanwhile. */
export function ticketOf(ring: KeyRing, actor: KeyActor, now: number): string | undefined {
  const end = Math.floor(now / stretchMs) + 2;
  const known = made.get(actor);
  if (known?.end === end) return known.ticket;
  const digest = ring.byId(actor.id, now)?.digest;
  if (digest === undefined) return undefined;
  const subject = `${actor.id}.${end.toString(36)}`;
  const ticket = `${subject}.${sign(digest, subject)}`;
  made.set(actor, { end, ticket });
  return ticket;
}

/** Whose ticket it is; undefined where it is wrong, too old, or of a key that is gone. */
export function readTicket(ring: KeyRing, ticket: string, now: number): KeyActor | undefined {
  const [, subject, keyId, end, mac] = /^(([\w-]{1,64})\.([0-9a-z]{1,10}))\.([\w-]{43})$/.exec(ticket) ?? [];
  if (subject === undefined || keyId === undefined || end === undefined || mac === undefined)
    return undefined;
  if (Number.parseInt(end, 36) * stretchMs <= now) return undefined;
  const key = ring.byId(keyId, now);
  if (key === undefined) return undefined;
  const isOurs = timingSafeEqual(Buffer.from(mac), Buffer.from(sign(key.digest, subject)));
  return isOurs ? key.actor : undefined;
}

function sign(digest: string, subject: string): string {
  return createHmac("sha256", digest).update(`ofrep-stream\0${subject}`).digest("base64url");
}
