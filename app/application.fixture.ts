import { randomBytes, randomUUID } from "node:crypto";
import { pino } from "pino";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { connect, type DatabaseAddress, type DatabaseClient } from "#db/client.server.ts";
import { users } from "#db/schema/access.ts";
import { databaseAt } from "#db/test-server.fixture.ts";
import { grantOf } from "./features/access/roles.ts";
import { createSessionStore, type SessionStore } from "./features/access/session-store.server.ts";
import { createKeyRing, type KeyRing } from "./features/api-keys/key-ring.server.ts";
import { createEvaluationCounts, type EvaluationCounts } from "./features/events/evaluation-counts.server.ts";
import { createEventQueue } from "./features/events/event-queue.server.ts";
import { writeEvents } from "./features/events/write-events.server.ts";
import { createInProcessBus } from "./features/publishing/bus.server.ts";
import {
  createLiveEnvironments,
  type LiveEnvironments,
} from "./features/publishing/live-environments.server.ts";
import { createProject } from "./features/projects/create-project.server.ts";
import type { Actor, Context, Mail, Role } from "./platform/context.ts";
import { noLimits } from "./platform/rate-limits.fixture.ts";
import { newSecret } from "./platform/random.server.ts";
import { createSecretBox } from "./platform/secret-box.server.ts";

/** A real application without HTTP, on a database of its own; time stands still unless a test moves it. */
export interface TestApplication {
  readonly client: DatabaseClient;
  readonly address: DatabaseAddress;
  readonly live: LiveEnvironments;
  readonly keyRing: KeyRing;
  readonly counts: EvaluationCounts;
  readonly sessions: SessionStore;
  /** What was mailed, the newest last. */
  readonly mails: readonly Mail[];
  /** The context of the system, which may do everything. */
  readonly system: Context;
  /** The context of somebody with a role in every project. */
  as(role: Role): Context;
  /** Moves the clock. */
  advance(ms: number): void;
}

export const missingServer = (): string | undefined => {
  const server = inject("testServer");
  return "missing" in server ? server.missing : undefined;
};

/** To be called once in a test file; what it gives is usable within tests. */
export function useApplication(): TestApplication {
  let running: TestApplication | undefined;
  beforeAll(async () => {
    running = await openApplication();
    return () => running?.client.close();
  });
  afterAll(() => running?.live.stop());
  return new Proxy({} as TestApplication, {
    get: (_, name) => Reflect.get(running ?? {}, name) as unknown,
  });
}

async function openApplication(): Promise<TestApplication> {
  const server = inject("testServer");
  if ("missing" in server) throw new Error(server.missing);
  const address = await cloneTemplate(server);
  const client = connect(address, { pool: 12 });
  const { db } = client;
  const log = pino({ level: "silent" });
  const keyRing = createKeyRing(db);
  const live = createLiveEnvironments({ db, log, pollMs: 60_000 });
  await live.start();
  let now = Date.parse("2026-11-20T10:00:00Z");
  let ids = 0;
  const newId = () => `00000000-0000-7000-8000-${String(++ids).padStart(12, "0")}`;
  const mails: Mail[] = [];
  const events = createEventQueue({
    log,
    write: (records) => writeEvents(db, records),
    elapsed: () => performance.now(),
  });
  const counts = createEvaluationCounts({
    events,
    log,
    now: () => new Date(now),
    newId: () => randomUUID(),
    flushMs: 3_600_000,
  });
  const base = {
    db,
    events,
    counts,
    snapshots: live,
    // As in a server: what is committed is not told to have failed because it could not be followed at once.
    bus: createInProcessBus(async (notice) => {
      if (notice.kind !== "access") return;
      await keyRing.refresh().catch((error: unknown) => log.warn({ err: error }, "not yet followed"));
    }),
    sessions: createSessionStore(db, { secure: false, now: () => new Date(now), newId }),
    whenCommitted: (effect: () => Promise<void>) => effect(),
    secrets: createSecretBox([randomBytes(32).toString("base64")]),
    mailer: { send: async (mail: Mail) => void mails.push(mail) },
    attempts: noLimits.attempts,
    publicUrl: "https://guidon.example",
    log,
    now: () => new Date(now),
    newId,
    newSeed: () => ++ids,
    newSecret,
    origin: { address: "192.0.2.7", requestId: "test", traceId: null, userAgent: "Test" },
  };
  // Whoever acts in tests is somebody, since what they make refers to them.
  const { id, name, email } = tester;
  await db.insert(users).values({ id, name, email, passwordHash: "", createdAt: new Date(now) });
  const system: Context = { ...base, actor: { kind: "system", name: "Test" } };
  return {
    client,
    address,
    live,
    keyRing,
    counts,
    mails,
    sessions: base.sessions,
    system,
    as: (role) => ({ ...base, actor: somebody(role) }),
    advance: (ms) => {
      now += ms;
    },
  };
}

const tester = {
  id: "00000000-0000-7000-8000-00000000beef",
  name: "Tester",
  email: "tester@storefront.example",
};

function somebody(role: Role): Actor {
  return {
    ...tester,
    kind: "user",
    name: `The ${role}`,
    sessionId: "",
    grants: [grantOf(role, { projectId: null, environmentId: null })],
  };
}

/** A project for a test to work in; most want nothing else. */
export async function storefront(application: TestApplication): Promise<string> {
  const key = `shop-${randomBytes(4).toString("hex")}`;
  await createProject(application.system, { key, name: "Storefront" });
  await application.live.refresh();
  return key;
}

async function cloneTemplate(server: {
  address: DatabaseAddress;
  template: string;
}): Promise<DatabaseAddress> {
  const name = `guidon_${randomBytes(6).toString("hex")}`;
  const options = { max: 1, onnotice() {} };
  const sql =
    typeof server.address === "string"
      ? postgres(server.address, options)
      : postgres({ ...server.address, ...options });
  try {
    await sql.unsafe(`create database ${name} template ${server.template}`);
  } finally {
    await sql.end();
  }
  return databaseAt(server.address, name);
}
