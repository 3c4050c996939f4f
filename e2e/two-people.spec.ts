import { save, saved } from "./flag-page.fixture.ts";
import { expect, test } from "./journey.fixture.ts";

test("two people edit the same flag: the second sees both sides, merges, and nothing is lost", async ({
  page,
  shop,
  colleague,
  complaints,
}) => {
  await shop.api("POST", "/flags", {
    ...{ key: "gift-wrapping", name: "Gift wrapping" },
    environments: { production: { on: true, variant: "off" } },
  });
  const address = `${shop.path}/flags/gift-wrapping/targeting/production`;
  const dewi = await colleague("developer", "Dewi Putri");
  await page.goto(address);
  await dewi.page.goto(address);

  await test.step("Dewi adds a rule and saves it", async () => {
    await dewi.page.getByRole("button", { name: "Add a rule" }).click();
    await dewi.page.getByLabel("Name of rule 1").fill("Austria first");
    await dewi.page.getByLabel("Attribute of condition 1").fill("country");
    await dewi.page.getByLabel("Add to Values of condition 1").fill("AT");
    await dewi.page.getByLabel("Add to Values of condition 1").press("Enter");
    await save(dewi.page, "Austria asked for it");
  });

  await test.step("meanwhile Olga has changed what everyone else gets", async () => {
    await page.getByRole("button", { name: "Edit what everyone else gets" }).click();
    await page.getByLabel("Variant to serve").selectOption("on");
  });

  await test.step("she is told of the newer version before she can overwrite it", async () => {
    const notice = page.getByRole("alert").filter({ hasText: "A newer version was saved while you edited" });
    complaints.expect(/status of 412/);
    await page.getByRole("button", { name: "Review and save" }).click();
    await expect(notice).toContainText("Austria first");
    await expect(notice).toContainText("What you have not saved");
    await notice.getByRole("button", { name: "Merge" }).click();
    await expect(notice).toHaveCount(0);
  });

  await save(page, "For everybody else, too");
  const { rules, fallthrough } = await shop.targetingOf("gift-wrapping");
  expect(rules.map(({ name }) => name)).toEqual(["Austria first"]);
  expect(fallthrough).toEqual({ variant: "on" });
});

test("what is not saved is there again after a reload", async ({ page, shop }) => {
  await shop.api("POST", "/flags", { key: "slow-lane", name: "Slow lane" });
  await page.goto(`${shop.path}/flags/slow-lane/targeting/staging`);
  await page.getByRole("switch").click();
  await page.getByRole("button", { name: "Edit what everyone else gets" }).click();
  await page.getByLabel("Variant to serve").selectOption("off");
  await page.reload();
  await page.getByRole("button", { name: "Take up again" }).click();
  await expect(page.getByText("2 unsaved changes")).toBeVisible();
  await page.getByRole("button", { name: "Review and save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Save/ }).click();
  await saved(page);
});
