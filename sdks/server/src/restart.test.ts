import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createClientIn, type GuidonClient } from "./client.ts";
import { startScriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import { change, checkout, production } from "./storefront.fixture.ts";
import { briskSurroundings } from "./surroundings.fixture.ts";
import type { ClientOptions, ClientProblem } from "./types.ts";

const one = production(1, [checkout(1, "control")]);
const two = production(2, [checkout(2, "one-page")]);

let server: ScriptedServer;
let clients: GuidonClient[];
let folder: string;

beforeEach(async () => {
  server = await startScriptedServer(one);
  clients = [];
  folder = await mkdtemp(join(tmpdir(), "guidon-client-"));
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await server.close();
  await rm(folder, { recursive: true });
});

function connect(options: Partial<ClientOptions>): GuidonClient {
  const client = createClientIn(briskSurroundings(), {
    url: server.url,
    key: "gdn_srv_test",
    pollInterval: 20,
    logger: false,
    ...options,
  });
  clients.push(client);
  return client;
}

function unreachable(): void {
  server.onStream = server.onSnapshot = (_, response) => void response.destroy();
}

describe("the cache file", () => {
  test("lets a restart serve the last known state while the service is away", async () => {
    const cacheFile = join(folder, "flags.json");
    const before = connect({ cacheFile });
    await before.ready();
    server.streams[0]?.change(change(one, two));
    await expect.poll(() => before.status().revision, { interval: 2 }).toBe(2);
    await before.close();
    unreachable();
    const after = connect({ cacheFile });
    expect(after.evaluate("new-checkout", {}, "default")).toMatchObject({
      value: "one-page",
      source: "cache",
      stale: true,
    });
    expect(await after.ready()).toMatchObject({ source: "cache", revision: 2 });
  });

  test("is not resumed from, so that contents from another database cannot linger", async () => {
    const cacheFile = join(folder, "flags.json");
    const before = connect({ cacheFile });
    await before.ready();
    await before.close();
    server.current = production(1, [checkout(1, "express")]);
    const after = connect({ cacheFile });
    await after.ready({ fresh: true });
    expect(after.getVariation("new-checkout", {}, "default")).toBe("express");
    expect(server.requests.at(-1)?.headers).not.toHaveProperty("last-event-id");
  });

  test("that was tampered with is refused, and the bootstrap serves", async () => {
    const cacheFile = join(folder, "flags.json");
    const before = connect({ cacheFile });
    await before.ready();
    await before.close();
    await writeFile(
      cacheFile,
      (await readFile(cacheFile, "utf8")).replace('"variant":"control"', '"variant":"express"'),
    );
    unreachable();
    const problems: ClientProblem[] = [];
    const after = connect({ cacheFile, bootstrap: one, onError: (problem) => problems.push(problem) });
    expect(problems).toMatchObject([{ code: "cache_unreadable" }]);
    expect(after.status().source).toBe("bootstrap");
  });
});

describe("a process", () => {
  const source = new URL("./index.ts", import.meta.url).href;
  async function run(script: string): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, [
      "--conditions=guidon-source",
      "--input-type=module",
      "-e",
      script,
    ]);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    return new Promise((resolve) => child.on("exit", (code) => resolve({ code, output })));
  }

  test("ends by itself while the service is away", async () => {
    unreachable();
    const { code, output } = await run(`
      import { createClient } from ${JSON.stringify(source)};
      createClient({ url: ${JSON.stringify(server.url)}, key: "gdn_srv_test", logger: false });`);
    expect({ code, output }).toEqual({ code: 0, output: "" });
  });

  test("lives for as long as it awaits ready", async () => {
    unreachable();
    const { code, output } = await run(`
      import { createClient } from ${JSON.stringify(source)};
      const client = createClient({ url: ${JSON.stringify(server.url)}, key: "gdn_srv_test", logger: false });
      const { ready, problem } = await client.ready({ timeout: 200 });
      console.log(ready, problem.code);`);
    expect({ code, output }).toEqual({ code: 0, output: "false unreachable\n" });
  });

  test("ends after close, with nothing left running", async () => {
    const { code, output } = await run(`
      import { createClient } from ${JSON.stringify(source)};
      const client = createClient({ url: ${JSON.stringify(server.url)}, key: "gdn_srv_test", cacheFile: ${JSON.stringify(join(folder, "flags.json"))} });
      await client.ready();
      await client.close();
      console.log(client.getVariation("new-checkout", {}, "default"));`);
    expect({ code, output }).toEqual({ code: 0, output: "control\n" });
    expect(await readFile(join(folder, "flags.json"), "utf8")).toContain("new-checkout");
  });
});
