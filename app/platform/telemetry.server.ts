import {
  context,
  isSpanContextValid,
  logs,
  propagation,
  ProxyTracerProvider,
  SeverityNumber,
  SpanKind,
  SpanStatusCode,
  trace,
  type Span,
} from "@opentelemetry/api";
import type { IncomingHttpHeaders } from "node:http";

/**
 * All of this costs next to nothing until `server/telemetry.ts` has started an exporter, which it does only where
 * OTEL_EXPORTER_OTLP_ENDPOINT is set.
 */
const tracer = trace.getTracer("guidon");
const logger = logs.getLogger("guidon");

/**
 * Whether anything receives what is recorded here. Paths that run thousands of times a second ask first, and then do
 * not even put the attributes together.
 */
export function telemetryIsOn(): boolean {
  const provider = trace.getTracerProvider();
  const traces = !(
    provider instanceof ProxyTracerProvider && provider.getDelegateTracer("guidon") === undefined
  );
  return traces || logger.enabled();
}

/** For callbacks from outside the request's own flow, such as those of a socket: they run in its span all the same. */
export function inSameSpan<Run extends (...args: never[]) => void>(run: Run): Run {
  return telemetryIsOn() ? context.bind(context.active(), run) : run;
}

type Attributes = Record<string, string | number | boolean>;

/** Runs one request in a server span that continues the caller's trace. Whoever answers ends it by `finishRequest`. */
export function inRequestSpan<T>(
  request: { method: string; route: string; headers: IncomingHttpHeaders },
  run: (span: Span) => T,
): T {
  const parent = propagation.extract(context.active(), request.headers);
  const span = tracer.startSpan(
    `${request.method} ${request.route}`,
    {
      kind: SpanKind.SERVER,
      attributes: { "http.request.method": request.method, "http.route": request.route },
    },
    parent,
  );
  return context.with(trace.setSpan(parent, span), run, undefined, span);
}

export function finishRequest(span: Span, status: number): void {
  span.setAttribute("http.response.status_code", status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** An event on the active span and, where a logs exporter is on, as a log record of the same name. */
export function recordEvent(name: string, attributes: Attributes): void {
  trace.getActiveSpan()?.addEvent(name, attributes);
  logger.emit({ eventName: name, severityNumber: SeverityNumber.INFO, attributes });
}

export function recordOnSpan(attributes: Attributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}

/** Null where nothing is traced. */
export function activeTraceId(): string | null {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && isSpanContextValid(span) ? span.traceId : null;
}
