import { createClient } from "@guidon/server";
import type { Page } from "@playwright/test";
import { addValue } from "./flag-page.fixture.ts";
import { handsOn, type Hands } from "./hands.fixture.ts";
import { byKeyboardToo, expect, test } from "./journey.fixture.ts";
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

test(
  "from the set-up link to an SDK that sees the switch, and a Viewer who may only look",
  byKeyboardToo,
  async ({ page, hands, hand, browser, complaints }) => {
    complaints.expect(/status of 401/);

    await test.step("set up, sign out, sign in", async () => {
      await page.goto(server.setupLink());
      await hands.type(page.getByLabel("Your name"), owner.name);
      await giveAddress(page, hands, owner);
      await hands.press(page.getByRole("button", { name: "Become the Owner" }));
      await expect(page.getByRole("heading", { name: "New project" })).toBeVisible();
      await hands.type(page.getByLabel("Name", { exact: true }), "Storefront");
      await hands.press(page.getByRole("button", { name: "Create project" }));
      await expect(page.getByRole("heading", { name: "Flags" })).toBeVisible();

      await hands.press(page.getByRole("button", { name: "Account of Olga Brandt" }));
      await hands.press(page.getByRole("menuitem", { name: "Sign out" }));
      await hands.type(page.getByLabel("E-mail"), owner.email);
      await hands.type(page.getByLabel("Password"), "not the password");
      await hands.press(page.getByRole("button", { name: "Sign in" }));
      await expect(page.getByRole("alert")).toContainText("wrong");
      await hands.type(page.getByLabel("Password"), owner.password);
      await hands.press(page.getByRole("button", { name: "Sign in" }));
      await expect(page.getByRole("heading", { name: "Storefront" })).toBeVisible();
    });

    await test.step("create a flag", async () => {
      await hands.press(page.getByRole("link", { name: /^Flags/ }));
      await hands.press(page.getByRole("link", { name: "New flag" }).first());
      await hands.type(page.getByLabel("Name", { exact: true }), "New checkout");
      await expect(page.getByLabel("Key", { exact: true })).toHaveValue("new-checkout");
      await hands.press(page.getByRole("button", { name: "Create flag" }));
      await expect(page.getByRole("heading", { name: "New checkout" })).toBeVisible();
    });

    const key = await test.step("create a server key for production", async () => {
      await hands.press(page.getByRole("link", { name: "API keys" }));
      await hands.press(page.getByRole("button", { name: "New key" }).first());
      const dialog = page.getByRole("dialog");
      await hands.type(dialog.getByLabel("Name"), "Web shop");
      await hands.choose(dialog.getByLabel("Environment", { exact: true }), "Production");
      await hands.press(dialog.getByRole("button", { name: "Create key" }));
      const secret = await page
        .getByRole("dialog")
        .getByText(/^gdn_srv_\w+$/)
        .first()
        .textContent();
      await hands.press(page.getByRole("button", { name: "I have it" }));
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
        await hands.tick(page.getByRole("switch"));
        await hands.press(page.getByRole("button", { name: "Add a rule" }));
        await hands.type(page.getByLabel("Name of rule 1"), "Germany");
        await hands.type(page.getByLabel("Attribute of condition 1"), "country");
        await addValue(page, hands, page.getByLabel("Add to Values of condition 1"), "DE");
        await hands.press(page.getByRole("button", { name: "Close the editor of Germany" }));
        await hands.press(page.getByRole("button", { name: /^Edit what everyone else/ }));
        await hands.choose(page.getByLabel("Variant to serve"), "off");
        await hands.press(page.getByRole("button", { name: "Review and save" }));
        await hands.type(page.getByRole("dialog").getByRole("textbox"), "Germany goes first");
        await hands.press(page.getByRole("button", { name: "Save to production" }));
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
        await hands.press(page.getByRole("link", { name: "Audit log" }));
        await expect(page.getByText("Changed new-checkout in production")).toBeVisible();
      });

      const link = await test.step("invite a Viewer", async () => {
        await hands.press(page.getByRole("link", { name: "Members" }));
        await hands.press(page.getByRole("button", { name: "Invite" }).first());
        const dialog = page.getByRole("dialog");
        await hands.type(dialog.getByLabel("E-mail"), viewer.email);
        await hands.tick(dialog.getByRole("radio", { name: /^Viewer/ }));
        await hands.press(dialog.getByRole("button", { name: "Make the link" }));
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
        const vera = handsOn(theirs, hand);
        await theirs.goto(link);
        await vera.type(theirs.getByLabel("Your name"), viewer.name);
        await vera.type(theirs.getByLabel("Password"), viewer.password);
        await vera.press(theirs.getByRole("button", { name: "Join" }));
        await expect(theirs.getByRole("heading", { name: "Storefront" })).toBeVisible();

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
  },
);

async function giveAddress(
  page: Page,
  hands: Hands,
  person: { email: string; password: string },
): Promise<void> {
  await hands.type(page.getByLabel("E-mail"), person.email);
  await hands.type(page.getByLabel("Password"), person.password);
}
