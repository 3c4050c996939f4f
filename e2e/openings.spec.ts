import type { Locator, Page } from "@playwright/test";
import { openArmedSite, type ArmedSite } from "./armed-site.fixture.ts";
import { barriersOn } from "./barriers.fixture.ts";
import { expect, test as base } from "./journey.fixture.ts";
import { openings, type Opening, type OpeningsOfPage } from "./openings.ts";

const test = base.extend<object, { armed: ArmedSite }>({
  armed: [
    async ({ browserName: _ }, give) => {
      const site = await openArmedSite();
      await give(site);
      await site.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

for (const each of openings.filter(({ armed }) => armed !== true)) {
  test(titleOf(each), ({ page }) => lookAt(page, each));
}

test.describe("by whoever has just given a second factor", () => {
  // One after the other, by one worker, since they share a site.
  test.describe.configure({ mode: "default" });
  for (const each of openings.filter(({ armed }) => armed === true)) {
    test(titleOf(each), async ({ armed, browser }) => {
      const context = await browser.newContext({ baseURL: armed.url, storageState: armed.session });
      await lookAt(await context.newPage(), each);
      await context.close();
    });
  }
});

function titleOf({ address, telephone }: OpeningsOfPage): string {
  const where = telephone === true ? " on a telephone" : "";
  return `what opens over ${address}${where} has no barriers in either theme, and gives the focus back`;
}

async function lookAt(page: Page, { address, telephone, openings: here }: OpeningsOfPage): Promise<void> {
  test.setTimeout(30_000 + 30_000 * here.length);
  if (telephone === true) await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(address);
  const barriers: string[] = [];
  for (const opening of here) {
    await test.step(opening.part, async () => {
      const opened = await open(page, opening);
      for (const theme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: theme });
        const found = await barriersOn(page, { within: places, theme });
        barriers.push(...found.map((barrier) => `${opening.part}, ${barrier}`));
      }
      expect(await opened.evaluate((part) => part.contains(document.activeElement))).toBe(true);
      await (opening.close ?? escape)(page);
      await expect(opened).toHaveCount(0);
      expect(await page.evaluate(() => document.activeElement?.tagName), "what has the focus then").not.toBe(
        "BODY",
      );
    });
  }
  expect(barriers).toEqual([]);
}

const places = "[role=dialog], [role=menu], details[open]";
const escape = (page: Page) => page.keyboard.press("Escape");

async function open(page: Page, { steps }: Opening): Promise<Locator> {
  for (const step of steps) {
    if (typeof step === "function") await step(page);
    else await named(page, step).press("Enter");
  }
  const opened = page.locator(places);
  await expect(opened).toHaveCount(1);
  return opened;
}

/** What stands behind an open dialog is out of reach, so the first of the name is the one meant. */
function named(page: Page, name: string | RegExp): Locator {
  const exact = typeof name === "string";
  return page.getByRole("button", { name, exact }).or(page.getByRole("menuitem", { name, exact })).first();
}
