import { expect, test, type Page } from "@playwright/test";
import { generateSync } from "otplib";
import { dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

const owner = { name: "Olga Brandt", email: "olga@storefront.example", password: "a long enough password" };

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });
    let server: RunningServer;
    let data: string;

    test.beforeAll(async () => {
      data = await dataFolder();
      server = await startServer({ data });
    });
    test.afterAll(async () => {
      await server.stop();
      await removeData(data);
    });

    test("two-factor from setting it up to signing in with it, and a session that is ended", async ({
      page,
      browser,
    }) => {
      await page.goto(server.setupLink());
      await page.getByLabel("Your name").fill(owner.name);
      await page.getByLabel("E-mail").fill(owner.email);
      await page.getByLabel("Password").fill(owner.password);
      await page.getByRole("button", { name: "Become the Owner" }).click();
      await expect(page.getByRole("heading", { name: "New project" })).toBeVisible();

      await page.goto(`${server.url}/account/two-factor`);
      await page.getByRole("link", { name: "Set it up" }).click();
      await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
      const secret = (await page.locator("pre").textContent())?.replaceAll(" ", "") ?? "";
      await page.getByLabel("Code", { exact: true }).fill(generateSync({ secret }));
      await page.getByLabel("Your password").fill(owner.password);
      await page.getByRole("button", { name: "Turn two-factor on" }).click();
      await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
      const codes = ((await page.locator("pre").textContent()) ?? "").split("\n");
      expect(codes).toHaveLength(10);
      await page.getByRole("link", { name: "I have them" }).click();
      await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
      // The code was given a moment ago.
      await expect(page.getByText("Turn two-factor off")).toBeVisible();

      const elsewhere = await browser.newContext({ javaScriptEnabled });
      const other = await elsewhere.newPage();
      await signIn(other, server.url);
      await other.getByLabel("Code").fill("000000");
      await other.getByRole("button", { name: "Sign in" }).click();
      await expect(other.getByText(/This code is wrong/)).toBeVisible();
      await other.getByLabel("Code").fill(codes[0] ?? "");
      await other.getByRole("button", { name: "Sign in" }).click();
      await expect(other.getByRole("heading", { name: "Two-factor is on" })).toBeVisible();
      await expect(other.getByText("9 recovery codes are left.")).toBeVisible();

      await page.goto(`${server.url}/account/sessions`);
      await expect(page.getByText("this one")).toBeVisible();
      await page.getByRole("button", { name: /^End the session of Chrome/ }).click();
      await expect(page.getByRole("button", { name: /^End the session/ })).toHaveCount(0);
      await other.goto(`${server.url}/account/sessions`);
      await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
      await elsewhere.close();
    });
  });
}

async function signIn(page: Page, site: string): Promise<void> {
  await page.goto(`${site}/sign-in?to=/account/two-factor`);
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByLabel("Password").fill(owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "One more step" })).toBeVisible();
}
