import { is } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as access from "#db/schema/access.ts";
import * as apiKeys from "#db/schema/api-keys.ts";
import * as audit from "#db/schema/audit.ts";
import * as environments from "#db/schema/environments.ts";
import * as events from "#db/schema/events.ts";
import * as flags from "#db/schema/flags.ts";
import * as idempotency from "#db/schema/idempotency.ts";
import * as layers from "#db/schema/layers.ts";
import * as projects from "#db/schema/projects.ts";
import * as publishing from "#db/schema/publishing.ts";
import * as segments from "#db/schema/segments.ts";
import * as signIn from "#db/schema/sign-in.ts";
import * as sso from "#db/schema/sso.ts";
import * as tokens from "#db/schema/tokens.ts";

const modules = {
  ...{
    access,
    "api-keys": apiKeys,
    audit,
    environments,
    events,
    flags,
    idempotency,
    layers,
    projects,
    publishing,
  },
  ...{ segments, "sign-in": signIn, sso, tokens },
};
const tables = Object.values(modules)
  .flatMap((module) => Object.values<unknown>(module))
  .filter((value) => is(value, PgTable))
  .map(getTableConfig);

const schema =
  readFileSync(new URL("design.md", import.meta.url), "utf8")
    .split(/^## /m)
    .find((section) => section.startsWith("Schema")) ?? "";
const sections = new Map(
  schema
    .split(/^### `/m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf("`")), section]),
);

type Table = (typeof tables)[number];

/** A column's second cell: type, null, and where it leads. */
function typeOf(table: Table, column: Table["columns"][number]): string {
  const leads = table.foreignKeys.map((key) => key.reference()).find(({ columns }) => columns[0] === column);
  return [
    column.getSQLType(),
    column.primary ? ", primary key" : column.notNull ? "" : " or null",
    leads === undefined
      ? ""
      : ` → \`${getTableConfig(leads.foreignTable).name}.${leads.foreignColumns[0]?.name}\``,
  ].join("");
}

test("every file of the schema is looked at", () => {
  const files = readdirSync(new URL("../db/schema", import.meta.url));
  expect(new Set(Object.keys(modules).map((name) => `${name}.ts`))).toEqual(new Set(files));
});

test("the schema's tables are in the document, and no others", () => {
  expect(new Set(sections.keys())).toEqual(new Set(tables.map(({ name }) => name)));
});

test.for(tables)("$name has its columns with their types, in order", (table) => {
  const told = [...(sections.get(table.name) ?? "").matchAll(/^\| `(\w+)` *\| (.+?) *\|/gm)];
  expect(told.map(([, name, type]) => `${name}: ${type}`)).toEqual(
    table.columns.map((column) => `${toSnakeCase(column.name)}: ${typeOf(table, column)}`),
  );
});

test.for(tables)("$name has its keys, indexes and checks", (table) => {
  const prose = (sections.get(table.name) ?? "").replaceAll(/^\|.*$/gm, "").replaceAll(/\s+/g, " ");
  const told = [...prose.matchAll(/`(\w+_(?:key|index|check))`/g)].map(([, name]) => name);
  const present = [
    ...table.indexes.map(({ config }) => config.name),
    ...table.checks.map(({ name }) => name),
  ];
  expect(new Set(told)).toEqual(new Set(present));
  for (const key of table.primaryKeys) {
    const columns = key.columns.map(({ name }) => `\`${toSnakeCase(name)}\``).join(", ");
    expect(prose).toContain(`Primary key ${columns}.`);
  }
});
