import type { IncomingMessage } from "node:http";
import type { Actor } from "#app/platform/context.ts";
import { isOwnOrigin } from "#app/platform/own-origin.ts";
import { Problem } from "#app/platform/problem.ts";
import type { KeyRing } from "#app/features/api-keys/key-ring.server.ts";
import type { Credential, Operation } from "#openapi/operation.ts";
import { readTicket } from "./stream-ticket.server.ts";

interface Doors {
  readonly keyRing: KeyRing;
  readonly publicUrl: string;
  readonly actorOfCookie: (cookie: string) => Promise<Actor>;
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
  if (key !== undefined) {
    const actor = doors.keyRing.find(key, now);
    if (actor === undefined) throw new Problem("invalid_key", { headers: { "www-authenticate": "Bearer" } });
    requireCredential(operation, actor.keyKind);
    return actor;
  }
  if (operation.takesTicket === true) {
    const ticket = new URL(request.url ?? "", "http://guidon").searchParams.get("ticket");
    const actor = ticket === null ? undefined : readTicket(doors.keyRing, ticket, now);
    if (actor !== undefined) return actor;
    if (ticket !== null) throw new Problem("invalid_key", { detail: "The ticket is wrong or has expired." });
  }
  const { cookie } = request.headers;
  if (cookie === undefined || !operation.credentials.includes("session")) throw noCredentials();
  if (operation.method !== "get") requireOwnOrigin(request, doors.publicUrl);
  return doors.actorOfCookie(cookie).then((actor) => {
    if (actor.kind === "anonymous") throw noCredentials();
    return actor;
  });
}

function presentedKey(request: IncomingMessage): string | undefined {
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

function noCredentials(): Problem {
  return new Problem("sign_in_required", {
    detail: "Send a key as `Authorization: Bearer …`.",
    headers: { "www-authenticate": "Bearer" },
  });
}
