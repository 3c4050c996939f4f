import { expect, test, vi } from "vitest";
import { DatabaseUnavailable } from "./outage.server.ts";
import { createPatience } from "./patience.ts";

test("patience ends when nothing comes, begins anew with every answer, and rests while nothing is asked", async () => {
  vi.useFakeTimers();
  try {
    const patience = createPatience(1000);
    const first = Promise.withResolvers<string>();
    const second = Promise.withResolvers<string>();
    const answers = [patience.waitFor(first.promise), patience.waitFor(second.promise)];
    await vi.advanceTimersByTimeAsync(900);
    first.resolve("one");
    await expect(answers[0]).resolves.toBe("one");
    await vi.advanceTimersByTimeAsync(900);
    second.resolve("two");
    await expect(answers[1]).resolves.toBe("two");
    await vi.advanceTimersByTimeAsync(60_000);

    const never = patience.waitFor(new Promise(() => {})).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await never).toBeInstanceOf(DatabaseUnavailable);
    await expect(patience.exhausted).rejects.toThrow("no answer within 1000 ms");
  } finally {
    vi.useRealTimers();
  }
});
