import { createClient } from "@guidon/server";
import { generateSync } from "otplib";
import { Browser } from "./browser.fixture.ts";
import { blank, full, type Viewer } from "./pages.ts";
import { ask, hire, printed, stateOf, type OpenSite, type SessionState } from "./site.fixture.ts";

/** What sights of the company need to know that only its making tells. */
export interface Company {
  readonly sessions: Readonly<Record<Viewer, SessionState>>;
  /** Secret parts of links and ids, by the word that stands for them in a sight. */
  readonly links: Readonly<Record<string, string>>;
}

/**
 * Makes the demo company one that has been at work for a while, with a program that evaluates in two environments, and
 * beside it a project in which nothing was done.
 */
export async function fillCompany(site: OpenSite): Promise<Company & { close(): Promise<void> }> {
  const { olga } = site;
  const at = `/api/v1/projects/${full}`;
  await ask(olga, "POST", "/api/v1/projects", { key: blank, name: "Loyalty points" });
  const programs = await connect(site);
  for (const program of programs) shop(program);
  await work(site);

  const dewi = await hire(site, {
    ...{ project: full, role: "developer", name: "Dewi Putri", email: "dewi@storefront.example" },
  });
  const wilhelmina = await hire(site, {
    ...{ project: full, role: "viewer", name: "Wilhelmina Featherstonehaugh-Cholmondeley" },
    email: "wilhelmina.featherstonehaugh-cholmondeley@storefront.example",
  });
  const { link } = await ask<{ link: string }>(olga, "POST", `${at}/invitations`, {
    ...{ email: "noor@storefront.example", role: "developer" },
  });
  const { members } = await ask<{ members: { id: string; email: string }[] }>(olga, "GET", `${at}/members`);
  return {
    sessions: {
      owner: stateOf(olga),
      nobody: { cookies: [], origins: [] },
      pending: stateOf(await halfSignedIn(site, wilhelmina)),
      guarded: stateOf(wilhelmina.browser),
    },
    links: {
      invitation: link.split("/").at(-1) ?? "",
      "mailed-link": await forgotten(site, dewi.person.email),
      member: members.find(({ email }) => email === dewi.person.email)?.id ?? "",
    },
    close: async () => void (await Promise.all(programs.map((program) => program.close()))),
  };
}

/** Changes as they come in a few weeks. */
async function work({ olga }: OpenSite): Promise<void> {
  const at = `/api/v1/projects/${full}`;
  const production = `${at}/environments/production`;
  for (const percent of [1, 10, 40]) {
    await ask(olga, "POST", `${production}/flags/search-vector-ranking/rollout`, { percent });
  }
  await ask(olga, "POST", `${production}/flags/legacy-invoice-export/kill`, {
    comment: "It wrote every invoice twice",
  });
  await ask(olga, "PATCH", `${at}/flags/home-banner`, {
    description:
      "What the banner on the home page says and where it leads, for the whole of the winter sale.",
    tags: ["growth", "home", "winter-sale"],
    comment: "Named after what it does",
  });
  await ask(olga, "POST", `${at}/flags`, { key: "express-shipping", name: "Express shipping" });
  await ask(olga, "DELETE", `${at}/flags/express-shipping`);
  await ask(olga, "PUT", `${at}/roles/release-manager`, {
    ...{ name: "Release manager", description: "Ramps flags and kills them" },
    permissions: ["project.read", "environment.read", "flag.read", "targeting.write", "flag.kill"],
  });
  await ask(olga, "POST", `${at}/holdouts`, { key: "quiet", name: "Sees no experiment", percent: 5 });
  await ask(olga, "POST", `${at}/layers`, { key: "shop", name: "The shop window", holdout: "quiet" });
  await ask(olga, "PUT", `${production}/layers/shop/flags/search-vector-ranking`, { percent: 40 });
  await ask(olga, "PUT", `${at}/environments/staging/layers/shop/flags/onboarding-checklist`, {
    percent: 35,
  });
  await ask(olga, "PATCH", `${at}/flags/legacy-invoice-export`, { dueOn: inDays(-4) });
  await ask(olga, "PATCH", `${at}/flags/payments-v2`, { dueOn: inDays(12) });
  await ask(olga, "POST", `${at}/environments/staging/segments`, {
    ...{ key: "winter-shoppers", name: "Winter shoppers" },
    rules: [{ when: { attribute: "$now", op: "after", values: [inDays(6)] } }],
  });
  const partner = { name: "Partner catalogue", kind: "server", environment: "staging" };
  await ask(olga, "POST", `${at}/keys`, { ...partner, expiresAt: inDays(20) });
}

/** At midnight, as people choose days. */
const inDays = (days: number) =>
  `${new Date(Date.now() + days * 24 * 3600 * 1000).toISOString().slice(0, 10)}T00:00:00Z`;

/** A morning's visitors, who come from where they come and have what they have. */
function shop(program: Awaited<ReturnType<typeof connect>>[number]): void {
  for (let visitor = 0; visitor < 900; visitor++) {
    const context = {
      targetingKey: `user-${visitor}`,
      country: ["DE", "FR", "US", "JP", "BR"][visitor % 5],
      appVersion: visitor % 3 === 0 ? "4.1.9" : "4.2.0",
      organization: { plan: visitor % 11 === 0 ? "enterprise" : "pro" },
    };
    program.getVariation("new-checkout", context, "control");
    if (visitor % 2 === 0) program.isEnabled("search-vector-ranking", context);
    if (visitor % 7 === 0) program.isEnabled("priority-support", context);
    if (visitor % 3 === 0) program.isEnabled("payments-v2", context);
  }
}

async function connect({ url, olga }: OpenSite) {
  const keys: string[] = [];
  for (const environment of ["production", "development"]) {
    const name = `Web shop, ${environment}`;
    const created = await ask<{ key: string }>(olga, "POST", `/api/v1/projects/${full}/keys`, {
      ...{ name, kind: "server", environment },
    });
    keys.push(created.key);
  }
  const programs = keys.map((key) => createClient({ url, key, logger: false }));
  await Promise.all(programs.map((program) => program.ready()));
  return programs;
}

/** Somebody with two-factor who has given the password and not yet the code. */
async function halfSignedIn(site: OpenSite, { person, browser }: Awaited<ReturnType<typeof hire>>) {
  const { secret } = await ask<{ secret: string }>(browser, "POST", "/api/v1/me/two-factor");
  const { email, password } = person;
  await ask(browser, "POST", "/api/v1/me/two-factor/confirm", { code: generateSync({ secret }), password });
  const elsewhere = new Browser(site.url);
  await elsewhere.post("/sign-in", { email, password });
  return elsewhere;
}

/** The secret of the link that is mailed to whoever has forgotten the password. */
async function forgotten(site: OpenSite, email: string): Promise<string> {
  await new Browser(site.url).post("/forgot", { email });
  const [, secret = ""] = await printed(site.server, /\/reset\/(\w+)/);
  return secret;
}
