import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { createAdmission } from "./admission.server.ts";

test("refuses the rest of a turn that has taken too long, and takes the next turn's", () => {
  let time = 0;
  let turn: (() => void)[] = [];
  const admission = createAdmission({ now: () => time, afterTurn: (run) => void turn.push(run) });
  const outcomes: string[] = [];
  const ask = () => {
    try {
      admission.admit();
      outcomes.push(`${time} taken`);
    } catch (error) {
      outcomes.push(`${time} ${(error as { code: string }).code}`);
    }
  };
  for (time of [0, 30, 50, 51, 60]) ask();
  for (const run of turn.splice(0)) run();
  for (time of [61, 100]) ask();
  expect(outcomes).toEqual([
    "0 taken",
    "30 taken",
    "50 taken",
    "51 unavailable",
    "60 unavailable",
    "61 taken",
    "100 taken",
  ]);
  turn = [];
});

test("refuses while readers have left too much untaken, until they have it or are gone", () => {
  const admission = createAdmission();
  const slow = Object.assign(new EventEmitter(), { writableLength: 65 * 1024 * 1024, destroyed: false });
  admission.sent(slow as unknown as ServerResponse);
  expect(() => admission.admit()).toThrow("More is asked than this process can answer just now.");
  slow.emit("close");
  expect(() => admission.admit()).not.toThrow();
});
