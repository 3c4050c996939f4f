import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingServer, storefront, useApplication } from "#app/application.fixture.ts";
import { createApiKey } from "#app/features/api-keys/create-api-key.server.ts";
import { createFlag } from "#app/features/flags/create-flag.server.ts";
import { addMember } from "#app/features/members/add-member.server.ts";
import { serve } from "./serve.fixture.ts";

interface Line {
  readonly sequence: number;
  readonly action: string;
}

const missing = missingServer();
describe.skipIf(missing !== undefined)(
  `the audit log by HTTP${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    const application = useApplication();
    let project: string;
    let key: string;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "guidon-audit-"));
      project = await storefront(application);
      for (const flag of ["dark-mode", "new-checkout", "search"]) {
        await createFlag(application.as("developer"), { project, key: flag });
        application.advance(60_000);
      }
      const made = { project, name: "Auditor's script", kind: "management" as const, role: "developer" };
      const { actor } = await addMember(application.system, {
        ...{ project, name: "Ada", email: "ada@storefront.example" },
        ...{ role: "owner", password: "a long enough password" },
      });
      ({ key } = await createApiKey({ ...application.system, actor }, { ...made, expiresAt: null }));
    });
    afterAll(() => rm(folder, { recursive: true }));

    async function ask(path: string): Promise<Response> {
      const url = await serve(application);
      return fetch(`${url}/api/v1/projects/${project}/audit${path}`, {
        headers: { authorization: `Bearer ${key}`, "user-agent": "curl/8" },
      });
    }

    async function guidon(...args: string[]): Promise<{ code: number; out: string }> {
      const argv = ["--conditions=guidon-source", "sdks/cli/bin/guidon.mjs", ...args];
      return promisify(execFile)(process.execPath, argv).then(
        ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          out: error.stdout + error.stderr,
        }),
      );
    }

    async function file(name: string, text: string): Promise<string> {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    }

    test("exports lines that guidon verifies offline, and names what somebody did to them", async () => {
      const response = await ask("/export");
      expect(response.headers.get("content-type")).toBe("application/x-ndjson");
      expect(response.headers.get("content-disposition")).toBe(
        `attachment; filename="${project}-audit.ndjson"`,
      );
      const text = await response.text();
      const lines = text.trimEnd().split("\n");
      expect((JSON.parse(lines.at(-1) ?? "") as Line).action).toBe("audit.exported");

      const checkpoint = await file("checkpoint.json", await (await ask("/checkpoint")).text());
      const url = await serve(application);
      const keys = await fetch(`${url}/api/v1/audit/keys`, { headers: { authorization: `Bearer ${key}` } });
      const [{ publicKey }] = ((await keys.json()) as { keys: [{ publicKey: string }] }).keys;
      const trusted = ["--checkpoint", checkpoint, `--key=${publicKey}`];

      const verify = async (name: string, changed: readonly string[], ...args: string[]) =>
        guidon("audit", "verify", await file(`${name}.ndjson`, `${changed.join("\n")}\n`), ...args);
      expect(await verify("whole", lines)).toMatchObject({ code: 0, out: expect.stringContaining("Intact") });
      expect(await verify("trusted", lines, ...trusted)).toMatchObject({ code: 0 });
      const edited = lines.with(2, lines[2]?.replace("new-checkout", "old-checkout") ?? "");
      const [one = "", two = "", three = "", ...rest] = lines;
      const cases = {
        edited: [edited, "Entry 3 "],
        deleted: [lines.toSpliced(2, 1), "Entry 3 is missing"],
        inserted: [[one, two, three, three, ...rest], "more than one entry 3"],
        swapped: [[one, three, two, ...rest], "Entry 2 stands after entry 3"],
        truncated: [
          lines.slice(0, -2),
          `Entries ${lines.length - 1} to ${lines.length} are missing at the end`,
        ],
      } satisfies Record<string, [string[], string]>;
      for (const [name, [changed, said]] of Object.entries(cases)) {
        expect(await verify(name, changed, ...trusted)).toMatchObject({
          code: 1,
          out: expect.stringContaining(said),
        });
      }
    });

    test("exports what a filter leaves, also as CSV", async () => {
      const lines = (await (await ask("/export?action=flag&key=dark-mode")).text()).trimEnd().split("\n");
      expect(lines.map((line) => (JSON.parse(line) as Line).action)).toEqual(["flag.created"]);
      const csv = await ask("/export?format=csv&kind=flag");
      expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
      const rows = (await csv.text()).trimEnd().split("\r\n");
      expect(rows).toHaveLength(4);
      expect(rows[1]).toContain(",flag.created,,flag,dark-mode,");
    });

    test.for([
      ["actor=the developer", 3],
      ["actor=nobody", 0],
      ["action=flag.created", 3],
      ["action=fla", 0],
      ["kind=key", 1],
      ["flag=search", 1],
      ["key=search&kind=flag", 1],
      ["environment=production", 0],
      ["from=2026-11-20T10:01:00Z&to=2026-11-20T10:02:00Z", 1],
      ["text=DARK&kind=flag", 1],
      ["text=dark&actor=ada", 0],
    ] as const)("finds by %s", async ([query, count]) => {
      const response = await ask(`?${query}`);
      const { entries } = (await response.json()) as { entries: Line[] };
      expect(entries).toHaveLength(count);
    });

    test("goes on where a page ended, and refuses what is not a cursor", async () => {
      const first = (await (await ask("?limit=2&kind=flag")).json()) as { entries: Line[]; next: string };
      const second = (await (await ask(`?limit=2&kind=flag&cursor=${first.next}`)).json()) as typeof first;
      expect([...first.entries, ...second.entries]).toHaveLength(3);
      expect(second.next).toBeNull();
      expect((await ask("?cursor=abc")).status).toBe(422);
      expect((await ask("?from=yesterday")).status).toBe(422);
    });

    test("says from where, by which key and program, and verifies itself", async () => {
      const { entries } = (await (await ask("?action=audit.exported&limit=1")).json()) as {
        entries: { actor: { kind: string; name: string }; userAgent: string; address: string }[];
      };
      expect(entries[0]).toMatchObject({
        actor: { kind: "key", name: "Auditor's script" },
        userAgent: "curl/8",
        address: "127.0.0.1",
      });
      expect(await (await ask("/verify")).json()).toMatchObject({ intact: true, findings: [] });
    });
  },
);
