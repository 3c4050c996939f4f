import { open, readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import {
  createVerifier,
  isSigned,
  keyIdOf,
  readCheckpoint,
  type Checkpoint,
  type Verdict,
} from "@guidon/audit";
import { CommandError, type ExitCode, type Terminal } from "./terminal.ts";

export const verifyAuditUsage = `  guidon audit verify <export.ndjson | -> [--checkpoint <file>]... [--key=<public key>]... [--json]
      Verifies an export of the audit log without asking the server. With a checkpoint it also finds what was cut off at
      the end, or written anew as a whole; with the public key, whether the checkpoint is Guidon's own.`;

export async function verifyAudit(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      checkpoint: { type: "string", multiple: true, default: [] },
      key: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new CommandError("Name one file to verify, or - for the input.");
  const checkpoints = await Promise.all(values.checkpoint.map((name) => readSigned(name, values.key)));
  if (checkpoints.length > 0 && values.key.length === 0) {
    terminal.complain("The signature of the checkpoint is not verified: name the public key with --key.\n");
  }
  const input = file === "-" ? terminal.input : (await open(file)).createReadStream();
  const verdict = await verifyFile(input, checkpoints);
  terminal.write(values.json ? `${JSON.stringify(verdict, null, 2)}\n` : tell(verdict, checkpoints));
  return verdict.intact ? 0 : 1;
}

async function readSigned(name: string, keys: readonly string[]): Promise<Checkpoint> {
  const checkpoint = readCheckpoint(parsed(await readFile(name, "utf8")));
  if (checkpoint === undefined) throw new CommandError(`${name} is not a checkpoint.`);
  if (keys.length === 0) return checkpoint;
  const key = keys.find((each) => keyIdOf(each) === checkpoint.key);
  if (key === undefined)
    throw new CommandError(`${name} was signed with the key ${checkpoint.key}, which was not given.`);
  if (!isSigned(checkpoint, key)) throw new CommandError(`${name} does not have the signature of its key.`);
  return checkpoint;
}

/** Line by line, so that memory does not grow with the export. */
async function verifyFile(
  input: NodeJS.ReadableStream,
  checkpoints: readonly Checkpoint[],
): Promise<Verdict> {
  const verifier = createVerifier(checkpoints);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) if (line !== "") verifier.take(parsed(line));
  return verifier.finish();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function tell(
  { intact, entries, last, erased, findings }: Verdict,
  checkpoints: readonly Checkpoint[],
): string {
  const lines = findings.map(({ harm, message }) => `${harm.toUpperCase().padEnd(10)} ${message}`);
  const against = checkpoints.length === 0 ? "" : `, and as the checkpoint knows it`;
  const end = last === null ? "" : `\nIt ends with entry ${last.sequence}, ${last.hash}.`;
  const gone = erased === 0 ? "" : `\n${erased} personal values were erased, as entries of the chain say.`;
  lines.push(
    intact
      ? `Intact: ${entries} entries, each as it was written${against}.${end}${gone}`
      : `Not intact: ${findings.length} findings in ${entries} entries.`,
  );
  return `${lines.join("\n")}\n`;
}
