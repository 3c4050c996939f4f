import { readFileSync } from "node:fs";
import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { openings } from "./openings.ts";

/** What a part is drawn with that opens: our own, and the library's where a file takes it directly. */
const opener =
  /<(?:Dialog|Menu|Tooltip|ConfirmDetails)\b(?!\.)|<(?:Dialog|AlertDialog|DropdownMenu|ContextMenu|Popover|HoverCard|Tooltip|Select|Radix)\.Root\b|<dialog\b|\bpopover=/g;

const parts = globSync("app/{features,pages}/**/*.tsx")
  // The gallery of parts is served in development alone, and shows what other pages show.
  .filter((file) => file !== "app/pages/gallery.tsx")
  .map((file) => ({ file, count: readFileSync(file, "utf8").match(opener)?.length ?? 0 }))
  .filter(({ count }) => count > 0);

const listed = openings.flatMap((page) => page.openings.map(({ part }) => part));

test("every part that opens over a page is looked at: add it to the list in openings.ts", () => {
  expect(parts.length).toBeGreaterThan(20);
  const seen = (file: string) => listed.filter((part) => part === file).length;
  expect(parts.filter(({ file, count }) => seen(file) < count)).toEqual([]);
});

test("no part is listed that opens nothing", () => {
  expect(listed.filter((part) => parts.every(({ file }) => file !== part))).toEqual([]);
});
