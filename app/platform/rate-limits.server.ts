import type { Redis } from "ioredis";
import { networkOf } from "./client-address.server.ts";
import type { Actor, Attempts } from "./context.ts";
import { createRateLimiter, type RateLimiter } from "./rate-limiter.server.ts";

/** How much is taken from whom. */
export interface RateLimits {
  /** Counts a request made with a key or token; throws once there are too many. */
  admit(actor: Extract<Actor, { kind: "key" | "token" }>, address: string): void;
  /** Headers for the answer: what a management key or token has left. Evaluations go without, for what headers cost. */
  standing(actor: Actor): readonly string[];
  /** Counts a key that is none; throws for whoever tries one after the other. Those who have a key are not touched. */
  countWrongKey(address: string): void;
  /** Wrong passwords by address: `check` before, `admit` after one. */
  readonly signIn: RateLimiter;
  readonly attempts: Attempts;
}

/** Requests in ten seconds; 0 for no limit. */
export interface RateLimitSettings {
  readonly server: number;
  readonly client: number;
  readonly management: number;
}

const tenSeconds = 10_000;
const tenMinutes = 600_000;

export function createRateLimits(settings: RateLimitSettings, redis: Redis | undefined): RateLimits {
  const limiter = (name: string, limit: number, windowMs = tenSeconds) =>
    createRateLimiter({ name, limit, windowMs, redis });
  const perKey = {
    server: limiter("server", settings.server),
    client: limiter("client", settings.client),
    management: limiter("management", settings.management),
  };
  const wrongKeys = limiter("wrong-keys", 100, 60_000);
  const signIn = limiter("sign-in", 20, tenMinutes);
  // A code has six digits: ten tries in ten minutes find one in years.
  const attempts = {
    password: limiter("password", 10, tenMinutes),
    code: limiter("code", 10, tenMinutes),
    "mail-to": limiter("mail-to", 5, tenMinutes),
    "mail-from": limiter("mail-from", 30, tenMinutes),
    "sso-from": limiter("sso-from", 300, tenMinutes),
  };
  return {
    admit(actor, address) {
      if (actor.kind === "token") {
        perKey.management.admit(actor.id);
        return;
      }
      const { id, keyKind } = actor;
      // A client key is public: by one address alone it must not be used up for all.
      perKey[keyKind].admit(keyKind === "client" ? `${id} ${networkOf(address)}` : id);
    },
    standing: (actor) =>
      actor.kind === "token" || (actor.kind === "key" && actor.keyKind === "management")
        ? perKey.management.standing(actor.id)
        : [],
    countWrongKey: (address) => wrongKeys.admit(networkOf(address)),
    signIn: {
      admit: (address) => signIn.admit(networkOf(address)),
      check: (address) => signIn.check(networkOf(address)),
    },
    attempts: { admit: (kind, who) => attempts[kind].admit(who) },
  };
}
