import { addValue, save } from "./flag-page.fixture.ts";
import { byKeyboardToo, expect, test } from "./journey.fixture.ts";

test(
  "conditions within conditions: all, any and not as they are built, as JSON, and as they are served",
  byKeyboardToo,
  async ({ page, hands, shop }) => {
    await shop.api("POST", "/flags", {
      ...{ key: "loyalty-bonus", name: "Loyalty bonus" },
      environments: { production: { on: true, variant: "off" } },
    });
    await page.goto(`${shop.path}/flags/loyalty-bonus/targeting/production`);
    const labelled = (words: string) => page.getByLabel(words, { exact: true });
    const attribute = (label: string, path: string) => hands.type(labelled(`Attribute of ${label}`), path);
    const operator = (label: string, words: string) => hands.choose(labelled(`Operator of ${label}`), words);
    const add = (label: string, value: string) =>
      addValue(page, hands, labelled(`Add to Values of ${label}`), value);
    const button = (name: string) => page.getByRole("button", { name, exact: true });

    await test.step("Germany, and a gold card or a long-standing customer who is no reseller", async () => {
      await hands.press(button("Add a rule"));
      await hands.type(page.getByLabel("Name of rule 1"), "Loyal Germans");
      await attribute("condition 1", "country");
      await add("condition 1", "DE");
      await hands.press(button("Group"));
      await attribute("condition 2, part 1", "card");
      await add("condition 2, part 1", "gold");
      await hands.press(button("Group").first());
      await attribute("condition 2, part 2, part 1", "orders");
      await operator("condition 2, part 2, part 1", "≥");
      await add("condition 2, part 2, part 1", "50");
      await hands.press(button("Condition").first());
      await attribute("condition 2, part 2, part 2", "reseller");
      await operator("condition 2, part 2, part 2", "is not one of");
      await hands.choose(labelled("Type of the values of condition 2, part 2, part 2"), "true or false");
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
      await hands.tick(page.getByRole("radio", { name: "JSON" }));
      const typed = await page.getByRole("textbox", { name: "Targeting as JSON" }).inputValue();
      expect((JSON.parse(typed) as { rules: { when: unknown }[] }).rules[0]?.when).toEqual(when);
      await hands.tick(page.getByRole("radio", { name: "Path" }));
    });

    await test.step("trying it out tells whom it takes, before it is saved", async () => {
      const context = page.getByLabel("Evaluation context as JSON");
      const why = page.getByRole("complementary", { name: "Try it" });
      await hands.type(
        context,
        JSON.stringify({ targetingKey: "u", country: "DE", orders: 80, reseller: false }),
      );
      await expect(why).toContainText("TARGETING_MATCH");
      await hands.type(
        context,
        JSON.stringify({ targetingKey: "u", country: "DE", orders: 80, reseller: true }),
      );
      await expect(why).toContainText("DEFAULT");
    });

    await save(page, hands, "Loyalty pays");
    const { rules } = await shop.targetingOf("loyalty-bonus");
    expect(rules[0]?.when).toEqual(when);
  },
);
