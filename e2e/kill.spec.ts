import { createClient } from "@guidon/server";
import { expect, test } from "@playwright/test";
import { dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

let server: RunningServer;
let data: string;

test.beforeAll(async () => {
  data = await dataFolder();
  server = await startServer({ data, demo: true });
});

test.afterAll(async () => {
  await server.stop();
  await removeData(data);
});

test("a kill by keyboard reaches an SDK, the page says so, and its undo brings the flag back", async ({
  page,
}) => {
  await using flags = createClient({ url: server.url, key: server.demoKey("server"), logger: false });
  await flags.ready();
  const served = () => flags.isEnabled("outbound-email", { targetingKey: "user-7" });
  expect(served()).toBe(true);

  await page.goto(server.setupLink());
  await page.getByLabel("Your name").fill("Olga Ferrante");
  await page.getByLabel("E-mail").fill("olga@storefront.example");
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Become the Owner" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/join"));
  await page.goto(`${server.url}/projects/storefront/flags/outbound-email/targeting/production`);

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

  await page.goto(`${server.url}/projects/storefront/audit`);
  await expect(page.getByText("“Mails went out twice”")).toBeVisible();
  await expect(
    page.getByRole("link", { name: "Lifted the kill of outbound-email in production" }),
  ).toBeVisible();
});
