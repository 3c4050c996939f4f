import { parseArgs } from "node:util";
import { CommandError, type ExitCode, type Terminal } from "./terminal.ts";

export const erasePersonUsage = `  guidon person erase [--email <address>] [--key=<key>]... [--dry-run]
      Erases a person from everything that Guidon keeps. It cannot be undone; --dry-run only says what there is.
      GUIDON_URL is the server, GUIDON_TOKEN a personal token of an Owner of the whole installation.`;

interface Answer {
  readonly pseudonym: string;
  readonly erased: readonly { readonly what: string; readonly count: number }[];
}

export async function erasePerson(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      email: { type: "string" },
      key: { type: "string", multiple: true, default: [] },
      "dry-run": { type: "boolean", default: false },
    },
  });
  const { email, key: keys, "dry-run": dryRun } = values;
  const confirm = email ?? keys[0];
  if (confirm === undefined) throw new CommandError("Name the person by --email, --key or both.");
  const { GUIDON_URL: server, GUIDON_TOKEN: token } = terminal.env;
  if (server === undefined || token === undefined) throw new CommandError("Set GUIDON_URL and GUIDON_TOKEN.");
  const answer = await ask(`${server}/api/v1/erasures${dryRun ? "?dryRun=true" : ""}`, token, {
    ...(email === undefined ? {} : { email }),
    ...(keys.length === 0 ? {} : { keys }),
    confirm,
  });
  const lines = answer.erased.map(({ what, count }) => `${String(count).padStart(6)} ${what}`);
  const end = dryRun
    ? "Nothing was changed: this was a dry run."
    : `Erased. ${answer.pseudonym} stands in the place of the person's keys.`;
  terminal.write(
    `${[...(lines.length === 0 ? ["There is nothing of that person."] : lines), end].join("\n")}\n`,
  );
  return 0;
}

async function ask(address: string, token: string, body: unknown): Promise<Answer> {
  const response = await fetch(address, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(120_000),
  }).catch((error: unknown) => {
    throw new CommandError(`${address} could not be reached: ${String(error)}`);
  });
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  throw new CommandError(
    `Refused with ${response.status}: ${problem.detail ?? problem.title ?? "no reason given"}`,
  );
}
