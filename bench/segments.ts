/**
 * Uploads a long list into a segment of a real server with a PostgreSQL of its own, and prints what that takes, what one key
 * more costs an SDK on the wire, and what a history of single keys costs the database. Fails where a bar is not held.
 * Needs `npm run build` and the system's PostgreSQL 15.
 */
import { figureLines, measureSegments } from "../e2e/segment-figures.fixture.ts";

const keys = Number(process.env["KEYS"] ?? 100_000);
const edits = Number(process.env["EDITS"] ?? 1000);

const figures = await measureSegments({ keys, edits });
console.log(figureLines(figures).join("\n"));

const missed = Object.entries({
  "the upload takes seconds": figures.uploadMs < 10_000,
  "the flag serves right": figures.evaluatesRight,
  "one key more costs less than 1 kB": figures.oneKeyBytes < 1000,
  "the history of 1,000 edits grows the database by less than 2 MB":
    figures.growth * (1000 / Math.max(edits, 1)) < 2_000_000,
  "the list is right": figures.historyRight,
}).flatMap(([bar, held]) => (held ? [] : [bar]));
for (const bar of missed) console.error(`Not so: ${bar}.`);
process.exitCode = missed.length === 0 ? 0 : 1;
