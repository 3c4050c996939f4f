import { createClient } from "@guidon/server";
import { expect, test } from "./journey.fixture.ts";

test("a kill by keyboard reaches an SDK, the page says so, and its undo brings the flag back", async ({
  page,
  site,
  shop,
}) => {
  await shop.api("POST", "/flags", {
    ...{ key: "outbound-email", name: "Outbound email", kind: "kill-switch" },
    environments: { production: { on: true } },
  });
  await using flags = createClient({ url: site.url, key: await shop.serverKey("production"), logger: false });
  await flags.ready();
  const served = () => flags.isEnabled("outbound-email", { targetingKey: "user-7" });
  expect(served()).toBe(true);

  await page.goto(`${shop.path}/flags/outbound-email/targeting/production`);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Kill in Production" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("nothing but its undo lifts it");
  await dialog.getByLabel("Why").fill("Mails went out twice");
  await dialog.getByRole("button", { name: "Kill" }).press("Enter");
  await expect(dialog).toContainText("is killed in Production");
  await expect(dialog.getByRole("status")).toContainText("Applied by 1 of 1 instance");
  expect(served()).toBe(false);
  await expect(page.getByText("killed in production", { exact: true })).toBeVisible();

  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(dialog).toContainText("is no longer killed in Production");
  await expect(dialog.getByRole("status")).toContainText("Applied by 1 of 1 instance");
  expect(served()).toBe(true);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("button", { name: "Kill in Production" })).toBeFocused();

  await page.goto(`${shop.path}/audit`);
  await expect(page.getByText("“Mails went out twice”")).toBeVisible();
  await expect(
    page.getByRole("link", { name: "Lifted the kill of outbound-email in production" }),
  ).toBeVisible();
});
