import type { Transaction } from "#db/client.server.ts";
import { compactMinutes, deleteEventIds } from "./event-store.server.ts";

const hourMs = 3_600_000;
const minutesKeptMs = 24 * hourMs;
/** How long the same event may be sent again without being counted twice; older ones are refused. */
export const idsKeptMs = 7 * 24 * hourMs;

/** A job: minutes older than a day become hours, and ids older than a week are forgotten. */
export async function compactEvents(tx: Transaction, now: Date): Promise<void> {
  const dayAgo = now.getTime() - minutesKeptMs;
  await compactMinutes(tx, new Date(dayAgo - (dayAgo % hourMs)));
  // An event may be a week old when it comes, and its id is kept for as long again as one like it is still taken.
  await deleteEventIds(tx, new Date(now.getTime() - idsKeptMs));
}
