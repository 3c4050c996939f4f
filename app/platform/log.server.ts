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
    serializers: { err: describeError },
    redact: ["password", "token", "secret", "cookie", "authorization"].flatMap((name) => [name, `*.${name}`]),
    mixin() {
      const span = trace.getActiveSpan()?.spanContext();
      return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
    },
  });
}

/**
 * What went wrong and where, and none of the values that were at hand: a failed statement's error carries its
 * parameters, which may be addresses and digests of passwords.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error))
    return { message: "something that is no error was thrown", type: typeof error };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: withoutValues(error.message),
    ...(typeof code === "string" ? { code } : {}),
    stack: withoutValues(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function withoutValues(text: string): string {
  return text.replaceAll(/^params: .*(?:\n(?!\s+at ).*)*/gm, "params: (left out)");
}
