/**
 * `npm run screenshots [-- parts of pictures' names]`: pictures of every page at two widths and in both themes, full and empty, as
 * `pages.ts` lists them, from a demo company that it starts and ends itself. What the browser complains about on the way,
 * and a page that is wider than the window, is printed and makes the run fail.
 */
import { mkdirSync, rmSync } from "node:fs";
import { chromium, type BrowserContext } from "playwright";
import { launchOptions } from "./chromium.ts";
import { fillCompany } from "./company.fixture.ts";
import { Complaints } from "./complaints.fixture.ts";
import { addressOf, sights, type Sight } from "./pages.ts";
import { openSite } from "./site.fixture.ts";

const only = process.argv.slice(2);
const folder = "test-results/screenshots";
const sizes = { 1440: { width: 1440, height: 900 }, 390: { width: 390, height: 844 } };

const wrong: string[] = [];
let taken = 0;

if (only.length === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const site = await openSite();
const company = await fillCompany(site);
const browser = await chromium.launch(launchOptions);
try {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const sight of sights) {
        const name = `${sight.name}-${size}-${colorScheme}`;
        if (only.length > 0 && !only.some((part) => name.includes(part))) continue;
        const storageState = company.sessions[sight.by ?? "owner"];
        const context = await browser.newContext({ baseURL: site.url, viewport, colorScheme, storageState });
        await take(context, sight, name);
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await company.close();
  await site.stop();
}
for (const line of wrong) process.stdout.write(`${line}\n`);
process.stdout.write(`${taken} pictures in ${folder}; ${wrong.length} things are wrong.\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;

async function take(context: BrowserContext, sight: Sight, name: string): Promise<void> {
  const complaints = new Complaints();
  if (sight.status !== undefined) complaints.expect(new RegExp(`status of ${sight.status}`));
  await complaints.listenTo(context);
  const page = await context.newPage();
  try {
    await page.goto(addressOf(sight, company.links), { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    await sight.act?.(page);
    // Until what slides in has come to rest, and the figures are there that come after the page.
    await page.waitForTimeout(400);
    await page.waitForFunction(() => document.querySelector("[data-coming]") === null, { timeout: 10_000 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 1) wrong.push(`${name} is ${wide} px wider than the window`);
    // A dialog stands in the window, not on the page.
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: sight.act === undefined });
    taken++;
    await sight.undo?.(page);
  } catch (error) {
    wrong.push(`${name}: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}`);
  }
  wrong.push(...complaints.verdict().map((complaint) => `${name}: ${complaint}`));
}
