import { canonicalJson, makeSnapshot } from "@guidon/engine/documents";
import type { FlagDocument, Snapshot } from "@guidon/engine";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startOtlpReceiver, type OtlpReceiver } from "./otlp.fixture.ts";
import { externalDatabase, missingPostgres, type ExternalDatabase } from "./postgres.fixture.ts";
import { call, startServer, type RunningServer } from "./server.fixture.ts";

type Evaluated = { environmentRevision: number; detail?: string; flagRevision: number };

const missing = missingPostgres();

describe.skipIf(missing !== undefined)(
  `a document that this engine cannot run${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    let database: ExternalDatabase;
    let receiver: OtlpReceiver;
    let server: RunningServer;

    beforeAll(async () => {
      [database, receiver] = await Promise.all([externalDatabase(), startOtlpReceiver()]);
      server = await startServer({
        demo: true,
        env: {
          DATABASE_URL: database.url,
          REVISION_POLL_MS: "100",
          LOG_LEVEL: "error",
          OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
          OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
          OTEL_METRIC_EXPORT_INTERVAL: "200",
          OTEL_METRIC_EXPORT_TIMEOUT: "200",
        },
      });
    });

    afterAll(async () => {
      await server.stop();
      await Promise.all([receiver.stop(), database.stop()]);
    });

    const snapshot = async () =>
      (await call(server, server.demoKey("server"), { path: "/api/v1/snapshot" })).body as Snapshot;
    const evaluate = async (flag: string) => {
      const body = { flag, context: { targetingKey: "user-7" } };
      const answer = await call(server, server.demoKey("server"), { path: "/api/v1/evaluate", body });
      const { evaluations } = answer.body as { evaluations: Record<string, Evaluated> };
      const { environmentRevision: _, ...served } = evaluations[flag]!;
      return served;
    };
    const alarm = () =>
      receiver.gauges.findLast(
        ({ name, attributes }) =>
          name === "guidon.documents.quarantined" &&
          attributes["feature_flag.set.id"] === "storefront/production",
      )?.value;

    /** What a process of a later version would publish. */
    async function publishFromTheFuture(key: string): Promise<number> {
      const before = await snapshot();
      const revision = before.revision + 1;
      const newer = (flag: FlagDocument) => ({ ...flag, revision, engine: 99, on: false });
      const flags = before.flags.map((flag) => (flag.key === key ? newer(flag) : flag));
      const after = makeSnapshot({ ...before, revision, flags });
      const { counts, checksum } = after;
      const document = canonicalJson(after.flags.find((flag) => flag.key === key));
      const sql = postgres(database.url, { max: 1, onnotice() {} });
      await sql.begin(async (tx) => {
        const [environment] = await tx`
          update environments set revision = ${revision}
          where key = 'production' and revision = ${before.revision} returning id`;
        const id = environment?.["id"] as string;
        await tx`insert into publications values
          (${id}, ${revision}, now(), ${checksum}, ${counts.flags}, ${counts.segments}, ${counts.archived}, '', '')`;
        await tx`insert into published_documents values (${id}, 'flag', ${key}, ${revision}, ${document})`;
      });
      await sql.end();
      return revision;
    }

    test("is set aside alone: it keeps its last good version, and the alarm metric rises", async () => {
      await vi.waitFor(() => expect(alarm()).toBe(0), { timeout: 5000, interval: 50 });
      const good = await evaluate("outbound-email");
      const others = await evaluate("new-checkout");
      const revision = await publishFromTheFuture("outbound-email");
      await vi.waitFor(async () => expect((await snapshot()).revision).toBe(revision), { timeout: 3000 });
      expect(await evaluate("outbound-email")).toEqual(good);
      expect(await evaluate("new-checkout")).toEqual(others);
      await vi.waitFor(() => expect(alarm()).toBe(1), { timeout: 5000, interval: 50 });
      expect(server.output()).toContain("a document cannot be run and is quarantined");
    });

    test("holds up neither changes nor kills of others", async () => {
      const killed = await call(server, server.demoKey("management"), {
        path: "/api/v1/projects/storefront/environments/production/flags/new-checkout/kill",
        body: {},
      });
      expect(killed.status).toBe(200);
      expect(await evaluate("new-checkout")).toMatchObject({ detail: "killed" });
    });

    test("ends the alarm once it is published again in a form that can be run", async () => {
      const changed = await call(server, server.demoKey("management"), {
        method: "PATCH",
        path: "/api/v1/flags/outbound-email",
        headers: { "if-match": "*" },
        body: { environments: { production: { on: false } } },
      });
      expect(changed.status).toBe(200);
      await vi.waitFor(() => expect(alarm()).toBe(0), { timeout: 5000, interval: 50 });
    });
  },
);
