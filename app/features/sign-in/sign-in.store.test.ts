import { beforeEach, describe, expect, test, vi } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { changePassword } from "#app/features/account/change-password.server.ts";
import { endOtherSessions } from "#app/features/account/end-other-sessions.server.ts";
import { endSession } from "#app/features/account/end-session.server.ts";
import { listSessions } from "#app/features/account/list-sessions.server.ts";
import { renameAccount } from "#app/features/account/rename-account.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { inviteMember } from "#app/features/members/invite-member.server.ts";
import type { Context } from "#app/platform/context.ts";
import { createRateLimits } from "#app/platform/rate-limits.server.ts";
import { contextOf, outside } from "#app/session.fixture.ts";
import { forgetSignIns } from "./forget-sign-ins.server.ts";
import { readPasswordReset } from "./read-password-reset.server.ts";
import { requestPasswordReset } from "./request-password-reset.server.ts";
import { resetPassword } from "./reset-password.server.ts";
import { signIn } from "./sign-in.server.ts";
import { signOut } from "./sign-out.server.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(`signing in${missing === undefined ? "" : ` (${missing})`}`, () => {
  const application = useApplication();
  const password = "a long enough password";
  const anotherPassword = "another long password";
  let people = 0;
  let email: string;

  beforeEach(async () => {
    email = `person${++people}@storefront.example`;
    const project = await storefront(application);
    await addMember(application.system, { project, name: "Ada", email, role: "viewer", password });
  });

  const enter = async (from: Context = outside(application)) => {
    const { cookie } = await signIn(from, { email, password });
    return { cookie, ctx: await contextOf(application, cookie) };
  };
  const kindOf = async (cookie: string) => (await contextOf(application, cookie)).actor.kind;
  const mailsTo = (address: string) => application.mails.filter(({ to }) => to === address);

  /** The token of the link that was mailed. */
  const askForLink = async () => {
    const before = mailsTo(email).length;
    requestPasswordReset(outside(application), { email: ` ${email.toUpperCase()} ` });
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(before + 1));
    const token = /https:\/\/guidon\.example\/reset\/(\w+)/.exec(mailsTo(email).at(-1)?.text ?? "")?.[1];
    return { token: token ?? "" };
  };
  const used = expect.objectContaining({ code: "reset_used" }) as Error;

  test("a browser that brings a session gets another one, and the one it brought ends", async () => {
    const planted = await enter();
    const victim = await enter(planted.ctx);
    expect(victim.cookie.split(";")[0]).not.toBe(planted.cookie.split(";")[0]);
    expect(await kindOf(planted.cookie)).toBe("anonymous");
    expect(victim.ctx.actor).toMatchObject({ kind: "user", email });
  });

  test("an id that was not made here is never taken over", async () => {
    const planted = "guidon=abcdefghijklmnopqrstuvwxyz234567abcdefgh";
    const { cookie } = await enter(await contextOf(application, planted));
    expect(cookie).not.toContain(planted);
    expect(await kindOf(planted)).toBe("anonymous");
  });

  test("no session is opened or ended without its entry", async () => {
    const open = await enter();
    const handles = async () => (await listSessions(open.ctx)).map(({ id }) => id);
    const before = await handles();
    // The entry is the last thing that is written, and cannot be.
    const broken = (ctx: Context): Context => ({
      ...ctx,
      newSecret: () => {
        throw new Error("no entry");
      },
    });
    application.advance(1);
    const agent = { ...outside(application).origin, userAgent: "One that no entry knows yet" };
    const entering = enter(broken({ ...outside(application), origin: agent }));
    await expect(entering).rejects.toThrow("no entry");
    await expect(signOut(broken(open.ctx))).rejects.toThrow("no entry");
    expect(await handles()).toEqual(before);
    await signOut(open.ctx);
    expect(await kindOf(open.cookie)).toBe("anonymous");
  });

  test("a mailed link sets the password once, ends every session, and opens none", async () => {
    const open = await enter();
    const link = await askForLink();
    expect(await readPasswordReset(outside(application), link)).toEqual({ email });
    await resetPassword(outside(application), { ...link, password: anotherPassword });
    expect(await kindOf(open.cookie)).toBe("anonymous");
    await expect(enter()).rejects.toMatchObject({ code: "wrong_credentials" });
    await signIn(outside(application), { email, password: anotherPassword });
    await expect(readPasswordReset(outside(application), link)).rejects.toEqual(used);
    await expect(resetPassword(outside(application), { ...link, password })).rejects.toEqual(used);
    expect(mailsTo(email).at(-1)?.subject).toBe("Your password for Guidon was changed");
  });

  test("a link that is opened several times at once sets one password", async () => {
    const link = await askForLink();
    const tries = await Promise.allSettled(
      [1, 2, 3].map((each) =>
        resetPassword(outside(application), { ...link, password: `${anotherPassword} ${each}` }),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("a link ends after an hour, and when a newer one is asked for", async () => {
    const older = await askForLink();
    const newer = await askForLink();
    await expect(readPasswordReset(outside(application), older)).rejects.toEqual(used);
    application.advance(61 * 60_000);
    await expect(resetPassword(outside(application), { ...newer, password })).rejects.toEqual(used);
    await expect(readPasswordReset(outside(application), { token: "not-a-token" })).rejects.toEqual(used);
  });

  test("nobody learns whether an address is known: neither by an answer nor by a mail to it", async () => {
    expect(requestPasswordReset(outside(application), { email: "nobody@storefront.example" })).toBe(
      requestPasswordReset(outside(application), { email }),
    );
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(1));
    expect(mailsTo("nobody@storefront.example")).toEqual([]);
  });

  test("nobody's mailbox is filled, and a stolen session guesses no password", async () => {
    const { attempts } = createRateLimits({ server: 0, client: 0, management: 0 }, undefined);
    const stranger = { ...outside(application), attempts };
    for (let mails = 0; mails < 5; mails++) requestPasswordReset(stranger, { email });
    const waiting = expect.objectContaining({ code: "too_many_requests" }) as Error;
    expect(() => requestPasswordReset(stranger, { email })).toThrow(waiting);
    await vi.waitFor(() => expect(mailsTo(email)).toHaveLength(5));
    const { ctx } = await enter();
    const guess = () =>
      changePassword({ ...ctx, attempts }, { current: "a guess", password: anotherPassword });
    for (let guesses = 0; guesses < 10; guesses++) {
      await expect(guess()).rejects.toMatchObject({ code: "invalid_input" });
    }
    await expect(guess()).rejects.toEqual(waiting);
  });

  test("an invitation is mailed, with the link that the inviter sees", async () => {
    const project = await storefront(application);
    const invitation = { project, email: "new@storefront.example", role: "developer" as const };
    const { token } = await inviteMember(application.as("admin"), invitation);
    const [mail] = mailsTo("new@storefront.example");
    expect(mail?.text).toContain(`https://guidon.example/join/${token}`);
    expect(mail?.subject).toBe("The admin invites you to Storefront on Guidon");
  });

  test("a new password asks for the present one, ends other sessions and renews this one", async () => {
    const [other, own] = [await enter(), await enter()];
    await expect(
      changePassword(own.ctx, { current: "a guess", password: anotherPassword }),
    ).rejects.toMatchObject({ fields: [{ pointer: "/current" }] });
    const { cookie } = await changePassword(own.ctx, { current: password, password: anotherPassword });
    expect(await Promise.all([other.cookie, own.cookie, cookie].map(kindOf))).toEqual([
      "anonymous",
      "anonymous",
      "user",
    ]);
  });

  describe("sessions", () => {
    test("are listed with where they are, and ended one by one or all but one's own", async () => {
      const [phone, laptop, desk] = [await enter(), await enter(), await enter()];
      const listed = await listSessions(desk.ctx);
      expect(listed).toHaveLength(3);
      expect(listed.filter(({ current }) => current)).toHaveLength(1);
      expect(listed[0]).toMatchObject({ method: "password", address: "192.0.2.7", userAgent: "Test" });
      const { id = "" } = (await listSessions(phone.ctx)).find(({ current }) => current) ?? {};
      await endSession(desk.ctx, { id });
      expect(await kindOf(phone.cookie)).toBe("anonymous");
      expect(await kindOf(laptop.cookie)).toBe("user");
      expect(await endOtherSessions(desk.ctx)).toEqual({ ended: 1 });
      expect(await Promise.all([laptop.cookie, desk.cookie].map(kindOf))).toEqual(["anonymous", "user"]);
    });

    test("are nobody else's to see or to end", async () => {
      const { cookie, ctx } = await enter();
      const [own] = await listSessions(ctx);
      const other = application.as("owner");
      expect(await listSessions(other)).toEqual([]);
      await expect(endSession(other, { id: own?.id ?? "" })).rejects.toMatchObject({ code: "not_found" });
      expect(await kindOf(cookie)).toBe("user");
      for (const stranger of [outside(application)]) {
        await expect(listSessions(stranger)).rejects.toMatchObject({ code: "sign_in_required" });
        await expect(endOtherSessions(stranger)).rejects.toMatchObject({ code: "sign_in_required" });
        await expect(renameAccount(stranger, { name: "Eve" })).rejects.toMatchObject({
          code: "sign_in_required",
        });
      }
    });

    test("end by signing out, and are forgotten when they have expired", async () => {
      const { ctx, cookie } = await enter();
      await signOut(ctx);
      expect(await kindOf(cookie)).toBe("anonymous");
      const kept = await enter();
      await askForLink();
      const { db, now } = application.system;
      await db.transaction((tx) => forgetSignIns(tx, now()));
      expect(await kindOf(kept.cookie)).toBe("user");
      await db.transaction((tx) => forgetSignIns(tx, new Date(now().getTime() + 30 * 24 * 3600_000)));
      expect(await kindOf(kept.cookie)).toBe("anonymous");
    });
  });

  test("a name is changed, and stands so from the next request on", async () => {
    const { ctx, cookie } = await enter();
    await renameAccount(ctx, { name: "Ada Moreau" });
    expect((await contextOf(application, cookie)).actor).toMatchObject({ name: "Ada Moreau" });
  });
});
