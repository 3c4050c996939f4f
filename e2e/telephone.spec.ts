import { save } from "./flag-page.fixture.ts";
import { handsOn } from "./hands.fixture.ts";
import { expect, test } from "./journey.fixture.ts";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test("on a telephone, in the dark: find the flag, switch it off, and the theme stays", async ({
  page,
  shop,
}) => {
  await shop.api("POST", "/flags", {
    ...{ key: "night-delivery", name: "Night delivery" },
    environments: { production: { on: true } },
  });
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

  await test.step("choose the dark theme", async () => {
    await page.goto(`${shop.path}/members`);
    await page.getByRole("button", { name: "Account of Olga Ferrante" }).tap();
    await page.getByRole("menuitemradio", { name: "Dark" }).tap();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  });

  await test.step("find the flag by the navigation behind its button", async () => {
    if (await page.getByRole("menu").isVisible()) await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Open the navigation" }).tap();
    await page.getByRole("dialog").getByRole("link", { name: "Flags" }).tap();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    expect(await fits()).toBe(true);
    await page.getByRole("link", { name: "Night delivery", exact: true }).tap();
    await expect(page.getByRole("heading", { name: "Night delivery" })).toBeVisible();
  });

  await test.step("switch it off", async () => {
    await page.getByRole("switch").tap();
    expect(await fits()).toBe(true);
    await save(page, handsOn(page, "mouse"), "The drivers are asleep");
    await expect(page.getByRole("switch")).not.toBeChecked();
  });

  await test.step("the theme is the browser's from then on", async () => {
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red = 255] = (/\d+/.exec(background) ?? []).map(Number);
    expect(red).toBeLessThan(60);
  });
});
