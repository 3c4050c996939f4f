import { startTelemetry } from "./telemetry.ts";

/**
 * The production server. Telemetry starts first, where it is configured at all, so that nothing is made before it
 * watches. `--demo` adds the seed company.
 */
if (process.argv.includes("--demo")) process.env["GUIDON_DEMO"] = "true";
const telemetry = await startTelemetry();
const { serve } = await import("./serve.ts");
await serve({ telemetry });
