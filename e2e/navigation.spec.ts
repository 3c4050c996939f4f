import { expect, test } from "./journey.fixture.ts";

test("the navigation counts flags, segments and layers, and goes on counting while others make some", async ({
  page,
  shop,
}) => {
  const counted = (place: string, count: number) =>
    expect(page.getByRole("navigation", { name: "Project" }).getByRole("link", { name: place })).toHaveText(
      `${place}${count}`,
    );
  const following = page.waitForResponse((response) => response.url().endsWith("/changes"));
  await page.goto(`${shop.path}/history/production`);
  await following;
  for (const place of ["Flags", "Segments", "Layers"]) await counted(place, 0);

  await shop.api("POST", "/layers", { key: "page", name: "The page" });
  await counted("Layers", 1);
  for (const environment of ["production", "staging"]) {
    await shop.api("POST", `/environments/${environment}/segments`, { key: "testers", name: "Testers" });
  }
  await counted("Segments", 1);
  await shop.api("POST", "/flags", { key: "slow-lane", name: "Slow lane" });
  await counted("Flags", 1);
});

test("a project's overview is its home, and says what is due there", async ({ page, shop }) => {
  const day = 24 * 3600 * 1000;
  const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
  await shop.api("POST", "/flags", { key: "old-basket", name: "Old basket", dueOn: inDays(-3) });
  await shop.api("POST", "/flags", { key: "winter-sale", name: "Winter sale", dueOn: inDays(9) });
  await page.goto(shop.path);
  await expect(page.getByRole("heading", { name: "Corner shop", level: 1 })).toBeVisible();
  const due = page.getByRole("region", { name: "Due soon" });
  await expect(due.getByRole("listitem")).toHaveText([/^Old basket.*due 3 d ago$/, /^Winter sale.*in 9 d$/]);
  await due.getByRole("link", { name: "1 past due" }).click();
  await expect(page.getByRole("link", { name: "Old basket", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Winter sale", exact: true })).toHaveCount(0);
});

test("links of the list are links: followed in place, and opened beside it with a key held or the middle button", async ({
  page,
  shop,
}) => {
  await shop.api("POST", "/flags", { key: "slow-lane", name: "Slow lane" });
  const list = `${shop.path}/flags`;
  await page.goto(list);
  const link = page.getByRole("link", { name: "Slow lane", exact: true });
  for (const press of [
    () => link.click({ modifiers: ["ControlOrMeta"] }),
    () => link.click({ button: "middle" }),
  ]) {
    const beside = page.context().waitForEvent("page");
    await press();
    const opened = await beside;
    await expect(opened.getByRole("heading", { name: "Slow lane" })).toBeVisible();
    await opened.close();
    expect(new URL(page.url()).pathname).toBe(list);
  }
  const loadedAt = await page.evaluate(() => performance.timeOrigin);
  await link.click();
  await expect(page.getByRole("heading", { name: "Slow lane" })).toBeVisible();
  await page.goBack();
  await expect(link).toBeVisible();
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loadedAt);
});
