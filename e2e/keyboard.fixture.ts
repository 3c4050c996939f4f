import type { Locator, Page } from "@playwright/test";

/** Somebody who has no mouse: goes from one thing to the next by Tab, and fails where something is not on the way. */
export interface Keyboard {
  /** Tab until it has the focus. */
  reach(place: Locator): Promise<void>;
  /** Reaches it and presses Enter. */
  press(place: Locator): Promise<void>;
  /** Reaches it and types. */
  type(place: Locator, text: string): Promise<void>;
  keys(...names: readonly string[]): Promise<void>;
}

const farthest = 120;

export function keyboardOf(page: Page): Keyboard {
  const hasFocus = (place: Locator) => place.evaluate((element) => element === document.activeElement);
  const reach = async (place: Locator) => {
    await place.waitFor();
    for (let stops = 0; stops < farthest; stops++) {
      if (await hasFocus(place)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Nobody comes to ${String(place)} by the Tab key.`);
  };
  return {
    reach,
    async press(place) {
      await reach(place);
      await page.keyboard.press("Enter");
    },
    async type(place, text) {
      await reach(place);
      await page.keyboard.type(text);
    },
    async keys(...names) {
      for (const name of names) await page.keyboard.press(name);
    },
  };
}
