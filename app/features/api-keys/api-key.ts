import { mayGrant } from "#app/features/access/can.ts";
import type { Actor } from "#app/platform/context.ts";
import type { Permission } from "#app/platform/permission.ts";

export const keyKinds = ["server", "client", "management"] as const;
export type KeyKind = (typeof keyKinds)[number];

const prefixes = { server: "gdn_srv_", client: "gdn_cli_", management: "gdn_mgt_" } as const;

/** The prefix names the kind, for people and for secret scanners. */
export function composeKey(kind: KeyKind, secret: string): string {
  return prefixes[kind] + secret;
}

/** What lists show of a key: enough to tell it apart, too little to use it. */
export function visiblePart(key: string): string {
  return key.slice(0, 12);
}

export type KeyState = "usable" | "expired" | "revoked";

export function keyState(key: { expiresAt: Date | null; revokedAt: Date | null }, now: Date): KeyState {
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && key.expiresAt <= now ? "expired" : "usable";
}

/** Nobody mints a key that may do more than they may. */
export function mayMint(
  actor: Actor,
  key: { kind: KeyKind; permissions: readonly Permission[] },
  place: { projectId: string; environmentId?: string },
): boolean {
  return key.kind !== "management" || mayGrant(actor, key.permissions, place);
}
