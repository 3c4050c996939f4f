import { saved } from "./flag-page.fixture.ts";
import { expect, test } from "./journey.fixture.ts";
import { keyboardOf } from "./hands.fixture.ts";

test("a flag is made, given rules in another order, ramped and saved by keyboard alone", async ({
  page,
  shop,
}) => {
  const keyboard = keyboardOf(page);
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });

  await test.step("make it", async () => {
    await page.goto(`${shop.path}/flags`);
    await keyboard.press(page.getByRole("link", { name: "New flag" }).first());
    await keyboard.type(page.getByLabel("Name", { exact: true }), "Night mode");
    await keyboard.press(button("Create flag"));
    await expect(page.getByRole("heading", { name: "Night mode" })).toBeVisible();
  });

  await test.step("switch it on and add two rules", async () => {
    await keyboard.reach(page.getByRole("switch"));
    await keyboard.keys("Space");
    await expect(page.getByRole("switch")).toBeChecked();
    for (const [index, country] of ["AT", "CH"].entries()) {
      await keyboard.press(button("Add a rule"));
      const rule = page.getByRole("listitem").filter({ has: page.getByLabel(`Name of rule ${index + 1}`) });
      // A new rule takes the focus.
      await expect(page.getByLabel(`Name of rule ${index + 1}`)).toBeFocused();
      await page.keyboard.type(`For ${country}`);
      await keyboard.type(rule.getByLabel("Attribute of condition 1"), "country");
      await keyboard.type(rule.getByLabel("Add to Values of condition 1"), country);
      await keyboard.keys("Enter");
      await keyboard.press(button(`Close the editor of For ${country}`));
    }
  });

  await test.step("put the second rule first", async () => {
    await keyboard.reach(button("Move For CH: place 2 of 2"));
    await keyboard.keys("ArrowUp");
    await expect(button("Move For CH: place 1 of 2")).toBeFocused();
    await expect(page.getByText("For CH is now 1 of 2.")).toBeAttached();
  });

  await test.step("take the flag from a tenth of everyone else, by the arrow keys of a slider", async () => {
    await keyboard.press(button("Edit what everyone else gets"));
    await keyboard.tick(page.getByRole("radio", { name: "a percentage split" }));
    await keyboard.reach(page.getByRole("slider", { name: "Share of on", exact: true }));
    for (let percent = 0; percent < 10; percent++) await keyboard.keys("ArrowLeft");
    await expect(page.getByLabel("Share of off in percent")).toHaveValue("10");
  });

  await test.step("save it", async () => {
    await keyboard.keys("Control+s");
    await expect(page.getByRole("dialog").getByLabel("Why")).toBeFocused();
    await page.keyboard.type("Switzerland first");
    await keyboard.keys("Enter");
    await saved(page);
  });

  const { rules, fallthrough } = await shop.targetingOf("night-mode");
  expect(rules.map(({ name }) => name)).toEqual(["For CH", "For AT"]);
  expect(fallthrough).toMatchObject({
    split: {
      slices: [
        ["on", 0, 90_000],
        ["off", 90_000, 100_000],
      ],
    },
  });
});
