import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { createSegment } from "#app/features/segments/create-segment.server.ts";
import { createToken } from "#app/features/tokens/create-token.server.ts";
import { serve } from "./serve.fixture.ts";

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `refused uploads${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();

    /** Everything over one connection, as a proxy in front has it. */
    async function oneLine() {
      const project = await storefront(application);
      const { system } = application;
      const { actor } = await addMember(system, {
        ...{ project, name: "Ada", email: `ada-${project}@storefront.example` },
        ...{ role: "owner", password: "a long enough password" },
      });
      const expiresAt = new Date(system.now().getTime() + 3_600_000);
      const { token } = await createToken({ ...system, actor }, { name: "script", expiresAt });
      await createSegment(system, { project, environment: "staging", key: "vip" });
      const url = await serve(application);
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      onTestFinished(() => agent.destroy());
      return async (path: string, headers: Record<string, string> = {}, body?: Buffer) => {
        const asked = request(`${url}/api/v1/projects/${project}/environments/staging/segments/vip${path}`, {
          method: body === undefined ? "GET" : "POST",
          headers: { authorization: `Bearer ${token}`, ...headers },
          agent,
          timeout: 5000,
        });
        asked.once("timeout", () => asked.destroy(new Error("Nothing was answered.")));
        asked.end(body);
        const [answer] = (await once(asked, "response")) as [IncomingMessage];
        answer.resume();
        await once(answer, "end");
        return answer.statusCode;
      };
    }

    test("leave the line to whoever asks next", async () => {
      const ask = await oneLine();
      for (const [byte, status] of [
        [0xff, 400],
        [0x61, 422],
      ] as const) {
        const file = Buffer.alloc(300_000, byte);
        expect(await ask("/lists/included/upload", { "content-type": "text/csv" }, file)).toBe(status);
        expect(await ask("")).toBe(200);
      }
    });

    test("are also those that are packed, whose bytes are no keys", async () => {
      const ask = await oneLine();
      const headers = { "content-type": "text/csv", "content-encoding": "gzip" };
      for (const file of [gzipSync("key\na\n"), Buffer.from("nope")])
        expect(await ask("/lists/included/upload", headers, file)).toBe(415);
      expect(await ask("")).toBe(200);
    });
  },
);
