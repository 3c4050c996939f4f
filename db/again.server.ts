import { setTimeout } from "node:timers/promises";
import { isCollision } from "./outage.server.ts";

const attempts = 4;
/** Milliseconds, drawn anew each time, so that those who met do not meet again. */
const pause = 50;

/** Begins a transaction again that collided with another one: nothing of it happened, and the other is through by now. */
export async function again<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === attempts || !isCollision(error)) throw error;
      await setTimeout(Math.random() * pause * attempt);
    }
  }
}
