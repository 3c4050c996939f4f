import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { Problem } from "./problem.ts";

export interface RateLimiter {
  /** Counts one request of `who`, or throws that there were too many. Never waits. */
  admit(who: string): void;
  /** Throws as `admit` does, and counts nothing. */
  check(who: string): void;
}

export interface TellingRateLimiter extends RateLimiter {
  /** Headers, names and values in turn: the limit, and what is left of it as far as this process knows. */
  standing(who: string): readonly string[];
}

export interface RateLimiterInput {
  readonly name: string;
  /** Requests of one within a window; 0 for no limit. */
  readonly limit: number;
  readonly windowMs: number;
  /** Where processes count together. */
  readonly redis: Redis | undefined;
  readonly now?: () => number;
}

interface Lease {
  /** Requests that were taken from the limit and not used yet. */
  left: number;
  /** Requests that went through since the window began. */
  granted: number;
  endsAt: number;
  refusedUntil: number;
}

/** A limit is used up in this many parts. */
const lumps = 50;

/**
 * Counting is the library's, and takes a promise, or with Redis a journey. So that no request waits for it, each takes
 * from a part of the limit that was asked for before; the request that finds it used up asks for the next part and goes
 * through itself. One process never exceeds a limit; several that count together exceed it by what comes while Redis answers.
 */
export function createRateLimiter({
  name,
  limit,
  windowMs,
  redis,
  now = Date.now,
}: RateLimiterInput): TellingRateLimiter {
  const policy = `"${name}";q=${limit};w=${windowMs / 1000}`;
  const lump = Math.max(1, Math.floor(limit / lumps));
  const options = { keyPrefix: `guidon:limit:${name}`, points: limit, duration: windowMs / 1000 };
  const memory = new RateLimiterMemory(options);
  const counter =
    redis === undefined
      ? memory
      : new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory });
  const leases = new Map<string, Lease>();
  const sweep = setInterval(() => {
    const at = now();
    for (const [who, { endsAt }] of leases) if (endsAt <= at) leases.delete(who);
  }, windowMs);
  sweep.unref();

  function leaseOf(who: string, at: number): Lease {
    const present = leases.get(who);
    if (present !== undefined && at < present.endsAt) return present;
    const fresh = { left: 0, granted: 0, endsAt: at + windowMs, refusedUntil: 0 };
    leases.set(who, fresh);
    return fresh;
  }

  function refuse(waitMs: number): never {
    const seconds = Math.max(1, Math.ceil(waitMs / 1000));
    throw new Problem("too_many_requests", {
      detail: `At most ${limit} in ${windowMs / 1000} s are taken here. Come back in ${seconds} s.`,
      headers: {
        "retry-after": String(seconds),
        "ratelimit-policy": policy,
        ratelimit: `"${name}";r=0;t=${seconds}`,
      },
    });
  }

  function refuseIfOver(lease: Lease, at: number): void {
    if (lease.granted >= limit) refuse(lease.endsAt - at);
    if (at < lease.refusedUntil) refuse(lease.refusedUntil - at);
  }

  return {
    check(who) {
      if (limit > 0) refuseIfOver(leaseOf(who, now()), now());
    },
    standing(who) {
      if (limit === 0) return [];
      const at = now();
      const { granted, endsAt } = leaseOf(who, at);
      const left = `"${name}";r=${limit - granted};t=${Math.ceil((endsAt - at) / 1000)}`;
      return ["ratelimit-policy", policy, "ratelimit", left];
    },
    admit(who) {
      if (limit === 0) return;
      const at = now();
      const lease = leaseOf(who, at);
      refuseIfOver(lease, at);
      lease.granted++;
      if (lease.left > 0) {
        lease.left--;
        return;
      }
      lease.left = lump - 1;
      counter.consume(who, lump).catch((refused: unknown) => {
        // Anything else is a failure of the counter, and no reason to refuse anybody.
        if (!(refused instanceof RateLimiterRes)) return;
        lease.left = 0;
        lease.refusedUntil = at + refused.msBeforeNext;
        lease.endsAt = Math.max(lease.endsAt, lease.refusedUntil);
      });
    },
  };
}
