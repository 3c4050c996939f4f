import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Operation } from "#openapi/operation.ts";
import { contract } from "#openapi/v1/contract.ts";
import { Browser } from "./browser.fixture.ts";
import { client, startProvider, type TestProvider } from "./identity-provider.fixture.ts";
import { externalDatabase, missingPostgres, type ExternalDatabase } from "./postgres.fixture.ts";
import { startServer, type RunningServer } from "./server.fixture.ts";
import { startMailServer, type MailServer } from "./smtp.fixture.ts";

const missing = missingPostgres();
const owner = { name: "Olga", email: "olga@storefront.example", password: "a long enough password" };

describe.skipIf(missing !== undefined)(`coming in${missing === undefined ? "" : ` (${missing})`}`, () => {
  let database: ExternalDatabase;
  let mail: MailServer;
  let provider: TestProvider;
  let server: RunningServer;
  let olga: Browser;
  /** Every secret that was made on the way, by what it is. */
  const secrets: Record<string, string> = {};
  const secretKey = randomBytes(32).toString("base64");
  let totp = "";

  beforeAll(async () => {
    [database, mail] = await Promise.all([externalDatabase(), startMailServer()]);
    server = await startServer({
      env: { DATABASE_URL: database.url, SMTP_URL: mail.url, SECRET_KEYS: secretKey },
    });
    provider = await startProvider(`${server.url}/sso/callback`);
    olga = new Browser(server.url);
    secrets["set-up token"] = server.setupLink().split("/").at(-1) ?? "";
    const joined = await olga.post(new URL(server.setupLink()).pathname, owner);
    expect(joined.headers.get("location")).toBe("/");
    secrets["session of the set-up"] = olga.cookies.get("guidon") ?? "";
    await olga.api("POST", "/api/v1/projects", { key: "storefront", name: "Storefront" });
  });

  afterAll(async () => {
    await server.stop();
    await Promise.all([provider.stop(), mail.stop(), database.stop()]);
  });

  const codeNow = (steps = 0) =>
    generateSync({ secret: totp, epoch: Math.floor(Date.now() / 1000) + 30 * steps });
  const tokenIn = (text: string) => /\/(?:join|reset)\/(\w+)/.exec(text)?.[1] ?? "";
  const signedInAs = async (browser: Browser): Promise<unknown> => {
    const answer = await browser.api("GET", "/api/v1/me");
    return answer.status === 200 ? ((await answer.json()) as { name: string }).name : answer.status;
  };

  test("an invitation comes by mail and brings its person in", async () => {
    await olga.api("POST", "/api/v1/projects/storefront/invitations", {
      email: "vera@storefront.example",
      role: "viewer",
    });
    const invitation = await mail.next("vera@storefront.example");
    expect(invitation).toMatchObject({ from: "guidon@localhost", subject: expect.stringContaining("Olga") });
    const token = (secrets["invitation token"] = tokenIn(invitation.text));
    const vera = new Browser(server.url);
    expect((await vera.visit(`/join/${token}`)).status).toBe(200);
    await vera.post(`/join/${token}`, {
      ...{ name: "Vera", email: "vera@storefront.example", password: "vera's long password" },
    });
    expect(await signedInAs(vera)).toBe("Vera");
    secrets["session of an invitation"] = vera.cookies.get("guidon") ?? "";
  });

  test("a new password comes by mail, and its link is used up", async () => {
    const before = new Browser(server.url);
    await before.post("/sign-in", { email: "vera@storefront.example", password: "vera's long password" });
    expect(await signedInAs(before)).toBe("Vera");
    const vera = new Browser(server.url);
    for (const email of ["vera@storefront.example", "nobody@storefront.example"]) {
      const answer = await vera.post("/forgot", { email });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain("Look into your mail");
    }
    const token = tokenIn((await mail.next("vera@storefront.example")).text);
    const answer = await vera.post(`/reset/${token}`, { password: "another long password" });
    expect(answer.headers.get("location")).toBe("/sign-in?new-password");
    expect(await signedInAs(before)).toBe(401);
    for (const again of [
      await vera.visit(`/reset/${token}`),
      await vera.post(`/reset/${token}`, { password: "a third long password" }),
    ]) {
      expect(again.status).toBe(410);
    }
    await vera.post("/sign-in", { email: "vera@storefront.example", password: "another long password" });
    expect(await signedInAs(vera)).toBe("Vera");
    // One that stays open, for the dump.
    await vera.post("/forgot", { email: "vera@storefront.example" });
    expect((await mail.next("vera@storefront.example")).subject).toContain("was changed");
    secrets["reset token"] = tokenIn((await mail.next("vera@storefront.example")).text);
  });

  test("session fixation: neither a made-up cookie nor a planted session survives signing in", async () => {
    const attacker = new Browser(server.url);
    await attacker.post("/sign-in", { email: "vera@storefront.example", password: "another long password" });
    const planted = attacker.cookies.get("guidon") ?? "";
    for (const cookie of [planted, "abcdefghijklmnopqrstuvwxyz234567abcdefgh"]) {
      const victim = new Browser(server.url);
      victim.cookies.set("guidon", cookie);
      await victim.post("/sign-in", owner);
      expect(await signedInAs(victim)).toBe("Olga");
      expect(victim.cookies.get("guidon")).not.toBe(cookie);
      const thief = new Browser(server.url);
      thief.cookies.set("guidon", cookie);
      expect(await signedInAs(thief)).toBe(401);
    }
  });

  describe("cross-site posts are refused:", () => {
    const foreign = "https://evil.example";
    const changing = Object.values<Operation>(contract).filter(
      ({ method, credentials }) => method !== "get" && credentials.includes("session"),
    );
    const uuid = "018f0000-0000-7000-8000-000000000000";

    test.for(changing.map((operation) => [operation.id, operation] as const))("%s", async ([, operation]) => {
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        name === "project" ? "storefront" : uuid,
      );
      for (const origin of [foreign, "null", null]) {
        const answer = await olga.api(operation.method.toUpperCase(), path, {}, origin);
        expect(answer.status).toBe(403);
        expect(await answer.json()).toMatchObject({ code: "foreign_origin" });
      }
    });

    test.for([
      ["/sign-in", { email: owner.email, password: owner.password }],
      ["/sign-in/code", { code: "123456" }],
      ["/sign-out", {}],
      ["/forgot", { email: owner.email }],
      ["/account/profile", { do: "rename", name: "Eve" }],
      ["/account/sessions", { do: "end-others" }],
      ["/account/two-factor", { do: "remove" }],
      ["/second-factor", { code: "123456" }],
      ["/sso", { do: "remove" }],
    ] as const)("%s", async ([path, fields]) => {
      const answer = await olga.post(path, fields, foreign);
      expect(answer.status).toBe(403);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(await signedInAs(olga)).toBe("Olga");
    });
  });

  const connection = () => ({
    ...{ name: "Storefront", issuer: provider.issuer, clientId: client.id, clientSecret: client.secret },
    ...{ scopes: ["email", "profile", "groups"], groupsClaim: "groups", domains: ["storefront.example"] },
    ...{ createsAccounts: true, roleMapping: [{ group: null, project: "storefront", role: "viewer" }] },
  });

  test("single sign-on is not changed without a fresh second factor", async () => {
    const refused = await olga.api("PUT", "/api/v1/sso", connection());
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "second_factor_required" });
    const begun = await olga.api("POST", "/api/v1/me/two-factor");
    totp = secrets["TOTP secret"] = ((await begun.json()) as { secret: string }).secret;
    const before = olga.cookies.get("guidon");
    const confirmed = await olga.api("POST", "/api/v1/me/two-factor/confirm", {
      ...{ code: codeNow(), password: owner.password },
    });
    const { recoveryCodes } = (await confirmed.json()) as { recoveryCodes: string[] };
    for (const [index, code] of recoveryCodes.entries()) secrets[`recovery code ${index + 1}`] = code;
    expect(olga.cookies.get("guidon")).not.toBe(before);
    expect((await olga.api("PUT", "/api/v1/sso", connection())).status).toBe(204);
    secrets["OIDC client secret"] = client.secret;

    // Signed in anew by a code of the app's, a recovery code for want of waiting.
    const elsewhere = new Browser(server.url);
    const half = await elsewhere.post("/sign-in", owner);
    expect(half.headers.get("location")).toBe("/sign-in/code?to=%2F");
    secrets["session that waits"] = elsewhere.cookies.get("guidon") ?? "";
    expect(await signedInAs(elsewhere)).toBe(401);
    expect((await elsewhere.visit("/account/two-factor")).headers.get("location")).toContain("/sign-in");
    const [, spare = ""] = recoveryCodes;
    const whole = await elsewhere.post("/sign-in/code", { code: spare, to: "/" });
    expect(whole.headers.get("location")).toBe("/");
    expect(await signedInAs(elsewhere)).toBe("Olga");
    const again = new Browser(server.url);
    await again.post("/sign-in", owner);
    expect((await again.post("/sign-in/code", { code: spare })).status).toBe(422);
    secrets["session that waits"] = again.cookies.get("guidon") ?? "";
  });

  test("somebody comes in by the identity provider, from the button to the page that was asked for", async () => {
    await provider.control({
      subject: "sam",
      claims: { email: "sam@storefront.example", email_verified: true, name: "Sam" },
    });
    const sam = new Browser(server.url);
    expect(await (await sam.visit("/sign-in?to=/account/sessions")).text()).toContain(
      'href="/sso/start?to=%2Faccount%2Fsessions"',
    );
    const away = await sam.visit("/sso/start?to=/account/sessions");
    const authorization = away.headers.get("location") ?? "";
    expect(authorization).toContain(`${provider.issuer}/auth?`);
    const attempt = away.headers.getSetCookie().find((cookie) => cookie.startsWith("guidon-sso="));
    expect(attempt).toMatch(/HttpOnly; SameSite=Lax/);
    const back = await provider.visit(authorization);

    const stranger = new Browser(server.url);
    const refused = await stranger.visit(back.href);
    expect(refused.status).toBe(200);
    expect(await refused.text()).toContain("Single sign-on did not work");
    expect(await signedInAs(stranger)).toBe(401);

    const home = await sam.visit(back.href);
    expect(home.headers.get("location")).toBe("/account/sessions");
    expect(sam.cookies.has("guidon-sso")).toBe(false);
    expect(await signedInAs(sam)).toBe("Sam");
    secrets["session by single sign-on"] = sam.cookies.get("guidon") ?? "";
    expect(await (await sam.visit("/account/sessions")).text()).toContain("by single sign-on");
    // Nobody gets a password by mail who has none.
    await sam.post("/forgot", { email: "sam@storefront.example" });
    await sam.post("/forgot", { email: owner.email });
    expect(tokenIn((await mail.next(owner.email)).text)).not.toBe("");
    await expect(
      Promise.race([
        mail.next("sam@storefront.example"),
        new Promise((_, late) => setTimeout(() => late(new Error("none came")), 300)),
      ]),
    ).rejects.toThrow("none came");
  });

  test("a dump of the database holds no secret that anybody could use", async () => {
    for (const [kind, scope] of [
      ["server", { environment: "production" }],
      ["client", { environment: "production" }],
      ["management", { role: "admin" }],
    ] as const) {
      const made = await olga.api("POST", "/api/v1/projects/storefront/keys", {
        ...{ name: `A ${kind} key`, kind },
        ...scope,
      });
      secrets[`${kind} key`] = ((await made.json()) as { key: string }).key;
    }
    secrets["session"] = olga.cookies.get("guidon") ?? "";
    secrets["password"] = owner.password;
    secrets["secret key"] = secretKey;

    const pgDump = "/usr/lib/postgresql/15/bin/pg_dump";
    const { stdout: dump } = await promisify(execFile)(pgDump, [database.url], { maxBuffer: 1 << 28 });
    // It is the whole: who is in it and what they made.
    for (const there of [owner.email, provider.issuer, "A management key", "v1.", "$argon2id$"]) {
      expect(dump).toContain(there);
    }
    const found = Object.entries(secrets).flatMap(([what, secret]) => {
      if (secret.length < 8) throw new Error(`There was no ${what}.`);
      return spellings(secret)
        .filter((spelling) => dump.toLowerCase().includes(spelling.toLowerCase()))
        .map((spelling) => `${what}: ${spelling}`);
    });
    expect(found).toEqual([]);
    expect(Object.keys(secrets)).toHaveLength(25);
  });
});

/** A secret as it could stand in a dump: in clear, or in what only looks like a cipher. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    secret.replaceAll("-", ""),
    ...(["hex", "base64", "base64url"] as const).map((encoding) =>
      bytes.toString(encoding).replace(/=+$/, ""),
    ),
  ];
}
