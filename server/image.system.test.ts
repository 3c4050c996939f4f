import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { buildStage, parseDockerfile, type Stage } from "./image.fixture.ts";

const execute = promisify(execFile);
const repository = path.join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(path.join(repository, file), "utf8");
const stages = parseDockerfile(read("Dockerfile"));

describe("the image", () => {
  let parent: string;
  let built: Stage[];
  let image: Stage;

  beforeAll(async () => {
    parent = await mkdtemp(path.join(os.tmpdir(), "guidon-image-"));
    await chmod(parent, 0o755);
    built = [];
    for (const [index, steps] of stages.entries()) {
      const root = path.join(parent, String(index));
      await mkdir(root);
      built.push(
        await buildStage(steps, {
          root,
          context: repository,
          ignore: read(".dockerignore"),
          stages: built,
          run: follow,
        }),
      );
    }
    const last = built.at(-1);
    if (last === undefined) throw new Error("the Dockerfile has no stage");
    image = last;
  }, 300_000);

  afterAll(() => rm(parent, { recursive: true, force: true }));

  test("has nothing in it that only development needs", async () => {
    // TypeScript is there all the same: Remix names it as an optional peer, and npm keeps what any package may ask for.
    const present = new Set(await readdir(path.join(image.cwd, "node_modules")));
    for (const name of ["vite", "vitest", "prettier", "oxlint", "playwright", "dependency-cruiser"]) {
      expect(present).not.toContain(name);
    }
    expect(await readdir(image.cwd)).not.toContain("app");
  });

  test("starts by its command, is found ready by its health check, and stops cleanly", async () => {
    const port = String(await freePort());
    const env = {
      PATH: process.env["PATH"],
      ...image.env,
      PORT: port,
      HOST: "127.0.0.1",
      GUIDON_DATA: path.join(parent, "data"),
    };
    const [program = "", ...args] = words(image, "CMD");
    const [checker = "", ...check] = words(image, "HEALTHCHECK");
    const server = spawn(program, args, {
      cwd: image.cwd,
      env: env as object as NodeJS.ProcessEnv,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    server.stderr.on("data", (text) => (errors += String(text)));
    const ended = once(server, "exit");
    try {
      const healthy = (): Promise<string> =>
        execute(checker, check, { env: env as object as NodeJS.ProcessEnv }).then(
          () => "healthy",
          () => `not healthy, exit code ${server.exitCode}, ${errors}`,
        );
      await expect.poll(healthy, { timeout: 60_000, interval: 250 }).toBe("healthy");
    } finally {
      server.kill("SIGTERM");
    }
    expect(await ended).toEqual([0, null]);
  });

  test("runs as an ordinary user who owns the data folder", () => {
    const steps = stages.at(-1) ?? [];
    const folder = image.env["GUIDON_DATA"] ?? "";
    expect(steps).toContainEqual({ instruction: "USER", argument: "node" });
    expect(steps).toContainEqual({ instruction: "VOLUME", argument: folder });
    expect(steps).toContainEqual({
      instruction: "RUN",
      argument: `install --directory --mode=0700 --owner=node --group=node ${folder}`,
    });
  });

  /** All commands are run, but for two: the suite has just installed the same packages, and "node" is a user of the base image. */
  async function follow(stage: Stage, command: string): Promise<void> {
    if (command.startsWith("install --directory")) return;
    if (command.startsWith("npm ci --ignore-scripts")) {
      const linked = execute("cp", ["-al", path.join(repository, "node_modules"), stage.cwd]);
      await linked.catch(() => execute("cp", ["-a", path.join(repository, "node_modules"), stage.cwd]));
      return;
    }
    const env = { ...process.env, NODE_ENV: undefined, npm_config_prefer_offline: "true" };
    await execute("sh", ["-c", command], { cwd: stage.cwd, env: env as object as NodeJS.ProcessEnv });
  }
});

describe("compose.yaml", () => {
  const { services, volumes } = parse(read("compose.yaml")) as Composition;

  test("waits for a PostgreSQL that is healthy, and names it in DATABASE_URL", () => {
    const { guidon, postgres } = services;
    expect(Object.keys(guidon?.depends_on ?? {})).toEqual(["postgres"]);
    expect(guidon?.depends_on?.["postgres"]?.condition).toBe("service_healthy");
    expect(postgres?.healthcheck?.test).toContain("pg_isready");
    const url = new URL(String(guidon?.environment?.["DATABASE_URL"]).replace(/\$\{\w+:-(\w+)\}/g, "$1"));
    expect(url.hostname).toBe("postgres");
    expect(url.username).toBe(postgres?.environment?.["POSTGRES_USER"]);
    expect(url.pathname).toBe(`/${postgres?.environment?.["POSTGRES_DB"]}`);
  });

  test("sets nothing that Guidon does not read", () => {
    const settings = read("app/platform/config.server.ts");
    for (const name of Object.keys(services["guidon"]?.environment ?? {}))
      expect(settings).toContain(`${name}:`);
  });

  test("keeps data in volumes that it declares, at the places where the images keep it", () => {
    const mounts = Object.values(services).flatMap((service) => service.volumes ?? []);
    expect(mounts.map((mount) => mount.split(":")[0] ?? "").sort()).toEqual(Object.keys(volumes).sort());
    expect(services["guidon"]?.volumes).toEqual(["guidon:/data"]);
    // Since 18 the image keeps its data in a folder per version below this one.
    expect(services["postgres"]?.volumes).toEqual(["postgres:/var/lib/postgresql"]);
  });

  test("publishes the port that the image serves at, to this machine alone", () => {
    const exposed = stages.at(-1)?.find((step) => step.instruction === "EXPOSE")?.argument;
    expect(services["guidon"]?.ports).toEqual([`127.0.0.1:${exposed}:${exposed}`]);
    expect(services["postgres"]?.ports).toBeUndefined();
  });

  test("builds from the Dockerfile beside it", () => {
    expect(services["guidon"]?.build).toBe(".");
    expect(existsSync(path.join(repository, "Dockerfile"))).toBe(true);
  });
});

type Composition = {
  services: Record<
    string,
    {
      build?: string;
      ports?: string[];
      environment?: Record<string, string>;
      volumes?: string[];
      depends_on?: Record<string, { condition: string }>;
      healthcheck?: { test: string[] };
    }
  >;
  volumes: Record<string, null>;
};

/** The words of an instruction in its JSON form, which no shell takes apart. */
function words(stage: Stage, instruction: string): string[] {
  const argument = stage.steps.findLast((step) => step.instruction === instruction)?.argument ?? "";
  return JSON.parse(argument.slice(argument.indexOf("["))) as string[];
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  return port;
}
