import type { Page } from "playwright";
import type { RouteConfigEntry } from "@remix-run/route-config";

/** The Owner, somebody who has not signed in, somebody who is halfway (the code is still to come), and after it. */
export type Viewer = "owner" | "nobody" | "pending" | "guarded";

/** A page in one of its states, as it is looked at: by axe, by the content security policy, by us in pictures. */
export interface Sight {
  readonly name: string;
  /** The page's address in `app/routes.ts`. */
  readonly page: string;
  /**
   * What stands for the parts of the address; the project is the storefront where none is named. `{word}` is a part that
   * the company's making told: the secret of a link, or an id.
   */
  readonly at?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** Who looks, where that is not the Owner. */
  readonly by?: Viewer;
  /** Nothing is there yet. */
  readonly empty?: true;
  /** Of the answer, where it is not 200. */
  readonly status?: number;
  /** What is done on the page before it is looked at. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** What undoes it again, so that the next one to look finds what this one found. */
  readonly undo?: (page: Page) => Promise<unknown>;
}

export const full = "storefront";
/** A project in which nothing was done. */
export const blank = "blank";
/** A flag that nobody has touched since it was made. */
export const untouched = "image-cache-mb";

const flag = (environment: string, key = "new-checkout") => ({ flag: key, environment });
const inProject = "projects/:project";
const targeting = `${inProject}/flags/:flag/targeting/:environment`;
const flagHistory = `${inProject}/flags/:flag/history/:environment`;
const segment = `${inProject}/segments/:environment/:segment`;
const history = `${inProject}/history/:environment`;
const press = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();
const ask = (name: string | RegExp) => async (page: Page) => {
  await press(name)(page);
  await page.getByRole("dialog").waitFor();
};

