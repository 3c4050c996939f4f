import { createClient } from "@guidon/server";
import { save } from "./flag-page.fixture.ts";
import { byKeyboardToo, expect, test } from "./journey.fixture.ts";

const users = Array.from({ length: 2000 }, (_, index) => `user-${index}`);

test(
  "a ramp from 1 to 10 to 100 % reaches an SDK at once, and never takes the flag from anybody",
  byKeyboardToo,
  async ({ page, hands, site, shop }) => {
    await shop.api("POST", "/flags", {
      ...{ key: "new-search", name: "New search" },
      environments: { production: { on: true, variant: "off" } },
    });
    await using flags = createClient({
      url: site.url,
      key: await shop.serverKey("production"),
      logger: false,
    });
    await flags.ready();
    const having = () =>
      new Set(users.filter((targetingKey) => flags.isEnabled("new-search", { targetingKey })));
    expect(having().size).toBe(0);

    await page.goto(`${shop.path}/flags/new-search/targeting/production`);
    let before = having();
    for (const [percent, least, most] of [
      [1, 5, 40],
      [10, 150, 250],
      [100, 2000, 2000],
    ] as const) {
      await test.step(`${percent} %`, async () => {
        await hands.press(page.getByRole("button", { name: "Edit what everyone else gets" }));
        if (percent === 1) {
          await hands.tick(page.getByRole("radio", { name: "a percentage split" }));
        }
        await hands.type(page.getByLabel("Share of on in percent"), String(percent));
        const revision = await save(page, hands, `Ramp to ${percent} %`);
        await expect.poll(() => flags.evaluate("new-search", {}, false).flagRevision).toBe(revision);
        const now = having();
        expect(now.size).toBeGreaterThanOrEqual(least);
        expect(now.size).toBeLessThanOrEqual(most);
        expect([...before].filter((user) => !now.has(user))).toEqual([]);
        before = now;
      });
    }

    await hands.press(page.getByRole("main").getByRole("link", { name: "History" }));
    for (const percent of [1, 10, 100]) await expect(page.getByText(`Ramp to ${percent} %`)).toBeVisible();
  },
);
