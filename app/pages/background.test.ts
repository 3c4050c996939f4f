import { afterEach, expect, test, vi } from "vitest";
import { ceaseBackground, resumeBackground } from "./background.ts";
import { fetchJson } from "./fetch-json.ts";

afterEach(() => {
  resumeBackground();
  vi.unstubAllGlobals();
});

test("breaks off what is under way, asks for nothing while it has ceased, and goes on when it may", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (address: string, { signal }: { signal: AbortSignal }) => {
    signal.throwIfAborted();
    asked.push(address);
    if (address === "/quick") return Promise.resolve(Response.json({ total: 3 }));
    return new Promise((_, refuse) => {
      signal.addEventListener("abort", () => refuse(new DOMException("broken off", "AbortError")));
    });
  });
  const slow = fetchJson("/slow");
  ceaseBackground();
  expect(await slow).toBeUndefined();
  expect(await fetchJson("/quick")).toBeUndefined();
  resumeBackground();
  expect(await fetchJson("/quick")).toEqual({ total: 3 });
  expect(asked).toEqual(["/slow", "/quick"]);
});
