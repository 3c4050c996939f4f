import { randomUUID } from "node:crypto";
import { test as base, type BrowserContext, type Page } from "@playwright/test";
import type { Browser } from "./browser.fixture.ts";
import { Complaints } from "./complaints.fixture.ts";
import { handsOn, type Hand, type Hands } from "./hands.fixture.ts";
import { ask, hire, siteOf, stateOf, type Person, type Site } from "./site.fixture.ts";

export { expect } from "@playwright/test";

/** As far as journeys look. */
export interface Targeting {
  readonly rules: readonly { readonly name?: string; readonly when: unknown }[];
  readonly fallthrough: unknown;
}

/** A project of the journey's own. */
export interface Shop {
  readonly key: string;
  /** Where its pages are. */
  readonly path: string;
  /** Asks the API as the Owner. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** What a flag does in production, as the API tells it. */
  targetingOf(flag: string): Promise<Targeting>;
  /** A new key with which a program evaluates there. */
  serverKey(environment: string): Promise<string>;
}

/** Somebody else, in a browser of their own. */
export interface Colleague {
  readonly person: Person;
  readonly page: Page;
  readonly hands: Hands;
  /** The session that the page has, for what is done behind its back. */
  readonly session: Browser;
}

export interface HandOption {
  /** With what a journey is made, as far as it is told in words that hold for both. */
  readonly hand: Hand;
}

/** A journey that is made a second time, by keyboard alone. */
export const byKeyboardToo = { tag: "@keyboard" };

interface Journey extends HandOption {
  readonly hands: Hands;
  readonly complaints: Complaints;
  readonly shop: Shop;
  readonly colleague: (role: string, name: string) => Promise<Colleague>;
}

/**
 * A journey begins signed in as the Owner of a server that all journeys share. Whatever browser it opens, it fails
 * on what the browser complains about.
 */
export const test = base.extend<Journey, { site: Site }>({
  site: [async ({ browserName: _ }, give) => give(siteOf(process.env["GUIDON_SITE"])), { scope: "worker" }],
  baseURL: ({ site }, give) => give(site.url),
  storageState: ({ site }, give) => give(stateOf(site.olga)),

  hand: ["mouse", { option: true }],
  hands: ({ page, hand }, give) => give(handsOn(page, hand)),

  complaints: [
    async ({ browser, hand }, give) => {
      const complaints = new Complaints();
      const listening: Promise<unknown>[] = [];
      const onContext = (context: BrowserContext) => {
        listening.push(complaints.listenTo(context));
        if (hand === "keyboard") listening.push(complaints.listenForPointers(context));
      };
      browser.on("context", onContext);
      await give(complaints);
      browser.off("context", onContext);
      await Promise.all(listening);
      base.expect(complaints.verdict(), "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],

  shop: async ({ site }, give) => {
    const key = `shop-${randomUUID().slice(0, 8)}`;
    await ask(site.olga, "POST", "/api/v1/projects", { key, name: "Corner shop" });
    const api: Shop["api"] = (method, path, body) =>
      ask(site.olga, method, `/api/v1/projects/${key}${path}`, body);
    await give({
      ...{ key, api, path: `/projects/${key}` },
      async serverKey(environment) {
        const asked = { name: "Web shop", kind: "server", environment };
        return (await api<{ key: string }>("POST", "/keys", asked)).key;
      },
      async targetingOf(flag) {
        const path = `/environments/production/flags/${flag}/targeting`;
        return (await api<{ targeting: Targeting }>("GET", path)).targeting;
      },
    });
  },

  colleague: async ({ browser, hand, site, shop }, give) => {
    const contexts: BrowserContext[] = [];
    await give(async (role, name) => {
      const { person, browser: session } = await hire(site, { project: shop.key, role, name });
      const context = await browser.newContext({ baseURL: site.url, storageState: stateOf(session) });
      contexts.push(context);
      const page = await context.newPage();
      return { person, page, session, hands: handsOn(page, hand) };
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});
