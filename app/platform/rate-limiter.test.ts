import { expect, test } from "vitest";
import { Problem } from "./problem.ts";
import { createRateLimiter } from "./rate-limiter.server.ts";

const limiterOf = (limit: number) =>
  createRateLimiter({ name: "test", limit, windowMs: 10_000, redis: undefined });

/** How many of `times` were taken, one after the other as requests come, and the last refusal. */
async function press(limiter: ReturnType<typeof limiterOf>, who: string, times: number) {
  let taken = 0;
  let refusal: Problem | undefined;
  for (let time = 0; time < times; time++) {
    try {
      limiter.admit(who);
      taken++;
    } catch (error) {
      refusal = error as Problem;
    }
    await Promise.resolve().then(() => undefined);
  }
  return { taken, refusal };
}

test.for([1, 10, 100, 5000])("takes %i and no more, and says when to come back", async (limit) => {
  const { taken, refusal } = await press(limiterOf(limit), "somebody", limit + 200);
  expect(taken).toBe(limit);
  expect(refusal?.code).toBe("too_many_requests");
  expect(Number(refusal?.headers["retry-after"])).toBeGreaterThanOrEqual(1);
  expect(refusal?.headers).toMatchObject({
    "ratelimit-policy": `"test";q=${limit};w=10`,
    ratelimit: expect.stringMatching(/^"test";r=0;t=\d+$/) as string,
  });
});

test("one who is refused stops nobody else", async () => {
  const limiter = limiterOf(10);
  await press(limiter, "stranger", 100);
  expect(() => limiter.check("stranger")).toThrow(Problem);
  expect((await press(limiter, "others", 10)).taken).toBe(10);
});

test("tells what is left to one, and nothing where there is no limit", async () => {
  const limiter = limiterOf(100);
  await press(limiter, "somebody", 30);
  expect(limiter.standing("somebody")).toEqual([
    "ratelimit-policy",
    '"test";q=100;w=10',
    "ratelimit",
    expect.stringMatching(/^"test";r=70;t=\d+$/),
  ]);
  expect(limiter.standing("others")[3]).toContain("r=100;");
  expect(limiterOf(0).standing("somebody")).toEqual([]);
});

test("no limit takes everything", async () => {
  expect((await press(limiterOf(0), "somebody", 1000)).taken).toBe(1000);
});
