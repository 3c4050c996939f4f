import type { Page } from "@playwright/test";
import { generateSync } from "otplib";
import { expect, test } from "./journey.fixture.ts";
import type { Person } from "./site.fixture.ts";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with scripts" : "without scripts", () => {
    test.use({ javaScriptEnabled });

    test("two-factor from setting it up to signing in with it, and a session that is ended", async ({
      colleague,
      browser,
      complaints,
    }) => {
      const { person, page } = await colleague("developer", "Dewi Putri");
      await page.goto("/account/two-factor");
      await page.getByRole("link", { name: "Set it up" }).click();
      await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
      const secret = (await page.locator("pre").textContent())?.replaceAll(" ", "") ?? "";
      await page.getByLabel("Code", { exact: true }).fill(generateSync({ secret }));
      await page.getByLabel("Your password").fill(person.password);
      await page.getByRole("button", { name: "Turn two-factor on" }).click();
      await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
      const codes = ((await page.locator("pre").textContent()) ?? "").split("\n");
      expect(codes).toHaveLength(10);
      await page.getByRole("link", { name: "I have them" }).click();
      await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
      // The code was given a moment ago.
      await expect(page.getByText("Turn two-factor off")).toBeVisible();

      const elsewhere = await browser.newContext({ storageState: { cookies: [], origins: [] } });
      const other = await elsewhere.newPage();
      await signIn(other, person);
      complaints.expect(/status of 422/);
      await other.getByLabel("Code").fill("000000");
      await other.getByRole("button", { name: "Sign in" }).click();
      await expect(other.getByText(/This code is wrong/)).toBeVisible();
      await other.getByLabel("Code").fill(codes[0] ?? "");
      await other.getByRole("button", { name: "Sign in" }).click();
      await expect(other.getByRole("heading", { name: "Two-factor is on" })).toBeVisible();
      await expect(other.getByText("9 recovery codes are left.")).toBeVisible();

      await page.goto("/account/sessions");
      await expect(page.getByText("this one")).toBeVisible();
      await page.getByRole("button", { name: /^End the session of Chrome/ }).click();
      await expect(page.getByRole("button", { name: /^End the session/ })).toHaveCount(0);
      await other.goto("/account/sessions");
      await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
      await elsewhere.close();
    });
  });
}

async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto("/sign-in?to=/account/two-factor");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "One more step" })).toBeVisible();
}
