import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./server.fixture.ts";

const program = "/usr/bin/redis-server";

/** Why there is no Redis; undefined where there is one. */
export function missingRedis(): string | undefined {
  return existsSync(program) ? undefined : "redis-server is not installed";
}

/** A Redis of the test's own, which it may stop and start again on the same port. */
export interface UnsteadyRedis {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function unsteadyRedis(): Promise<UnsteadyRedis> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const redis: UnsteadyRedis = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
      child = spawn(program, settings, { cwd: tmpdir(), stdio: "ignore" });
      for (let waited = 0; !(await answers(port)); waited += 20) {
        if (waited > 10_000) throw new Error("Redis did not start.");
        await sleep(20);
      }
    },
    async stop() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
  await redis.start();
  return redis;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(String(data).startsWith("+PONG"));
    });
    socket.once("error", () => resolve(false));
  });
}
