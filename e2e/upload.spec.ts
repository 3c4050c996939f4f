import type { Page } from "@playwright/test";
import { createClient } from "@guidon/server";
import { byKeyboardToo, expect, test } from "./journey.fixture.ts";

const keys = Array.from({ length: 100_000 }, (_, index) => `customer-${index}`);

test(
  "100,000 keys are uploaded to a segment, the page says how far it is, and an SDK serves them",
  byKeyboardToo,
  async ({ page, hands, site, shop }) => {
    await shop.api("POST", "/flags", { key: "gold-card", name: "Gold card" });
    await shop.api("POST", "/environments/production/segments", { key: "gold", name: "Gold customers" });
    await shop.api("PATCH", "/environments/production/flags/gold-card/targeting", {
      on: true,
      rules: [{ id: "gold", when: { segment: "gold" }, serve: { variant: "on" } }],
      fallthrough: { variant: "off" },
    });
    await using flags = createClient({
      url: site.url,
      key: await shop.serverKey("production"),
      logger: false,
    });
    await flags.ready();
    const served = (targetingKey: string) => flags.isEnabled("gold-card", { targetingKey });
    expect(served("customer-99999")).toBe(false);

    await page.goto(`${shop.path}/segments/production/gold`);
    await slowDown(page);
    await hands.press(page.getByRole("button", { name: "Upload" }).first());
    const dialog = page.getByRole("dialog");
    const choosing = page.waitForEvent("filechooser");
    await hands.press(dialog.getByLabel("File"));
    await (
      await choosing
    ).setFiles({
      ...{ name: "gold.csv", mimeType: "text/csv" },
      buffer: Buffer.from(`key\n${keys.join("\n")}\n`),
    });
    const told = await listenToStatus(page);
    await hands.press(dialog.getByRole("button", { name: "Add keys" }));
    await expect(dialog.getByText("Published.")).toBeVisible({ timeout: 30_000 });
    await expect(dialog.getByText("Now in the list")).toBeVisible();
    await expect(dialog).toContainText("Now in the list100,000");
    expect(await told()).toEqual(expect.arrayContaining([expect.stringMatching(/^[1-9]\d? % sent$/)]));

    await hands.press(dialog.getByRole("button", { name: "Close" }).last());
    await expect(page.getByRole("heading", { name: /^Included 100,000/ })).toBeVisible();
    await hands.type(page.getByLabel("Search keys included"), "customer-99999");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("list", { name: "Keys included" })).toHaveText("customer-99999");
    await expect.poll(() => served("customer-99999")).toBe(true);
    expect(served("customer-100000")).toBe(false);
  },
);

/** As fast as a line at home sends, so that there is a way to be seen. */
async function slowDown(page: Page): Promise<void> {
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", {
    ...{ offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: 1_000_000 },
  });
}

/** Everything that the dialog says of itself to whoever does not see it. */
async function listenToStatus(page: Page): Promise<() => Promise<string[]>> {
  const heard = await page.evaluateHandle(() => {
    const texts: string[] = [];
    const note = () => texts.push(document.querySelector("[role=dialog] [role=status]")?.textContent ?? "");
    new MutationObserver(note).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return texts;
  });
  return () => heard.jsonValue();
}
