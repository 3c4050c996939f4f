import { trace } from "@opentelemetry/api";
import { pino, type Logger } from "pino";

export type { Logger };

/** Structured lines on standard output; within a span each carries its trace and span id. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: ["password", "token", "secret", "cookie", "authorization"].flatMap((name) => [name, `*.${name}`]),
    mixin() {
      const span = trace.getActiveSpan()?.spanContext();
      return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
    },
  });
}
