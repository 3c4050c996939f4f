import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readConfig } from "#app/platform/config.server.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

const source = read("../../app/platform/config.server.ts");
const schema = /z\.object\(\{\n(.*?)\n\}\)/s.exec(source)?.[1] ?? "";

/** Each line of the schema: a name, and what its value is where none is set. */
const settings = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+): (z\..*),$/gm)].map(([, name = "", type = ""]) => [
  name,
  /\.default\("?(.*?)"?\)/.exec(type)?.[1] ?? "–",
]);

/** The first two cells of each row that begins with a name in capitals. */
const rows = (page: string) =>
  [...page.matchAll(/^\| `([A-Z][A-Z_]+)` +\| (\S+) +\|/gm)].map(([, name = "", cell = ""]) => [
    name,
    cell.replaceAll("`", ""),
  ]);

test("every line of the schema is understood here", () => {
  expect(settings).toHaveLength(schema.split("\n").length);
  expect(settings).toContainEqual(["PORT", String(readConfig({}).http.port)]);
});

test.for(["configuration.md", "../../README.md"])("%s lists each setting with its default", (path) => {
  expect(rows(read(path))).toEqual(settings);
});
