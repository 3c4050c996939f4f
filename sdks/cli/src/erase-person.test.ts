import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "./run.ts";

let server: Server;
let url: string;
const sent: { path: string | undefined; authorization: string | undefined; body: unknown }[] = [];
let answer: { status: number; body: unknown };

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      sent.push({ path: request.url, authorization: request.headers.authorization, body });
      response
        .writeHead(answer.status, { "content-type": "application/json" })
        .end(JSON.stringify(answer.body));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function erase(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const code = await run(["person", "erase", ...args], {
    write: (text) => void (out += text),
    complain: (text) => void (err += text),
    input: Readable.from([]),
    env: { GUIDON_URL: url, GUIDON_TOKEN: "gdn_pat_x" },
  });
  return { code, out, err };
}

test("asks the server by the token, and tells what was erased", async () => {
  answer = { status: 200, body: { pseudonym: "erased-1", erased: [{ what: "accounts", count: 1 }] } };
  const { code, out } = await erase("--email", "ann@shop.example", "--key", "user-42", "--dry-run");
  expect(code).toBe(0);
  expect(out).toBe("     1 accounts\nNothing was changed: this was a dry run.\n");
  expect(sent.at(-1)).toEqual({
    path: "/api/v1/erasures?dryRun=true",
    authorization: "Bearer gdn_pat_x",
    body: { email: "ann@shop.example", keys: ["user-42"], confirm: "ann@shop.example" },
  });
  expect((await erase("--key", "user-42")).out).toContain("erased-1 stands in the place");
});

test("says why it was refused", async () => {
  answer = { status: 403, body: { detail: "This needs the permission person.erase." } };
  expect(await erase("--key", "user-42")).toEqual({
    code: 2,
    out: "",
    err: "Refused with 403: This needs the permission person.erase.\n",
  });
  expect(await erase()).toMatchObject({ code: 2, err: expect.stringContaining("--email") });
});
