import { createClient } from "@guidon/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { call, dataFolder, freePort, removeData, startServer, type RunningServer } from "./server.fixture.ts";

const token = "metrics-for-the-tests-only";
let server: RunningServer;
let data: string;
let port: number;

beforeAll(async () => {
  [data, port] = await Promise.all([dataFolder(), freePort()]);
  server = await startServer({
    data,
    demo: true,
    env: { METRICS_TOKEN: token, METRICS_PORT: String(port) },
  });
});

afterAll(async () => {
  await server.stop();
  await removeData(data);
});

/** The lines of Prometheus' text format, by name and labels. */
async function scrape(): Promise<Map<string, number>> {
  const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.headers.get("content-type")).toContain("text/plain");
  const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

const production = 'feature_flag_set_id="storefront/production"';

test("metrics take the token, or the port that only this machine reaches", async () => {
  expect((await fetch(`${server.url}/metrics`)).status).toBe(401);
  const wrong = await fetch(`${server.url}/metrics`, { headers: { authorization: "Bearer guess" } });
  expect(wrong.status).toBe(401);
  expect(wrong.headers.get("www-authenticate")).toBe("Bearer");
  expect(
    (await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).status,
  ).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain("guidon_streams");
});

test("an evaluation, a stream and a change are found in the metrics", async () => {
  const body = { flag: "new-checkout", context: { targetingKey: "user-7" } };
  const key = server.demoKey("server");
  for (let n = 0; n < 3; n++) await call(server, key, { path: "/api/v1/evaluate", body });
  const client = createClient({ url: server.url, key });
  await client.ready({ timeout: 5000 });
  const before = await scrape();
  expect(before.get(`guidon_streams{${production}}`)).toBe(1);
  expect(before.get(`guidon_documents_quarantined{${production}}`)).toBe(0);
  expect(before.get("guidon_database_reachable")).toBe(1);
  expect(before.get("process_memory_usage")).toBeGreaterThan(10_000_000);
  const applied = `guidon_publication_apply_duration_count{${production}}`;
  const revision = before.get(`guidon_environment_revision{${production}}`) ?? 0;

  await vi.waitFor(async () => {
    const seen = await scrape();
    expect(seen.get(`guidon_sdk_instances{${production},guidon_sdk_state="current"}`)).toBe(1);
  }, 10_000);
  const flip = await call(server, server.demoKey("management"), {
    method: "PATCH",
    path: "/api/v1/flags/outbound-email",
    headers: { "if-match": "*" },
    body: { environments: { production: { on: false } } },
  });
  expect(flip.status).toBe(200);
  await vi.waitFor(
    async () => {
      const seen = await scrape();
      expect(seen.get(`guidon_environment_revision{${production}}`)).toBe(revision + 1);
      expect(seen.get(applied)).toBe((before.get(applied) ?? 0) + 1);
      expect(seen.get(`guidon_sdk_lag{${production},quantile="0.99"}`)).toBeLessThan(5);
      const took = [...seen].find(
        ([name]) =>
          name.startsWith("http_server_request_duration_count") &&
          name.includes('http_route="/api/v1/evaluate"') &&
          name.includes('http_response_status_code="200"'),
      );
      expect(took?.[1]).toBe(3);
      const evaluated = [...seen].filter(
        ([name]) =>
          name.startsWith("guidon_evaluations_total") && name.includes('feature_flag_key="new-checkout"'),
      );
      expect(evaluated.reduce((sum, [, count]) => sum + count, 0)).toBe(3);
    },
    { timeout: 25_000, interval: 500 },
  );
  await client.close();
});
