import { resolve } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { connect } from "#db/client.server.ts";
import { startEmbedded } from "#db/embedded.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { errorsPage } from "./api/errors-page.server.ts";
import { createFront } from "./api/front.server.ts";
import { healthPages } from "./api/health.server.ts";
import { referencePages } from "./api/reference.server.ts";
import { createStreamHub } from "./api/stream-hub.server.ts";
import { actorOfSession } from "./features/access/actor-of-session.server.ts";
import { createSessionStore } from "./features/access/session-store.server.ts";
import { createKeyRing } from "./features/api-keys/key-ring.server.ts";
import { seedDemo } from "./features/demo/seed-demo.server.ts";
import { compactEvents } from "./features/events/compact-events.server.ts";
import { createEvaluationCounts } from "./features/events/evaluation-counts.server.ts";
import { createEventQueue } from "./features/events/event-queue.server.ts";
import { writeEvents } from "./features/events/write-events.server.ts";
import { offerSetup } from "./features/members/offer-setup.server.ts";
import { forgetReports } from "./features/propagation/forget-reports.server.ts";
import { createPostgresBus } from "./features/publishing/bus.server.ts";
import { createLiveEnvironments } from "./features/publishing/live-environments.server.ts";
import { turnAway } from "./pages/door.server.ts";
import { readConfig } from "./platform/config.server.ts";
import type { Application } from "./platform/application.ts";
import type { Context, Notice } from "./platform/context.ts";
import { startJobs } from "./platform/jobs.server.ts";
import { createLogger } from "./platform/log.server.ts";
import { newSecret, newSeed } from "./platform/random.server.ts";
import { installRoot } from "./platform/root.server.ts";

/** The composition root: here things are made and wired, and nowhere else. */
async function start(): Promise<Application> {
  const config = readConfig();
  const log = createLogger(config.log.level);
  const embedded =
    config.database.url === undefined
      ? await startEmbedded({ directory: resolve(config.database.directory), log: (line) => log.info(line) })
      : undefined;
  const address = config.database.url ?? embedded?.options;
  if (address === undefined) throw new Error("There is neither DATABASE_URL nor an embedded database.");
  await migrateDatabase(address, resolve("db/migrations"));

  const client = connect(address, config.database.pool);
  const { db } = client;
  const keyRing = createKeyRing(db);
  const sessions = createSessionStore(db, { secure: config.http.secureCookies });
  const streams = createStreamHub();
  const live = createLiveEnvironments({ db, log, pollMs: config.delivery.pollMs });
  live.onSwap(streams.swapped);

  const refreshKeys = async () => {
    await keyRing.refresh();
    streams.dropKeys((id) => keyRing.usable(id, Date.now()));
  };
  const onNotice = (notice: Notice) => {
    const heard = notice.kind === "access" ? refreshKeys() : live.refresh(notice.environmentId);
    heard.catch((error: unknown) => log.warn({ err: error, notice }, "a notice could not be followed"));
  };
  const onGap = () => {
    Promise.all([refreshKeys(), live.refresh()]).catch((error: unknown) =>
      log.warn({ err: error }, "what was missed could not be looked up"),
    );
  };
  await Promise.all([keyRing.refresh(), live.start()]);
  const bus = await createPostgresBus({ client, log, onNotice, onGap });
  const keyPoll = setInterval(() => onNotice({ kind: "access" }), config.delivery.pollMs);
  keyPoll.unref();

  const now = () => new Date();
  const newId = () => uuidv7();
  const events = createEventQueue({
    log,
    write: (records) => writeEvents(db, records),
    elapsed: () => performance.now(),
  });
  const counts = createEvaluationCounts({ events, log, now, newId });
  const jobs = startJobs({
    client,
    log,
    now,
    random: Math.random,
    jobs: [
      { name: "compact events", everyMs: 10 * 60_000, run: compactEvents },
      { name: "forget reports", everyMs: 10 * 60_000, run: forgetReports },
    ],
  });

  const base: Omit<Context, "actor" | "origin"> = {
    db,
    snapshots: live,
    bus: {
      // Whoever changes access must find it changed here at once; the others hear it from the bus.
      async publish(notice) {
        await bus.publish(notice);
        if (notice.kind === "access") await refreshKeys();
      },
    },
    sessions,
    events,
    counts,
    log,
    now,
    newId,
    newSeed,
    newSecret,
  };
  installRoot({
    publicUrl: config.http.publicUrl,
    async contextFor({ cookie, ...origin }) {
      const { actor, setCookie } = await actorOfSession({ db, sessions }, cookie);
      const ctx = { ...base, actor, origin };
      return setCookie === undefined ? { ctx } : { ctx, setCookie };
    },
  });

  const system: Context = {
    ...base,
    actor: { kind: "system", name: "Guidon" },
    origin: { address: null, requestId: null, traceId: null },
  };
  if (config.demo) print(await seedDemo(system));
  const setup = await offerSetup(system);
  if (setup !== undefined) {
    print([
      `Set up the first account (once, within two days):`,
      `  ${config.http.publicUrl}/join/${setup.token}`,
    ]);
  }

  return {
    config,
    log,
    front: createFront({
      base,
      keyRing,
      streams,
      log,
      publicUrl: config.http.publicUrl,
      actorOfCookie: async (cookie) => (await actorOfSession({ db, sessions }, cookie)).actor,
      plain: { ...healthPages(() => live.current()), ...referencePages(), ...errorsPage() },
    }),
    turnAway: (request, response) => turnAway(config.http.publicUrl, request, response),
    async close() {
      clearInterval(keyPoll);
      streams.close();
      live.stop();
      await withinTime(closeLimitMs, async () => {
        await jobs.stop();
        await counts.close();
        await events.close();
      });
      await bus.close().catch(() => undefined);
      await client.close();
      await embedded?.stop();
    },
  };
}

/** What waits for a database that is away must not keep the process from ending. */
const closeLimitMs = 5000;

async function withinTime(ms: number, work: () => Promise<void>): Promise<void> {
  await Promise.race([work(), new Promise((done) => setTimeout(done, ms).unref())]);
}

/** For people at the terminal, beside the structured log. */
function print(lines: readonly string[]): void {
  if (lines.length > 0) process.stdout.write(`\n${lines.join("\n")}\n\n`);
}

const place = Symbol.for("guidon.application");
const holder = globalThis as typeof globalThis & { [place]?: Promise<Application> };

/** Started once for the process, however often development loads this module anew. */
export const application: Promise<Application> = (holder[place] ??= start());
export const { front } = await application;
