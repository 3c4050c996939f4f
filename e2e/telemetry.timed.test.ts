import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startOtlpReceiver, type OtlpReceiver } from "./otlp.fixture.ts";
import { call, dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

let receiver: OtlpReceiver;
let server: RunningServer;
let data: string;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  data = await dataFolder();
  server = await startServer({
    data,
    demo: true,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_SCHEDULE_DELAY: "100",
      OTEL_BLRP_SCHEDULE_DELAY: "100",
    },
  });
});

afterAll(async () => {
  await server.stop();
  await receiver.stop();
  await removeData(data);
});

const expected = {
  "feature_flag.key": "new-checkout",
  "feature_flag.provider.name": "guidon",
  "feature_flag.set.id": "storefront/production",
  "feature_flag.result.variant": "control",
  "feature_flag.result.reason": "targeting_match",
  "feature_flag.context.id": "user-7",
  "guidon.rule.id": "enterprise",
  "guidon.rule.index": 0,
};

test("the trace of an evaluation tells key, variant, reason, set, version and rule, and goes on from the caller's", async () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const answer = await call(server, server.demoKey("server"), {
    path: "/api/v1/evaluate",
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
    body: { flag: "new-checkout", context: { targetingKey: "user-7", organization: { plan: "enterprise" } } },
  });
  const { evaluations } = answer.body as { evaluations: Record<string, { flagRevision: number }> };
  const version = String(evaluations["new-checkout"]?.flagRevision);

  const span = await vi.waitFor(
    () => {
      const found = receiver.spans.find((each) => each.traceId === traceId);
      expect(found).toBeDefined();
      return found!;
    },
    { timeout: 10_000 },
  );
  expect(span).toMatchObject({
    name: "POST /api/v1/evaluate",
    parentSpanId: "00f067aa0ba902b7",
    attributes: {
      "http.request.method": "POST",
      "http.route": "/api/v1/evaluate",
      "http.response.status_code": 200,
    },
  });
  expect(span.events).toEqual([
    {
      name: "feature_flag.evaluation",
      attributes: {
        ...expected,
        "feature_flag.version": version,
        "guidon.environment.revision": expect.any(Number),
      },
    },
  ]);

  const log = await vi.waitFor(
    () => {
      const found = receiver.logs.find((each) => each.traceId === traceId);
      expect(found).toBeDefined();
      return found!;
    },
    { timeout: 10_000 },
  );
  expect(log).toMatchObject({ eventName: "feature_flag.evaluation", attributes: expected });
});

test("a change's audit entry carries the trace id of the request that made it", async () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const key = server.demoKey("management");
  await call(server, key, {
    method: "PATCH",
    path: "/api/v1/flags/new-checkout",
    headers: { "if-match": "*", traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    body: { tags: ["traced"] },
  });
  await vi.waitFor(() => expect(receiver.spans.some((span) => span.traceId === traceId)).toBe(true), {
    timeout: 10_000,
  });
});

/** Takes connections and never answers. */
async function silentCollector() {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => sockets.add(socket)).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const stop = () => {
    silent.close();
    for (const socket of sockets) socket.destroy();
  };
  return { endpoint: `http://127.0.0.1:${port}`, stop };
}

test.for([
  ["is gone", async () => ({ endpoint: "http://127.0.0.1:9", stop() {} })],
  ["never answers", silentCollector],
] as const)(
  "a server whose collector %s answers as ever, and stops within three seconds",
  async ([, start]) => {
    const collector = await start();
    const folder = await dataFolder();
    const lonely = await startServer({
      data: folder,
      demo: true,
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
        OTEL_BSP_SCHEDULE_DELAY: "100",
        OTEL_METRIC_EXPORT_INTERVAL: "200",
        OTEL_METRIC_EXPORT_TIMEOUT: "200",
      },
    });
    for (let time = 0; time < 10; time++) {
      const asked = performance.now();
      await call(lonely, lonely.demoKey("server"), {
        path: "/api/v1/evaluate",
        body: { all: true, context: {} },
      });
      expect(performance.now() - asked).toBeLessThan(1000);
      await sleep(50);
    }
    const since = performance.now();
    expect(await lonely.stop()).toBe(0);
    expect(performance.now() - since).toBeLessThan(3000);
    await removeData(folder);
    collector.stop();
  },
);
