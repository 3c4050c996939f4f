import type { Permission } from "#app/platform/permission.ts";
import { themes, type Theme } from "./theme.ts";

/** Something that can be done from anywhere: by the palette, or by its keys. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly section: "Go to" | "Create" | "Projects" | "Settings";
  readonly run: CommandRun;
  /** Typed one after the other, outside of fields. */
  readonly keys?: readonly string[];
  /** Found by these words, too. */
  readonly words?: string;
}

export type CommandRun =
  | { readonly do: "go"; readonly to: string }
  | { readonly do: "theme"; readonly theme: Theme }
  | { readonly do: "shortcuts" }
  | { readonly do: "sign-out" };

export interface CommandPlace {
  readonly project: { readonly key: string; readonly name: string } | undefined;
  readonly projects: readonly { readonly key: string; readonly name: string }[];
  /** In the project, or where there is none, in the installation. */
  readonly may: (permission: Permission) => boolean;
  readonly mayCreateProject: boolean;
}

const go = (to: string): CommandRun => ({ do: "go", to });
const themeWords: Readonly<Record<Theme, string>> = {
  system: "Theme: like the system",
  light: "Theme: light",
  dark: "Theme: dark",
};

/** What can be done from where somebody is; what they may not do is not offered. */
export function commandsFor({ project, projects, may, mayCreateProject }: CommandPlace): Command[] {
  return [
    ...(project === undefined ? [] : projectCommands(`/projects/${project.key}`, may)),
    ...projects
      .filter(({ key }) => key !== project?.key)
      .map(({ key, name }): Command => ({
        ...{ id: `project ${key}`, label: name, section: "Projects", run: go(`/projects/${key}`) },
        words: `switch project ${key}`,
      })),
    ...(mayCreateProject
      ? [command("new-project", "New project", "Create", go("/projects/new"), { words: "add" })]
      : []),
    command("account", "Your account", "Settings", go("/account/profile"), { words: "profile password" }),
    command("sessions", "Your sessions", "Settings", go("/account/sessions")),
    command("two-factor", "Two-factor", "Settings", go("/account/two-factor"), {
      words: "authenticator 2fa",
    }),
    ...themes.map((theme) =>
      command(
        `theme-${theme}`,
        themeWords[theme],
        "Settings",
        { do: "theme", theme },
        { words: "appearance mode" },
      ),
    ),
    command(
      "shortcuts",
      "Keyboard shortcuts",
      "Settings",
      { do: "shortcuts" },
      { keys: ["?"], words: "help keys" },
    ),
    command("sign-out", "Sign out", "Settings", { do: "sign-out" }, { words: "log out leave" }),
  ];
}

function projectCommands(base: string, may: CommandPlace["may"]): Command[] {
  return [
    command("overview", "Overview", "Go to", go(`${base}/overview`), {
      keys: ["g", "o"],
      words: "dashboard summary stale connected",
    }),
    command("flags", "Flags", "Go to", go(`${base}/flags`), { keys: ["g", "f"] }),
    ...(may("environment.read")
      ? [
          command("segments", "Segments", "Go to", go(`${base}/segments`), {
            keys: ["g", "s"],
            words: "audience list users",
          }),
          command("layers", "Layers", "Go to", go(`${base}/layers`), { words: "holdout experiment slice" }),
          command("history", "History", "Go to", go(`${base}/history`), {
            keys: ["g", "h"],
            words: "revision restore compare time",
          }),
          command("environments", "Environments", "Go to", go(`${base}/environments`), {
            keys: ["g", "e"],
            words: "protect production staging",
          }),
        ]
      : []),
    command("start", "Get started", "Go to", go(`${base}/start`), { words: "onboarding snippet sdk help" }),
    ...(may("audit.read")
      ? [
          command("audit", "Audit log", "Go to", go(`${base}/audit`), {
            keys: ["g", "a"],
            words: "history who",
          }),
        ]
      : []),
    ...(may("member.read")
      ? [
          command("members", "Members", "Go to", go(`${base}/members`), {
            keys: ["g", "m"],
            words: "people invite",
          }),
          command("roles", "Roles", "Go to", go(`${base}/roles`), { words: "permissions access" }),
        ]
      : []),
    ...(may("key.read")
      ? [
          command("keys", "API keys", "Go to", go(`${base}/keys`), {
            keys: ["g", "k"],
            words: "secret sdk snippet",
          }),
        ]
      : []),
    command("project", "Project settings", "Go to", go(`${base}/settings`), { words: "rename delete" }),
    ...(may("flag.write")
      ? [
          command("new-flag", "New flag", "Create", go(`${base}/new-flag`), {
            keys: ["c"],
            words: "add create toggle",
          }),
        ]
      : []),
    ...(may("environment.write")
      ? [
          command("new-environment", "New environment", "Create", go(`${base}/new-environment`), {
            words: "add create",
          }),
        ]
      : []),
    ...(may("role.write")
      ? [command("new-role", "New role", "Create", go(`${base}/new-role`), { words: "add create" })]
      : []),
  ];
}

function command(
  id: string,
  label: string,
  section: Command["section"],
  run: CommandRun,
  more: Pick<Command, "keys" | "words"> = {},
): Command {
  return { id, label, section, run, ...more };
}

/** Those that have every word of the text, or a beginning of it, in their label or their words. */
export function matchCommands(commands: readonly Command[], text: string): readonly Command[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label, words = "" }) => {
    const has = `${label} ${words}`.toLowerCase().split(/[\s:]+/);
    return wanted.every((word) => has.some((each) => each.startsWith(word)));
  });
}

/** What the keys typed so far ask for: a command, more keys (`waiting`), or nothing. */
export function readKeys(
  commands: readonly Command[],
  typed: readonly string[],
): Command | "waiting" | undefined {
  if (typed.length === 0) return undefined;
  const sequences = commands.filter(
    ({ keys }) => keys !== undefined && typed.every((key, index) => keys[index] === key),
  );
  const whole = sequences.find(({ keys }) => keys?.length === typed.length);
  return whole ?? (sequences.length > 0 ? "waiting" : undefined);
}
