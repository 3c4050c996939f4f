import { BlockList } from "node:net";
import { z } from "zod";
import { parseNetworks } from "./client-address.server.ts";
import { isLoopback } from "./loopback.ts";

const areNetworks = (text: string) => parseNetworks(text) !== undefined;
const notNetworks = "addresses and networks such as 10.0.0.0/8, with commas between them";
/** 32 bytes are 43 characters of base64, and perhaps one that fills up; separated by commas. */
const areSecretKeys = /^[\w+/-]{43}=?(,[\w+/-]{43}=?)*$/;
const notSecretKeys = "keys of 32 bytes in base64, the newest first, with commas between them";

const isTemplate = /^https?:\/\/.*\{traceId\}/;
const notTemplate = "an address with {traceId} in it";

/** Every setting of the process, read once from its environment, grouped by concern. */
const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(4300),
  HOST: z.string().default("127.0.0.1"),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(12),
  GUIDON_DATA: z.string().min(1).default(".data"),
  SECRET_KEYS: z.string().regex(areSecretKeys, notSecretKeys).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  ALLOW_PLAIN_HTTP_COOKIES: z.stringbool().default(false),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  TRACE_URL_TEMPLATE: z.string().regex(isTemplate, notTemplate).optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  METRICS_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  GUIDON_DEMO: z.stringbool().default(false),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  REVISION_POLL_MS: z.coerce.number().int().min(50).max(60_000).default(2000),
  MAX_STREAMS: z.coerce.number().int().min(1).max(1_000_000).default(15000),
  MAX_STREAMS_CLIENT: z.coerce.number().int().min(0).default(1000),
  TRUSTED_PROXIES: z.string().refine(areNetworks, notNetworks).optional(),
  RATE_LIMIT_SERVER: z.coerce.number().int().min(0).default(500000),
  RATE_LIMIT_CLIENT: z.coerce.number().int().min(0).default(1000),
  RATE_LIMIT_MANAGEMENT: z.coerce.number().int().min(0).default(10000),
});

export type Config = ReturnType<typeof readConfig>;

/** Fails with one line per wrong setting: a process with a half-understood configuration must not start. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The configuration is wrong:\n${lines.join("\n")}`);
  }
  const value = parsed.data;
  const publicUrl = (value.PUBLIC_URL ?? `http://localhost:${value.PORT}`).replace(/\/+$/, "");
  const secureCookies = publicUrl.startsWith("https:");
  if (!secureCookies && !isLoopback(new URL(publicUrl).hostname) && !value.ALLOW_PLAIN_HTTP_COOKIES) {
    throw new Error(
      "The configuration is wrong:\n  PUBLIC_URL: plain http outside this machine would send session cookies in clear. " +
        "Use https, or set ALLOW_PLAIN_HTTP_COOKIES=true if something else protects the way.",
    );
  }
  return {
    http: { port: value.PORT, host: value.HOST, publicUrl, secureCookies },
    database: { url: value.DATABASE_URL, pool: value.DATABASE_POOL },
    /** The folder of the embedded database and of the cache. */
    data: value.GUIDON_DATA,
    secretKeys: value.SECRET_KEYS?.split(",") ?? [],
    mail: {
      url: value.SMTP_URL,
      from: value.MAIL_FROM ?? `Guidon <guidon@${new URL(publicUrl).hostname}>`,
    },
    delivery: { pollMs: value.REVISION_POLL_MS, redisUrl: value.REDIS_URL },
    streams: { mostStreams: value.MAX_STREAMS, mostPerNetwork: value.MAX_STREAMS_CLIENT },
    limits: {
      server: value.RATE_LIMIT_SERVER,
      client: value.RATE_LIMIT_CLIENT,
      management: value.RATE_LIMIT_MANAGEMENT,
      trustedProxies: parseNetworks(value.TRUSTED_PROXIES ?? "") ?? new BlockList(),
    },
    demo: value.GUIDON_DEMO,
    log: { level: value.LOG_LEVEL },
    telemetry: {
      traceUrlTemplate: value.TRACE_URL_TEMPLATE,
      /** Whether anybody collects metrics. */
      metrics: [value.OTEL_EXPORTER_OTLP_ENDPOINT, value.METRICS_TOKEN, value.METRICS_PORT].some(
        (place) => place !== undefined,
      ),
    },
  } as const;
}
