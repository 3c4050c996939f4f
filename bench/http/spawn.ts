import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { SubjectName } from "./subjects.ts";

export interface Used {
  readonly cpuMs: number;
  /** Bytes that the system counts as the process's own. */
  readonly rss: number;
  /** Bytes that are still referred to after a collection. */
  readonly held: number;
}

export interface BenchServer {
  readonly port: number;
  used(): Promise<Used>;
  stop(): void;
}

/** Starts a subject in a process of its own. */
export async function spawnServer(name: SubjectName): Promise<BenchServer> {
  const child: ChildProcess = fork(new URL("server.ts", import.meta.url), [name], {
    execArgv: ["--conditions=guidon-source", "--expose-gc", "--disable-warning=ExperimentalWarning"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    port,
    async used() {
      child.send("used");
      const [used] = (await once(child, "message")) as [Used];
      return used;
    },
    stop: () => void child.disconnect(),
  };
}
