/**
 * Builds the stages of a Dockerfile in plain folders, as far as that goes without an engine: every COPY, ENV, WORKDIR and RUN is
 * followed; base images, users and volumes are not.
 */
import { execFile } from "node:child_process";
import { cp, lstat, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

export type Stage = { name: string; root: string; cwd: string; env: Record<string, string>; steps: Step[] };
export type Step = { instruction: string; argument: string };

export function parseDockerfile(text: string): Step[][] {
  const lines = text
    .replace(/^#.*\n/gm, "")
    .replace(/\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const stages: Step[][] = [];
  for (const line of lines) {
    const [, instruction = "", argument = ""] = line.match(/^([A-Z]+)\s+(.*)$/) ?? [];
    if (instruction === "") throw new Error(`not understood: ${line}`);
    if (instruction === "FROM") stages.push([]);
    stages.at(-1)?.push({ instruction, argument: argument.trim() });
  }
  return stages;
}

export async function buildStage(
  steps: Step[],
  input: {
    root: string;
    context: string;
    ignore: string;
    stages: Stage[];
    run: (stage: Stage, command: string) => Promise<void>;
  },
): Promise<Stage> {
  const name = steps[0]?.argument.match(/ AS (\S+)$/)?.[1] ?? "final";
  const stage: Stage = { name, root: input.root, cwd: input.root, env: {}, steps };
  for (const { instruction, argument } of steps) {
    if (instruction === "WORKDIR") {
      stage.cwd = path.join(stage.root, argument);
      await mkdir(stage.cwd, { recursive: true });
    } else if (instruction === "ENV") {
      for (const [, key = "", value = ""] of argument.matchAll(/(\w+)=(\S+)/g)) stage.env[key] = value;
    } else if (instruction === "COPY") {
      await copy(stage, argument, input);
    } else if (instruction === "RUN") {
      await input.run(stage, argument);
    }
  }
  return stage;
}

async function copy(
  stage: Stage,
  argument: string,
  input: { context: string; ignore: string; stages: Stage[] },
): Promise<void> {
  const from = argument.match(/^--from=(\S+)/)?.[1];
  const source = input.stages.find((candidate) => candidate.name === from);
  if (from !== undefined && source === undefined) throw new Error(`there is no stage ${from} to copy from`);
  const paths = argument.split(/\s+/).filter((word) => !word.startsWith("--"));
  const target = path.join(stage.cwd, paths.at(-1) ?? "");
  const admitted = admittedBy(input.ignore);
  for (const name of paths.slice(0, -1)) {
    const origin = source === undefined ? path.join(input.context, name) : path.join(source.root, name);
    const found = await lstat(origin).catch(() => undefined);
    if (found === undefined) throw new Error(`COPY ${argument}: there is no ${name}`);
    const place =
      found.isFile() && paths.at(-1)?.endsWith("/") ? path.join(target, path.basename(name)) : target;
    if (source !== undefined) {
      await execute("cp", ["-a", origin, place]);
      continue;
    }
    const top = path.relative(input.context, origin);
    if (found.isFile() && !admitted(top))
      throw new Error(`COPY ${argument}: .dockerignore keeps ${name} out`);
    await copyAdmitted(origin, place, { top, admitted });
  }
}

async function copyAdmitted(
  origin: string,
  target: string,
  input: { top: string; admitted: (file: string) => boolean },
): Promise<void> {
  const found = await lstat(origin);
  if (!found.isDirectory()) {
    if (!input.admitted(input.top)) return;
    await mkdir(path.dirname(target), { recursive: true });
    await cp(origin, target);
    return;
  }
  for (const entry of await readdir(origin)) {
    const top = path.join(input.top, entry);
    if (/^(node_modules|\.git|build|\.data|\.node)$/.test(entry)) continue;
    await copyAdmitted(path.join(origin, entry), path.join(target, entry), { ...input, top });
  }
}

/** The last pattern that matches a file or a folder above it decides, as .dockerignore has it. */
function admittedBy(ignore: string): (file: string) => boolean {
  const patterns = ignore
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const source = line
        .replace(/^!/, "")
        .replace(/[.+^$()]/g, String.raw`\$&`)
        .replace(/^\*\*\//, "(.*/)?")
        .replace(/^\*\*$/, ".*")
        .replace(/(?<!\.)\*/g, "[^/]*");
      return { admits: line.startsWith("!"), matches: new RegExp(`^${source}(/|$)`) };
    });
  return (file) => patterns.findLast(({ matches }) => matches.test(file))?.admits ?? true;
}
