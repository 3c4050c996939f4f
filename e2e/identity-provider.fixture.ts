import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Control } from "./identity-provider-control.ts";

export { client } from "./identity-provider-control.ts";

export interface TestProvider {
  readonly issuer: string;
  control(control: Control): Promise<void>;
  /** What a browser does with an authorization address: the address that it is sent back to. */
  visit(address: string): Promise<URL>;
  stop(): Promise<void>;
}

/** A provider whose client may be sent back to `redirectUri`. */
export async function startProvider(redirectUri: string): Promise<TestProvider> {
  const script = fileURLToPath(new URL("identity-provider.ts", import.meta.url));
  const child = spawn(process.execPath, [script, redirectUri], { stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit");
  const issuer = await new Promise<string>((found, failed) => {
    let printed = "";
    const look = (text: Buffer) => {
      printed += text.toString();
      const address = /^ISSUER (\S+)$/m.exec(printed)?.[1];
      if (address !== undefined) found(address);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    void exited.then(() => failed(new Error(`The provider did not start:\n${printed}`)));
  });
  return {
    issuer,
    async control(control) {
      await fetch(`${issuer}/control`, { method: "PUT", body: JSON.stringify(control) });
    },
    visit: (address) => follow(new URL(address), redirectUri),
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** Follows redirects with a browser's cookies until they lead to `end`. */
async function follow(start: URL, end: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = start;
  for (let steps = 0; steps < 10; steps++) {
    const response = await fetch(at, {
      redirect: "manual",
      headers: { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    const to = response.headers.get("location");
    if (to === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
    at = new URL(to, at);
    if (at.href.startsWith(end)) return at;
  }
  throw new Error("The provider never sent the browser back.");
}
