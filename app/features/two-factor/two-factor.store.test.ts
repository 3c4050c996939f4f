import { generateSync } from "otplib";
import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { acceptInvitation } from "#app/features/members/accept-invitation.server.ts";
import { inviteMember } from "#app/features/members/invite-member.server.ts";
import { finishSignIn } from "#app/features/sign-in/finish-sign-in.server.ts";
import { signIn } from "#app/features/sign-in/sign-in.server.ts";
import { requireFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import type { Context } from "#app/platform/context.ts";
import type { Problem } from "#app/platform/problem.ts";
import { createRateLimits } from "#app/platform/rate-limits.server.ts";
import { createSecretBox } from "#app/platform/secret-box.server.ts";
import { contextOf, outside } from "#app/session.fixture.ts";
import { beginTwoFactor } from "./begin-two-factor.server.ts";
import { confirmTwoFactor } from "./confirm-two-factor.server.ts";
import { readTwoFactor } from "./read-two-factor.server.ts";
import { removeTwoFactor } from "./remove-two-factor.server.ts";
import { renewRecoveryCodes } from "./renew-recovery-codes.server.ts";
import { renewSecondFactor } from "./renew-second-factor.server.ts";
import { resealTwoFactors } from "./reseal-two-factors.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`two-factor${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  const password = "a long enough password";
  let people = 0;
  let email: string;

  beforeEach(async () => {
    email = `person${++people}@storefront.example`;
    const project = await storefront(application);
    await addMember(application.system, { project, name: "Ada", email, role: "viewer", password });
  });

  const enter = async () => {
    const { cookie, awaitsSecondFactor } = await signIn(outside(application), { email, password });
    return { cookie, awaitsSecondFactor, ctx: await contextOf(application, cookie) };
  };
  /** What the app shows `steps` of 30 seconds from now. */
  const codeOf = (secret: string, steps = 0) =>
    generateSync({
      secret,
      epoch: Math.floor(application.system.now().getTime() / 1000) + steps * 30,
    });
  const turnOn = async () => {
    const { ctx } = await enter();
    const { secret } = await beginTwoFactor(ctx);
    const { recoveryCodes, cookie } = await confirmTwoFactor(ctx, { code: codeOf(secret), password });
    application.advance(30_000);
    return { secret, recoveryCodes, cookie };
  };
  const wrongCode = expect.objectContaining({ code: "wrong_code" }) as Error;
  const kindOf = async (cookie: string) => (await contextOf(application, cookie)).actor.kind;

  test("is turned on by a first code and the password; a session alone does not do", async () => {
    const { ctx } = await enter();
    const { secret, uri } = await beginTwoFactor(ctx);
    expect(uri).toContain(`secret=${secret}`);
    expect(uri).toMatch(/^otpauth:\/\/totp\/Guidon/);
    expect((await beginTwoFactor(ctx)).secret).toBe(secret);
    await expect(confirmTwoFactor(ctx, { code: codeOf(secret), password: "a guess" })).rejects.toMatchObject({
      fields: [{ pointer: "/password" }],
    });
    await expect(confirmTwoFactor(ctx, { code: codeOf(secret) })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(confirmTwoFactor(ctx, { code: "000000", password })).rejects.toEqual(wrongCode);
    expect((await readTwoFactor(ctx)).since).toBeNull();
    const { recoveryCodes } = await confirmTwoFactor(ctx, { code: codeOf(secret), password });
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await readTwoFactor(ctx)).toMatchObject({ since: ctx.now(), recoveryCodesLeft: 10 });
    await expect(beginTwoFactor(ctx)).rejects.toMatchObject({ code: "already_exists" });
  });

  test("turning it on ends every other session and renews this one", async () => {
    const [other, own] = [await enter(), await enter()];
    const { secret } = await beginTwoFactor(own.ctx);
    const { cookie } = await confirmTwoFactor(own.ctx, { code: codeOf(secret), password });
    expect(await Promise.all([other.cookie, own.cookie, cookie].map(kindOf))).toEqual([
      "anonymous",
      "anonymous",
      "user",
    ]);
  });

  test("a password then opens only the page for the code, and a code a new session", async () => {
    const { secret } = await turnOn();
    const { cookie, awaitsSecondFactor, ctx } = await enter();
    expect(awaitsSecondFactor).toBe(true);
    expect(ctx.actor.kind).toBe("anonymous");
    await expect(readTwoFactor(ctx)).rejects.toMatchObject({ code: "sign_in_required" });
    await expect(finishSignIn(ctx, { code: "000000" })).rejects.toEqual(wrongCode);
    const finished = await finishSignIn(ctx, { code: codeOf(secret) });
    expect(await kindOf(finished.cookie)).toBe("user");
    // The id of before, which somebody may have planted or seen, opens nothing.
    expect((await contextOf(application, cookie)).actor).toEqual({ kind: "anonymous" });
    await expect(finishSignIn(outside(application), { code: codeOf(secret) })).rejects.toMatchObject({
      code: "sign_in_required",
    });
  });

  test("a session waits for its code for ten minutes", async () => {
    const { secret } = await turnOn();
    const { cookie } = await enter();
    application.advance(11 * 60_000);
    const ctx = await contextOf(application, cookie);
    expect(ctx.actor).toEqual({ kind: "anonymous" });
    await expect(finishSignIn(ctx, { code: codeOf(secret) })).rejects.toMatchObject({
      code: "sign_in_required",
    });
  });

  test("a code is taken once, also when it is sent several times at once", async () => {
    const { secret } = await turnOn();
    const pending: Context[] = [];
    for (let each = 0; each < 4; each++) pending.push((await enter()).ctx);
    const code = codeOf(secret);
    const tries = await Promise.allSettled(pending.map((ctx) => finishSignIn(ctx, { code })));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(finishSignIn((await enter()).ctx, { code })).rejects.toEqual(wrongCode);
  });

  test("takes the code of the moment and its neighbours, none that is older than the last, none beyond", async () => {
    const { secret } = await turnOn();
    application.advance(300_000);
    for (const steps of [-2, 2]) {
      await expect(finishSignIn((await enter()).ctx, { code: codeOf(secret, steps) })).rejects.toEqual(
        wrongCode,
      );
    }
    await finishSignIn((await enter()).ctx, { code: codeOf(secret, 1) });
    for (const steps of [-1, 0, 1]) {
      await expect(finishSignIn((await enter()).ctx, { code: codeOf(secret, steps) })).rejects.toEqual(
        wrongCode,
      );
    }
  });

  test("a recovery code stands in once, as people type it", async () => {
    const { recoveryCodes } = await turnOn();
    const [first = "", second = ""] = recoveryCodes;
    const { cookie } = await finishSignIn((await enter()).ctx, { code: first.toUpperCase() });
    const ctx = await contextOf(application, cookie);
    expect((await readTwoFactor(ctx)).recoveryCodesLeft).toBe(9);
    await expect(finishSignIn((await enter()).ctx, { code: first })).rejects.toEqual(wrongCode);
    const renewed = await renewRecoveryCodes(ctx);
    expect(renewed.recoveryCodes).toHaveLength(10);
    await expect(finishSignIn((await enter()).ctx, { code: second })).rejects.toEqual(wrongCode);
    await finishSignIn((await enter()).ctx, { code: renewed.recoveryCodes[0] ?? "" });
  });

  test("whoever guesses is kept waiting, also at once and from anywhere, and nobody else is", async () => {
    const { secret, cookie } = await turnOn();
    const { attempts } = createRateLimits({ server: 0, client: 0, management: 0 }, undefined);
    const pending = { ...(await enter()).ctx, attempts };
    const tries = await Promise.allSettled(
      Array.from({ length: 30 }, (_, each) => finishSignIn(pending, { code: String(100_000 + each) })),
    );
    const codes = tries.map((tried) =>
      tried.status === "rejected" ? (tried.reason as Problem).code : tried.status,
    );
    expect(codes.filter((code) => code === "wrong_code")).toHaveLength(10);
    expect(codes.filter((code) => code === "too_many_requests")).toHaveLength(20);
    const waiting = expect.objectContaining({ code: "too_many_requests" }) as Error;
    await expect(finishSignIn(pending, { code: codeOf(secret) })).rejects.toEqual(waiting);
    const signedIn = { ...(await contextOf(application, cookie)), attempts };
    await expect(renewSecondFactor(signedIn, { code: codeOf(secret) })).rejects.toEqual(waiting);
    email = `person${++people}@storefront.example`;
    const project = await storefront(application);
    await addMember(application.system, { project, name: "Bram", email, role: "viewer", password });
    const bram = await turnOn();
    const his = { ...(await enter()).ctx, attempts };
    await expect(finishSignIn(his, { code: codeOf(bram.secret) })).resolves.toHaveProperty("cookie");
  });

  test("a code opens no other person's account", async () => {
    const ada = await turnOn();
    email = `person${++people}@storefront.example`;
    const project = await storefront(application);
    await addMember(application.system, { project, name: "Bram", email, role: "viewer", password });
    await turnOn();
    for (const code of [codeOf(ada.secret), ...ada.recoveryCodes.slice(0, 1)]) {
      await expect(finishSignIn((await enter()).ctx, { code })).rejects.toEqual(wrongCode);
    }
  });

  test("an invitation does not lead around it", async () => {
    await turnOn();
    const project = await storefront(application);
    const { token } = await inviteMember(application.as("admin"), { project, email, role: "viewer" });
    const { cookie, awaitsSecondFactor } = await acceptInvitation(outside(application), {
      ...{ token, email, name: "Ada", password },
    });
    expect(awaitsSecondFactor).toBe(true);
    expect(await kindOf(cookie)).toBe("anonymous");
  });

  describe("the dangerous few", () => {
    const needed = expect.objectContaining({ code: "second_factor_required" }) as Error;

    test("are open for fifteen minutes after a code, and closed again after", async () => {
      const { secret, cookie } = await turnOn();
      const ctx = await contextOf(application, cookie);
      expect(() => requireFreshSecondFactor(ctx)).not.toThrow();
      application.advance(16 * 60_000);
      expect(() => requireFreshSecondFactor(ctx)).toThrow(needed);
      const renewed = await renewSecondFactor(ctx, { code: codeOf(secret) });
      expect(await kindOf(cookie)).toBe("anonymous");
      const fresh = await contextOf(application, renewed.cookie);
      expect(() => requireFreshSecondFactor(fresh)).not.toThrow();
    });

    test("are closed to those without two-factor, who cannot give what they have not", async () => {
      const { ctx } = await enter();
      expect(() => requireFreshSecondFactor(ctx)).toThrow(needed);
      await expect(renewSecondFactor(ctx, { code: "123456" })).rejects.toEqual(needed);
      await expect(renewRecoveryCodes(ctx)).rejects.toEqual(needed);
      await expect(removeTwoFactor(ctx)).rejects.toEqual(needed);
    });

    test("are closed to keys", () => {
      const actor = {
        ...({ kind: "key", id: "k", name: "CI", keyKind: "management", projectId: "p" } as const),
        ...{ environmentId: null, grants: [], ceiling: [] },
      };
      expect(() => requireFreshSecondFactor({ ...application.system, actor })).toThrow(
        expect.objectContaining({ code: "not_permitted" }),
      );
    });

    test("inviting an Owner is one of them", async () => {
      const project = await storefront(application);
      const invitation = { project, email: "next@storefront.example", role: "owner" as const };
      await expect(inviteMember(application.as("owner"), invitation)).rejects.toEqual(needed);
    });
  });

  test("turning it off ends other sessions, and what was fresh is so no longer", async () => {
    const { secret, cookie } = await turnOn();
    const other = await finishSignIn((await enter()).ctx, { code: codeOf(secret) });
    const off = await removeTwoFactor(await contextOf(application, cookie));
    expect(await kindOf(other.cookie)).toBe("anonymous");
    const ctx = await contextOf(application, off.cookie);
    expect(() => requireFreshSecondFactor(ctx)).toThrow("second factor");
    expect(await readTwoFactor(ctx)).toMatchObject({ since: null, recoveryCodesLeft: 0 });
    expect((await enter()).awaitsSecondFactor).toBe(false);
  });

  test("a new key encrypts the secrets anew, and they work on without the old one", async () => {
    const { secret } = await turnOn();
    const key = () => randomBytes(32).toString("base64");
    const [older, newer] = [key(), key()];
    const { db } = application.system;
    const seal = (keys: string[]) => db.transaction((tx) => resealTwoFactors(tx, createSecretBox(keys)));
    // The key of the test's application stays with it: what it sealed is opened by it alone.
    await expect(seal([older])).rejects.toMatchObject({ code: "unavailable" });
    const bridge = {
      ...application.system.secrets,
      isCurrent: () => false,
      seal: createSecretBox([older]).seal,
    };
    expect(await db.transaction((tx) => resealTwoFactors(tx, bridge))).toBeGreaterThan(0);
    expect(await seal([newer, older])).toBeGreaterThan(0);
    expect(await seal([newer, older])).toBe(0);
    const ctx = { ...(await enter()).ctx, secrets: createSecretBox([newer]) };
    await expect(finishSignIn(ctx, { code: codeOf(secret) })).resolves.toHaveProperty("cookie");
  });
});
