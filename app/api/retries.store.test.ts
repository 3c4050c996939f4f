import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { connect } from "#db/client.server.ts";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { listApiKeys } from "#app/features/api-keys/list-api-keys.server.ts";
import { listEnvironments } from "#app/features/environments/list-environments.server.ts";
import { listFlags } from "#app/features/flags/list-flags.server.ts";
import { forgetAnswers } from "#app/features/idempotency/forget-answers.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { listMembers } from "#app/features/members/list-members.server.ts";
import { serve } from "./serve.fixture.ts";

interface Sent {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
  readonly replayed: boolean;
}

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `requests that are sent again${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();

    /** Somebody signed in, and how they send a request. */
    async function owner() {
      const project = await storefront(application);
      const { system, sessions } = application;
      const { actor } = await addMember(system, {
        ...{ project, name: "Ada", email: `${randomUUID()}@storefront.example` },
        ...{ role: "owner", password: "a long enough password" },
      });
      const signIn = async () => {
        const { origin } = system;
        const cookie = await sessions.open(application.client.db, {
          ...{
            userId: actor.id,
            method: "password",
            awaitsSecondFactor: false,
            secondFactorAt: null,
            origin,
          },
        });
        return cookie.split(";")[0]!;
      };
      const cookie = await signIn();
      const send = async (
        ...[url, path, key, body, as = cookie]: [string, string, string, unknown, string?]
      ): Promise<Sent> => {
        const response = await fetch(`${url}/api/v1/projects/${project}/${path}`, {
          method: "POST",
          headers: {
            ...{ cookie: as, origin: system.publicUrl },
            ...{ "content-type": "application/json", "idempotency-key": key },
          },
          body: JSON.stringify(body),
        });
        const { status, headers } = response;
        const text = await response.text();
        // Where a slow machine has no connection free in time, a client comes again.
        if (status === 503) return send(url, path, key, body, as);
        return {
          status,
          text,
          location: headers.get("location"),
          replayed: headers.has("idempotency-replayed"),
        };
      };
      return { project, send, signIn };
    }

    test("500 tries of 20 creations at once, by two processes, make 20 things, and each is answered the same", async () => {
      const { project, send } = await owner();
      const other = connect(application.address, { pool: 12 });
      const urls = [await serve(application), await serve(application, { base: { db: other.db } })];
      const mails = application.mails.length;
      const creations = Array.from({ length: 20 }, (_, number) => {
        const kind = (["flags", "keys", "invitations"] as const)[number % 3]!;
        const body = {
          flags: { key: `flag-${number}`, environments: { staging: { on: true } } },
          keys: { name: `key ${number}`, kind: "server", environment: "staging" },
          invitations: { email: `guest${number}@storefront.example`, role: "viewer" },
        }[kind];
        return { kind, key: randomUUID(), body };
      });
      const tries = Array.from({ length: 500 }, (_, number) => creations[(number * 7) % 20]!);
      const answers = await Promise.all(
        tries.map(async (creation, number) => ({
          creation,
          ...(await send(urls[number % 2]!, creation.kind, creation.key, creation.body)),
        })),
      );
      await other.close();

      expect([...new Set(answers.map(({ status }) => status))]).toEqual([201]);
      for (const creation of creations) {
        const same = answers.filter((answer) => answer.creation === creation);
        expect(new Set(same.map(({ text, location }) => `${location} ${text}`)).size).toBe(1);
        expect(same.filter(({ replayed }) => !replayed)).toHaveLength(1);
      }
      const { system } = application;
      expect((await listFlags(system, { project })).total).toBe(7);
      expect(await listApiKeys(system, { project })).toHaveLength(7);
      expect((await listMembers(system, { project })).invitations).toHaveLength(6);
      expect(application.mails.length - mails).toBe(6);
      for (const { id, revision } of await listEnvironments(system, { project })) {
        expect(revision).toBe(7);
        await application.live.reach(id, 7);
      }
    }, 90_000);

    test("the same key for something else is refused, and so is one that cannot be read", async () => {
      const { send } = await owner();
      const url = await serve(application);
      const key = randomUUID();
      expect(await send(url, "flags", key, { key: "one" })).toMatchObject({ status: 201 });
      for (const [path, body] of [
        ["flags", { key: "two" }],
        ["invitations", { email: "guest@storefront.example", role: "viewer" }],
      ] as const) {
        const refused = await send(url, path, key, body);
        expect(refused).toMatchObject({ status: 422, replayed: false });
        expect(JSON.parse(refused.text)).toMatchObject({ code: "idempotency_key_reused" });
      }
      const unreadable = await send(url, "flags", "k".repeat(256), { key: "two" });
      expect(JSON.parse(unreadable.text)).toMatchObject({ errors: [{ pointer: "/idempotency-key" }] });
    });

    test("what was refused is not kept: put right, it is done under the same key", async () => {
      const { project, send } = await owner();
      const url = await serve(application);
      const key = randomUUID();
      await send(url, "flags", randomUUID(), { key: "taken" });
      const before = (await listFlags(application.system, { project })).total;
      expect(await send(url, "flags", key, { key: "taken" })).toMatchObject({ status: 409 });
      expect(await send(url, "flags", key, { key: "free" })).toMatchObject({ status: 201 });
      expect((await listFlags(application.system, { project })).total).toBe(before + 1);
    });

    test("an answer opens with the credential it was given to, and is forgotten after a day", async () => {
      const { project, send, signIn } = await owner();
      const url = await serve(application);
      const key = randomUUID();
      const body = { name: "Key", kind: "server", environment: "staging" };
      const first = await send(url, "keys", key, body);
      const { key: secret } = JSON.parse(first.text) as { key: string };
      const dump = await application.client.db.execute("select * from kept_answers");
      expect(JSON.stringify(dump)).not.toContain(secret);
      expect(JSON.stringify(dump)).not.toContain(key);

      expect((await send(url, "keys", key, body, await signIn())).text).not.toContain(secret);
      expect((await send(url, "keys", key, body)).text).toBe(first.text);
      const tomorrow = new Date(application.system.now().getTime() + 25 * 3_600_000);
      await application.client.db.transaction((tx) => forgetAnswers(tx, tomorrow));
      expect((await send(url, "keys", key, body)).replayed).toBe(false);
      expect(await listApiKeys(application.system, { project })).toHaveLength(3);
    });
  },
);
