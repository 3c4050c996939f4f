import { expect, test } from "vitest";
import routes from "#app/routes.ts";
import { addressOf, drawnBy, sights } from "./pages.ts";

/** Pages of a project that look the same whether there is much in it or nothing. */
const neverEmpty: readonly string[] = [
  "projects/:project/new-flag",
  "projects/:project/flags/:flag/variants",
  "projects/:project/flags/:flag/settings",
  "projects/:project/members/:member",
  "projects/:project/roles/:role",
  "projects/:project/new-role",
  "projects/:project/environments",
  "projects/:project/environments/:environment",
  "projects/:project/new-environment",
  "projects/:project/settings",
  "projects/:project/new-segment/:environment",
  "projects/:project/segments/:environment/:segment",
  "projects/:project/segments/:environment/:segment/history",
];

const pages = drawnBy(await routes);

test("every page in routes.ts is looked at: add it to the sights in pages.ts", () => {
  const seen = new Set(sights.map(({ page }) => page));
  expect(pages.length).toBeGreaterThan(15);
  expect(pages.filter((page) => !seen.has(page))).toEqual([]);
});

test("no sight is of a page that is gone", () => {
  expect(sights.filter(({ page }) => !pages.includes(page))).toEqual([]);
  expect(neverEmpty.filter((page) => !pages.includes(page))).toEqual([]);
});

test("every page of a project is looked at while there is nothing in it", () => {
  const seen = new Set(sights.filter(({ empty }) => empty === true).map(({ page }) => page));
  const ofProjects = pages.filter((page) => page.startsWith("projects/:project/"));
  expect(ofProjects.filter((page) => !seen.has(page) && !neverEmpty.includes(page))).toEqual([]);
});

test("each sight has a name and an address of its own", () => {
  expect(new Set(sights.map(({ name }) => name)).size).toBe(sights.length);
  const links = { invitation: "one-secret", "mailed-link": "another-secret", member: "an-id" };
  const addresses = sights.map((sight) => addressOf(sight, links));
  for (const address of addresses) expect(address).toMatch(/^\/[\w/?=-]*$/);
});
