import { generateSync } from "otplib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import type { Context } from "#app/platform/context.ts";
import { contextOf, outside } from "#app/session.fixture.ts";
import { beginTwoFactor } from "#app/features/two-factor/begin-two-factor.server.ts";
import { confirmTwoFactor } from "#app/features/two-factor/confirm-two-factor.server.ts";
import { client, startProvider, type TestProvider } from "../../../e2e/identity-provider.fixture.ts";
import { beginSso } from "./begin-sso.server.ts";
import { changeSso, type ChangeSsoInput } from "./change-sso.server.ts";
import { finishSso } from "./finish-sso.server.ts";
import { readSso } from "./read-sso.server.ts";
import { readSsoOffer } from "./read-sso-offer.server.ts";
import { removeSso } from "./remove-sso.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `single sign-on${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    let provider: TestProvider;
    let project: string;
    let settings: ChangeSsoInput;
    let person = 0;

    beforeAll(async () => {
      provider = await startProvider("https://guidon.example/sso/callback");
      project = await storefront(application);
      settings = {
        name: "Storefront",
        issuer: provider.issuer,
        clientId: client.id,
        clientSecret: client.secret,
        scopes: ["email", "profile", "groups"],
        groupsClaim: "groups",
        domains: ["storefront.example"],
        createsAccounts: true,
        roleMapping: [
          { group: null, project, role: "viewer" },
          { group: "engineers", project, role: "developer" },
        ],
      };
    });
    afterAll(() => provider.stop());
    beforeEach(() => changeSso(withSecondFactor(), settings));

    const withSecondFactor = (): Context => {
      const owner = application.as("owner");
      if (owner.actor.kind !== "user") throw new Error("An Owner is a person.");
      return { ...owner, actor: { ...owner.actor, secondFactorAt: owner.now() } };
    };

    /** Somebody new at the provider. */
    const somebody = (more: Record<string, unknown> = {}) => {
      const email = `person${++person}@storefront.example`;
      return {
        subject: `subject-${person}`,
        claims: { email, email_verified: true, name: `Person ${person}`, groups: [], ...more },
      };
    };

    /** From our page to the provider, and what it sends back. */
    const visit = async () => {
      const begun = await beginSso(outside(application), { to: "/projects/new" });
      return { url: new URL(begun.url), attempt: begun.attempt, back: await provider.visit(begun.url) };
    };

    const signInBy = async (control: Parameters<TestProvider["control"]>[0]) => {
      await provider.control(control);
      const { attempt, back } = await visit();
      const entered = await finishSso(outside(application), { query: back.search.slice(1), attempt });
      return { ...entered, ctx: await contextOf(application, entered.cookie) };
    };

    const refused = expect.objectContaining({ code: "sso_refused" }) as Error;

    test("somebody new in a mapped group gets an account, its roles and a session", async () => {
      const { ctx, to, awaitsSecondFactor } = await signInBy(somebody({ groups: ["engineers", "choir"] }));
      expect(ctx.actor).toMatchObject({
        kind: "user",
        name: `Person ${person}`,
        email: `person${person}@storefront.example`,
        grants: [{ role: "developer", environmentId: null }],
      });
      expect({ to, awaitsSecondFactor }).toEqual({ to: "/projects/new", awaitsSecondFactor: false });
    });

    test("asks the provider with PKCE, a state and a nonce, new each time", async () => {
      const [one, two] = [await visit(), await visit()];
      expect(one.url.searchParams.get("code_challenge_method")).toBe("S256");
      for (const name of ["code_challenge", "state", "nonce"]) {
        expect(one.url.searchParams.get(name)?.length).toBeGreaterThan(42);
        expect(one.url.searchParams.get(name)).not.toBe(two.url.searchParams.get(name));
      }
      expect(one.attempt).not.toContain(one.url.searchParams.get("state"));
    });

    test("groups are followed at each sign-in; roles given by people stay", async () => {
      const ada = somebody({ groups: ["engineers"] });
      const { email } = ada.claims as { email: string };
      await addMember(application.system, {
        ...{ project, name: "Ada", email, role: "viewer" },
        password: "a long enough password",
      });
      const roles = async (control: typeof ada) => {
        const { actor } = (await signInBy(control)).ctx;
        return actor.kind === "user" ? actor.grants.map(({ role }) => role).toSorted() : [];
      };
      expect(await roles(ada)).toEqual(["developer", "viewer"]);
      expect(await roles({ ...ada, claims: { ...ada.claims, groups: [] } })).toEqual(["viewer", "viewer"]);
      await changeSso(withSecondFactor(), { ...settings, roleMapping: [] });
      expect(await roles(ada)).toEqual(["viewer"]);
    });

    test("a verified address opens its account, whose open sessions end; an unverified or foreign one opens none", async () => {
      const bram = somebody();
      const { email } = bram.claims as { email: string };
      const { actor } = await addMember(application.system, {
        ...{ project, name: "Bram", email, role: "admin", password: "a long enough password" },
      });
      const before = await application.sessions.open(application.client.db, {
        ...{ userId: actor.id, method: "password", awaitsSecondFactor: false, secondFactorAt: null },
        origin: application.system.origin,
      });
      for (const claims of [
        { ...bram.claims, email_verified: false },
        { ...bram.claims, email_verified: "true" },
        { ...bram.claims, email: undefined },
        { ...bram.claims, email: "bram@elsewhere.example" },
      ]) {
        await expect(signInBy({ ...bram, claims })).rejects.toEqual(refused);
      }
      expect((await contextOf(application, before)).actor.kind).toBe("user");
      const { ctx } = await signInBy(bram);
      expect(ctx.actor).toMatchObject({ id: actor.id });
      expect((await contextOf(application, before)).actor.kind).toBe("anonymous");
      // From then on the subject is what counts: the address may change.
      const moved = await signInBy({ ...bram, claims: { email: "bram@elsewhere.example" } });
      expect(moved.ctx.actor).toMatchObject({ id: actor.id, email });
    });

    test("makes no account where it is not to, or where no group gives a role", async () => {
      await changeSso(withSecondFactor(), { ...settings, createsAccounts: false });
      await expect(signInBy(somebody())).rejects.toEqual(refused);
      await changeSso(withSecondFactor(), { ...settings, roleMapping: settings.roleMapping.slice(1) });
      await expect(signInBy(somebody())).rejects.toEqual(refused);
    });

    test("somebody who comes in twice at once gets one account", async () => {
      await provider.control(somebody());
      const visits = [await visit(), await visit(), await visit()];
      const entered = await Promise.all(
        visits.map(({ attempt, back }) =>
          finishSso(outside(application), { query: back.search.slice(1), attempt }),
        ),
      );
      const contexts = await Promise.all(entered.map(({ cookie }) => contextOf(application, cookie)));
      const ids = contexts.map(({ actor }) => (actor.kind === "user" ? actor.id : actor.kind));
      expect(new Set(ids).size).toBe(1);
      expect(ids[0]).not.toBe("anonymous");
    });

    test("two-factor is turned on soon after signing in, and asked for from then on", async () => {
      const zoe = somebody();
      const late = await signInBy(zoe);
      application.advance(16 * 60_000);
      const turnOn = async (ctx: Context) => {
        const { secret } = await beginTwoFactor(ctx);
        const epoch = Math.floor(ctx.now().getTime() / 1000);
        return confirmTwoFactor(ctx, { code: generateSync({ secret, epoch }) });
      };
      await expect(turnOn(late.ctx)).rejects.toMatchObject({ code: "not_permitted" });
      await turnOn((await signInBy(zoe)).ctx);
      const { awaitsSecondFactor, ctx } = await signInBy(zoe);
      expect({ awaitsSecondFactor, kind: ctx.actor.kind }).toEqual({
        awaitsSecondFactor: true,
        kind: "anonymous",
      });
    });

    test("a session by single sign-on ends after a working day", async () => {
      const { cookie } = await signInBy(somebody());
      application.advance(13 * 3600_000);
      expect((await contextOf(application, cookie)).actor.kind).toBe("anonymous");
    });

    describe("refuses", () => {
      const finish = (query: string, attempt: string | null) =>
        finishSso(outside(application), { query, attempt });

      test("a wrong state, and none", async () => {
        await provider.control(somebody());
        for (const state of ["another", undefined]) {
          const { attempt, back } = await visit();
          if (state === undefined) back.searchParams.delete("state");
          else back.searchParams.set("state", state);
          await expect(finish(back.searchParams.toString(), attempt)).rejects.toEqual(refused);
        }
      });

      test("a browser that did not begin, and one that began elsewhere or long ago", async () => {
        await provider.control(somebody());
        const [one, two] = [await visit(), await visit()];
        const query = one.back.search.slice(1);
        await expect(finish(query, null)).rejects.toEqual(refused);
        await expect(finish(query, "v1.00000000.AAAA")).rejects.toEqual(refused);
        await expect(finish(query, two.attempt)).rejects.toEqual(refused);
        application.advance(11 * 60_000);
        await expect(finish(query, one.attempt)).rejects.toEqual(refused);
      });

      test("a code that was used before", async () => {
        await provider.control(somebody());
        const { attempt, back } = await visit();
        await finish(back.search.slice(1), attempt);
        await expect(finish(back.search.slice(1), attempt)).rejects.toEqual(refused);
      });

      test("what the provider refused", async () => {
        const { attempt, back } = await visit();
        const state = back.searchParams.get("state") ?? "";
        await expect(finish(`error=access_denied&state=${state}`, attempt)).rejects.toEqual(refused);
      });

      const hourAgo = Math.floor(Date.now() / 1000) - 3600;
      test.for<[string, object]>([
        ["nonce", { token: { nonce: "another" } }],
        ["missing nonce", { token: { nonce: null } }],
        ["audience", { token: { aud: "another-client" } }],
        ["issuer", { token: { iss: "https://id.elsewhere.example" } }],
        ["expiry", { token: { iat: hourAgo - 60, exp: hourAgo } }],
        ["subject", { token: { sub: "somebody-else" } }],
        ["signature by a stranger", { signedBy: "stranger" }],
        ["signature by nobody", { signedBy: "nobody" }],
        ["signature with the client's secret", { signedBy: "client-secret" }],
      ])("an ID token with a wrong %s", async ([, mangled]) => {
        const whole = somebody();
        await expect(signInBy({ ...whole, ...mangled })).rejects.toEqual(refused);
        // The same person with a token that is right comes in: it was that which was refused.
        await expect(signInBy(whole)).resolves.toHaveProperty("cookie");
      });

      test("a provider that took the place of the one that was asked", async () => {
        const other = await startProvider("https://guidon.example/sso/callback");
        try {
          await provider.control(somebody());
          const { attempt, back } = await visit();
          await changeSso(withSecondFactor(), { ...settings, issuer: other.issuer });
          await expect(finish(back.search.slice(1), attempt)).rejects.toEqual(refused);
        } finally {
          await other.stop();
        }
      });
    });

    describe("the settings", () => {
      test("are changed by an Owner of everything with a fresh second factor, and by nobody else", async () => {
        await expect(changeSso(application.as("owner"), settings)).rejects.toMatchObject({
          code: "second_factor_required",
        });
        await expect(removeSso(application.as("owner"))).rejects.toMatchObject({
          code: "second_factor_required",
        });
        const stale = withSecondFactor();
        application.advance(16 * 60_000);
        await expect(changeSso(stale, settings)).rejects.toMatchObject({ code: "second_factor_required" });
        for (const role of ["admin", "developer", "viewer"] as const) {
          await expect(changeSso(application.as(role), settings)).rejects.toMatchObject({
            code: "not_permitted",
          });
          await expect(readSso(application.as(role))).rejects.toMatchObject({ code: "not_permitted" });
        }
        await expect(changeSso(outside(application), settings)).rejects.toMatchObject({
          code: "sign_in_required",
        });
      });

      test("tell everything but the secret, which stays where it is left out", async () => {
        const { clientSecret: _, ...rest } = settings;
        await changeSso(withSecondFactor(), { ...rest, name: "Another name" });
        const read = await readSso(application.as("owner"));
        expect(read).toEqual({
          ...rest,
          name: "Another name",
          redirectUri: "https://guidon.example/sso/callback",
        });
        await expect(signInBy(somebody())).resolves.toHaveProperty("cookie");
      });

      test("never send the secret to another provider, nor under another client's name", async () => {
        const { clientSecret: _, ...rest } = settings;
        for (const change of [{ issuer: "http://127.0.0.1:9" }, { clientId: "another" }]) {
          await expect(changeSso(withSecondFactor(), { ...rest, ...change })).rejects.toMatchObject({
            fields: [{ pointer: "/clientSecret" }],
          });
        }
      });

      test("refuse a provider that does not answer, and projects that are not there", async () => {
        await expect(
          changeSso(withSecondFactor(), { ...settings, issuer: "http://127.0.0.1:9" }),
        ).rejects.toMatchObject({ fields: [{ pointer: "/issuer" }] });
        const roleMapping = [{ group: null, project: "nowhere", role: "viewer" as const }];
        await expect(changeSso(withSecondFactor(), { ...settings, roleMapping })).rejects.toMatchObject({
          fields: [{ pointer: "/roleMapping/0/project" }],
        });
      });

      test("offer a button, until they are removed", async () => {
        expect(await readSsoOffer(outside(application))).toEqual({ name: "Storefront" });
        await removeSso(withSecondFactor());
        expect(await readSsoOffer(outside(application))).toBeNull();
        await expect(beginSso(outside(application), { to: "/" })).rejects.toMatchObject({
          code: "not_found",
        });
      });
    });
  },
);
