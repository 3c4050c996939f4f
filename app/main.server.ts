import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { connect, isOutage, type Transaction } from "#db/client.server.ts";
import { startEmbedded } from "#db/embedded.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { errorsPage } from "./api/errors-page.server.ts";
import { createFront } from "./api/front.server.ts";
import { healthPages } from "./api/health.server.ts";
import { observeRequests, observeStreams } from "./api/observe-api.server.ts";
import { refuseUnreadable } from "./api/refuse-unreadable.server.ts";
import { referencePages } from "./api/reference.server.ts";
import { createStreamHub } from "./api/stream-hub.server.ts";
import { actorOfSession } from "./features/access/actor-of-session.server.ts";
import { createSessionStore } from "./features/access/session-store.server.ts";
import { createKeyCache } from "./features/api-keys/key-cache.server.ts";
import { createKeyRing } from "./features/api-keys/key-ring.server.ts";
import { resealSigningKeys } from "./features/audit/signing-key.server.ts";
import { seedDemo } from "./features/demo/seed-demo.server.ts";
import { compactEvents } from "./features/events/compact-events.server.ts";
import { createEvaluationCounts } from "./features/events/evaluation-counts.server.ts";
import { createEventQueue } from "./features/events/event-queue.server.ts";
import { observeEvents } from "./features/events/observe-events.server.ts";
import { writeEvents } from "./features/events/write-events.server.ts";
import { forgetAnswers } from "./features/idempotency/forget-answers.server.ts";
import { offerSetup } from "./features/members/offer-setup.server.ts";
import { observePropagation } from "./features/propagation/observe-propagation.server.ts";
import { forgetSignIns } from "./features/sign-in/forget-sign-ins.server.ts";
import { resealSso } from "./features/sso/reseal-sso.server.ts";
import { resealTwoFactors } from "./features/two-factor/reseal-two-factors.server.ts";
import { forgetReports } from "./features/propagation/forget-reports.server.ts";
import { createPostgresBus, type BusListener } from "./features/publishing/bus.server.ts";
import { followChanges, type Following } from "./features/publishing/follow-changes.server.ts";
import { createLiveEnvironments } from "./features/publishing/live-environments.server.ts";
import { observeLive } from "./features/publishing/observe-live.server.ts";
import { createRedisBus } from "./features/publishing/redis-bus.server.ts";
import { createSnapshotCache } from "./features/publishing/snapshot-cache.server.ts";
import { createAddressReader } from "./platform/client-address.server.ts";
import { openCacheFolder } from "./platform/cache-folder.server.ts";
import { turnAway } from "./pages/door.server.ts";
import { readConfig } from "./platform/config.server.ts";
import type { Application } from "./platform/application.ts";
import type { Context, Secrets } from "./platform/context.ts";
import { startJobs } from "./platform/jobs.server.ts";
import { keepTrying } from "./platform/keep-trying.server.ts";
import { observeProcess } from "./platform/observe-process.server.ts";
import { createLogger, type Logger } from "./platform/log.server.ts";
import { createPrintingMailer, createSmtpMailer } from "./platform/mailer.server.ts";
import { actorOfToken } from "./features/tokens/actor-of-token.server.ts";
import { createRateLimits } from "./platform/rate-limits.server.ts";
import { connectRedis } from "./platform/redis.server.ts";
import { newSecret, newSeed } from "./platform/random.server.ts";
import { repeat } from "./platform/repeat.server.ts";
import { installRoot } from "./platform/root.server.ts";
import { createSecretBox, keysOfFolder } from "./platform/secret-box.server.ts";

/** How long a start waits for the database before it serves from the cache, or without one, serves nothing but health. */
const graceMs = { cached: 1000, empty: 10_000 };
/** At most this often is it written down that a key was used. */
const keyUseMs = 60_000;
const closeMs = 4000;

