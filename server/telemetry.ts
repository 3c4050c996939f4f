/** How long the last spans may take to leave before the process ends without them. */
const shutdownMs = 2000;

/**
 * Starts OpenTelemetry where OTEL_EXPORTER_OTLP_ENDPOINT is set, configured by the standard OTEL_* variables, and
 * gives back what ends it. Without an endpoint nothing is loaded: it would cost a second of start-up and 130 MB.
 */
export async function startTelemetry(): Promise<() => Promise<void>> {
  if ((process.env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "") === "") return async () => {};
  process.env["OTEL_METRICS_EXPORTER"] ??= "otlp";
  process.env["OTEL_LOGS_EXPORTER"] ??= "otlp";
  process.env["OTEL_TRACES_EXPORTER"] ??= "otlp";
  const { NodeSDK } = await import("@opentelemetry/sdk-node");
  // Detected resources would carry the command line and paths of this machine along.
  const sdk = new NodeSDK({
    serviceName: process.env["OTEL_SERVICE_NAME"] ?? "guidon",
    autoDetectResources: false,
  });
  sdk.start();
  return async () => {
    const late = new Promise<void>((done) => setTimeout(done, shutdownMs).unref());
    await Promise.race([sdk.shutdown(), late]);
  };
}
