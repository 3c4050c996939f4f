import { describe, expect, test } from "vitest";
import { problemOfResponse, problemOfThrown, retryAfter } from "./problem.ts";

const now = Date.UTC(2026, 10, 20, 10, 0, 0);

describe("retryAfter", () => {
  test.each([
    [null, undefined],
    ["7", 7_000],
    [" 0 ", 0],
    ["Fri, 20 Nov 2026 10:00:30 GMT", 30_000],
    ["Fri, 20 Nov 2026 09:00:00 GMT", 0],
    ["soon", undefined],
    ["-1", undefined],
  ])("reads %j as %j ms", (header, expected) => {
    expect(retryAfter(header, now)).toBe(expected);
  });
});

describe("problemOfResponse", () => {
  test.each([
    [401, "unauthorized"],
    [403, "unauthorized"],
    [429, "overloaded"],
    [503, "overloaded"],
    [404, "unexpected_response"],
    [500, "unexpected_response"],
  ])("names %d %s", async (status, code) => {
    expect(await problemOfResponse(new Response(null, { status }), now)).toMatchObject({ code, status });
  });

  test("quotes the title of a problem document", async () => {
    const response = Response.json({ title: "This key was revoked" }, { status: 401 });
    expect((await problemOfResponse(response, now)).message).toBe(
      "The service refused this key (401: This key was revoked).",
    );
  });

  test("says where a redirect leads, since it is not followed", async () => {
    const response = new Response(null, { status: 308, headers: { location: "https://flags.example/" } });
    expect((await problemOfResponse(response, now)).message).toContain("https://flags.example/");
  });

  test("survives a body that claims to be JSON and is not", async () => {
    const response = new Response("<html>", { status: 502, headers: { "content-type": "application/json" } });
    expect(await problemOfResponse(response, now)).toMatchObject({
      code: "unexpected_response",
      status: 502,
    });
  });
});

describe("problemOfThrown", () => {
  test("digs the cause out of what fetch throws", () => {
    const thrown = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:1") });
    expect(problemOfThrown(thrown, "The stream").message).toBe(
      "The stream failed: connect ECONNREFUSED 127.0.0.1:1.",
    );
  });

  test("hands on a problem that a request was aborted with", () => {
    const problem = { code: "timeout", message: "Too late." } as const;
    expect(problemOfThrown(problem, "The stream")).toBe(problem);
  });
});
