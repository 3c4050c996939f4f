import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import { ApiProblem, createApi, dataOf, type Api, type components } from "./index.ts";

let server: Server;
let api: Api;
let seen: {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
};
let reply: { status: number; type: string; body: string; headers?: Record<string, string> };

beforeEach(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      seen = { method: request.method, url: request.url, headers: request.headers, body };
      response.writeHead(reply.status, { "content-type": reply.type, ...reply.headers });
      response.end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  api = createApi({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/guidon`,
    key: "gdn_mgt_test",
  });
});
afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

function problem(status: number, fields: Record<string, unknown>): void {
  reply = {
    status,
    type: "application/problem+json",
    body: JSON.stringify({ type: "about:blank", status, requestId: "req_1", ...fields }),
  };
}

test("asks below the base path with the key, and types the answer", async () => {
  reply = { status: 200, type: "application/json", body: JSON.stringify({ key: "new-checkout" }) };
  const call = api.GET("/api/v1/projects/{project}/flags/{flag}", {
    params: { path: { project: "storefront", flag: "new-checkout" } },
  });
  const flag = await dataOf(call);
  expectTypeOf(flag.key).toEqualTypeOf<components["schemas"]["Key"]>();
  expect(flag.key).toBe("new-checkout");
  expect(seen).toMatchObject({
    method: "GET",
    url: "/guidon/api/v1/projects/storefront/flags/new-checkout",
    headers: { authorization: "Bearer gdn_mgt_test" },
  });
});

describe("a refusal", () => {
  const read = () =>
    api.GET("/api/v1/projects/{project}/flags/{flag}", {
      params: { path: { project: "storefront", flag: "x" } },
    });

  test("is a value for those who look at it", async () => {
    problem(404, { code: "not_found", title: "There is no such thing here" });
    const { data, error, response } = await read();
    expect(data).toBeUndefined();
    expect(error?.code).toBe("not_found");
    expect(response.status).toBe(404);
  });

  test("is thrown by dataOf, with every field that was wrong", async () => {
    problem(422, {
      code: "invalid_input",
      title: "Some fields are not valid",
      errors: [{ pointer: "/name", message: "must not be empty" }],
    });
    const thrown: unknown = await dataOf(read()).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ApiProblem);
    expect(thrown).toMatchObject({
      code: "invalid_input",
      status: 422,
      requestId: "req_1",
      errors: [{ pointer: "/name" }],
      message: "Some fields are not valid – /name: must not be empty",
    });
  });

  test("by something in front of Guidon has a code as well", async () => {
    reply = {
      status: 502,
      type: "text/html",
      body: "<h1>Bad Gateway</h1>",
      headers: { "x-request-id": "req_9" },
    };
    const thrown: unknown = await dataOf(read()).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: "unexpected_response", status: 502, requestId: "req_9" });
  });
});

test("does not carry the key along a redirect", async () => {
  reply = { status: 308, type: "text/plain", body: "", headers: { location: "http://127.0.0.1:9/" } };
  await expect(api.GET("/api/v1/me")).rejects.toThrow("fetch failed");
});
