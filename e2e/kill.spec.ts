import { createClient } from "@guidon/server";
import { byKeyboardToo, expect, test } from "./journey.fixture.ts";

test(
  "a kill reaches two SDKs, the page counts them, and its undo brings the flag back",
  byKeyboardToo,
  async ({ page, hands, site, shop }) => {
    await shop.api("POST", "/flags", {
      ...{ key: "outbound-email", name: "Outbound email", kind: "kill-switch" },
      environments: { production: { on: true } },
    });
    const program = { url: site.url, key: await shop.serverKey("production"), logger: false } as const;
    await using one = createClient(program);
    await using other = createClient(program);
    const programs = [one, other];
    await Promise.all(programs.map((each) => each.ready()));
    const served = () => programs.map((each) => each.isEnabled("outbound-email", { targetingKey: "user-7" }));
    expect(served()).toEqual([true, true]);

    await page.goto(`${shop.path}/flags/outbound-email/targeting/production`);
    const dialog = page.getByRole("dialog");
    await hands.press(page.getByRole("button", { name: "Kill in Production" }));
    await expect(dialog).toContainText("nothing but its undo lifts it");
    await hands.type(dialog.getByLabel("Why"), "Mails went out twice");
    await hands.press(dialog.getByRole("button", { name: "Kill" }));
    await expect(dialog).toContainText("is killed in Production");
    await expect(dialog.getByRole("status")).toContainText("Applied by 2 of 2 instances");
    expect(served()).toEqual([false, false]);
    await expect(page.getByText("killed in production", { exact: true })).toBeVisible();

    await hands.press(dialog.getByRole("button", { name: "Undo" }));
    await expect(dialog).toContainText("is no longer killed in Production");
    await expect(dialog.getByRole("status")).toContainText("Applied by 2 of 2 instances");
    expect(served()).toEqual([true, true]);
    await hands.press(dialog.getByRole("button", { name: "Done" }));
    await expect(page.getByRole("button", { name: "Kill in Production" })).toBeFocused();

    await page.goto(`${shop.path}/audit`);
    await expect(page.getByText("“Mails went out twice”")).toBeVisible();
    await expect(
      page.getByRole("link", { name: "Lifted the kill of outbound-email in production" }),
    ).toBeVisible();
  },
);
