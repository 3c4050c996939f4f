import type { Locator, Page } from "@playwright/test";
import { barriersOn } from "./barriers.fixture.ts";
import { expect, test } from "./journey.fixture.ts";
import { openings, type Opening } from "./openings.ts";

for (const { address, telephone, openings: here } of openings) {
  const where = telephone === true ? " on a telephone" : "";
  test(`what opens over ${address}${where} has no barriers in either theme, and gives the focus back`, async ({
    page,
  }) => {
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
          const found = await barriersOn(page, { within: "[role=dialog], [role=menu]", theme });
          barriers.push(...found.map((barrier) => `${opening.part}, ${barrier}`));
        }
        expect(await opened.evaluate((part) => part.contains(document.activeElement))).toBe(true);
        await (opening.close ?? escape)(page);
        await expect(opened).toHaveCount(0);
        expect(
          await page.evaluate(() => document.activeElement?.tagName),
          "what has the focus then",
        ).not.toBe("BODY");
      });
    }
    expect(barriers).toEqual([]);
  });
}

const escape = (page: Page) => page.keyboard.press("Escape");

async function open(page: Page, { steps }: Opening): Promise<Locator> {
  for (const step of steps) {
    if (typeof step === "function") await step(page);
    else await named(page, step).press("Enter");
  }
  const opened = page.getByRole("dialog").or(page.getByRole("menu"));
  await expect(opened).toHaveCount(1);
  return opened;
}

/** What stands behind an open dialog is out of reach, so the first of the name is the one meant. */
function named(page: Page, name: string | RegExp): Locator {
  const exact = typeof name === "string";
  return page.getByRole("button", { name, exact }).or(page.getByRole("menuitem", { name, exact })).first();
}
