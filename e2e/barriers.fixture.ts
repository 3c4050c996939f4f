import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright";

export interface Look {
  /** Looks at what fits this selector alone, instead of at the whole page. */
  readonly within?: string;
  /** The theme that is shown. In the dark only what colours decide is looked at again; the light has shown the rest. */
  readonly theme?: "light" | "dark";
}

/** What axe finds serious or critical on the page as it stands, a line for each place. */
export async function barriersOn(page: Page, { within, theme = "light" }: Look = {}): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    // All of it in the page itself, which has no frames: otherwise each look opens another page.
    .setLegacyMode()
    .options({
      runOnly:
        theme === "dark" ? { type: "rule", values: [...coloured] } : { type: "tag", values: [...standards] },
      resultTypes: ["violations"],
    });
  const { violations } = await (within === undefined ? axe : axe.include(within)).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any, all }) => {
        const why = [...any, ...all].map(({ message }) => message).join("; ");
        return `${theme}: ${id} (${help}): ${html.slice(0, 200)} ${why}`;
      }),
    );
}

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] as const;
const coloured = ["color-contrast", "link-in-text-block"] as const;
