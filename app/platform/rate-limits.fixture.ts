import type { RateLimits } from "./rate-limits.server.ts";

export const noLimits: RateLimits = {
  admit() {},
  standing: () => [],
  countWrongKey() {},
  signIn: { admit() {}, check() {} },
};
