import { join } from "node:path";
import postgres from "postgres";
import { createClient } from "@guidon/server";
import { byKeyboardToo, expect, test, type Shop } from "./journey.fixture.ts";
import type { Site } from "./site.fixture.ts";

test(
  "last week's version is found by its time, compared with today's and served again",
  byKeyboardToo,
  async ({ page, hands, site, shop }) => {
    await shop.api("POST", "/flags", {
      ...{ key: "free-delivery", name: "Free delivery" },
      environments: { production: { on: true, rollout: 25 } },
    });
    const lastWeek = await revisionOf(shop);
    await shop.api("POST", "/environments/production/flags/free-delivery/rollout", { percent: 80 });
    await moveBack(site, shop, { revision: lastWeek, days: 7 });
    const asItWas = (await shop.targetingOf("free-delivery")).fallthrough;
    await shop.api("POST", "/environments/production/flags/free-delivery/rollout", { percent: 100 });

    await using flags = createClient({
      url: site.url,
      key: await shop.serverKey("production"),
      logger: false,
    });
    await flags.ready();
    const share = () =>
      users.filter((targetingKey) => flags.isEnabled("free-delivery", { targetingKey })).length /
      users.length;
    expect(share()).toBe(1);

    await page.goto(`${shop.path}/flags/free-delivery/history/production`);
    const then = page.getByRole("listitem").filter({ has: page.getByText("7 d ago") });
    await expect(then.getByRole("heading")).toHaveText(`Revision ${lastWeek}`);

    await test.step("compare", async () => {
      await hands.press(then.getByRole("link", { name: "Compare" }));
      const comparison = page.getByRole("region", { name: "What changed" });
      await expect(comparison.getByLabel("From revision")).toHaveValue(String(lastWeek));
      await expect(comparison).toContainText("25 %");
      await hands.press(page.getByRole("link", { name: "Close the comparison" }));
    });

    await test.step("restore", async () => {
      await hands.press(then.getByRole("button", { name: `Restore revision ${lastWeek}` }));
      const dialog = page.getByRole("dialog");
      await expect(dialog.getByRole("region", { name: "What it changes" })).toContainText("25 %");
      await hands.type(dialog.getByLabel("Why"), "The trucks are full");
      await hands.press(dialog.getByRole("button", { name: "Restore" }));
      await expect(page.getByText(`Restored as revision ${lastWeek + 3}`, { exact: true })).toBeVisible();
      await expect(page.getByText("“The trucks are full”")).toBeVisible();
    });

    await expect.poll(share).toBeCloseTo(0.25, 1);
    expect(asItWas).not.toEqual((await shop.targetingOf("free-delivery")).fallthrough);
  },
);

const users = Array.from({ length: 1000 }, (_, index) => `user-${index}`);

async function revisionOf(shop: Shop): Promise<number> {
  return (await shop.api<{ revision: number }>("GET", "/environments/production")).revision;
}

/** What was published up to a revision was published so many days earlier. */
async function moveBack(site: Site, shop: Shop, to: { revision: number; days: number }): Promise<void> {
  const sql = postgres({
    host: join(site.data, "postgres/run"),
    port: 5432,
    user: "guidon",
    database: "guidon",
    max: 1,
  });
  try {
    const moved = await sql`
      update publications set published_at = published_at - make_interval(days => ${to.days})
      where revision <= ${to.revision} and environment_id in (
        select environments.id from environments join projects on projects.id = environments.project_id
        where projects.key = ${shop.key} and environments.key = 'production'
      )`;
    expect(moved.count).toBe(to.revision);
  } finally {
    await sql.end();
  }
}
