import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { OpenFeature as ServerOpenFeature } from "@openfeature/server-sdk";
import { OpenFeature as WebOpenFeature, type Provider as WebProvider } from "@openfeature/web-sdk";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { TestEventSource } from "./event-source.fixture.ts";
import { call, dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

/** The unmodified providers from npm stay current: the one in browsers by the event stream that the answer names. */
let server: RunningServer;
let data: string;
const someone = { targetingKey: "user-7" };

beforeAll(async () => {
  vi.stubGlobal("EventSource", TestEventSource);
  data = await dataFolder();
  server = await startServer({ data, demo: true });
  const created = await call(server, server.demoKey("management"), {
    path: "/api/v1/flags",
    body: { key: "night-shift", client: true, environments: { production: { on: false } } },
  });
  expect(created.status).toBe(201);
});

afterAll(async () => {
  await ServerOpenFeature.close();
  await WebOpenFeature.close();
  await server.stop();
  await removeData(data);
  vi.unstubAllGlobals();
});

async function turn(on: boolean): Promise<void> {
  const changed = await call(server, server.demoKey("management"), {
    method: "PATCH",
    path: "/api/v1/flags/night-shift",
    headers: { "if-match": "*" },
    body: { environments: { production: { on } } },
  });
  expect(changed.status).toBe(200);
}

const provideWeb = (options: { pollInterval: number; changeDetection?: "polling" }) =>
  WebOpenFeature.setProviderAndWait(
    new OFREPWebProvider({
      baseUrl: server.url,
      headers: [["X-API-Key", server.demoKey("client")]],
      cacheMode: "disabled",
      ...options,
      // The provider's own types are written without exactOptionalPropertyTypes.
    }) as unknown as WebProvider,
  );
const onWeb = () => WebOpenFeature.getClient().getBooleanValue("night-shift", false);

test("the web provider hears of a change through the stream, without polling", async () => {
  await WebOpenFeature.setContext(someone);
  await provideWeb({ pollInterval: -1 });
  await vi.waitFor(() => expect(TestEventSource.open.size).toBe(1), { timeout: 5000 });
  expect(onWeb()).toBe(false);
  for (const on of [true, false, true]) {
    await turn(on);
    await vi.waitFor(() => expect(onWeb()).toBe(on), { timeout: 3000, interval: 10 });
  }
});

test("the web provider stays current by polling where it is told to", async () => {
  await provideWeb({ pollInterval: 100, changeDetection: "polling" });
  expect(TestEventSource.open.size).toBe(0);
  for (const on of [false, true]) {
    await turn(on);
    await vi.waitFor(() => expect(onWeb()).toBe(on), { timeout: 3000, interval: 10 });
  }
});

test("the server provider asks each time and is current at once", async () => {
  await ServerOpenFeature.setProviderAndWait(
    new OFREPProvider({
      baseUrl: server.url,
      headers: [["authorization", `Bearer ${server.demoKey("server")}`]],
    }),
  );
  const client = ServerOpenFeature.getClient();
  for (const on of [false, true, false]) {
    await turn(on);
    expect(await client.getBooleanValue("night-shift", !on, someone)).toBe(on);
  }
});
