import { generateSync } from "otplib";
import { handsOn } from "./hands.fixture.ts";
import { byKeyboardToo, expect, test, type Colleague } from "./journey.fixture.ts";

for (const javaScriptEnabled of [true, false]) {
  test.describe(
    javaScriptEnabled ? "with scripts" : "without scripts",
    javaScriptEnabled ? byKeyboardToo : {},
    () => {
      test.use({ javaScriptEnabled });

      test("two-factor: set up, signed in by, and got back into by a recovery code when the phone is lost", async ({
        colleague,
        browser,
        site,
        complaints,
        hand,
      }) => {
        const dewi = await colleague("developer", "Dewi Putri");
        const { secret, codes } = await test.step("set it up", () => setUp(dewi));

        const elsewhere = await browser.newContext({
          baseURL: site.url,
          storageState: { cookies: [], origins: [] },
        });
        const page = await elsewhere.newPage();
        await page.goto("/sign-in?to=/account/two-factor");
        const other = { ...dewi, page, hands: handsOn(page, hand) };

        await test.step("sign in elsewhere, by a wrong code at first, then by the app", async () => {
          await givePassword(other);
          complaints.expect(/status of 422/);
          await giveCode(other, "000000");
          await expect(page.getByText(/This code is wrong/)).toBeVisible();
          // One code opens once; the app shows its next one in half a minute.
          await giveCode(other, generateSync({ secret, epoch: Date.now() / 1000 + 30 }));
          await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
        });

        await test.step("that session is ended from here", async () => {
          await dewi.page.goto("/account/sessions");
          await expect(dewi.page.getByText("this one")).toBeVisible();
          const end = dewi.page.getByRole("button", { name: /^End the session of Chrome/ });
          await dewi.hands.press(end);
          await expect(end).toHaveCount(0);
          await page.reload();
          await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
        });

        await test.step("the phone is lost: a recovery code opens, once, and another phone takes its place", async () => {
          const [code = ""] = codes;
          await givePassword(other);
          await giveCode(other, code);
          await expect(page.getByText("9 recovery codes are left.")).toBeVisible();
          await other.hands.press(page.getByText("Turn two-factor off"));
          await other.hands.press(page.getByRole("button", { name: "Turn it off" }));
          await expect(page.getByText("Two-factor is off")).toBeVisible();
          const again = await setUp(other);
          expect(again.secret).not.toBe(secret);
          expect(again.codes).not.toContain(code);
        });
        await elsewhere.close();
      });
    },
  );
}

type Somebody = Pick<Colleague, "person" | "page" | "hands">;

async function setUp({ person, page, hands }: Somebody): Promise<{ secret: string; codes: string[] }> {
  await page.goto("/account/two-factor");
  await hands.press(page.getByRole("link", { name: "Set it up" }));
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = (await page.locator("pre").textContent())?.replaceAll(" ", "") ?? "";
  await hands.type(page.getByLabel("Code", { exact: true }), generateSync({ secret }));
  await hands.type(page.getByLabel("Your password"), person.password);
  await hands.press(page.getByRole("button", { name: "Turn two-factor on" }));
  await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
  const codes = ((await page.locator("pre").textContent()) ?? "").split("\n");
  expect(codes).toHaveLength(10);
  await hands.press(page.getByRole("link", { name: "I have them" }));
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
  // The code was given a moment ago.
  await expect(page.getByText("Turn two-factor off")).toBeVisible();
  return { secret, codes };
}

async function givePassword({ person, page, hands }: Somebody): Promise<void> {
  await hands.type(page.getByLabel("E-mail"), person.email);
  await hands.type(page.getByLabel("Password"), person.password);
  await hands.press(page.getByRole("button", { name: "Sign in" }));
  await expect(page.getByRole("heading", { name: "One more step" })).toBeVisible();
}

async function giveCode({ page, hands }: Somebody, code: string): Promise<void> {
  await hands.type(page.getByLabel("Code"), code);
  await hands.press(page.getByRole("button", { name: "Sign in" }));
}
