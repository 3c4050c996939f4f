import { expect, test } from "./journey.fixture.ts";

test.use({ javaScriptEnabled: false, storageState: { cookies: [], origins: [] } });

test("without scripts: sign in, make a project and a flag, choose a theme, sign out", async ({
  page,
  site,
  complaints,
}) => {
  const key = `paper-${crypto.randomUUID().slice(0, 8)}`;
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const field = (name: string) => page.getByLabel(name, { exact: true });

  await test.step("sign in, with a wrong password at first, and come where one wanted to", async () => {
    await page.goto("/projects/new");
    await field("E-mail").fill(site.owner.email);
    await field("Password").fill("not the password");
    complaints.expect(/status of 401/);
    await button("Sign in").click();
    await expect(page.getByRole("alert")).toContainText("wrong");
    await expect(field("E-mail")).toHaveValue(site.owner.email);
    await field("Password").fill(site.owner.password);
    await button("Sign in").click();
    await expect(page.getByRole("heading", { name: "New project" })).toBeVisible();
  });

  await test.step("make a project", async () => {
    await field("Name").fill("Paper shop");
    await field("Key").fill(key);
    await button("Create project").click();
    await expect(page.getByRole("heading", { name: "Flags" })).toBeVisible();
  });

  await test.step("make a flag; a key that is none comes back with all that was typed", async () => {
    await page.getByRole("link", { name: "New flag" }).first().click();
    await field("Name").fill("Gift paper");
    await field("Key").fill("Gift paper!");
    complaints.expect(/status of 422/);
    await button("Create flag").click();
    await expect(field("Name")).toHaveValue("Gift paper");
    await expect(field("Key")).toHaveAttribute("aria-invalid", "true");
    await field("Key").fill("gift-paper");
    await button("Create flag").click();
    await expect(page.getByRole("heading", { name: "Gift paper" })).toBeVisible();
  });

  await test.step("choose the dark theme", async () => {
    await page.getByRole("button", { name: "Account of Olga Ferrante" }).click();
    await page.getByText("Dark", { exact: true }).click();
    await button("Use this theme").click();
    await expect(page.getByRole("heading", { name: "Account" })).toBeVisible();
    await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  });

  await test.step("sign out", async () => {
    await page.getByRole("link", { name: "Sessions" }).click();
    await button("Sign out").click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.goto(`/projects/${key}/flags`);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });
});
