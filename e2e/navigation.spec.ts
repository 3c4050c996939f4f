import { expect, test } from "./journey.fixture.ts";

/** Within this, figures that came are on the page. */
const shownMs = 300;

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

test("figures that were asked for before a page came do not take the place of what it brought", async ({
  page,
  shop,
}) => {
  const navigation = page.getByRole("navigation", { name: "Project" });
  let answerOld: (() => Promise<void>) | undefined;
  await page.route("**/totals", (route) => {
    answerOld = () => route.fulfill({ json: { flags: 7, killed: 0, segments: 7, layers: 7 } });
  });
  const following = page.waitForResponse((response) => response.url().endsWith("/changes"));
  await page.goto(`${shop.path}/history/production`);
  await following;
  await shop.api("POST", "/layers", { key: "page", name: "The page" });
  await expect.poll(() => answerOld).toBeDefined();
  await navigation.getByRole("link", { name: "Audit log" }).click();
  await expect(navigation.getByRole("link", { name: "Layers" })).toHaveText("Layers1");

  const answered = page.waitForResponse("**/totals");
  await answerOld?.();
  await (await answered).finished();
  await page.waitForTimeout(shownMs);
  await expect(navigation.getByRole("link", { name: "Layers" })).toHaveText("Layers1");
});

test("a link to the page that is there is no step in the history, and one with a key held is the browser's", async ({
  page,
  context,
  shop,
}) => {
  await page.goto(`${shop.path}/overview`);
  const navigation = page.getByRole("navigation", { name: "Project" });
  await navigation.getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByRole("heading", { name: "Audit log" })).toBeVisible();
  const steps = await page.evaluate(() => history.length);
  await navigation.getByRole("link", { name: "Audit log" }).click();
  await navigation.getByRole("link", { name: "Segments" }).hover();
  expect(await page.evaluate(() => history.length)).toBe(steps);

  const opened = context.waitForEvent("page");
  await navigation.getByRole("link", { name: "Members" }).click({ modifiers: ["ControlOrMeta"] });
  await expect((await opened).getByRole("heading", { name: "Members" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Audit log" })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/overview$/);
});

test("a page is fetched ahead only while somebody points at its link", async ({ page, shop }) => {
  await page.goto(`${shop.path}/overview`);
  const ahead = page.locator('link[rel="prefetch"][href*="/audit"]');
  const navigation = page.getByRole("navigation", { name: "Project" });
  await expect(async () => {
    await navigation.getByRole("link", { name: "Segments" }).hover();
    await navigation.getByRole("link", { name: "Audit log" }).hover();
    await expect(ahead).not.toHaveCount(0, { timeout: 500 });
  }).toPass();
  await page.getByRole("heading", { level: 1 }).hover();
  await expect(ahead).toHaveCount(0);
});

test("whoever follows a link of a list by the keyboard goes on in the page that it leads to", async ({
  page,
  shop,
}) => {
  await shop.api("POST", "/flags", { key: "slow-lane", name: "Slow lane" });
  await page.goto(`${shop.path}/flags`);
  await page.getByRole("link", { name: "Slow lane", exact: true }).press("Enter");
  await expect(page.getByRole("heading", { name: "Slow lane" })).toBeVisible();
  await expect(page.getByRole("main")).toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test("the drawer of a telephone closes once a link in it is followed, and stays where it was opened beside", async ({
  page,
  context,
  shop,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${shop.path}/overview`);
  await page.getByRole("button", { name: "Open the navigation" }).click();
  const drawer = page.getByRole("dialog", { name: "Navigation" });
  const opened = context.waitForEvent("page");
  await drawer.getByRole("link", { name: "Members" }).click({ modifiers: ["ControlOrMeta"] });
  await expect((await opened).getByRole("heading", { name: "Members" })).toBeVisible();
  await expect(drawer).toBeVisible();
  await drawer.getByRole("link", { name: "Segments" }).click();
  await expect(page.getByRole("heading", { name: "Segments", exact: true })).toBeVisible();
  await expect(drawer).toHaveCount(0);
});
