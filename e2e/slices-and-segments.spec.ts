import { expect, test } from "./journey.fixture.ts";

test("a segment's keys come back from its history, after a look, and the undo takes them away again", async ({
  page,
  shop,
}) => {
  const staging = "/environments/staging";
  await shop.api("POST", `${staging}/segments`, { key: "staff", included: ["ann", "bob"] });
  await shop.api("POST", `${staging}/segments/staff/lists/included`, {
    remove: ["ann", "bob"],
    add: ["cid"],
  });
  const keys = async () =>
    (await shop.api<{ keys: string[] }>("GET", `${staging}/segments/staff/lists/included`)).keys;

  await page.goto(`${shop.path}/segments/staging/staff/history`);
  await page.getByRole("button", { name: "Restore revision 1" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("2 keys added, 1 key removed");
  await dialog.getByLabel("Why").fill("Taken out by mistake");
  await dialog.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText("Restored as revision 3", { exact: true })).toBeVisible();
  expect(await keys()).toEqual(["ann", "bob"]);
  await expect(page.getByText("“Taken out by mistake”")).toBeVisible();

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Restored as revision 4", { exact: true })).toBeVisible();
  expect(await keys()).toEqual(["cid"]);
});

test("a flag gets a slice of a layer on the page, a larger one, and none", async ({ page, shop }) => {
  await shop.api("POST", "/layers", { key: "window", name: "The shop window" });
  await shop.api("POST", "/flags", { key: "ranking", environments: { staging: { on: true, rollout: 100 } } });
  const held = async () => {
    const { environments } = await shop.api<{
      environments: { environment: string; slices: { flag: string; percent: number }[] }[];
    }>("GET", "/layers/window");
    return environments.find(({ environment }) => environment === "staging")?.slices;
  };

  await page.goto(`${shop.path}/layers`);
  await page.getByRole("button", { name: "Give a slice in Staging" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Flag").selectOption("ranking");
  await dialog.getByLabel("Share of the layer").fill("40");
  await expect(dialog).toContainText("0 % come to the split and 60 % go from it");
  await dialog.getByRole("button", { name: "Give the slice" }).click();
  await expect(page.getByRole("img", { name: "ranking 40 %" })).toBeVisible();
  expect(await held()).toMatchObject([{ flag: "ranking", percent: 40 }]);

  await page.getByRole("button", { name: "Change the slice of ranking in Staging" }).click();
  await dialog.getByLabel("Share of the layer").fill("55.5");
  await expect(dialog).toContainText("15.5 % come to the split and 0 % go from it");
  await dialog.getByRole("button", { name: "Change the slice" }).click();
  await expect(page.getByRole("img", { name: "ranking 55.5 %" })).toBeVisible();

  await page.getByRole("button", { name: "Change the slice of ranking in Staging" }).click();
  await dialog.getByRole("button", { name: "Take it out of the layer" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Change the slice of ranking in Staging" })).toBeHidden();
  expect(await held()).toEqual([]);
});
