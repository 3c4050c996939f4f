import type { Page } from "@playwright/test";
import { barriersOn } from "./barriers.fixture.ts";
import type { Company } from "./company.fixture.ts";
import { expect, test } from "./journey.fixture.ts";
import { addressOf, sights, type Sight } from "./pages.ts";

const { sessions, links } = JSON.parse(process.env["GUIDON_COMPANY"] ?? "{}") as Partial<Company>;

for (const viewer of ["nobody", "pending", "guarded", "owner"] as const) {
  test.describe(`to ${viewer}`, () => {
    test.use({ storageState: sessions?.[viewer] });
    for (const sight of sights.filter(({ by = "owner" }) => by === viewer)) {
      test(`${sight.name} keeps to its policy, has no barriers in either theme, and fits a telephone`, async ({
        page,
        complaints,
      }) => {
        const status = sight.status ?? 200;
        if (status >= 400) complaints.expect(new RegExp(`status of ${status}`));
        await look(page, sight);
        const barriers: string[] = [];
        for (const theme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
          barriers.push(...(await barriersOn(page, { theme })));
        }
        expect(barriers).toEqual([]);
        await page.setViewportSize({ width: 390, height: 844 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        await sight.undo?.(page);
      });
    }
  });
}

async function look(page: Page, sight: Sight): Promise<void> {
  const answer = await page.goto(addressOf(sight, links ?? {}), { waitUntil: "load" });
  const policy = (await answer?.headerValue("content-security-policy")) ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'(;|$)/);
  expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe");
  if (sight.act === undefined) expect(answer?.status()).toBe(sight.status ?? 200);
  await sight.act?.(page);
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll("details")) fold.open = true;
  });
}

test("a breach of the policy and the errors of a page are heard of", async ({ page, complaints }) => {
  await page.goto("/");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.head.append(script);
    reportError("An error of hydration");
    setTimeout(() => {
      throw new Error("An error of the page");
    });
  });
  complaints.expect(/^script-src-elem of the content security policy forbids inline/);
  complaints.expect(/Executing inline script violates/, /^An error of hydration/, /^An error of the page/);
  await expect.poll(() => complaints.verdict()).toEqual([]);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
});
