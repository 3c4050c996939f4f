import { keyboardOf } from "./hands.fixture.ts";
import { expect, test } from "./journey.fixture.ts";

test("a menu that a key opens is on its first entry, also where its code had to be fetched first", async ({
  page,
  shop,
}) => {
  await shop.api("POST", "/flags", { key: "slow-lane", name: "Slow lane" });
  const keyboard = keyboardOf(page);
  const more = page.getByRole("button", { name: "More", exact: true });
  const archive = page.getByRole("menuitem", { name: "Archive…" });
  for (const key of ["Enter", "Space", "ArrowDown"]) {
    await page.goto(`${shop.path}/flags/slow-lane/targeting/production`);
    await keyboard.reach(more);
    await keyboard.keys(key);
    await expect(archive).toBeFocused();
    await keyboard.keys("Escape");
    await expect(more).toBeFocused();
  }
  await keyboard.keys("Enter", "Enter");
  await expect(page.getByRole("dialog", { name: /^Archive/ })).toBeVisible();
});
