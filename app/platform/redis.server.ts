import { Redis } from "ioredis";

const answerMs = 1000;
const longestWaitMs = 500;

/**
 * A connection that comes back by itself and never keeps anybody waiting: while it is down commands fail at once, and
 * a server that hangs counts as down after a second.
 */
export function connectRedis(url: string, input: { onLost: (error: unknown) => void }): Redis {
  const redis = new Redis(url, {
    connectTimeout: 2000,
    commandTimeout: answerMs,
    socketTimeout: 2 * answerMs,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(longestWaitMs, 50 * 2 ** attempt) * (0.5 + Math.random() / 2),
  });
  // Told once for each loss, not again for every attempt that fails the same way.
  let told = false;
  redis.on("ready", () => {
    told = false;
  });
  redis.on("error", (error) => {
    if (!told) input.onLost(error);
    told = true;
  });
  return redis;
}
