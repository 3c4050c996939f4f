import { verifyAudit, verifyAuditUsage } from "./verify-audit.ts";
import { erasePerson, erasePersonUsage } from "./erase-person.ts";
import { CommandError, type ExitCode, type Terminal } from "./terminal.ts";

type Command = (args: readonly string[], terminal: Terminal) => Promise<ExitCode>;

const commands: Readonly<Record<string, { readonly run: Command; readonly usage: string }>> = {
  "audit verify": { run: verifyAudit, usage: verifyAuditUsage },
  "person erase": { run: erasePerson, usage: erasePersonUsage },
};

/** Runs a command as it was typed. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const name = args.slice(0, 2).join(" ");
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const usages = () =>
    `Usage:\n${Object.values(commands)
      .map(({ usage }) => usage)
      .join("\n")}\n`;
  if (command === undefined) {
    const asked = args.length === 0 || args.includes("--help");
    if (asked) terminal.write(usages());
    else terminal.complain(`There is no command "${name}".\n\n${usages()}`);
    return asked ? 0 : 2;
  }
  if (args.includes("--help")) {
    terminal.write(`Usage:\n${command.usage}\n`);
    return 0;
  }
  try {
    return await command.run(args.slice(2), terminal);
  } catch (error) {
    if (!isForPeople(error)) throw error;
    terminal.complain(`${error.message}\n`);
    return 2;
  }
}

/** What `parseArgs` and the file system say is written for people too. */
function isForPeople(error: unknown): error is Error {
  if (error instanceof CommandError) return true;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(ERR_PARSE_ARGS|ENOENT|EACCES|EISDIR)/.test(code);
}
