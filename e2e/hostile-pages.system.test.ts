import { afterAll, beforeAll, expect, test } from "vitest";
import { Browser } from "./browser.fixture.ts";
import { startServer, type RunningServer } from "./server.fixture.ts";

let server: RunningServer;
let olga: Browser;

beforeAll(async () => {
  server = await startServer();
  olga = new Browser(server.url);
  await olga.post(new URL(server.setupLink()).pathname, {
    ...{ name: "Olga", email: "olga@storefront.example", password: "a long enough password" },
  });
  await olga.api("POST", "/api/v1/projects", { key: "storefront", name: "Storefront" });
  await olga.api("POST", "/api/v1/projects/storefront/flags", { key: "banner" });
});

afterAll(() => server.stop());

const project = "/projects/storefront";

test("an address that nobody would write is refused, or narrows nothing; it breaks no page", async () => {
  for (const [address, status] of [
    // Of a name that comes twice the first counts, too.
    [`${project}/search?text=%00&text=banner`, 422],
    [`${project}/audit?from=0000-01-01`, 200],
    [`${project}/audit?to=9999-12-31`, 200],
    [`${project}/audit?cursor=`, 422],
    [`${project}/audit?cursor=1e3`, 422],
    [`${project}/history/staging?cursor=99999999999999999999`, 422],
    [`${project}/flags/%00/targeting/staging`, 404],
    [`/projects/__proto__/flags`, 404],
  ] as const)
    expect([address, (await olga.visit(address)).status]).toEqual([address, status]);
});

test("a body that is not what a page's own script sends is the sender's mistake", async () => {
  const actions = [
    "flags/banner/kill/staging",
    "environments/staging/restore",
    "flags/banner/copy/staging",
    "bulk",
    "layers",
  ];
  const bodies = [
    "",
    "{nope",
    "null",
    "[]",
    '{"comment":"\\u0000"}',
    `${"[".repeat(5000)}${"]".repeat(5000)}`,
  ];
  for (const action of actions)
    for (const body of bodies) {
      const answer = await olga.send(`${project}/${action}.data`, body);
      expect([action, body, [400, 422].includes(answer.status)]).toEqual([action, body, true]);
    }
  const flag = await olga.api("GET", "/api/v1/projects/storefront/environments/staging/history");
  expect(await flag.json()).toMatchObject({ revisions: [{ revision: 1 }] });
});

test("a page comes in fewer bytes to whoever takes them, and as it is to whoever does not", async () => {
  const coded = async (coding: string) => {
    const answer = await fetch(`${server.url}/sign-in`, { headers: { "accept-encoding": coding } });
    expect(await answer.text()).toMatch(/^<!DOCTYPE html>[^]*<\/html>/);
    return [answer.headers.get("content-encoding"), answer.headers.get("vary")];
  };
  expect(await coded("br")).toEqual(["br", "Accept-Encoding"]);
  expect(await coded("gzip")).toEqual(["gzip", "Accept-Encoding"]);
  expect(await coded("identity")).toEqual([null, "Accept-Encoding"]);
});

test("what answers a form comes as it is: its size tells nothing of a secret in it", async () => {
  const answer = await fetch(`${server.url}/sign-in`, {
    ...{ method: "POST", headers: { "accept-encoding": "br", origin: server.url } },
    body: new URLSearchParams({ email: "nobody@storefront.example", password: "x" }),
  });
  expect(await answer.text()).toContain("E-mail or password is wrong");
  expect(answer.headers.get("content-encoding")).toBeNull();
});
