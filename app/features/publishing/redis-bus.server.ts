import { connectRedis } from "#app/platform/redis.server.ts";
import { channel, readNotice, type BusListener, type RunningBus } from "./bus.server.ts";

/** A connection that only listens is asked for a sign of life this often. */
const pingMs = 5000;

/** By Redis pub/sub, on a connection for listening and one for telling. */
export function createRedisBus(url: string, { log, onNotice, onGap }: BusListener): RunningBus {
  const heard = Promise.withResolvers<void>();
  const onLost = (error: unknown) =>
    log.warn({ err: error }, "no notices from Redis; polls make up for them");
  const teller = connectRedis(url, { onLost: () => undefined });
  const ear = connectRedis(url, { onLost });

  ear.on("ready", () => {
    ear.subscribe(channel).then(
      () => {
        heard.resolve();
        onGap();
      },
      // Without its subscription the connection is worth nothing.
      () => ear.disconnect(true),
    );
  });
  ear.on("message", (_, payload: string) => {
    const notice = readNotice(payload, log);
    if (notice !== undefined) onNotice(notice);
  });
  const ping = setInterval(() => {
    if (ear.status === "ready") ear.ping().catch(() => ear.disconnect(true));
  }, pingMs);
  ping.unref();

  return {
    async publish(notice) {
      await teller.publish(channel, JSON.stringify(notice));
    },
    listening: heard.promise,
    async close() {
      clearInterval(ping);
      ear.disconnect();
      teller.disconnect();
    },
  };
}
