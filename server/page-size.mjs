/**
 * `npm run size`: how much JavaScript a page of the built product ships, compressed as a proxy would. The list of flags is
 * what people open first and most, and has a limit; the others are printed to be looked at.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const assets = path.join(path.dirname(fileURLToPath(import.meta.url)), "../build/client/assets");
/** Kilobytes (1000 bytes) of gzip. */
const limit = 130;

/** @typedef {{ module: string, imports?: string[] }} Chunk */
/** @typedef {{ entry: Chunk, routes: Record<string, Chunk & { id: string, path?: string, index?: boolean, parentId?: string }> }} Manifest */

/** @returns {Manifest} */
function readManifest() {
  const file = readdirSync(assets).find((name) => /^manifest-.*\.js$/.test(name));
  if (file === undefined) throw new Error("There is no build: run `npm run build` first.");
  const text = readFileSync(path.join(assets, file), "utf8");
  return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
}

/**
 * The files that a browser must have before the page runs: those of the routes around it, and what they import statically.
 *
 * @param {readonly string[]} modules
 * @returns {Set<string>}
 */
function closure(modules) {
  const files = new Set();
  const visit = (/** @type {string} */ name) => {
    if (files.has(name)) return;
    files.add(name);
    const text = readFileSync(path.join(assets, name), "utf8");
    for (const [, imported] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) visit(imported ?? "");
  };
  for (const module of modules) visit(path.basename(module));
  return files;
}

/** @param {ReadonlySet<string>} files */
const kilobytes = (files) =>
  [...files].reduce(
    (sum, file) => sum + gzipSync(readFileSync(path.join(assets, file)), { level: 9 }).length,
    0,
  ) / 1000;

const manifest = readManifest();
const pages = Object.values(manifest.routes)
  .filter(({ id }) => id.startsWith("features/") || id.startsWith("pages/"))
  .filter(({ id }) => !id.endsWith("gallery.route"))
  .map((route) => {
    const around = [];
    for (let at = route; at !== undefined; at = /** @type {any} */ (manifest.routes[at.parentId ?? ""]))
      around.push(at.module);
    return { id: route.id, size: kilobytes(closure([manifest.entry.module, ...around])) };
  })
  .sort((a, b) => b.size - a.size);

const list = pages.find(({ id }) => id === "features/flags/flags.route");
if (list === undefined) throw new Error("The list of flags is not among the pages.");
for (const { id, size } of pages) console.log(`${size.toFixed(1).padStart(7)} kB  ${id}`);
console.log(
  `\nThe list of flags ships ${list.size.toFixed(1)} kB of JavaScript (gzip); the limit is ${limit} kB.`,
);
process.exitCode = list.size < limit ? 0 : 1;
