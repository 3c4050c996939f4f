import { randomUUID } from "node:crypto";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Example, Operation } from "#openapi/operation.ts";
import { contract } from "#openapi/v1/contract.ts";
import { Browser } from "./browser.fixture.ts";
import { call, dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

/** Every example of the contract, sent as it stands there to the demo company, in the order of the contract. */
let server: RunningServer;
let data: string;
/** Somebody who has signed in, for what keys may not do. */
let person: Browser;
/** A management key of one environment, for the short paths. */
let keyOfOne: string;

beforeAll(async () => {
  data = await dataFolder();
  server = await startServer({ data, demo: true });
  person = new Browser(server.url);
  await person.post(new URL(server.setupLink()).pathname, {
    ...{ name: "Olga", email: "olga@storefront.example", password: "a long enough password" },
  });
  const made = await person.api("POST", "/api/v1/projects/storefront/keys", {
    ...{ name: "One environment", kind: "management", role: "developer", environment: "development" },
  });
  keyOfOne = ((await made.json()) as { key: string }).key;
});

afterAll(async () => {
  await server.stop();
  await removeData(data);
});

const operations = Object.values<Operation>(contract);
const withExample = operations.flatMap((operation) =>
  operation.example === undefined ? [] : [{ id: operation.id, operation, example: operation.example }],
);

/** Why an operation has none: each says so here, so that a new one without an example fails. */
const without: Readonly<Record<string, string>> = {
  stream: "its answer never ends; the SDK's tests read it",
  followProject: "its answer never ends; project-streams.test.ts reads it",
  ofrepStream: "its answer never ends, and its ticket is made at random",
  erasePerson: "takes a fresh second factor",
  createProject: "takes a signed-in Owner",
  deleteProject: "takes a fresh second factor",
  createEnvironment: "takes more than the demo's management key may",
  deleteEnvironment: "takes more than the demo's management key may",
  createApiKey: "takes a signed-in person",
  inviteMember: "takes a signed-in person",
  listApiKeys: "takes more than the demo's management key may",
  revokeApiKey: "names a key by an id that is made at random",
  endSession: "names a session by an id that is made at random",
  confirmTwoFactor: "takes the code of a moment",
  giveSecondFactor: "takes the code of a moment",
  removeTwoFactor: "takes a fresh second factor",
  renewRecoveryCodes: "takes a fresh second factor",
  getSso: "takes an identity provider",
  setSso: "takes an identity provider",
  removeSso: "takes an identity provider",
  leaveProject: "takes a signed-in member",
  listPeople: "takes an Owner of the whole installation",
  removePerson: "takes a fresh second factor",
  resetTwoFactor: "takes a fresh second factor",
  revokeInvitation: "names an invitation by an id that is made at random",
  setMemberRoles: "names a person by an id that is made at random",
  removeMember: "names a person by an id that is made at random",
  updateProject: "takes more than the demo's management key may",
  updateEnvironment: "takes more than the demo's management key may",
  saveRole: "takes more than the demo's management key may",
  deleteRole: "takes more than the demo's management key may",
  createToken: "takes a time within the next year",
  deleteToken: "names a token by an id that is made at random",
};

describe("the contract's examples", () => {
  test.each(withExample)("$id", async ({ operation, example }) => {
    const before = await lastEntry();
    const answer = await send(operation, example);
    expect(answer).toMatchObject({ status: example.status });
    expect(await lastEntry()).toBeGreaterThanOrEqual(before + (changesProject(operation, example) ? 1 : 0));
    const schema = operation.answers[example.status]?.schema;
    expect(() => schema?.parse(answer.body)).not.toThrow();
  });

  test("every operation has one, or says why not", () => {
    const missing = operations.filter(({ example }) => example === undefined).map(({ id }) => id);
    expect(missing.toSorted()).toEqual(Object.keys(without).toSorted());
  });
});

async function tokenOf(somebody: Browser): Promise<string> {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const made = await somebody.api("POST", "/api/v1/me/tokens", { name: randomUUID(), expiresAt });
  return ((await made.json()) as { token: string }).token;
}

/** Where the audit log of the demo's project ends. */
async function lastEntry(): Promise<number> {
  const { body } = await call(server, server.demoKey("management"), {
    method: "GET",
    path: "/api/v1/projects/storefront/audit?limit=1",
  });
  return (body as { entries: [{ sequence: number }] }).entries[0].sequence;
}

/** Whether what it changes is in the project, where each change leaves an entry. */
function changesProject({ id, method, path, tag }: Operation, { query }: Example): boolean {
  if (method === "get" || query?.["dryRun"] === "true" || id === "explainFlags") return false;
  // It is on already.
  if (id === "turnFlagOn" || id === "turnFlagOnHere") return false;
  return path.includes("/projects/") || tag === "Short paths";
}

async function send(operation: Operation, example: Example): Promise<{ status: number; body: unknown }> {
  const method = operation.method.toUpperCase();
  const path = addressOf(operation, example);
  if (operation.credentials.every((credential) => credential === "session" || credential === "token")) {
    const answer = await person.api(method, path, example.body);
    return { status: answer.status, body: parsed(await answer.text()) };
  }
  const key = operation.description?.includes("management keys of one environment")
    ? keyOfOne
    : server.demoKey(operation.credentials.includes("server") ? "server" : "management");
  return call(server, key, {
    ...{ method, path },
    ...(example.headers === undefined ? {} : { headers: example.headers }),
    ...(example.body === undefined ? {} : { body: example.body }),
  });
}

/** What is not JSON is lines, which are told apart by their schema. */
function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function addressOf(operation: Operation, example: Example): string {
  const path = operation.path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => example.params?.[name] ?? `{${name}}`,
  );
  const query = new URLSearchParams(example.query).toString();
  return query === "" ? path : `${path}?${query}`;
}

describe("the pages that show the API with curl", () => {
  test.each(["flags.md", "history.md", "layers.md", "audit.md", "segments.md"])(
    "docs/%s can be typed as it stands",
    async (page) => {
      const text = readFileSync(new URL(`../docs/${page}`, import.meta.url), "utf8");
      const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block);
      const script = [
        "set -eu",
        'curl() { command curl --silent --show-error --fail-with-body "$@"; }',
        ...blocks,
      ]
        .join("\n")
        .replaceAll("http://localhost:4300", server.url);
      const env = {
        ...process.env,
        MANAGEMENT_KEY: server.demoKey("management"),
        TOKEN: await tokenOf(person),
      };
      const run = promisify(execFile)("bash", ["-c", script], { env, maxBuffer: 64 * 1024 * 1024 });
      const { stderr, stdout } = await run.catch((error: Awaited<typeof run>) => error);
      // What a command that failed was answered is the last of what was printed.
      expect(stderr && `${stderr}${stdout.slice(-1000)}`).toBe("");
    },
  );
});
