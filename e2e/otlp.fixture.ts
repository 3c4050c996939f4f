import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Value = { stringValue?: string; intValue?: string | number; boolValue?: boolean; doubleValue?: number };
type Attribute = { key: string; value: Value };

export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
}

export interface ReceivedLog {
  readonly eventName: string | undefined;
  readonly traceId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One number of a gauge. */
export interface ReceivedGauge {
  readonly name: string;
  readonly value: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface OtlpReceiver {
  readonly endpoint: string;
  /** In the order in which they came. */
  readonly gauges: readonly ReceivedGauge[];
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLog[];
  stop(): Promise<void>;
}

/** Receives OTLP over HTTP in its JSON encoding, as a collector does, and keeps what came. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const logs: ReceivedLog[] = [];
  const gauges: ReceivedGauge[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      if (request.url === "/v1/traces") spans.push(...spansOf(body));
      if (request.url === "/v1/logs") logs.push(...logsOf(body));
      if (request.url === "/v1/metrics") gauges.push(...gaugesOf(body));
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    logs,
    gauges,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close").catch(() => undefined);
    },
  };
}

interface Batch {
  resourceSpans?: { scopeSpans: { spans: WireSpan[] }[] }[];
  resourceLogs?: { scopeLogs: { logRecords: WireLog[] }[] }[];
  resourceMetrics?: { scopeMetrics: { metrics: WireMetric[] }[] }[];
}
interface WireMetric {
  name: string;
  gauge?: { dataPoints: { asInt?: string | number; asDouble?: number; attributes: Attribute[] }[] };
}
interface WireSpan {
  name: string;
  traceId: string;
  parentSpanId?: string;
  attributes: Attribute[];
  events?: { name: string; attributes: Attribute[] }[];
}
interface WireLog {
  eventName?: string;
  traceId?: string;
  attributes: Attribute[];
}

async function read(request: IncomingMessage): Promise<Batch> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Batch;
}

function spansOf(batch: Batch): ReceivedSpan[] {
  return (batch.resourceSpans ?? [])
    .flatMap((resource) => resource.scopeSpans)
    .flatMap((scope) => scope.spans)
    .map((span) => ({
      name: span.name,
      traceId: span.traceId,
      parentSpanId: span.parentSpanId,
      attributes: plain(span.attributes),
      events: (span.events ?? []).map((event) => ({ name: event.name, attributes: plain(event.attributes) })),
    }));
}

function logsOf(batch: Batch): ReceivedLog[] {
  return (batch.resourceLogs ?? [])
    .flatMap((resource) => resource.scopeLogs)
    .flatMap((scope) => scope.logRecords)
    .map((log) => ({ eventName: log.eventName, traceId: log.traceId, attributes: plain(log.attributes) }));
}

function gaugesOf(batch: Batch): ReceivedGauge[] {
  return (batch.resourceMetrics ?? [])
    .flatMap((resource) => resource.scopeMetrics)
    .flatMap((scope) => scope.metrics)
    .flatMap(({ name, gauge }) =>
      (gauge?.dataPoints ?? []).map(({ asInt, asDouble, attributes }) => ({
        name,
        value: asDouble ?? Number(asInt),
        attributes: plain(attributes),
      })),
    );
}

function plain(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ??
        value.boolValue ??
        value.doubleValue ??
        (value.intValue === undefined ? undefined : Number(value.intValue)),
    ]),
  );
}
