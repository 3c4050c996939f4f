import { createClient } from "@guidon/server";
import type { Page } from "@playwright/test";
import { expect, test } from "./journey.fixture.ts";
import { dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

test.use({ storageState: { cookies: [], origins: [] } });

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

const owner = { name: "Olga Brandt", email: "olga@storefront.example", password: "a long enough password" };
const viewer = { name: "Vera Lund", email: "vera@storefront.example", password: "another long password" };
const german = { targetingKey: "user-1", country: "DE" };
const french = { targetingKey: "user-2", country: "FR" };

test("from the set-up link to an SDK that sees the switch, and a Viewer who may only look", async ({
  page,
  browser,
  complaints,
}) => {
  complaints.expect(/status of 401/);

  await test.step("set up, sign out, sign in", async () => {
    await page.goto(server.setupLink());
    await page.getByLabel("Your name").fill(owner.name);
    await join(page, owner);
    await page.getByRole("button", { name: "Become the Owner" }).click();
    await expect(page.getByRole("heading", { name: "New project" })).toBeVisible();
    await page.getByLabel("Name", { exact: true }).fill("Storefront");
    await page.getByRole("button", { name: "Create project" }).click();
    await expect(page.getByRole("heading", { name: "Flags" })).toBeVisible();

    await page.getByRole("button", { name: "Account of Olga Brandt" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByLabel("E-mail").fill(owner.email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toContainText("wrong");
    await page.getByLabel("Password").fill(owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "Flags" })).toBeVisible();
  });

  await test.step("create a flag", async () => {
    await page
      .getByRole("link", { name: /New flag|Create the first flag/ })
      .first()
      .click();
    await page.getByLabel("Name", { exact: true }).fill("New checkout");
    await expect(page.getByLabel("Key", { exact: true })).toHaveValue("new-checkout");
    await page.getByRole("button", { name: "Create flag" }).click();
    await expect(page.getByRole("heading", { name: "New checkout" })).toBeVisible();
  });

  const key = await test.step("create a server key for production", async () => {
    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("button", { name: "New key" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Web shop");
    await dialog.getByLabel("Environment", { exact: true }).selectOption("production");
    await dialog.getByRole("button", { name: "Create key" }).click();
    const secret = await page
      .getByRole("dialog")
      .getByText(/^gdn_srv_\w+$/)
      .first()
      .textContent();
    await page.getByRole("button", { name: "I have it" }).click();
    return secret ?? "";
  });

  const client = createClient({ url: server.url, key });
  try {
    await client.ready();
    expect(client.isEnabled("new-checkout", german)).toBe(false);
    expect(client.evaluate("new-checkout", german, false)).toMatchObject({ reason: "DISABLED" });

    const targeting = `${server.url}/projects/storefront/flags/new-checkout/targeting/production`;
    await test.step("add a rule, switch it on, save", async () => {
      await page.goto(targeting);
      await page.getByRole("switch").click();
      await page.getByRole("button", { name: "Add a rule" }).click();
      await page.getByLabel("Name of rule 1").fill("Germany");
      await page.getByLabel("Attribute of condition 1").fill("country");
      await page.getByLabel("Add to Values of condition 1").fill("DE");
      await page.getByLabel("Add to Values of condition 1").press("Enter");
      await page.getByRole("button", { name: "Close the editor of Germany" }).click();
      await page.getByRole("button", { name: /^Edit what everyone else/ }).click();
      await page.getByLabel("Variant to serve").selectOption("off");
      await page.getByRole("button", { name: "Review and save" }).click();
      await page.getByRole("dialog").getByRole("textbox").fill("Germany goes first");
      await page.getByRole("button", { name: "Save to production" }).click();
      await expect(page.getByText("Saved as revision 2", { exact: true })).toBeVisible();
    });

    await test.step("the SDK sees it by the stream", async () => {
      await expect.poll(() => client.isEnabled("new-checkout", german), { intervals: [10] }).toBe(true);
      expect(client.isEnabled("new-checkout", french)).toBe(false);
      expect(client.evaluate("new-checkout", german, false)).toMatchObject({
        reason: "TARGETING_MATCH",
        variant: "on",
      });
      expect(client.status()).toMatchObject({ state: "streaming" });
    });

    await test.step("history and audit log tell who and why", async () => {
      await page.goto(targeting.replace("/targeting/", "/history/"));
      await expect(page.getByText("Germany goes first")).toBeVisible();
      await page.getByRole("link", { name: "Audit log" }).click();
      await expect(page.getByText("Changed new-checkout in production")).toBeVisible();
    });

    const link = await test.step("invite a Viewer", async () => {
      await page.getByRole("link", { name: "Members" }).click();
      await page.getByRole("button", { name: "Invite" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("E-mail").fill(viewer.email);
      await dialog.getByText("Viewer", { exact: true }).click();
      await dialog.getByRole("button", { name: "Make the link" }).click();
      const text = await page
        .getByRole("dialog")
        .getByText(/\/join\/\w+/)
        .first()
        .textContent();
      return text ?? "";
    });

    await test.step("the Viewer is refused, in the page and in the API", async () => {
      const context = await browser.newContext();
      const theirs = await context.newPage();
      await theirs.goto(link);
      await theirs.getByLabel("Your name").fill(viewer.name);
      await theirs.getByLabel("Password").fill(viewer.password);
      await theirs.getByRole("button", { name: "Join" }).click();
      await expect(theirs.getByRole("heading", { name: "Flags" })).toBeVisible();

      await theirs.goto(targeting);
      await expect(theirs.getByText(/As a Viewer you can look, but not/).first()).toBeVisible();
      await expect(theirs.getByRole("switch")).toBeDisabled();
      await expect(theirs.getByRole("button", { name: "Add a rule" })).toHaveCount(0);

      const api = `${server.url}/api/v1/projects/storefront/environments/production/flags/new-checkout/targeting`;
      const refused = await theirs.request.patch(api, {
        headers: { "if-match": "*", origin: server.url },
        data: { on: false },
      });
      expect(refused.status()).toBe(403);
      expect(await refused.json()).toMatchObject({ code: "not_permitted" });
      // Even by the page's own way of saving, behind the page's back.
      const behind = await theirs.request.post(`${targeting}?_data=routes`, {
        headers: { origin: server.url },
        data: { expectedVersion: "2", comment: "", targeting: { on: false, rules: [], fallthrough: {} } },
        maxRedirects: 0,
      });
      expect(behind.status()).toBe(403);
      await context.close();
    });

    expect(client.isEnabled("new-checkout", german)).toBe(true);
  } finally {
    await client.close();
  }
});

async function join(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
}
