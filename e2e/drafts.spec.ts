import type { Page } from "@playwright/test";
import { saved } from "./flag-page.fixture.ts";
import { byKeyboardToo, expect, test, type Shop } from "./journey.fixture.ts";

const edited = "2 unsaved changes";
/** Within this a stream that was ended is opened again. */
const longestReturnMs = 2500;

test(
  "what is not saved is there again after a reload, and after a session that ended meanwhile",
  byKeyboardToo,
  async ({ shop, colleague }) => {
    const { person, page, hands, session } = await colleague("developer", "Dewi Putri");
    const edit = async () => {
      await hands.tick(page.getByRole("switch"));
      await hands.press(page.getByRole("button", { name: "Edit what everyone else gets" }));
      await hands.choose(page.getByLabel("Variant to serve"), "off");
      await expect(page.getByText(edited)).toBeVisible();
    };
    await page.goto(await newFlag(shop));
    await edit();
    await page.reload();
    await hands.press(page.getByRole("button", { name: "Take up again" }));
    await expect(page.getByText(edited)).toBeVisible();

    await test.step("the session ends, and the save leads to signing in", async () => {
      await session.post("/sign-out", {});
      await hands.press(page.getByRole("button", { name: "Review and save" }));
      await hands.type(page.getByLabel("E-mail"), person.email);
      await hands.type(page.getByLabel("Password"), person.password);
      await hands.press(page.getByRole("button", { name: "Sign in" }));
    });

    await hands.press(page.getByRole("button", { name: "Take up again" }));
    await expect(page.getByText(edited)).toBeVisible();
    await hands.press(page.getByRole("button", { name: "Review and save" }));
    await hands.press(page.getByRole("dialog").getByRole("button", { name: /^Save/ }));
    await saved(page);
  },
);

test("whoever signs out leaves nothing of it behind, in no window", async ({ shop, colleague }) => {
  const { person, page } = await colleague("developer", "Dewi Putri");
  const address = await newFlag(shop);
  const other = await page.context().newPage();
  for (const each of [page, other]) {
    await each.goto(address);
    await each.getByRole("switch").click();
    await expect(each.getByText("1 unsaved change")).toBeVisible();
  }
  await expect.poll(() => draftsIn(page)).toHaveLength(1);

  await page.getByRole("button", { name: "Account of Dewi Putri" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await other.close({ runBeforeUnload: true });
  expect(await draftsIn(page)).toEqual([]);

  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Corner shop" })).toBeVisible();
  await page.goto(address);
  await expect(page.getByRole("switch")).not.toBeChecked();
  await expect(page.getByRole("button", { name: "Take up again" })).toHaveCount(0);
});

test("a window asks for nothing more by itself when its person signs out in another", async ({
  shop,
  colleague,
}) => {
  const { page } = await colleague("developer", "Dewi Putri");
  const address = await newFlag(shop);
  const other = await page.context().newPage();
  const following = other.waitForResponse((response) => response.url().endsWith("/changes"));
  await other.goto(address);
  await following;
  await page.goto(address);
  await page.getByRole("button", { name: "Account of Dewi Putri" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

  const asked: string[] = [];
  other.on("request", (request) => asked.push(request.url()));
  // Whenever who may see what changes, everybody who follows a project is sent away to come in anew.
  await colleague("viewer", "Vic Osei");
  await other.waitForTimeout(longestReturnMs);
  expect(asked).toEqual([]);
  await other.close();
});

async function newFlag(shop: Shop): Promise<string> {
  await shop.api("POST", "/flags", { key: "slow-lane", name: "Slow lane" });
  return `${shop.path}/flags/slow-lane/targeting/staging`;
}

const draftsIn = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("draft")));
