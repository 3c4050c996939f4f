import type { Condition, FlagDocument } from "@guidon/engine";
import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import { dataFolder, removeData, startServer, type RunningServer } from "./server.fixture.ts";

let server: RunningServer;
let data: string;
let owner: BrowserContext;
const password = "a long enough password";

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  data = await dataFolder();
  server = await startServer({ data, demo: true });
  // The demo company is made while the server serves already.
  await expect.poll(() => server.output(), { timeout: 60_000 }).toContain("/join/");
  owner = await browser.newContext();
  const page = await owner.newPage();
  await page.goto(server.setupLink());
  await page.getByLabel("Your name").fill("Olga Brandt");
  await page.getByLabel("E-mail").fill("olga@storefront.example");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Become the Owner" }).click();
  await expect(page.getByRole("heading", { name: "Flags" })).toBeVisible();
  await page.close();
});

test.afterAll(async () => {
  await owner.close();
  await server.stop();
  await removeData(data);
});

const flagPage = (flag: string, environment: string) =>
  `${server.url}/projects/storefront/flags/${flag}/targeting/${environment}`;

/** What each operator is given, by the control that it takes. */
const operators: readonly (readonly [op: string, give: (page: Page, label: string) => Promise<void>])[] = [
  ["in", list("DE, AT")],
  ["not exists", async () => undefined],
  ["contains", list("shop")],
  ["startsWith", list("beta-")],
  ["not endsWith", list("@rival.example")],
  ["matches", (page, label) => page.getByLabel(`Pattern of ${label}`).fill("^a{1,3}(b|c), d$")],
  ["lt", list("10")],
  ["lte", list("10")],
  ["gt", list("-1.5")],
  ["gte", list("0")],
  [
    "between",
    async (page, label) => {
      await page.getByLabel(`Lower end of ${label}`).fill("18");
      await page.getByLabel(`Upper end of ${label}`).fill("30");
    },
  ],
  ["before", moment("2027-01-06T09:00:00")],
  ["after", moment("2026-01-06T09:00:00")],
  ["semverEq", list("4.2.0")],
  ["semverLt", list("5")],
  ["semverLte", list("v5.1")],
  ["semverGt", list("1.0.0-beta.2")],
  ["semverGte", list("2.0.0")],
  ["inCidr", list("10.0.0.0/8, 2001:db8::/32")],
  ["sizeEq", list("2")],
  ["sizeGt", list("0")],
  ["sizeLt", list("9")],
];

function list(values: string) {
  return async (page: Page, label: string) => {
    await page.getByLabel(`Add to Values of ${label}`, { exact: true }).fill(values);
    await page.getByLabel(`Add to Values of ${label}`, { exact: true }).press("Enter");
  };
}

function moment(wall: string) {
  return async (page: Page, label: string) => {
    await page.getByLabel(`Time zone of ${label}`).selectOption("Z");
    await page.getByLabel(`Date and time of ${label}`).fill(wall);
  };
}

