import { OpenFeature, ProviderEvents, type EventDetails } from "@openfeature/server-sdk";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClientIn, type GuidonClient } from "./client.ts";
import { createProvider } from "./openfeature.ts";
import { answer, startScriptedServer, type ScriptedServer } from "./scripted-server.fixture.ts";
import { change, checkout, flag, production } from "./storefront.fixture.ts";
import { briskSurroundings } from "./surroundings.fixture.ts";

const sale = {
  ...flag("sale", 1, { on: true, off: false }, "off"),
  rules: [
    {
      id: "r_sale",
      when: { attribute: "now", op: "after" as const, values: ["2026-11-20T00:00:00Z"] },
      serve: { variant: "on" },
    },
  ],
  metadata: { owner: "growth", sizes: [1, 2] },
};
const one = production(1, [checkout(1, "control"), sale]);
const two = production(2, [checkout(2, "express"), sale]);

let server: ScriptedServer;
let guidon: GuidonClient;

beforeEach(async () => {
  OpenFeature.setLogger({ debug: noop, info: noop, warn: noop, error: noop });
  server = await startScriptedServer(one);
  guidon = createClientIn(briskSurroundings(), {
    url: server.url,
    key: "gdn_srv_test",
    pollInterval: 10,
    logger: false,
  });
});
afterEach(async () => {
  await OpenFeature.clearProviders();
  OpenFeature.clearHandlers();
  await guidon.close();
  await server.close();
});

const noop = () => undefined;
const status = () => OpenFeature.getClient().providerStatus;
function soon(read: () => unknown) {
  return expect.poll(read, { interval: 2, timeout: 2_000 });
}

test("carries revisions, rule and the flag's own metadata along, under the names that telemetry reads", async () => {
  await OpenFeature.setProviderAndWait(createProvider(guidon));
  const details = await OpenFeature.getClient().getBooleanDetails("sale", false, {
    now: "2026-11-21T00:00:00Z",
  });
  expect(details).toEqual({
    flagKey: "sale",
    value: true,
    variant: "on",
    reason: "TARGETING_MATCH",
    flagMetadata: {
      owner: "growth",
      flagSetId: "storefront/production",
      version: "1",
      flagRevision: 1,
      environmentRevision: 1,
      ruleId: "r_sale",
      source: "stream",
      stale: false,
    },
  });
});

test("lets rules compare the dates that OpenFeature allows in a context", async () => {
  await OpenFeature.setProviderAndWait(createProvider(guidon));
  const client = OpenFeature.getClient();
  expect(await client.getBooleanValue("sale", false, { now: new Date("2026-11-21") })).toBe(true);
  expect(await client.getBooleanValue("sale", true, { now: new Date("2026-11-19") })).toBe(false);
  expect(await client.getBooleanValue("sale", true, { now: new Date("nonsense") })).toBe(false);
});

test("answers an object question with the caller's default, also a null one, where the flag is no object", async () => {
  await OpenFeature.setProviderAndWait(createProvider(guidon));
  const details = await OpenFeature.getClient().getObjectDetails("new-checkout", null);
  expect(details).toMatchObject({ value: null, errorCode: "TYPE_MISMATCH" });
  expect(details.errorMessage).toBe('Flag "new-checkout" is of another type than the default.');
});

test("announces changes with the flags that they concern", async () => {
  const heard: (EventDetails | undefined)[] = [];
  OpenFeature.addHandler(ProviderEvents.ConfigurationChanged, (details) => heard.push(details));
  await OpenFeature.setProviderAndWait(createProvider(guidon));
  server.streams[0]?.change(change(one, two));
  await soon(() => heard.length).toBe(1);
  expect(heard[0]).toMatchObject({
    flagsChanged: ["new-checkout"],
    metadata: { revision: 2, environment: "storefront/production" },
  });
});

test("is stale while the service is away, and ready again when it is back", async () => {
  await OpenFeature.setProviderAndWait(createProvider(guidon));
  server.onStream = server.onSnapshot = (_, response) => void response.destroy();
  server.streams[0]?.drop();
  await soon(status).toBe("STALE");
  expect(await OpenFeature.getClient().getStringValue("new-checkout", "default")).toBe("control");
  server.onStream = server.onSnapshot = undefined;
  await soon(status).toBe("READY");
});

test("is in error when the key is revoked, and goes on with the last state", async () => {
  await OpenFeature.setProviderAndWait(createProvider(guidon));
  server.onStream = server.onSnapshot = (_, response) => answer(response, 401);
  server.streams[0]?.end();
  await soon(status).toBe("ERROR");
  expect(await OpenFeature.getClient().getStringValue("new-checkout", "default")).toBe("control");
});

test("recovers from a start without the service", async () => {
  server.onStream = server.onSnapshot = (_, response) => void response.destroy();
  const started = OpenFeature.setProviderAndWait(createProvider(guidon, { readyTimeout: 30 }));
  await expect(started).rejects.toThrow(/failed: |Nothing to evaluate/);
  expect(status()).toBe("ERROR");
  server.onStream = server.onSnapshot = undefined;
  await soon(status).toBe("READY");
  expect(await OpenFeature.getClient().getStringValue("new-checkout", "default")).toBe("control");
});

test("starts stale on a bootstrap while the service is away", async () => {
  server.onStream = server.onSnapshot = (_, response) => void response.destroy();
  const provider = createProvider({ url: server.url, key: "gdn_srv_test", logger: false, bootstrap: one });
  await OpenFeature.setProviderAndWait(provider);
  await soon(status).toBe("STALE");
  expect(await OpenFeature.getClient().getStringValue("new-checkout", "default")).toBe("control");
});

test("closes the client that it made and leaves a shared one alone", async () => {
  await OpenFeature.setProviderAndWait(createProvider(guidon));
  await OpenFeature.clearProviders();
  expect(guidon.status().state).toBe("streaming");
});

test("tracks under the targeting key, with a value where there is one, and reports evaluations", async () => {
  await OpenFeature.setProviderAndWait(createProvider(guidon));
  const client = OpenFeature.getClient();
  await client.getStringValue("new-checkout", "default");
  client.track(
    "order-placed",
    { targetingKey: "user-42", at: new Date(0) },
    { value: 49.9, currency: "EUR" },
  );
  client.track("page-seen", { targetingKey: "user-42" });
  await guidon.flush();
  expect(server.batches.flat()).toMatchObject([
    { type: "metric", event: "order-placed", unit: { value: "user-42" }, value: 49.9 },
    { type: "metric", event: "page-seen", unit: { path: "targetingKey", value: "user-42" } },
    { type: "counts", counts: [{ flag: "new-checkout", variant: "control", count: 1 }] },
  ]);
});
