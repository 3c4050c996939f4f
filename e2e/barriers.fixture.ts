import axe from "axe-core";
import type { Page } from "playwright";

export interface Look {
  /** Looks at what fits this selector alone, instead of at the whole page. */
  readonly within?: string;
  /** The theme that is shown. In the dark only what colours decide is looked at again; the light has shown the rest. */
  readonly theme?: "light" | "dark";
}

/** What axe finds serious or critical on the page as it stands, a line for each place. */
export async function barriersOn(page: Page, { within, theme = "light" }: Look = {}): Promise<string[]> {
  // Reading axe takes a browser longer than most looks by it.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const runOnly: axe.RunOnly =
    theme === "dark" ? { type: "rule", values: [...coloured] } : { type: "tag", values: [...standards] };
  const found = await page.evaluate(
    async ({ place, options }) => {
      // What is on its way to another colour or place is judged where it comes to rest; one motion may set off the next.
      const motions = () =>
        document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      do {
        await new Promise(requestAnimationFrame);
        for (const motion of motions()) motion.finish();
        await new Promise(requestAnimationFrame);
      } while (motions().length > 0);
      const { axe: inPage } = window as unknown as { axe: typeof axe };
      const { violations } = await inPage.run(place ?? document, options);
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .flatMap(({ id, help, nodes }) =>
          nodes.map(({ html, any, all }) => {
            const why = [...any, ...all].map(({ message }) => message).join("; ");
            return `${id} (${help}): ${html.slice(0, 200)} ${why}`;
          }),
        );
    },
    { place: within, options: { runOnly, resultTypes: ["violations" as const] } },
  );
  return found.map((barrier) => `${theme}: ${barrier}`);
}

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] as const;
const coloured = ["color-contrast", "link-in-text-block"] as const;
