import { expect, type Page } from "@playwright/test";

/** Reads the changes once more, says why, and waits for the server to have them. Returns the revision. */
export async function save(page: Page, why: string): Promise<number> {
  await page.getByRole("button", { name: "Review and save" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why").fill(why);
  await dialog.getByRole("button", { name: /^Save/ }).click();
  return saved(page);
}

/** The revision of the last save. */
export async function saved(page: Page): Promise<number> {
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const toast = page.getByText(/^Saved as revision \d+$/).last();
  await expect(toast).toBeVisible();
  return Number(/\d+/.exec((await toast.textContent()) ?? "")?.[0]);
}