test("a rule with every operator, and nested conditions, is saved as it was built", async () => {
  const page = await owner.newPage();
  const complaints = listenForComplaints(page);
  await page.goto(flagPage("new-checkout", "staging"));
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("Name of rule 1").fill("Everything");
  for (const [index, [op, give]] of operators.entries()) {
    const label = `condition ${index + 1}`;
    if (index > 0) await page.getByRole("button", { name: "Condition", exact: true }).last().click();
    await page.getByLabel(`Attribute of ${label}`, { exact: true }).fill(`a${index}`);
    await page.getByLabel(`Operator of ${label}`, { exact: true }).selectOption(op);
    await give(page, label);
  }
  await page.getByRole("button", { name: "Ignore case in condition 3", exact: true }).click();
  await page.getByRole("button", { name: "Every element of a list in condition 4", exact: true }).click();

  const nested = `condition ${operators.length + 1}`;
  await page.getByRole("button", { name: "Group", exact: true }).last().click();
  await page.getByLabel(`How the parts of ${nested} go together`).selectOption("not any");
  await page.getByLabel(`Attribute of ${nested}, part 1`).fill("banned");
  await page.getByLabel(`Operator of ${nested}, part 1`).selectOption("exists");
  await add(page, "another flag serves");
  await page.getByLabel(`Flag of condition ${operators.length + 2}`).selectOption("payments-v2");
  await page
    .getByRole("group", { name: `Variants of condition ${operators.length + 2}` })
    .getByText("on")
    .click();
  await add(page, "is in a share of everybody");
  await page.getByLabel(`Share of condition ${operators.length + 3} in percent`).fill("12.5");
  await add(page, "an element of a list");
  await page.getByLabel(`List of condition ${operators.length + 4}`).fill("orders");
  await page.getByLabel(`Attribute of condition ${operators.length + 4}, part 1`).fill("total");
  await page.getByLabel(`Operator of condition ${operators.length + 4}, part 1`).selectOption("gt");
  await list("100")(page, `condition ${operators.length + 4}, part 1`);
  await page
    .getByRole("button", { name: `More about condition ${operators.length + 4}`, exact: true })
    .click();
  await page.getByRole("menuitem", { name: "Count unknown as no" }).click();
  await save(page, "Every operator");

  const { rules } = await targeting(page, "new-checkout", "staging");
  const when = rules[0]?.when ?? { all: [] };
  const parts = "all" in when ? when.all : [];
  expect(parts).toHaveLength(operators.length + 4);
  expect(parts.slice(0, operators.length).map(operatorOf)).toEqual(
    operators.map(([op]) => op.replace("not ", "")),
  );
  expect(parts[1]).toEqual({ not: { attribute: "a1", op: "exists", values: [] } });
  expect(parts[2]).toMatchObject({ ignoreCase: true });
  expect(parts[3]).toMatchObject({ quantifier: "all" });
  expect(parts[5]).toMatchObject({ values: ["^a{1,3}(b|c), d$"] });
  expect(parts[10]).toMatchObject({ values: [18, 30] });
  expect(parts[11]).toMatchObject({ values: ["2027-01-06T09:00:00Z"] });
  expect(parts.slice(-4)).toMatchObject([
    { not: { any: [{ attribute: "banned", op: "exists" }] } },
    { flag: "payments-v2", variants: ["on"] },
    { sample: { by: ["targetingKey"], ranges: [[0, 12_500]] } },
    { known: { some: "orders", where: { attribute: "total", op: "gt", values: [100] } } },
  ]);
  expect(complaints).toEqual([]);
  await page.close();
});

test("rules are put in order by the keyboard alone", async () => {
  const page = await owner.newPage();
  await page.goto(flagPage("new-checkout", "production"));
  const handle = page.getByRole("button", { name: /^Move EU and US, new app/ });
  await handle.focus();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByText("EU and US, new app is now 1 of 2.")).toBeAttached();
  await expect(handle).toBeFocused();
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByRole("dialog")).toContainText("EU and US, new app");
  await page.keyboard.type("The new app goes first");
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Saved as revision/).first()).toBeVisible();
  const { rules } = await targeting(page, "new-checkout", "production");
  expect(rules.map(({ name }) => name)).toEqual(["EU and US, new app", "Enterprise stays on control"]);
  await page.close();
});

async function add(page: Page, what: string): Promise<void> {
  await page.getByRole("button", { name: "More", exact: true }).last().click();
  await page.getByRole("menuitem", { name: what }).click();
}

async function save(page: Page, why: string): Promise<void> {
  await page.getByRole("button", { name: "Review and save" }).click();
  await page.getByRole("dialog").getByLabel("Why").fill(why);
  await page.getByRole("dialog").getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByText(/^Saved as revision/).first()).toBeVisible();
}

/** What the API says that a flag does. */
async function targeting(page: Page, flag: string, environment: string) {
  const answer = await page.request.get(
    `${server.url}/api/v1/projects/storefront/environments/${environment}/flags/${flag}/targeting`,
  );
  const { targeting: found } = (await answer.json()) as { targeting: Pick<FlagDocument, "rules"> };
  return found;
}

function operatorOf(condition: Condition): string | undefined {
  const inner = "not" in condition ? condition.not : condition;
  return "op" in inner ? inner.op : undefined;
}

/** What the browser says against a page: errors, hydration warnings, breaches of the content security policy. */
function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  return complaints;
}
