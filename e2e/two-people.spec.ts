import { addValue, save } from "./flag-page.fixture.ts";
import { byKeyboardToo, expect, test } from "./journey.fixture.ts";

test(
  "two people edit the same flag: the second sees both sides, merges, and nothing is lost",
  byKeyboardToo,
  async ({ page, hands, shop, colleague, complaints }) => {
    await shop.api("POST", "/flags", {
      ...{ key: "gift-wrapping", name: "Gift wrapping" },
      environments: { production: { on: true, variant: "off" } },
    });
    const address = `${shop.path}/flags/gift-wrapping/targeting/production`;
    const dewi = await colleague("developer", "Dewi Putri");
    await page.goto(address);
    await dewi.page.goto(address);

    await test.step("Dewi adds a rule and saves it", async () => {
      await dewi.hands.press(dewi.page.getByRole("button", { name: "Add a rule" }));
      await dewi.hands.type(dewi.page.getByLabel("Name of rule 1"), "Austria first");
      await dewi.hands.type(dewi.page.getByLabel("Attribute of condition 1"), "country");
      await addValue(dewi.page, dewi.hands, dewi.page.getByLabel("Add to Values of condition 1"), "AT");
      await save(dewi.page, dewi.hands, "Austria asked for it");
    });

    await test.step("meanwhile Olga has changed what everyone else gets", async () => {
      await hands.press(page.getByRole("button", { name: "Edit what everyone else gets" }));
      await hands.choose(page.getByLabel("Variant to serve"), "on");
    });

    await test.step("she is told of the newer version before she can overwrite it", async () => {
      const notice = page
        .getByRole("alert")
        .filter({ hasText: "A newer version was saved while you edited" });
      complaints.expect(/status of 412/);
      await hands.press(page.getByRole("button", { name: "Review and save" }));
      await expect(notice).toContainText("Austria first");
      await expect(notice).toContainText("What you have not saved");
      await hands.press(notice.getByRole("button", { name: "Merge" }));
      await expect(notice).toHaveCount(0);
    });

    await save(page, hands, "For everybody else, too");
    const { rules, fallthrough } = await shop.targetingOf("gift-wrapping");
    expect(rules.map(({ name }) => name)).toEqual(["Austria first"]);
    expect(fallthrough).toEqual({ variant: "on" });
  },
);
