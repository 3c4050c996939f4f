import { execFile } from "node:child_process";
import { byKeyboardToo, expect, test } from "./journey.fixture.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test(
  "from an empty project to the first evaluation of one's own code, in less than two minutes",
  byKeyboardToo,
  async ({ page, hands, shop }) => {
    const begun = performance.now();
    await page.goto(`${shop.path}/flags`);
    await hands.press(page.getByRole("link", { name: "Get started, step by step" }));

    await test.step("create a flag", async () => {
      await hands.type(page.getByLabel("Name", { exact: true }), "New checkout");
      await hands.press(page.getByRole("button", { name: "Create flag" }));
      await expect(page.getByRole("link", { name: "New checkout" })).toBeVisible();
    });

    const snippet = await test.step("copy the snippet for Node.js", async () => {
      await hands.press(page.getByRole("button", { name: "Make a key" }));
      await hands.tick(page.getByRole("radio", { name: "Node.js" }));
      await hands.press(page.getByRole("button", { name: "Copy Snippet" }));
      await expect(page.getByText("Copied to the clipboard")).toBeAttached();
      return page.evaluate(() => navigator.clipboard.readText());
    });

    await expect(page.getByText("Waiting.")).toBeVisible();
    expect(await runAsPasted(snippet)).toBe("false\n");

    await test.step("see it arrive, and go on to decide who gets it", async () => {
      await expect(page.getByText("new-checkout was evaluated once today")).toBeVisible({ timeout: 30_000 });
      expect(performance.now() - begun).toBeLessThan(120_000);
      await hands.press(page.getByRole("link", { name: "Decide who gets it" }));
      await expect(page.getByRole("switch")).toBeVisible();
    });
  },
);

/** What a program prints that somebody pasted into a project in which the SDK is installed. */
function runAsPasted(program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      ["--input-type=module"],
      { env: { NODE_ENV: "production" }, timeout: 30_000 },
      (error, printed, errors) => {
        if (error === null) resolve(printed);
        else reject(new Error(errors, { cause: error }));
      },
    );
    child.stdin?.end(program);
  });
}
