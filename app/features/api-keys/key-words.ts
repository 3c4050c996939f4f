import type { KeyKind } from "./api-key.ts";

export const keyKindWords: Readonly<Record<KeyKind, { readonly name: string; readonly hint: string }>> = {
  server: { name: "Server", hint: "Secret. Reads an environment's flags with their rules, and evaluates." },
  client: { name: "Client", hint: "Public. Evaluates flags marked for clients, never shows rules." },
  management: { name: "Management", hint: "Secret. Changes flags through the API, with a role." },
};

export const lifetimes = { "30": "30 days", "90": "90 days", "365": "a year", never: "no end" } as const;
export type Lifetime = keyof typeof lifetimes;

/** When a key made now with that lifetime ends. */
export function endOf(lifetime: Lifetime, now: Date): Date | null {
  return lifetime === "never" ? null : new Date(now.getTime() + Number(lifetime) * 24 * 3600 * 1000);
}

export type KeyState = "active" | "expired" | "revoked";

export function keyState(
  key: { readonly expiresAt: Date | null; readonly revokedAt: Date | null },
  now: number,
): KeyState {
  if (key.revokedAt !== null) return "revoked";
  return key.expiresAt !== null && key.expiresAt.getTime() <= now ? "expired" : "active";
}
