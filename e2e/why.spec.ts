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

test("why one of 100,000 customers got it: the page asks for their key alone, and tells what the server does", async ({
  page,
  site,
}) => {
  const environment = "/api/v1/projects/storefront/environments/development";
  const send = async (path: string, body: unknown, more: { method?: string; headers?: object } = {}) => {
    const headers = { "if-match": "*", ...more.headers };
    const answer = await call(site, site.keys.management, { path, body, ...more, headers });
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  };
  await send(`${environment}/segments`, { key: "many-customers" });
  await send(
    `${environment}/segments/many-customers/lists/included/upload`,
    Array.from({ length: 100_000 }, (_, i) => `customer-${i}`).join("\n"),
    { headers: { "content-type": "text/csv" } },
  );
  await send("/api/v1/projects/storefront/flags", { key: "for-customers" });
  const rules = [{ id: "them", when: { segment: "many-customers" }, serve: { variant: "on" } }];
  const patch = { on: true, rules, fallthrough: { variant: "off" } };
  await send(`${environment}/flags/for-customers/targeting`, patch, { method: "PATCH" });

  await page.goto("/projects/storefront/flags/for-customers/targeting/development");
  const why = page.getByRole("complementary", { name: "Try it" });
  const context = why.getByLabel("Evaluation context as JSON");
  for (const [targetingKey, words] of [
    ["customer-99999", "in segment many-customers by name"],
    ["customer-100000", "not in segment many-customers"],
  ] as const) {
    await context.fill(JSON.stringify({ targetingKey }));
    await expect(why).toContainText(words);
    await expect(why).not.toContainText("is not known");
    const { body } = await call(site, site.keys.management, {
      path: `${environment}/explain`,
      body: { flag: "for-customers", context: { targetingKey } },
    });
    const { evaluations } = body as { evaluations: Record<string, { variant: string }> };
    expect(evaluations["for-customers"]?.variant).toBe(words.startsWith("in") ? "on" : "off");
  }
});
