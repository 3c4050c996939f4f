import type { IncomingMessage } from "node:http";
import type { AddressReader } from "#app/platform/client-address.server.ts";
import type { Actor } from "#app/platform/context.ts";
import { isOwnOrigin } from "#app/platform/own-origin.ts";
import { Problem } from "#app/platform/problem.ts";
import type { RateLimits } from "#app/platform/rate-limits.server.ts";
import type { KeyRing } from "#app/features/api-keys/key-ring.server.ts";
import type { Credential, Operation } from "#openapi/operation.ts";
import { tokenPrefix } from "#app/features/tokens/actor-of-token.server.ts";
import { readTicket } from "./stream-ticket.server.ts";

interface Doors {
  readonly keyRing: KeyRing;
  readonly publicUrl: string;
  readonly actorOfCookie: (cookie: string) => Promise<Actor>;
  readonly actorOfToken: (token: string) => Promise<Extract<Actor, { kind: "token" }> | undefined>;
  readonly limits: RateLimits;
  readonly addressOf: AddressReader;
}

/**
 * Who calls. Keys are looked up in memory; only a browser's session asks the database. What a session changes must
 * come from our own pages, since browsers send cookies along with anybody's form.
 */
export function authenticate(
  doors: Doors,
  operation: Operation,
  request: IncomingMessage,
  now: number,
): Actor | Promise<Actor> {
  const key = presentedKey(request);
  if (key?.startsWith(tokenPrefix) === true) return ownerOfToken(doors, operation, request, key);
  if (key !== undefined) {
    const actor = doors.keyRing.find(key, now);
    if (actor === undefined) throw unknownKey(doors, request);
    doors.limits.admit(actor, addressOf(doors, request));
    requireCredential(operation, actor.keyKind);
    return actor;
  }
  if (operation.takesTicket === true) {
    const ticket = new URL(request.url ?? "", "http://guidon").searchParams.get("ticket");
    const actor = ticket === null ? undefined : readTicket(doors.keyRing, ticket, now);
    if (actor !== undefined) {
      doors.limits.admit(actor, addressOf(doors, request));
      return actor;
    }
    if (ticket !== null) {
      doors.limits.countWrongKey(addressOf(doors, request));
      throw new Problem("invalid_key", { detail: "The ticket is wrong or has expired." });
    }
  }
  const { cookie } = request.headers;
  if (cookie === undefined || !operation.credentials.includes("session")) throw noCredentials();
  if (operation.method !== "get") requireOwnOrigin(request, doors.publicUrl);
  return doors.actorOfCookie(cookie).then((actor) => {
    if (actor.kind === "anonymous") throw noCredentials();
    return actor;
  });
}

async function ownerOfToken(
  doors: Doors,
  operation: Operation,
  request: IncomingMessage,
  token: string,
): Promise<Actor> {
  const actor = await doors.actorOfToken(token);
  if (actor === undefined) throw unknownKey(doors, request);
  doors.limits.admit(actor, addressOf(doors, request));
  requireCredential(operation, "token");
  return actor;
}

/** Behind trusted proxies the one that they name. */
export function addressOf({ addressOf: read }: Pick<Doors, "addressOf">, request: IncomingMessage): string {
  const forwarded = request.headers["x-forwarded-for"];
  return read(request.socket.remoteAddress, typeof forwarded === "string" ? forwarded : undefined);
}

export function presentedKey(request: IncomingMessage): string | undefined {
  const header = request.headers["x-api-key"];
  if (typeof header === "string") return header;
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
}

function requireCredential(operation: Operation, credential: Credential): void {
  if (operation.credentials.includes(credential)) return;
  const wanted = operation.credentials.filter((each) => each !== "session");
  throw new Problem("not_permitted", {
    detail:
      wanted.length === 0
        ? "This takes a signed-in person, not a key."
        : `This takes a ${wanted.join(" or ")} key; yours is a ${credential} key.`,
  });
}

function requireOwnOrigin(request: IncomingMessage, publicUrl: string): void {
  const { origin, host } = request.headers;
  if (origin !== undefined && isOwnOrigin(origin, publicUrl, host)) return;
  throw new Problem("foreign_origin", {
    detail: "With a session, changes are taken from this site's own pages only.",
  });
}

/** A key that cannot be looked up yet is not called wrong: whoever is told so stops using it. */
function unknownKey(doors: Doors, request: IncomingMessage): Problem {
  if (doors.keyRing.loaded()) {
    doors.limits.countWrongKey(addressOf(doors, request));
    return new Problem("invalid_key", { headers: { "www-authenticate": "Bearer" } });
  }
  return new Problem("unavailable", {
    detail: "Keys cannot be checked yet.",
    headers: { "retry-after": "2" },
  });
}

function noCredentials(): Problem {
  return new Problem("sign_in_required", {
    detail: "Send a key as `Authorization: Bearer …`.",
    headers: { "www-authenticate": "Bearer" },
  });
}
