import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refuseUnreadable } from "./refuse-unreadable.server.ts";

const server = createServer((_, response) => response.end("a page"));
server.on("clientError", refuseUnreadable);

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

async function send(raw: string): Promise<{ head: string; body: Record<string, unknown> }> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(raw);
  const [head = "", body = "{}"] = (await text(socket)).split("\r\n\r\n");
  return { head, body: JSON.parse(body) as Record<string, unknown> };
}

test("an address that is too long is refused by a problem document", async () => {
  const { head, body } = await send(
    `GET /api/v1/projects?cursor=${"x".repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  );
  expect(head).toContain(
    "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: application/problem+json",
  );
  expect(body).toMatchObject({ code: "headers_too_large", status: 431, requestId: expect.any(String) });
});

test("what is no HTTP at all is refused by one, too", async () => {
  const { head, body } = await send("hello\r\n\r\n");
  expect(head).toContain("HTTP/1.1 400 Bad Request");
  expect(body).toMatchObject({ code: "malformed_request", type: "/docs/errors#malformed_request" });
});
