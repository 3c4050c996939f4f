import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright";

/** What axe finds serious or critical on the page as it stands, a line for each place. */
export async function barriersOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // All of it in the page itself, which has no frames: otherwise each look opens another page.
    .setLegacyMode()
    .options({ runOnly: { type: "tag", values: [...standards] } })
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any, all }) => {
        const why = [...any, ...all].map(({ message }) => message).join("; ");
        return `${id} (${help}): ${html.slice(0, 200)} ${why}`;
      }),
    );
}

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] as const;
