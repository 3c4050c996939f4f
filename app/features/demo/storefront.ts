import type { Variant } from "@guidon/engine";
import type { NewSegment } from "#app/features/segments/segment-changes.ts";
import type { NewFlag } from "#app/features/flags/new-flag.ts";
import type { Targeting } from "#app/features/targeting/targeting.ts";
import type { Role } from "#app/platform/context.ts";

/** The company of the examples: a shop that sells things by mail, its people and its flags. */

export const people: readonly { readonly name: string; readonly email: string; readonly role: Role }[] = [
  { name: "Ada Lindqvist", email: "ada@storefront.example", role: "admin" },
  { name: "Bram Okafor", email: "bram@storefront.example", role: "developer" },
  { name: "Chiara Moretti", email: "chiara@storefront.example", role: "viewer" },
];

const everywhere = (words: { on: boolean }) => ({ production: words, staging: words, development: words });

const strings = (...values: string[]): Variant[] => values.map((value) => ({ key: value, value }));

export const flags: readonly NewFlag[] = [
  {
    key: "legacy-invoice-export",
    name: "Legacy invoice export",
    description: "The CSV export of before the billing service. Nobody should need it any more.",
    owner: "billing",
    tags: ["billing"],
    environments: everywhere({ on: true }),
  },
  {
    key: "outbound-email",
    name: "Outbound email",
    description: "Off stops every mail that leaves the shop.",
    kind: "kill-switch",
    owner: "platform",
    environments: everywhere({ on: true }),
  },
  {
    key: "image-cache-mb",
    name: "Image cache size",
    description: "Megabytes of product images that each web server keeps in memory.",
    type: "number",
    kind: "ops",
    owner: "platform",
    variants: [
      { key: "small", value: 128 },
      { key: "medium", value: 512 },
      { key: "large", value: 2048 },
    ],
    environments: {
      production: { on: true, variant: "large" },
      staging: { on: true, variant: "medium" },
      development: { on: true, variant: "small" },
    },
  },
  {
    key: "priority-support",
    name: "Priority support",
    description: "The chat window for customers whose plan includes it.",
    kind: "permission",
    owner: "support",
    client: true,
    environments: { production: { on: true }, staging: { on: true } },
  },
  {
    key: "onboarding-checklist",
    name: "Onboarding checklist",
    description: "Does a list of first steps bring more shops to their first sale?",
    kind: "experiment",
    owner: "growth",
    client: true,
    environments: { staging: { on: true, rollout: 50 }, development: { on: true } },
  },
  {
    key: "home-banner",
    name: "Home page banner",
    description: "What the banner on the home page says and where it leads.",
    type: "object",
    owner: "growth",
    client: true,
    variants: [
      { key: "none", value: { show: false } },
      { key: "winter", value: { show: true, title: "Winter sale", href: "/sale" } },
    ],
    environments: {
      production: { on: true },
      staging: { on: true, variant: "winter" },
      development: { on: true, variant: "winter" },
    },
  },
  {
    key: "payments-v2",
    name: "Payments v2",
    description: "Pay through the new payments service.",
    owner: "payments",
    tags: ["checkout"],
    environments: everywhere({ on: true }),
  },
  {
    key: "search-vector-ranking",
    name: "Search: vector ranking",
    description: "Rank search results by meaning as well as by words.",
    owner: "search",
    tags: ["search"],
    environments: { production: { on: true, rollout: 25 }, staging: { on: true }, development: { on: true } },
  },
  {
    key: "new-checkout",
    name: "New checkout flow",
    description: "One page, or an express lane, instead of the four steps.",
    type: "string",
    kind: "experiment",
    owner: "payments",
    tags: ["checkout"],
    client: true,
    variants: strings("control", "one-page", "express"),
  },
];

/** Whom flags of several teams are for, by who they are and by name. */
export const segments: readonly NewSegment[] = [
  {
    key: "staff",
    name: "Our own staff",
    description: "Everybody with an address of the shop, and the consultants who work with us.",
    rules: [{ when: { attribute: "email", op: "endsWith", values: ["@storefront.example"] } }],
    included: ["consultant-lena", "consultant-omar"],
  },
  {
    key: "beta-testers",
    name: "Beta testers",
    description: "Customers who signed up to see things first. Marketing keeps the list.",
    rules: [],
    included: ["user-7", "user-12", "user-42", "user-99", "user-318", "user-512", "user-2048"],
    excluded: ["qa-bot"],
  },
];

/** What `new-checkout` does in production: a target, a held-back plan, a split of a part of the traffic. */
export const checkoutTargeting: Targeting = {
  on: true,
  offVariant: "control",
  prerequisites: [{ flag: "payments-v2", variants: ["on"] }],
  targets: [{ by: "targetingKey", keys: ["user-42", "qa-bot"], variant: "one-page" }],
  rules: [
    {
      id: "enterprise",
      name: "Enterprise stays on control",
      when: { attribute: "organization.plan", op: "in", values: ["enterprise"] },
      serve: { variant: "control" },
    },
    {
      id: "eu-us-new-app",
      name: "EU and US, new app",
      when: {
        all: [
          { attribute: "country", op: "in", values: ["DE", "FR", "NL", "SE", "IT", "ES", "US"] },
          { attribute: "appVersion", op: "semverGte", values: ["4.2.0"] },
        ],
      },
      serve: {
        split: {
          by: ["targetingKey"],
          seed: 149_655,
          slices: [
            ["control", 0, 50_000],
            ["one-page", 50_000, 75_000],
            ["express", 75_000, 100_000],
          ],
          gates: [{ kind: "traffic", by: ["targetingKey"], seed: 295_516, ranges: [[0, 40_000]] }],
        },
      },
    },
  ],
  fallthrough: { variant: "control" },
};

/** `priority-support` in production: a permission, given by plan and to our own people. */
export const supportTargeting: Targeting = {
  on: true,
  offVariant: "off",
  prerequisites: [],
  targets: [],
  rules: [
    {
      id: "paid-plans",
      name: "Pro and enterprise",
      when: { attribute: "organization.plan", op: "in", values: ["pro", "enterprise"] },
      serve: { variant: "on" },
    },
    { id: "staff", name: "Our own staff", when: { segment: "staff" }, serve: { variant: "on" } },
  ],
  fallthrough: { variant: "off" },
};
