import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient, type GuidonClient, type Snapshot } from "@guidon/server";
import { makeSnapshot } from "@guidon/engine/documents";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMailer, type Letter } from "./mail.ts";
import { createShop } from "./shop.ts";

let server: Server;
let client: GuidonClient;
let sent: Letter[];

function snapshot(checkout: string, email: boolean): Snapshot {
  const flag = (key: string, type: "string" | "boolean", values: (string | boolean)[], serves: unknown) => ({
    ...{ key, revision: 1, engine: 1, type, on: true, offVariant: null, client: false, metadata: {} },
    ...{ prerequisites: [], targets: [], rules: [], fallthrough: { variant: String(serves) } },
    variants: values.map((value) => ({ key: String(value), value })),
  });
  return makeSnapshot({
    ...{ environment: "storefront/production", revision: 1, publishedAt: "2026-11-20T10:00:00Z" },
    ...{ segments: [], archived: [] },
    flags: [
      flag("new-checkout", "string", ["control", "one-page", "express", "by-owl"], checkout),
      flag("outbound-email", "boolean", [true, false], email),
    ],
  });
}

async function open(bootstrap?: Snapshot): Promise<void> {
  await client.close();
  // Nobody answers there: the shop lives on its bootstrap, or on its defaults.
  client = createClient({ url: "http://127.0.0.1:9", key: "gdn_srv_shop", logger: false, bootstrap });
  const mailer = createMailer(client, (letter) => sent.push(letter));
  server.removeAllListeners("request");
  server.on("request", createShop({ flags: client, mailer, random: () => 0.5 }));
}

async function visit(path: string, method = "GET"): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
    method,
  });
  return response.text();
}

beforeEach(async () => {
  sent = [];
  client = createClient({ url: "http://127.0.0.1:9", key: "gdn_srv_shop", logger: false });
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await client.close();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

test("shows each checkout", async () => {
  await open(snapshot("control", true));
  expect(await visit("/checkout?as=user-42")).toContain("<b>Address</b>");
  await open(snapshot("one-page", true));
  expect(await visit("/checkout?as=user-42")).toContain("Place the order");
  await open(snapshot("express", true));
  expect(await visit("/?as=user-42")).toContain("Buy all three now");
});

test("sells as before when it knows no flags, or a variant that it has not learnt yet", async () => {
  await open();
  expect(await visit("/checkout")).toContain("<b>Address</b>");
  await open(snapshot("by-owl", true));
  expect(await visit("/checkout")).toContain("<b>Address</b>");
});

test("mails a confirmation, and holds it while the kill switch is pulled", async () => {
  await open(snapshot("control", true));
  expect(await visit("/orders?as=user-42", "POST")).toContain("on its way");
  expect(sent).toEqual([{ to: "mira@example.com", subject: "Your order SF-1001" }]);
  await open(snapshot("control", false));
  expect(await visit("/orders?as=user-42", "POST")).toContain("a little later");
  expect(await visit("/held-mail")).toContain("mira@example.com");
  expect(sent).toHaveLength(1);
});
