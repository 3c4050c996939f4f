/**
 * Pictures of every page at two widths and in both themes, from a running product:
 *
 *     SITE=http://localhost:4300 EMAIL=… PASSWORD=… node e2e/screenshots.ts [part of a page's name]
 *
 * With SETUP (the one-time link that the first start prints) the account is made first. What the browser complains
 * about on the way, in its console or by its content security policy, is printed and makes the run fail.
 */
import { mkdirSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright";

const site = process.env["SITE"] ?? "http://localhost:4300";
const account = {
  email: process.env["EMAIL"] ?? "olga@storefront.example",
  password: process.env["PASSWORD"] ?? "correct horse battery",
};
const project = process.env["PROJECT"] ?? "storefront";
const flag = process.env["FLAG"] ?? "new-checkout";
const only = process.argv[2] ?? "";
const folder = "test-results/screenshots";

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly signedOut?: boolean;
  readonly act?: (page: Page) => Promise<unknown>;
}

const base = `/projects/${project}`;
const shots: readonly Shot[] = [
  { name: "sign-in", path: "/sign-in", signedOut: true },
  {
    name: "sign-in-refused",
    path: "/sign-in",
    signedOut: true,
    async act(page) {
      await page.getByLabel("E-mail").fill("nobody@example.com");
      await page.getByLabel("Password").fill("wrong");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").waitFor();
    },
  },
  { name: "join-used", path: "/join/not-a-token", signedOut: true },
  { name: "forgot", path: "/forgot", signedOut: true },
  {
    name: "forgot-sent",
    path: "/forgot",
    signedOut: true,
    async act(page) {
      await page.getByLabel("E-mail").fill("nobody@example.com");
      await page.getByRole("button", { name: "Mail me a link" }).click();
      await page.getByRole("heading", { name: "Look into your mail" }).waitFor();
    },
  },
  { name: "reset-used", path: "/reset/not-a-token", signedOut: true },
  { name: "account-profile", path: "/account/profile" },
  { name: "account-two-factor", path: "/account/two-factor" },
  { name: "account-two-factor-set-up", path: "/account/two-factor?set-up" },
  { name: "account-sessions", path: "/account/sessions" },
  { name: "second-factor", path: "/second-factor" },
  { name: "sso", path: "/sso" },
  { name: "flags", path: `${base}/flags` },
  { name: "flags-none-found", path: `${base}/flags?search=zzzz` },
  { name: "new-flag", path: `${base}/new-flag` },
  { name: "targeting", path: `${base}/flags/${flag}/targeting/production` },
  { name: "targeting-staging", path: `${base}/flags/${flag}/targeting/staging` },
  {
    name: "targeting-editing",
    path: `${base}/flags/${flag}/targeting/production`,
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
    path: `${base}/flags/${flag}/targeting/production`,
    async act(page) {
      await page.getByRole("switch").click();
      await page.getByRole("button", { name: "Review and save" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "kill-asked",
    path: `${base}/flags/${flag}/targeting/staging`,
    async act(page) {
      await page.getByRole("button", { name: /^Kill/ }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "kill-arrived",
    path: `${base}/flags/${flag}/targeting/staging`,
    async act(page) {
      await page.getByRole("button", { name: /^Kill/ }).click();
      await page.getByRole("dialog").getByLabel("Why").fill("It covers the basket");
      await page.getByRole("dialog").getByRole("button", { name: "Kill" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Undo" }).waitFor();
    },
  },
  {
    name: "killed",
    path: `${base}/flags/${flag}/targeting/staging`,
    async act(page) {
      await page.getByRole("button", { name: /^Lift the kill/ }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Lift the kill" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Done" }).waitFor();
    },
  },
  { name: "history", path: `${base}/flags/${flag}/history/production` },
  { name: "history-compared", path: `${base}/flags/${flag}/history/staging?from=1` },
  {
    name: "history-restore",
    path: `${base}/flags/${flag}/history/production`,
    act: (page) => askToRestore(page),
  },
  { name: "environment-history", path: `${base}/history/production` },
  { name: "environment-history-compared", path: `${base}/history/production?from=1` },
  {
    name: "environment-history-restore",
    path: `${base}/history/production`,
    act: (page) => askToRestore(page),
  },
  { name: "audit", path: `${base}/audit` },
  { name: "members", path: `${base}/members` },
  {
    name: "members-invite",
    path: `${base}/members`,
    act: (page) => page.getByRole("button", { name: "Invite" }).click(),
  },
  { name: "keys", path: `${base}/keys` },
  {
    name: "keys-new",
    path: `${base}/keys`,
    act: (page) => page.getByRole("button", { name: "New key" }).first().click(),
  },
  { name: "new-project", path: "/projects/new" },
  { name: "not-found", path: "/no-such-page" },
  { name: "not-found-flag", path: `${base}/flags/no-such-flag` },
];

async function askToRestore(page: Page): Promise<void> {
  await page
    .getByRole("button", { name: /^Restore/ })
    .last()
    .click();
  await page
    .getByRole("dialog")
    .getByText(/stays as it is|Turned|gets|nothing to restore|added/)
    .first()
    .waitFor();
}

const sizes = { "1440": { width: 1440, height: 900 }, "390": { width: 390, height: 844 } } as const;
const complaints = new Set<string>();

async function signIn(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${site}/sign-in`);
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.close();
}

async function setUp(context: BrowserContext, link: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Your name").fill("Olga Ferrante");
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.getByRole("button", { name: "Become the Owner" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/join"));
  await page.close();
}

function listen(page: Page, shot: string): void {
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (/status of (401|404|410|422)/.test(message.text())) return;
    complaints.add(`${shot}: ${message.text().slice(0, 400)}`);
  });
  page.on("pageerror", (error) => complaints.add(`${shot}: ${error.message.slice(0, 400)}`));
}

async function take(context: BrowserContext, shot: Shot, file: string): Promise<void> {
  const page = await context.newPage();
  listen(page, shot.name);
  await page.goto(site + shot.path, { waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  await shot.act?.(page);
  await page.waitForTimeout(350);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 1) complaints.add(`${shot.name}: the page is ${wide} px wider than the window (${file})`);
  await page.screenshot({ path: `${folder}/${file}.png`, fullPage: shot.act === undefined });
  await page.close();
}

async function run(browser: Browser): Promise<void> {
  const wanted = shots.filter((shot) => shot.name.includes(only));
  const setup = process.env["SETUP"];
  if (setup !== undefined) {
    const context = await browser.newContext();
    await setUp(context, setup);
    await context.close();
  }
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const outside = await browser.newContext({ viewport, colorScheme });
      const inside = await browser.newContext({ viewport, colorScheme });
      if (wanted.some((shot) => shot.signedOut !== true)) await signIn(inside);
      for (const shot of wanted) {
        const context = shot.signedOut === true ? outside : inside;
        await take(context, shot, `${shot.name}-${size}-${colorScheme}`).catch((error: unknown) => {
          complaints.add(`${shot.name}: ${error instanceof Error ? error.message.slice(0, 300) : "failed"}`);
        });
      }
      await outside.close();
      await inside.close();
    }
  }
}

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
try {
  await run(browser);
} finally {
  await browser.close();
}
for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
process.stdout.write(`Pictures are in ${folder}; ${complaints.size} complaints.\n`);
process.exitCode = complaints.size === 0 ? 0 : 1;
