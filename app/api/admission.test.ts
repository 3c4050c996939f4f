import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { createAdmission } from "./admission.server.ts";

test("refuses the rest of a turn that has taken too long, and takes the next turn's", () => {
  let time = 0;
  const turn: (() => void)[] = [];
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
  const askFor = (count: number) => Array.from({ length: count }, ask);
  askFor(60);
  // Held up itself, with four to go that any turn takes.
  time = 60;
  askFor(5);
  for (const run of turn.splice(0)) run();
  time = 61;
  askFor(64);
  time = 91;
  ask();
  time = 92;
  ask();
  const counts = Object.entries(Object.groupBy(outcomes, (outcome) => outcome));
  expect(counts.map(([outcome, all]) => `${all?.length} × ${outcome}`)).toEqual([
    "60 × 0 taken",
    "4 × 60 taken",
    "1 × 60 unavailable",
    "64 × 61 taken",
    "1 × 91 taken",
    "1 × 92 unavailable",
  ]);
});

test("refuses while readers have left too much untaken, until they have it or are gone", () => {
  const admission = createAdmission();
  const slow = Object.assign(new EventEmitter(), { writableLength: 65 * 1024 * 1024, destroyed: false });
  admission.sent(slow as unknown as ServerResponse);
  expect(() => admission.admit()).toThrow("More is asked than this process can answer just now.");
  slow.emit("close");
  expect(() => admission.admit()).not.toThrow();
});
