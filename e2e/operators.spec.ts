import type { Clause, Operator } from "@guidon/engine";
import { operatorWords } from "#app/features/conditions/operator-words.ts";
import type { Page } from "@playwright/test";
import { addValue, save } from "./flag-page.fixture.ts";
import type { Hands } from "./hands.fixture.ts";
import { expect, test } from "./journey.fixture.ts";
import { call } from "./server.fixture.ts";

interface Trial {
  /** What is typed, in the control that the operator brings. */
  readonly typed: string | readonly [low: string, high: string] | undefined;
  /** What the typed has to become. */
  readonly values: Clause["values"];
  readonly fits: unknown;
  readonly fitsNot: unknown;
}

const trials: Readonly<Record<Operator, Trial>> = {
  in: { typed: "DE,AT", values: ["DE", "AT"], fits: "AT", fitsNot: "FR" },
  exists: { typed: undefined, values: [], fits: 0, fitsNot: undefined },
  contains: { typed: "beta", values: ["beta"], fits: "a beta tester", fitsNot: "an alpha tester" },
  startsWith: { typed: "qa-", values: ["qa-"], fits: "qa-bot", fitsNot: "bot-qa-" },
  endsWith: { typed: "@acme.example", values: ["@acme.example"], fits: "a@acme.example", fitsNot: "acme" },
  matches: {
    typed: String.raw`^v\d+, \d$`,
    values: [String.raw`^v\d+, \d$`],
    fits: "v12, 3",
    fitsNot: "v12",
  },
  lt: { typed: "1.5", values: [1.5], fits: 1, fitsNot: 1.5 },
  lte: { typed: "10", values: [10], fits: 10, fitsNot: 11 },
  gt: { typed: "-3", values: [-3], fits: 0, fitsNot: -3 },
  gte: { typed: "100", values: [100], fits: 100, fitsNot: 99 },
  between: { typed: ["18", "65"], values: [18, 65], fits: 65, fitsNot: 66 },
  before: {
    typed: "2026-11-20T10:00:00",
    values: ["2026-11-20T10:00:00Z"],
    fits: "2026-11-20T09:59:59Z",
    fitsNot: "2026-11-20T10:00:00Z",
  },
  after: {
    typed: "2026-11-20T10:00:00",
    values: ["2026-11-20T10:00:00Z"],
    fits: "2026-11-20T12:00:01+02:00",
    fitsNot: "2026-11-20T10:00:00Z",
  },
  semverEq: { typed: "4.2.0", values: ["4.2.0"], fits: "4.2.0", fitsNot: "4.2.1" },
  semverLt: { typed: "4.2.0", values: ["4.2.0"], fits: "4.2.0-rc.1", fitsNot: "4.2.0" },
  semverLte: { typed: "4.2.0", values: ["4.2.0"], fits: "4.2.0", fitsNot: "4.10.0" },
  semverGt: { typed: "4.2.0", values: ["4.2.0"], fits: "4.10.0", fitsNot: "4.2.0" },
  semverGte: { typed: "4.2.0", values: ["4.2.0"], fits: "4.2.0", fitsNot: "4.1.9" },
  inCidr: {
    typed: "10.0.0.0/8,2001:db8::/32",
    values: ["10.0.0.0/8", "2001:db8::/32"],
    fits: "10.9.8.7",
    fitsNot: "11.0.0.1",
  },
  sizeEq: { typed: "2", values: [2], fits: ["a", "b"], fitsNot: ["a"] },
  sizeGt: { typed: "2", values: [2], fits: ["a", "b", "c"], fitsNot: ["a", "b"] },
  sizeLt: { typed: "2", values: [2], fits: [], fitsNot: ["a", "b"] },
};
// Somewhere where UTC is not what the clocks on the wall show.
test.use({ timezoneId: "Asia/Kolkata" });

const each = Object.entries(trials) as [Operator, Trial][];

test("a rule with every operator, typed in the control that suits it, serves whom each fits", async ({
  page,
  hands,
  site,
  shop,
}) => {
  test.slow();
  await shop.api("POST", "/flags", {
    ...{ key: "every-operator", name: "Every operator" },
    environments: { production: { on: true, variant: "off" } },
  });
  await page.goto(`${shop.path}/flags/every-operator/targeting/production`);
  await hands.press(page.getByRole("button", { name: "Add a rule" }));
  for (const [index, [operator, { typed }]] of each.entries()) {
    if (index > 0) await hands.press(page.getByRole("button", { name: "Condition", exact: true }));
    await typeClause(page, hands, `condition ${index + 1}`, {
      attribute: `for-${operator}`,
      operator,
      typed,
    });
  }
  await hands.tick(page.getByRole("radio", { name: "any is enough" }));
  await save(page, hands, "One of each");

  const { rules } = await shop.targetingOf("every-operator");
  expect(rules[0]?.when).toEqual({
    any: each.map(([op, { values }]) => ({ attribute: `for-${op}`, op, values })),
  });

  const key = await shop.serverKey("production");
  const served = async (context: object) => {
    const body = { flag: "every-operator", context: { targetingKey: "user-7", ...context } };
    const answer = await call(site, key, { path: "/api/v1/evaluate", body });
    return (answer.body as { evaluations: Record<string, { value: unknown }> }).evaluations["every-operator"]
      ?.value;
  };
  const whole: Record<string, unknown> = {};
  for (const [operator, { fits, fitsNot }] of each) {
    expect(await served({ [`for-${operator}`]: fits }), `${operator} fits`).toBe(true);
    whole[`for-${operator}`] = fitsNot;
  }
  expect(await served(whole), "none fits").toBe(false);
});

async function typeClause(
  page: Page,
  hands: Hands,
  label: string,
  { attribute, operator, typed }: { attribute: string; operator: Operator; typed: Trial["typed"] },
): Promise<void> {
  const labelled = (words: string) => page.getByLabel(`${words} ${label}`, { exact: true });
  await hands.type(labelled("Attribute of"), attribute);
  await hands.choose(labelled("Operator of"), operatorWords[operator].words);
  if (typed === undefined) return;
  if (typeof typed !== "string") {
    await hands.type(labelled("Lower end of"), typed[0]);
    await hands.type(labelled("Upper end of"), typed[1]);
  } else if (operator === "before" || operator === "after") {
    await hands.choose(labelled("Time zone of"), "UTC");
    await hands.set(labelled("Date and time of"), typed);
  } else if (operator === "matches") {
    await hands.type(labelled("Pattern of"), typed);
  } else {
    await addValue(page, hands, labelled("Add to Values of"), typed);
  }
}
