import type { Locator, Page } from "@playwright/test";

/** What people work a page with. A story that is told in these words can be told with a mouse, and without one. */
export interface Hands {
  /** A button, a link, an entry of a menu. */
  press(place: Locator): Promise<void>;
  /** Into a field, in place of what stands there. */
  type(place: Locator, text: string): Promise<void>;
  /** One of the choices of a list, by its label. */
  choose(list: Locator, label: string): Promise<void>;
  /** A switch, a box, or one of several buttons of which one holds. */
  tick(place: Locator): Promise<void>;
  /** A moment, as ISO 8601 has it, into a field for date and time. */
  set(place: Locator, moment: string): Promise<void>;
}

export type Hand = "mouse" | "keyboard";

export function handsOn(page: Page, hand: Hand): Hands {
  return hand === "mouse" ? mouse : keyboardOf(page);
}

const mouse: Hands = {
  press: (place) => place.click(),
  type: (place, text) => place.fill(text),
  choose: async (list, label) => void (await list.selectOption({ label })),
  async tick(place) {
    // Of a card, the button itself is out of sight.
    const card = place.locator("xpath=ancestor::label");
    await ((await card.count()) === 0 ? place : card).click();
  },
  set: (place, moment) => place.fill(moment),
};

export interface Keyboard extends Hands {
  /** Tab, or back, until it has the focus. Fails where it is not on the way. */
  reach(place: Locator): Promise<void>;
  keys(...names: readonly string[]): Promise<void>;
}

const farthest = 150;

/** Somebody who has no mouse. */
export function keyboardOf(page: Page): Keyboard {
  const keys = async (...names: readonly string[]) => {
    for (const name of names) await page.keyboard.press(name);
  };
  const reach = async (place: Locator) => {
    await place.waitFor({ timeout: 15_000 });
    for (let stops = 0; stops < farthest; stops++) {
      const key = await place.evaluate(wayTo);
      if (key === undefined) return;
      await keys(key);
    }
    throw new Error(`Nobody comes to ${String(place)} by the keyboard.`);
  };
  return {
    keys,
    reach,
    async press(place) {
      await reach(place);
      await keys("Enter");
    },
    async type(place, text) {
      await reach(place);
      await keys("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
    async choose(list, label) {
      await reach(list);
      // As far as the keys have its letters, and on from there.
      await page.keyboard.type(/^[ -~]*/.exec(label)?.[0] ?? "");
      const by = await list.evaluate((select: HTMLSelectElement, wanted) => {
        return [...select.options].findIndex((option) => option.label === wanted) - select.selectedIndex;
      }, label);
      for (let step = 0; step < Math.abs(by); step++) await keys(by < 0 ? "ArrowUp" : "ArrowDown");
    },
    async tick(place) {
      await reach(place);
      // Of native radio buttons, the one that the arrow keys come to holds already.
      if (
        !(await place.evaluate((element) => element instanceof HTMLInputElement && element.type === "radio"))
      )
        await keys("Space");
    },
    async set(place, moment) {
      const [year, month, day, hour, minute, second] = moment.split(/\D/).map(Number);
      if (year === undefined || hour === undefined) throw new Error(`${moment} is no moment.`);
      await reach(place);
      await page.keyboard.type(`${two(month)}${two(day)}${year}`);
      await keys("ArrowRight");
      await page.keyboard.type(`${two(hour % 12 || 12)}${two(minute)}${two(second)}${hour < 12 ? "A" : "P"}`);
    },
  };
}

const two = (number = 0) => String(number).padStart(2, "0");

/**
 * The next key on the way to an element; undefined where it has the focus. Tab stops once at a group of radio buttons, and
 * at a menu: in them the arrow keys go on.
 */
function wayTo(element: Element): string | undefined {
  const focused = document.activeElement;
  if (focused === element) return undefined;
  if (focused === null || focused === document.body) return "Tab";
  const precedes = (focused.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
  const inGroup = (selector: string) => {
    const group = element.closest(selector);
    return group !== null && group.contains(focused);
  };
  if (inGroup("[role=menu]")) return precedes ? "ArrowUp" : "ArrowDown";
  const isRadio = element.matches("[role=radio], input[type=radio]");
  if (isRadio && inGroup("[role=group], [role=radiogroup], fieldset"))
    return precedes ? "ArrowLeft" : "ArrowRight";
  return precedes ? "Shift+Tab" : "Tab";
}
