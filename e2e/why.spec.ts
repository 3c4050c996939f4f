import { byKeyboardToo, expect, test } from "./journey.fixture.ts";
import { call } from "./server.fixture.ts";

test(
  "why user-318 got one-page: the page and the server tell the same, to the bucket",
  byKeyboardToo,
  async ({ page, hands, site }) => {
    const context = {
      targetingKey: "user-318",
      country: "DE",
      appVersion: "4.3.1",
      organization: { plan: "pro" },
    };
    const answer = await call(site, site.keys.server, {
      path: "/api/v1/evaluate",
      body: { flag: "new-checkout", context },
    });
    expect(answer.body).toMatchObject({
      evaluations: { "new-checkout": { variant: "one-page", reason: "SPLIT", draws: { split: 66_918 } } },
    });

    await page.goto("/projects/storefront/flags/new-checkout/targeting/production");
    const why = page.getByRole("complementary", { name: "Try it" });
    const tried = why.getByLabel("Evaluation context as JSON");
    await hands.type(tried, JSON.stringify(context));
    await expect(why).toContainText("one-page");
    await expect(why).toContainText("SPLIT");
    await expect(why).toContainText("prerequisite payments-v2 serves on");
    await expect(why).toContainText("rule 1: organization.plan is pro, not enterprise");
    await expect(why).toContainText(/rule 2: country is DE; appVersion 4\.3\.1 version ≥ 4\.2\.0/);
    await expect(why).toContainText("31.204 %");
    await expect(why).toContainText("66.918 %");

    await test.step("and what would have been without the plan's new app", async () => {
      await hands.type(tried, JSON.stringify({ ...context, appVersion: "4.1.0" }));
      await expect(why).toContainText("control");
      await expect(why).toContainText("no rule served: everyone else");
    });
  },
);
