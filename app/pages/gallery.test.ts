import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const ui = path.join(import.meta.dirname, "../ui");

/** Parts that have nothing to show, and why. */
const unseen: Readonly<Record<string, string>> = {
  "links.tsx": "follows links, which look like what they are in",
  "nonce.tsx": "hands a number down",
  "toast-list.tsx": "is drawn by a toast that the gallery raises",
};

test("the gallery shows every part of the design system", () => {
  const gallery = readFileSync(path.join(import.meta.dirname, "gallery.tsx"), "utf8");
  const parts = globSync("*.tsx", { cwd: ui });
  expect(parts.length).toBeGreaterThan(30);
  const missing = parts.filter((part) => unseen[part] === undefined && !gallery.includes(`#app/ui/${part}`));
  expect(missing).toEqual([]);
});
