import { expect, type Locator, type Page } from "@playwright/test";
import type { Hands } from "./hands.fixture.ts";

/** Reads the changes once more, says why, and waits for the server to have them. Returns the revision. */
export async function save(page: Page, hands: Hands, why: string): Promise<number> {
  await hands.press(page.getByRole("button", { name: "Review and save" }));
  const dialog = page.getByRole("dialog");
  await hands.type(dialog.getByLabel("Why"), why);
  await hands.press(dialog.getByRole("button", { name: /^Save/ }));
  return saved(page);
}

/** The revision of the last save. */
export async function saved(page: Page): Promise<number> {
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const toast = page.getByText(/^Saved as revision \d+$/).last();
  await expect(toast).toBeVisible();
  return Number(/\d+/.exec((await toast.textContent()) ?? "")?.[0]);
}

/** Types a value into a list of them, and ends it. */
export async function addValue(page: Page, hands: Hands, to: Locator, value: string): Promise<void> {
  await hands.type(to, value);
  await page.keyboard.press("Enter");
}
