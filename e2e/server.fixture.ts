import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server process of the built product, as `npm start` runs it. */
export interface RunningServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  /** The one-time link of the first start. */
  setupLink(): string;
  /** A key of the demo company's production environment. */
  demoKey(kind: "server" | "client" | "management"): string;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export interface ServerInput {
  /** The data folder; one of its own, removed by `removeData`, where left out. */
  readonly data?: string;
  readonly demo?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Resolves once the server says that it serves; fails with what it printed if it ends before. */
export async function startServer(input: ServerInput = {}): Promise<RunningServer> {
  const data = input.data ?? (await dataFolder());
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["server/main.ts", ...(input.demo === true ? ["--demo"] : [])], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      GUIDON_DATA: data,
      LOG_LEVEL: "warn",
      ...input.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const exited = once(child, "exit");
  await new Promise<void>((serves, failed) => {
    const look = () => {
      if (printed.includes("Guidon serves at")) serves();
    };
    child.stdout.on("data", look);
    void exited.then(() => failed(new Error(`The server ended before it served:\n${printed}`)));
  });
  const find = (pattern: RegExp) => {
    const found = pattern.exec(printed)?.[1];
    if (found === undefined) throw new Error(`The server did not print ${String(pattern)}:\n${printed}`);
    return found;
  };
  return {
    url,
    process: child,
    output: () => printed,
    setupLink: () => find(/(http\S+\/join\/\w+)/),
    demoKey: (kind) => find(new RegExp(`^ {2}${kind} +(gdn_\\w+)$`, "m")),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** An empty data folder that the embedded database's account may enter. */
export async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "guidon-e2e-"));
  await chmod(folder, 0o755);
  return folder;
}

export function removeData(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Sends JSON with a key and gives back status, headers and the parsed body. */
export async function call(
  server: { url: string },
  key: string,
  request: { method?: string; path: string; body?: unknown; headers?: Readonly<Record<string, string>> },
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(server.url + request.path, {
    method: request.method ?? (request.body === undefined ? "GET" : "POST"),
    headers: {
      authorization: `Bearer ${key}`,
      ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      ...request.headers,
    },
    ...(request.body === undefined
      ? {}
      : { body: typeof request.body === "string" ? request.body : JSON.stringify(request.body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? undefined : isJson(response) ? JSON.parse(text) : text,
  };
}

/** Lines of JSON are not. */
const isJson = ({ headers }: Response) =>
  /^application\/(problem\+)?json\b/.test(headers.get("content-type") ?? "");

/** Takes the set-up link, and gives back the session of the first Owner as a browser would send it. */
export async function becomeOwner(server: RunningServer): Promise<Readonly<Record<string, string>>> {
  const answer = await fetch(server.setupLink().replace(/^https?:\/\/[^/]+/, server.url), {
    method: "POST",
    redirect: "manual",
    headers: { origin: server.url, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      name: "Olu",
      email: "owner@storefront.example",
      password: "correct horse battery staple",
    }),
  });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`The set-up link was refused: ${answer.status}`);
  return { cookie, origin: server.url };
}