/** The composition root: here things are made and wired, and nowhere else. */
async function start(): Promise<Application> {
  const config = readConfig();
  const log = createLogger(config.log.level);
  const { pollMs, redisUrl } = config.delivery;
  const embedded =
    config.database.url === undefined
      ? await startEmbedded({ directory: resolve(config.data), log: (line) => log.info(line) })
      : undefined;
  const address = config.database.url ?? embedded?.options;
  if (address === undefined) throw new Error("There is neither DATABASE_URL nor an embedded database.");

  let migrated = false;
  const client = connect(address, { pool: config.database.pool, admits: () => migrated });
  const { db } = client;
  const cache = openCacheFolder(resolve(config.data, "cache"), log);
  const keyRing = createKeyRing(db, createKeyCache(cache, log));
  const now = () => new Date();
  const newId = () => uuidv7();
  const sessions = createSessionStore(db, { secure: config.http.secureCookies, now, newId });
  // A database of your own may have several processes around it, which must share their keys.
  const ownKeys = embedded === undefined ? [] : keysOfFolder(resolve(config.data));
  const secrets = createSecretBox([...config.secretKeys, ...ownKeys]);
  const { url: smtpUrl, from } = config.mail;
  const smtp = smtpUrl === undefined ? undefined : createSmtpMailer({ url: smtpUrl, from });
  const mailer = smtp ?? createPrintingMailer(print);
  const streams = createStreamHub(config.streams);
  const live = createLiveEnvironments({ db, log, pollMs, cache: createSnapshotCache(cache, log) });
  live.onSwap(streams.swapped);
  let following: Following | undefined;
  const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl, { onLost: () => undefined });
  const limits = createRateLimits(config.limits, redis);
  const addressOf = createAddressReader(config.limits.trustedProxies);

  const events = createEventQueue({
    log,
    write: (records) => writeEvents(db, records),
    elapsed: () => performance.now(),
  });
  const nameOf = (id: string) => live.get(id)?.name;
  const counts = createEvaluationCounts({ events, log, now, newId, nameOf });
  if (config.telemetry.metrics) {
    observeProcess();
    observeLive(live);
    observeStreams(streams);
    observeEvents(events);
    observePropagation(db, now);
  }
  const jobs = startJobs({
    client,
    log,
    now,
    random: Math.random,
    jobs: [
      { name: "compact events", everyMs: 10 * 60_000, run: compactEvents },
      { name: "forget answers", everyMs: 10 * 60_000, run: forgetAnswers },
      { name: "forget reports", everyMs: 10 * 60_000, run: forgetReports },
      { name: "forget sign-ins", everyMs: 60 * 60_000, run: forgetSignIns },
      { name: "encrypt anew", everyMs: 5 * 60_000, run: (tx) => reseal(tx, { secrets, log }) },
    ],
  });

  const base: Omit<Context, "actor" | "origin"> = {
    db,
    snapshots: live,
    bus: { publish: async (notice) => following?.publish(notice) },
    sessions,
    secrets,
    whenCommitted: (effect) => effect(),
    mailer,
    publicUrl: config.http.publicUrl,
    attempts: limits.attempts,
    events,
    counts,
    log,
    now,
    newId,
    newSeed,
    newSecret,
  };
  const system: Context = {
    ...base,
    actor: { kind: "system", name: "Guidon" },
    origin: { address: null, requestId: null, traceId: null, userAgent: null },
  };
  const { publicUrl } = config.http;
  installRoot({
    publicUrl,
    traceUrlTemplate: config.telemetry.traceUrlTemplate,
    log,
    limits,
    async contextFor({ cookie, ...origin }) {
      const { actor, setCookie } = await actorOfSession({ db, sessions }, cookie);
      const ctx = { ...base, actor, origin };
      return setCookie === undefined ? { ctx } : { ctx, setCookie };
    },
  });

  async function openDatabase(): Promise<void> {
    await migrateDatabase(address ?? "", resolve("db/migrations"));
    migrated = true;
    await Promise.all([keyRing.refresh(), live.start()]);
    following ??= await followChanges({
      openBus: (listener: BusListener) =>
        redisUrl === undefined ? createPostgresBus(client, listener) : createRedisBus(redisUrl, listener),
      live,
      async refreshKeys() {
        await keyRing.refresh();
        streams.dropKeys((id) => keyRing.usable(id, Date.now()));
      },
      onlookers: streams.projects,
      pollMs,
      log,
    });
    if (config.demo) print(await seedDemo(system));
    const setup = await offerSetup(system);
    if (setup !== undefined) {
      print([`Set up the first account (once, within two days):`, `  ${publicUrl}/join/${setup.token}`]);
    }
  }

  const cached = [keyRing.restore(), live.restore()].includes(true);
  const stop = new AbortController();
  let serving = false;
  const opened = keepTrying(openDatabase, {
    failure: "the database cannot be opened yet",
    log,
    signal: stop.signal,
    // What is wrong with the configuration must be seen when the process starts; later there is evaluation to go on with.
    isFatal: (error) => !serving && !cached && !isOutage(error),
  });
  await Promise.race([opened, sleep(cached ? graceMs.cached : graceMs.empty)]);
  serving = true;
  if (!migrated) log.warn({ cached }, "serving without the database for now");
  const stopRecording = repeat(keyUseMs, keyRing.recordUse, {
    failure: "the use of keys could not be recorded",
    log,
  });

  return {
    config,
    log,
    addressOf,
    front: createFront({
      base,
      keyRing,
      streams,
      log,
      publicUrl,
      actorOfToken: (token) => actorOfToken(db, token, now()),
      actorOfCookie: async (cookie) => (await actorOfSession({ db, sessions }, cookie)).actor,
      limits,
      addressOf,
      observe: config.telemetry.metrics ? observeRequests() : undefined,
      plain: { ...healthPages(() => live.current()), ...referencePages(), ...errorsPage() },
    }),
    refuseUnreadable,
    turnAway: (request, response) => turnAway(config.http.publicUrl, request, response),
    async close() {
      stop.abort();
      stopRecording();
      smtp?.close();
      streams.close();
      live.stop();
      // What waits for a database that is away must not keep the process from ending.
      await atMost(closeMs, async () => {
        await jobs.stop();
        await counts.close();
        await events.close();
        await keyRing.recordUse();
      });
      await following?.close();
      await atMost(closeMs, () => client.close());
      redis?.disconnect();
      await cache.flush();
      await embedded?.stop();
    },
  };
}

async function atMost(ms: number, work: () => Promise<void>): Promise<void> {
  await Promise.race([work(), sleep(ms, undefined, { ref: false })]);
}

/** After a new key came first, everything is encrypted with it within minutes; then the old one can go. */
async function reseal(tx: Transaction, { secrets, log }: { secrets: Secrets; log: Logger }): Promise<void> {
  const count =
    (await resealTwoFactors(tx, secrets)) +
    (await resealSso(tx, secrets)) +
    (await resealSigningKeys(tx, secrets));
  if (count > 0) log.info({ count }, "secrets were encrypted anew, with the first of the keys");
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
