import { save } from "./flag-page.fixture.ts";
import { expect, test } from "./journey.fixture.ts";

test("conditions within conditions: all, any and not as they are built, as JSON, and as they are served", async ({
  page,
  shop,
}) => {
  await shop.api("POST", "/flags", {
    ...{ key: "loyalty-bonus", name: "Loyalty bonus" },
    environments: { production: { on: true, variant: "off" } },
  });
  await page.goto(`${shop.path}/flags/loyalty-bonus/targeting/production`);
  const attribute = (label: string) => page.getByLabel(`Attribute of ${label}`, { exact: true });
  const add = async (label: string, value: string) => {
    const values = page.getByLabel(`Add to Values of ${label}`, { exact: true });
    await values.fill(value);
    await values.press("Enter");
  };

  await test.step("Germany, and a gold card or a long-standing customer who is no reseller", async () => {
    await page.getByRole("button", { name: "Add a rule" }).click();
    await page.getByLabel("Name of rule 1").fill("Loyal Germans");
    await attribute("condition 1").fill("country");
    await add("condition 1", "DE");
    await page.getByRole("button", { name: "Group", exact: true }).click();
    await attribute("condition 2, part 1").fill("card");
    await add("condition 2, part 1", "gold");
    await page.getByRole("button", { name: "Group", exact: true }).first().click();
    await attribute("condition 2, part 2, part 1").fill("orders");
    await page.getByLabel("Operator of condition 2, part 2, part 1", { exact: true }).selectOption("gte");
    await add("condition 2, part 2, part 1", "50");
    await page.getByRole("button", { name: "Condition", exact: true }).first().click();
    await attribute("condition 2, part 2, part 2").fill("reseller");
    await page.getByLabel("Operator of condition 2, part 2, part 2", { exact: true }).selectOption("not in");
    await page.getByLabel("Type of the values of condition 2, part 2, part 2").selectOption("true or false");
    await add("condition 2, part 2, part 2", "true");
  });

  const when = {
    all: [
      { attribute: "country", op: "in", values: ["DE"] },
      {
        any: [
          { attribute: "card", op: "in", values: ["gold"] },
          {
            all: [
              { attribute: "orders", op: "gte", values: [50] },
              { not: { attribute: "reseller", op: "in", values: [true] } },
            ],
          },
        ],
      },
    ],
  };
  await test.step("the JSON of it is what was built", async () => {
    await page.getByRole("radio", { name: "JSON" }).click();
    const typed = await page.getByRole("textbox", { name: "Targeting as JSON" }).inputValue();
    expect((JSON.parse(typed) as { rules: { when: unknown }[] }).rules[0]?.when).toEqual(when);
    await page.getByRole("radio", { name: "Path" }).click();
  });

  await test.step("trying it out tells whom it takes, before it is saved", async () => {
    const context = page.getByLabel("Evaluation context as JSON");
    const why = page.getByRole("complementary", { name: "Try it" });
    await context.fill(JSON.stringify({ targetingKey: "u", country: "DE", orders: 80, reseller: false }));
    await expect(why).toContainText("TARGETING_MATCH");
    await context.fill(JSON.stringify({ targetingKey: "u", country: "DE", orders: 80, reseller: true }));
    await expect(why).toContainText("DEFAULT");
  });

  await save(page, "Loyalty pays");
  const { rules } = await shop.targetingOf("loyalty-bonus");
  expect(rules[0]?.when).toEqual(when);
});
