import type { Page } from "playwright";
import { full } from "./pages.ts";

/** A dialog, menu or sheet that opens over a page, or a fold in it that asks before something dangerous. */
export interface Opening {
  /** The file that draws it; one that draws several stands here as often. */
  readonly part: string;
  /** From the page to it. A text is the name of a button or of an entry of a menu, to be pressed. */
  readonly steps: readonly (string | RegExp | ((page: Page) => Promise<unknown>))[];
  /** As it is where the Escape key does not simply end it. */
  readonly close?: (page: Page) => Promise<unknown>;
}

/** What opens over one page, one after the other without loading it again. */
export interface OpeningsOfPage {
  readonly address: string;
  readonly telephone?: true;
  /** Only whoever has just given a second factor sees it: on a site of its own, made so. */
  readonly armed?: true;
  readonly openings: readonly Opening[];
}

const features = "app/features";
const project = `/projects/${full}`;
const keys = (text: string) => (page: Page) => page.keyboard.press(text);
const fill = (label: string, text: string) => (page: Page) =>
  page.getByRole("dialog").getByLabel(label).fill(text);
const see = (text: string) => (page: Page) => page.getByRole("dialog").getByText(text).first().waitFor();
const last = (name: string) => (page: Page) =>
  page.getByRole("button", { name, exact: true }).last().press("Enter");

/** What is pressed to open a fold stays, and closes it again. */
const fold = (part: string, label: string, ...before: Opening["steps"]): Opening => ({
  part,
  steps: [...before, (page) => page.getByText(label, { exact: true }).press("Enter")],
  close: keys("Enter"),
});

const editRule = /^Edit EU and US/;

/** Every part that opens; `openings.test.ts` holds the list complete. */
export const openings: readonly OpeningsOfPage[] = [
  {
    address: `${project}/flags`,
    openings: [
      { part: "app/pages/account-menu.tsx", steps: [/^Account of/] },
      { part: "app/pages/project-menu.tsx", steps: [/^Project:/] },
      { part: "app/pages/palette.tsx", steps: ["Find anything…", keys("n")] },
      { part: "app/pages/shortcuts-sheet.tsx", steps: [keys("?"), see("Letters are typed")] },
      {
        part: `${features}/flags/bulk-dialog.tsx`,
        steps: [
          (page) => page.getByRole("checkbox", { name: "Select all on this page" }).press("Space"),
          "Archive…",
          see("Code that still asks"),
        ],
      },
    ],
  },
  {
    address: `${project}/flags`,
    telephone: true,
    openings: [{ part: "app/pages/drawer.tsx", steps: ["Open the navigation"] }],
  },
  {
    address: `${project}/flags/new-checkout/targeting/production`,
    openings: [
      { part: `${features}/flags/flag-menu.tsx`, steps: ["More"] },
      { part: `${features}/targeting/copy-dialog.tsx`, steps: [/^Copy to/, see("What changes in")] },
      { part: `${features}/targeting/rule-menu.tsx`, steps: [/^More about EU and US/] },
      { part: `${features}/conditions/row-menu.tsx`, steps: [editRule, "More about condition 1"] },
      { part: `${features}/conditions/add-part.tsx`, steps: [last("More")] },
      { part: `${features}/targeting/gates-editor.tsx`, steps: ["Limit who enters"] },
      { part: `${features}/targeting/split-editor.tsx`, steps: ["Add a variant"] },
      {
        part: `${features}/targeting/review-dialog.tsx`,
        steps: [(page) => page.getByRole("switch").press("Space"), "Review and save"],
      },
    ],
  },
  {
    address: `${project}/flags/home-banner/targeting/development`,
    openings: [
      { part: `${features}/targeting/kill-dialog.tsx`, steps: [/^Kill/] },
      {
        part: `${features}/targeting/kill-dialog.tsx`,
        steps: [
          /^Kill/,
          (page) => page.getByRole("dialog").getByRole("button", { name: "Kill" }).press("Enter"),
          see("Applied by"),
        ],
        async close(page) {
          const dialog = page.getByRole("dialog");
          await dialog.getByRole("button", { name: "Undo" }).press("Enter");
          await dialog.getByText("is no longer killed").waitFor();
          await page.keyboard.press("Escape");
        },
      },
    ],
  },
  {
    address: `${project}/flags/home-banner/settings`,
    openings: [
      { part: `${features}/flags/duplicate-dialog.tsx`, steps: ["Duplicate…"] },
      { part: `${features}/flags/archive-dialog.tsx`, steps: ["Archive…"] },
    ],
  },
  {
    address: `${project}/flags/express-shipping/settings`,
    openings: [{ part: `${features}/flags/delete-dialog.tsx`, steps: ["Delete…"] }],
  },
  {
    address: `${project}/history/production`,
    openings: [
      { part: `${features}/history/restore-dialog.tsx`, steps: [/^Restore/, see("serves it at once")] },
    ],
  },
  {
    address: `${project}/segments/production/staff`,
    openings: [
      { part: `${features}/segments/upload-dialog.tsx`, steps: ["Upload"] },
      { part: `${features}/segments/segment-header.tsx`, steps: ["More"] },
      { part: `${features}/segments/segment-dialogs.tsx`, steps: ["More", "Name and description…"] },
      { part: `${features}/segments/segment-dialogs.tsx`, steps: ["More", "Copy to another environment…"] },
      { part: `${features}/segments/segment-dialogs.tsx`, steps: ["More", "Delete…"] },
    ],
  },
  {
    address: `${project}/layers`,
    openings: [
      { part: `${features}/layers/new-layer-dialog.tsx`, steps: ["New layer"] },
      { part: `${features}/layers/slice-dialog.tsx`, steps: [/^Give a slice/] },
    ],
  },
  {
    address: `${project}/keys`,
    openings: [
      { part: `${features}/api-keys/revoke-dialog.tsx`, steps: [/^Revoke Web shop, production/] },
      { part: `${features}/api-keys/new-key-dialog.tsx`, steps: ["New key"] },
      {
        part: `${features}/api-keys/key-shown.tsx`,
        steps: ["New key", fill("Name", "Looked at"), "Create key", see("Copy the key now")],
      },
    ],
  },
  {
    address: `${project}/members`,
    openings: [
      { part: `${features}/members/invite-dialog.tsx`, steps: ["Invite"] },
      {
        part: `${features}/members/invite-dialog.tsx`,
        steps: ["Invite", fill("E-mail", "sam@storefront.example"), "Make the link", see("Send this link")],
      },
      fold(`${features}/members/member.route.tsx`, "Remove from the project", (page) =>
        page.getByRole("link", { name: "Bram Okafor" }).press("Enter"),
      ),
    ],
  },
  {
    address: `${project}/roles/release-manager`,
    openings: [fold(`${features}/roles/role.route.tsx`, "Delete this role")],
  },
  {
    address: `${project}/environments/production`,
    armed: true,
    openings: [fold(`${features}/settings/protection-panel.tsx`, "Take the protection away")],
  },
  {
    address: "/sso",
    armed: true,
    openings: [fold(`${features}/sso/sso-settings-form.tsx`, "Remove single sign-on")],
  },
  {
    address: "/account/two-factor",
    armed: true,
    openings: [fold(`${features}/two-factor/two-factor-panels.tsx`, "Turn two-factor off")],
  },
];
