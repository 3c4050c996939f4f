import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Credential, Operation } from "#openapi/operation.ts";
import { contract } from "#openapi/v1/contract.ts";
import { becomeOwner, dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

/**
 * Every operation, asked with whatever its description allows and with what it does not: no answer may be a failure of
 * ours, and each must be as the description says. Schemathesis makes the requests; it knows nothing but the document.
 */
const missing = process.env["GUIDON_SKIP_SCHEMATHESIS"];
const program = process.env["GUIDON_SCHEMATHESIS"];
const skip =
  missing ??
  (program === undefined ? "GUIDON_SCHEMATHESIS names no program: pip install schemathesis" : undefined);
/** By hand, with every boundary of every field: `GUIDON_FUZZ_EXAMPLES=200`. */
const thorough = process.env["GUIDON_FUZZ_EXAMPLES"] !== undefined;
const examples = process.env["GUIDON_FUZZ_EXAMPLES"] ?? "10";
const seed = process.env["GUIDON_FUZZ_SEED"] ?? "20261120";

/** The first of them that an operation takes asks it: whoever may do most. */
const askers = ["token", "session", "server", "management"] as const satisfies readonly Credential[];
type Asker = (typeof askers)[number];

/** What cannot be asked like the others, and why. */
const left: Readonly<Record<string, string>> = {
  stream: "its answer never ends",
  ofrepStream: "its answer never ends",
};

describe.skipIf(skip !== undefined)(`a fuzz of the API${skip === undefined ? "" : ` (${skip})`}`, () => {
  let server: RunningServer;
  let data: string;
  let folder: string;
  let headers: Readonly<Record<Asker, Readonly<Record<string, string>>>>;

  beforeAll(async () => {
    data = await dataFolder();
    folder = await mkdtemp(join(tmpdir(), "guidon-fuzz-"));
    // Without limits: the one who asks is to see the operations, not their limits.
    const env = { RATE_LIMIT_MANAGEMENT: "0", RATE_LIMIT_SERVER: "0" };
    server = await startServer({ data, demo: true, env });
    // Both headers in which a key can come, so that none is made up for the other.
    const bearer = (key: string) => ({ authorization: `Bearer ${key}`, "x-api-key": key });
    const session = await becomeOwner(server);
    headers = {
      session,
      token: bearer(await tokenOf(session)),
      management: bearer(server.demoKey("management")),
      server: bearer(server.demoKey("server")),
    };
  });

  afterAll(async () => {
    await server.stop();
    await removeData(data);
    await rm(folder, { recursive: true, force: true });
  });

  const operations = Object.values<Operation>(contract).filter(({ id }) => left[id] === undefined);
  const byAsker = Map.groupBy(operations, ({ credentials }) =>
    askers.find((credential) => credentials.includes(credential)),
  );

  test("leaves nothing out", () => {
    expect(byAsker.get(undefined)).toBeUndefined();
    expect([...byAsker.values()].flat().length + Object.keys(left).length).toBe(Object.keys(contract).length);
  });

  test.each(askers)("as one who has a %s", async (asker) => {
    const asked = byAsker.get(asker) ?? [];
    expect(asked.length).toBeGreaterThan(0);
    const config = join(folder, `${asker}.toml`);
    await writeFile(config, configuration(headers[asker]));
    const { code, output } = await run([
      ...["--config-file", config, "run", `${server.url}/api/v1/openapi.json`, "--url", server.url],
      ...asked.flatMap(({ id }) => ["--include-operation-id", id]),
    ]);
    expect({ code, failures: code === 0 ? "" : failuresIn(output) }).toEqual({ code: 0, failures: "" });
    expect(server.output()).not.toContain("a request failed");
  });

  async function tokenOf(session: Readonly<Record<string, string>>): Promise<string> {
    const answer = await fetch(`${server.url}/api/v1/me/tokens`, {
      method: "POST",
      headers: { ...session, "content-type": "application/json" },
      body: JSON.stringify({ name: "fuzz", expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
    });
    return ((await answer.json()) as { token: string }).token;
  }

  function configuration(sent: Readonly<Record<string, string>>): string {
    const checks = [
      "not_a_server_error",
      "status_code_conformance",
      "content_type_conformance",
      "response_schema_conformance",
      "response_headers_conformance",
    ];
    return [
      `seed = ${seed}`,
      "color = false",
      "workers = 2",
      "[headers]",
      ...Object.entries(sent).map(([name, value]) => `${JSON.stringify(name)} = ${JSON.stringify(value)}`),
      "[phases]",
      `coverage.enabled = ${String(thorough)}`,
      "stateful.enabled = false",
      "[generation]",
      `max-examples = ${examples}`,
      'database = "none"',
      "[checks]",
      "enabled = false",
      ...checks.map((check) => `${check}.enabled = true`),
    ].join("\n");
  }

  function failuresIn(output: string): string {
    const from = output.indexOf("= FAILURES =");
    const to = output.indexOf("= WARNINGS =");
    const told = from === -1 ? output : output.slice(from, to === -1 ? undefined : to);
    const lines = told.split("\n").map((line) => (line.length > 500 ? `${line.slice(0, 500)}…` : line));
    return lines.join("\n");
  }

  function run(args: readonly string[]): Promise<{ code: number; output: string }> {
    return new Promise((resolve) => {
      execFile(program ?? "", args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
      });
    });
  }
});
