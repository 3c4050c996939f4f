import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { OpenFeature as ServerOpenFeature } from "@openfeature/server-sdk";
import { OpenFeature as WebOpenFeature, type Provider as WebProvider } from "@openfeature/web-sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { call, dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

/** The unmodified providers from npm, against a running server. */
let server: RunningServer;
let data: string;

beforeAll(async () => {
  data = await dataFolder();
  server = await startServer({ data, demo: true });
  const created = await call(server, server.demoKey("management"), {
    path: "/api/v1/flags",
    body: {
      key: "cart-limit",
      type: "number",
      client: true,
      variants: [
        { key: "few", value: 10 },
        { key: "many", value: 99.5 },
      ],
      environments: { production: { on: true, variant: "many", targets: ["user-42"] } },
    },
  });
  expect(created.status).toBe(201);
});

afterAll(async () => {
  await ServerOpenFeature.close();
  await WebOpenFeature.close();
  await server.stop();
  await removeData(data);
});

const german = { targetingKey: "user-42", country: "DE", appVersion: "4.3.1", organization: { plan: "pro" } };

describe("@openfeature/server-sdk with @openfeature/ofrep-provider", () => {
  beforeAll(async () => {
    await ServerOpenFeature.setProviderAndWait(
      new OFREPProvider({
        baseUrl: server.url,
        headers: [["authorization", `Bearer ${server.demoKey("server")}`]],
      }),
    );
  });

  test("resolves a boolean, a string, a number and an object with variant and reason", async () => {
    const client = ServerOpenFeature.getClient();
    expect(await client.getBooleanDetails("priority-support", false, german)).toMatchObject({
      value: true,
      variant: "on",
      reason: "TARGETING_MATCH",
      flagMetadata: { ruleId: "paid-plans", ruleIndex: 0 },
    });
    expect(await client.getStringDetails("new-checkout", "?", german)).toMatchObject({
      value: "one-page",
      variant: "one-page",
      reason: "TARGETING_MATCH",
    });
    expect(await client.getNumberDetails("cart-limit", 0, german)).toMatchObject({
      value: 99.5,
      variant: "many",
      reason: "TARGETING_MATCH",
    });
    expect(await client.getObjectDetails("home-banner", {}, german)).toMatchObject({
      value: { show: false },
      variant: "none",
      reason: "STATIC",
    });
  });

  test("gives the caller's default for an unknown flag and for a wrong type, and says why", async () => {
    const client = ServerOpenFeature.getClient();
    expect(await client.getBooleanDetails("no-such-flag", true, german)).toMatchObject({
      value: true,
      errorCode: "FLAG_NOT_FOUND",
    });
    expect(await client.getBooleanDetails("new-checkout", true, german)).toMatchObject({
      value: true,
      errorCode: "TYPE_MISMATCH",
    });
  });
});

describe("@openfeature/web-sdk with @openfeature/ofrep-web-provider", () => {
  beforeAll(async () => {
    await WebOpenFeature.setContext(german);
    await WebOpenFeature.setProviderAndWait(
      new OFREPWebProvider({
        baseUrl: server.url,
        headers: [["X-API-Key", server.demoKey("client")]],
        pollInterval: -1,
        // The provider's own types are written without exactOptionalPropertyTypes.
      }) as unknown as WebProvider,
    );
  });

  test("resolves a boolean, a string, a number and an object with variant and reason", () => {
    const client = WebOpenFeature.getClient();
    expect(client.getBooleanDetails("priority-support", false)).toMatchObject({ value: true, variant: "on" });
    expect(client.getStringDetails("new-checkout", "?")).toMatchObject({
      value: "one-page",
      variant: "one-page",
      reason: "TARGETING_MATCH",
    });
    expect(client.getNumberDetails("cart-limit", 0)).toMatchObject({ value: 99.5, variant: "many" });
    expect(client.getObjectDetails("home-banner", {})).toMatchObject({
      value: { show: false },
      variant: "none",
    });
  });

  test("a client key does not show flags that are not for clients", () => {
    const client = WebOpenFeature.getClient();
    expect(client.getBooleanDetails("payments-v2", false)).toMatchObject({
      value: false,
      errorCode: "FLAG_NOT_FOUND",
    });
  });
});