async function kill(page: Page): Promise<void> {
  await ask("Kill in")(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why").fill("It covers the basket");
  await dialog.getByRole("button", { name: "Kill" }).click();
  await dialog.getByText("Applied by").waitFor();
}

async function liftKill(page: Page): Promise<void> {
  await ask("Lift the kill")(page);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Lift the kill" }).click();
  await dialog.getByText("Applied by").waitFor();
}

const done = press("Done");

/** Every page of the product; `pages.test.ts` holds the list complete. */
export const sights: readonly Sight[] = [
  { name: "sign-in", page: "sign-in", by: "nobody" },
  {
    name: "sign-in-refused",
    page: "sign-in",
    by: "nobody",
    status: 401,
    async act(page) {
      await page.getByLabel("E-mail").fill("nobody@example.com");
      await page.getByLabel("Password").fill("wrong");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").waitFor();
    },
  },
  { name: "sign-in-code", page: "sign-in/code", by: "pending" },
  { name: "join", page: "join/:token", at: { token: "{invitation}" }, by: "nobody" },
  { name: "join-used", page: "join/:token", at: { token: "not-a-token" }, by: "nobody", status: 410 },
  { name: "forgot", page: "forgot", by: "nobody" },
  {
    name: "forgot-sent",
    page: "forgot",
    by: "nobody",
    async act(page) {
      await page.getByLabel("E-mail").fill("nobody@example.com");
      await page.getByRole("button", { name: "Mail me a link" }).click();
      await page.getByRole("heading", { name: "Look into your mail" }).waitFor();
    },
  },
  { name: "reset", page: "reset/:token", at: { token: "{mailed-link}" }, by: "nobody" },
  { name: "reset-used", page: "reset/:token", at: { token: "not-a-token" }, by: "nobody", status: 410 },
  { name: "sso-callback-lost", page: "sso/callback", by: "nobody" },
  { name: "account-profile", page: "account/profile" },
  { name: "account-two-factor", page: "account/two-factor" },
  { name: "account-two-factor-on", page: "account/two-factor", by: "guarded" },
  { name: "account-two-factor-set-up", page: "account/two-factor", query: "set-up" },
  { name: "account-sessions", page: "account/sessions" },
  { name: "account-tokens", page: "account/tokens" },
  { name: "second-factor", page: "second-factor" },
  { name: "sso", page: "sso" },
  { name: "people", page: "people" },
  { name: "installation-audit", page: "audit" },
  { name: "new-project", page: "projects/new" },

  { name: "overview", page: `${inProject}/overview` },
  { name: "overview-empty", page: `${inProject}/overview`, at: { project: blank }, empty: true },
  { name: "flags", page: `${inProject}/flags` },
  { name: "flags-none-found", page: `${inProject}/flags`, query: "search=zzzz" },
  { name: "flags-empty", page: `${inProject}/flags`, at: { project: blank }, empty: true },
  { name: "new-flag", page: `${inProject}/new-flag` },
  { name: "targeting", page: targeting, at: flag("production") },
  { name: "targeting-staging", page: targeting, at: flag("staging") },
  { name: "targeting-empty", page: targeting, at: flag("production", untouched), empty: true },
  {
    name: "targeting-editing",
    page: targeting,
    at: flag("production"),
    async act(page) {
      for (const name of [/^Edit (?!targets|what)/, "Edit what everyone else gets"]) {
        const pencil = page.getByRole("button", { name }).first();
        if (await pencil.isVisible()) await pencil.click();
      }
      await page.getByRole("button", { name: "Add a rule" }).click();
      await page.getByLabel("Attribute of condition 1").last().fill("country");
      await page.getByLabel("Add to Values of condition 1").last().fill("DE, AT,");
      await page.getByLabel("Add to Values of condition 1").last().press("Enter");
    },
  },
  {
    name: "targeting-review",
    page: targeting,
    at: flag("production"),
    async act(page) {
      await page.getByRole("switch").click();
      await ask("Review and save")(page);
    },
  },
  { name: "kill-asked", page: targeting, at: flag("staging"), act: ask(/^Kill/) },
  {
    name: "kill-arrived",
    page: targeting,
    at: flag("development"),
    act: kill,
    undo: async (page) => done(page).then(() => liftKill(page)),
  },
  {
    name: "kill-lifted",
    page: targeting,
    at: flag("production", "legacy-invoice-export"),
    act: liftKill,
    undo: async (page) => done(page).then(() => kill(page)),
  },
  { name: "targeting-killed", page: targeting, at: flag("production", "legacy-invoice-export") },
  { name: "variants", page: `${inProject}/flags/:flag/variants`, at: { flag: "home-banner" } },
  { name: "flag-settings", page: `${inProject}/flags/:flag/settings`, at: { flag: "payments-v2" } },
  { name: "flag-history", page: flagHistory, at: flag("production", "search-vector-ranking") },
  { name: "flag-history-empty", page: flagHistory, at: flag("production", untouched), empty: true },
  {
    name: "flag-history-restoring",
    page: flagHistory,
    at: flag("production", "search-vector-ranking"),
    act: ask(/^Restore/),
  },
  { name: "segments", page: `${inProject}/segments/:environment`, at: { environment: "production" } },
  {
    name: "segments-empty",
    page: `${inProject}/segments/:environment`,
    at: { project: blank, environment: "production" },
    empty: true,
  },
  { name: "new-segment", page: `${inProject}/new-segment/:environment`, at: { environment: "production" } },
  { name: "segment", page: segment, at: { environment: "production", segment: "staff" } },
  {
    name: "segment-uploading",
    page: segment,
    at: { environment: "production", segment: "beta-testers" },
    act: (page) => page.getByRole("button", { name: "Upload" }).first().click(),
  },
  {
    name: "segment-history",
    page: `${segment}/history`,
    at: { environment: "production", segment: "staff" },
  },
  { name: "history", page: history, at: { environment: "production" } },
  { name: "history-comparing", page: history, at: { environment: "production" }, query: "from=11" },
  {
    name: "history-empty",
    page: history,
    at: { project: blank, environment: "production" },
    empty: true,
  },
  { name: "history-restoring", page: history, at: { environment: "production" }, act: ask(/^Restore/) },
  { name: "layers", page: `${inProject}/layers` },
  { name: "layers-empty", page: `${inProject}/layers`, at: { project: blank }, empty: true },
  { name: "layers-new", page: `${inProject}/layers`, act: ask("New layer") },
  { name: "layers-giving", page: `${inProject}/layers`, act: ask(/^Give a slice/) },
  { name: "flag-lost", page: targeting, at: flag("production", "no-such-flag"), status: 404 },
  { name: "audit", page: `${inProject}/audit` },
  { name: "audit-none-found", page: `${inProject}/audit`, query: "flag=zzzz" },
  { name: "audit-empty", page: `${inProject}/audit`, at: { project: blank }, empty: true },
  { name: "members", page: `${inProject}/members` },
  { name: "members-empty", page: `${inProject}/members`, at: { project: blank }, empty: true },
  { name: "members-invite", page: `${inProject}/members`, act: ask("Invite") },
  { name: "member", page: `${inProject}/members/:member`, at: { member: "{member}" } },
  { name: "roles", page: `${inProject}/roles` },
  { name: "roles-empty", page: `${inProject}/roles`, at: { project: blank }, empty: true },
  { name: "role", page: `${inProject}/roles/:role`, at: { role: "release-manager" } },
  { name: "new-role", page: `${inProject}/new-role` },
  { name: "environments", page: `${inProject}/environments` },
  { name: "environment", page: `${inProject}/environments/:environment`, at: { environment: "production" } },
  { name: "new-environment", page: `${inProject}/new-environment` },
  { name: "project-settings", page: `${inProject}/settings` },
  { name: "start", page: `${inProject}/start` },
  { name: "start-empty", page: `${inProject}/start`, at: { project: blank }, empty: true },
  { name: "keys", page: `${inProject}/keys` },
  { name: "keys-empty", page: `${inProject}/keys`, at: { project: blank }, empty: true },
  { name: "keys-new", page: `${inProject}/keys`, act: ask("New key") },

  { name: "not-found", page: "*", at: { "*": "no/such/page" }, status: 404 },
  { name: "gallery", page: "ui", status: 404 },
];

/** Where a browser goes to see it. */
export function addressOf({ page, at = {}, query }: Sight, links: Readonly<Record<string, string>>): string {
  const path = page
    .split("/")
    .map((part) => {
      const name = part === "*" ? part : /^:(.+)$/.exec(part)?.[1];
      if (name === undefined) return part;
      const value = at[name] ?? (name === "project" ? full : undefined);
      const word = /^\{(.+)\}$/.exec(value ?? "")?.[1];
      const known = word === undefined ? value : links[word];
      if (known === undefined) throw new Error(`${page} needs to know its ${name}.`);
      return known;
    })
    .join("/");
  return `/${path}${query === undefined ? "" : `?${query}`}`;
}

/** The addresses in a table of routes at which something is drawn: what ends in `.tsx` and is no frame around others. */
export function drawnBy(routes: readonly RouteConfigEntry[], above = ""): string[] {
  return routes.flatMap(({ path, file, children = [] }) => {
    const here = [above, path ?? ""].filter((part) => part !== "").join("/");
    if (children.length > 0) return drawnBy(children, here);
    return file.endsWith(".tsx") ? [here] : [];
  });
}
