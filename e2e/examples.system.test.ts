import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Example, Operation } from "#openapi/operation.ts";
import { contract } from "#openapi/v1/contract.ts";
import { call, dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

/** Every example of the contract, sent as it stands there to the demo company, in the order of the contract. */
let server: RunningServer;
let data: string;

beforeAll(async () => {
  data = await dataFolder();
  server = await startServer({ data, demo: true });
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
  ofrepStream: "its answer never ends, and its ticket is made at random",
  turnFlagOnHere: "takes a management key of one environment",
  turnFlagOffHere: "takes a management key of one environment",
  setRolloutHere: "takes a management key of one environment",
  killFlagHere: "takes a management key of one environment",
  liftKillHere: "takes a management key of one environment",
  createProject: "takes a signed-in Owner",
  createApiKey: "takes a signed-in person",
  inviteMember: "takes a signed-in person",
  listApiKeys: "takes more than the demo's management key may",
  revokeApiKey: "names a key by an id that is made at random",
};

describe("the contract's examples", () => {
  test.each(withExample)("$id", async ({ operation, example }) => {
    const key = server.demoKey(operation.credentials.includes("server") ? "server" : "management");
    const answer = await call(server, key, {
      method: operation.method.toUpperCase(),
      path: addressOf(operation, example),
      ...(example.headers === undefined ? {} : { headers: example.headers }),
      ...(example.body === undefined ? {} : { body: example.body }),
    });
    expect(answer).toMatchObject({ status: example.status });
    const schema = operation.answers[example.status]?.schema;
    expect(() => schema?.parse(answer.body)).not.toThrow();
  });

  test("every operation has one, or says why not", () => {
    const missing = operations.filter(({ example }) => example === undefined).map(({ id }) => id);
    expect(missing.toSorted()).toEqual(Object.keys(without).toSorted());
  });
});

function addressOf(operation: Operation, example: Example): string {
  const path = operation.path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => example.params?.[name] ?? `{${name}}`,
  );
  const query = new URLSearchParams(example.query).toString();
  return query === "" ? path : `${path}?${query}`;
}

describe("the pages that show the API with curl", () => {
  test.each(["flags.md"])("docs/%s can be typed as it stands", async (page) => {
    const text = readFileSync(new URL(`../docs/${page}`, import.meta.url), "utf8");
    const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block);
    const script = [
      "set -eu",
      'curl() { command curl --silent --show-error --fail-with-body "$@" >/dev/null; }',
      ...blocks,
    ]
      .join("\n")
      .replaceAll("http://localhost:4300", server.url);
    const env = { ...process.env, MANAGEMENT_KEY: server.demoKey("management") };
    const run = promisify(execFile)("bash", ["-c", script], { env });
    await expect(run).resolves.toMatchObject({ stderr: "" });
  });
});
