import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContextOptions } from "playwright";
import { Browser } from "./browser.fixture.ts";
import {
  dataFolder,
  removeData,
  startServer,
  type RunningServer,
  type ServerInput,
} from "./server.fixture.ts";

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** A server with the demo company and an Owner, for journeys to share: each works in a project of its own. */
export interface Site {
  readonly url: string;
  /** Its data folder. */
  readonly data: string;
  readonly owner: Person;
  /** The Owner's session. */
  readonly olga: Browser;
  /** Of the demo company's production. */
  readonly keys: Readonly<Record<"server" | "client" | "management", string>>;
}

const owner: Person = {
  name: "Olga Ferrante",
  email: "olga@storefront.example",
  password: "a long enough password",
};

export interface OpenSite extends Site {
  readonly server: RunningServer;
  stop(): Promise<void>;
}

export async function openSite(input: ServerInput = {}): Promise<OpenSite> {
  const data = input.data ?? (await dataFolder());
  const server = await startServer({ demo: true, ...input, data });
  // A server that waits long for its database serves health before it prints this.
  await printed(server, /\/join\/\w+/);
  const olga = new Browser(server.url);
  await join(olga, server.setupLink(), owner);
  const keyOf = (kind: "server" | "client" | "management") => server.demoKey(kind);
  return {
    ...{ url: server.url, data, server, owner, olga },
    keys: { server: keyOf("server"), client: keyOf("client"), management: keyOf("management") },
    async stop() {
      await server.stop();
      if (input.data === undefined) await removeData(data);
    },
  };
}

/** What a server prints sooner or later. */
export async function printed(server: RunningServer, pattern: RegExp): Promise<RegExpExecArray> {
  for (let tries = 0; tries < 300; tries++) {
    const found = pattern.exec(server.output());
    if (found !== null) return found;
    await sleep(100);
  }
  throw new Error(`The server did not print ${String(pattern)}:\n${server.output()}`);
}

/** A site in words that a process hands to those that it starts. */
export function tellSite({ url, data, owner, olga, keys }: Site): string {
  return JSON.stringify({ url, data, owner, keys, cookies: [...olga.cookies] });
}

export function siteOf(told: string | undefined): Site {
  if (told === undefined) throw new Error("There is no site: site.setup.ts opens it.");
  const { cookies, ...site } = JSON.parse(told) as Omit<Site, "olga"> & { cookies: [string, string][] };
  const olga = new Browser(site.url);
  for (const [name, value] of cookies) olga.cookies.set(name, value);
  return { ...site, olga };
}

/** Somebody new with a role in a project, signed in. */
export async function hire(
  site: Site,
  {
    project,
    role,
    name,
    email = `${randomUUID()}@storefront.example`,
  }: { project: string; role: string; name: string; email?: string },
): Promise<{ person: Person; browser: Browser }> {
  const person = { name, email, password: "another long password" };
  const { link } = await ask<{ link: string }>(site.olga, "POST", `/api/v1/projects/${project}/invitations`, {
    email: person.email,
    role,
  });
  const browser = new Browser(site.url);
  await join(browser, link, person);
  return { person, browser };
}

async function join(browser: Browser, link: string, person: Person): Promise<void> {
  const answer = await browser.post(new URL(link).pathname, { ...person });
  if (answer.status !== 302) throw new Error(`${person.name} could not join: ${answer.status}`);
}

/** What the API answers to somebody's session, whatever version there is; anything but success fails. */
export async function ask<T>(browser: Browser, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await browser.api(method, path, body, undefined, { "if-match": "*" });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} was answered by ${answer.status}: ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export type SessionState = Exclude<NonNullable<BrowserContextOptions["storageState"]>, string>;

/** A session as Playwright begins with it. */
export function stateOf(browser: Browser): SessionState {
  const cookies = [...browser.cookies].map(([name, value]) => ({
    ...{ name, value, domain: "localhost", path: "/", expires: -1 },
    ...{ httpOnly: true, secure: false, sameSite: "Lax" as const },
  }));
  return { cookies, origins: [] };
}
