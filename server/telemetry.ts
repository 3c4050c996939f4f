import type { IncomingMessage, ServerResponse } from "node:http";
import type { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { answersWithToken } from "./metrics-page.ts";

/** How long the last spans may take to leave before the process ends without them. */
const shutdownMs = 2000;

export interface Telemetry {
  /** Answers `/metrics`; false where the request is not for it. */
  readonly page: (request: IncomingMessage, response: ServerResponse) => boolean;
  stop(): Promise<void>;
}

const isSet = (name: string) => (process.env[name] ?? "") !== "";

/**
 * Starts OpenTelemetry where it is configured: OTLP by the standard OTEL_* variables, metrics for Prometheus by
 * METRICS_TOKEN or METRICS_PORT. Without either nothing is loaded: OTLP costs a second of start-up and 130 MB.
 */
export async function startTelemetry(): Promise<Telemetry> {
  const prometheus = isSet("METRICS_TOKEN") || isSet("METRICS_PORT") ? await openPrometheus() : undefined;
  const stop = isSet("OTEL_EXPORTER_OTLP_ENDPOINT")
    ? await startOtlp(prometheus)
    : await startMetrics(prometheus);
  const token = process.env["METRICS_TOKEN"] ?? "";
  return {
    page: prometheus === undefined || token === "" ? () => false : answersWithToken(token, prometheus),
    async stop() {
      const late = new Promise<void>((done) => setTimeout(done, shutdownMs).unref());
      await Promise.race([stop(), late]);
    },
  };
}

/** On a port of its own it is open to whoever reaches that, so it stays on this machine. */
async function openPrometheus(): Promise<PrometheusExporter> {
  const { PrometheusExporter } = await import("@opentelemetry/exporter-prometheus");
  const port = Number(process.env["METRICS_PORT"] ?? "");
  const options = { host: "127.0.0.1", port, withoutScopeInfo: true, withoutTargetInfo: true };
  const exporter = new PrometheusExporter({ ...options, preventServerStart: true });
  if (port > 0) await exporter.startServer();
  return exporter;
}

async function startMetrics(prometheus: PrometheusExporter | undefined): Promise<() => Promise<void>> {
  if (prometheus === undefined) return async () => {};
  const [{ metrics }, { MeterProvider }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-metrics"),
  ]);
  const provider = new MeterProvider({ readers: [prometheus] });
  metrics.setGlobalMeterProvider(provider);
  return () => provider.shutdown();
}

async function startOtlp(prometheus: PrometheusExporter | undefined): Promise<() => Promise<void>> {
  process.env["OTEL_METRICS_EXPORTER"] ??= "otlp";
  process.env["OTEL_LOGS_EXPORTER"] ??= "otlp";
  process.env["OTEL_TRACES_EXPORTER"] ??= "otlp";
  const { NodeSDK } = await import("@opentelemetry/sdk-node");
  const otlpMetrics = process.env["OTEL_METRICS_EXPORTER"] === "otlp";
  const sdk = new NodeSDK({
    serviceName: process.env["OTEL_SERVICE_NAME"] ?? "guidon",
    // Detected resources would carry the command line and paths of this machine along.
    autoDetectResources: false,
    // Readers that are given replace those of the environment, so the one for OTLP is then made here.
    ...(prometheus === undefined
      ? {}
      : { metricReaders: [prometheus, ...(otlpMetrics ? [await otlpReader()] : [])] }),
  });
  sdk.start();
  return () => sdk.shutdown();
}

async function otlpReader() {
  const [{ PeriodicExportingMetricReader }, { OTLPMetricExporter }] = await Promise.all([
    import("@opentelemetry/sdk-metrics"),
    import("@opentelemetry/exporter-metrics-otlp-proto"),
  ]);
  return new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() });
}
