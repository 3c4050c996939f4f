/** A server process that streams an environment of 1,000 flags from memory, and publishes to it when told to. */
import { compile } from "@guidon/engine";
import { makeSnapshot } from "@guidon/engine/documents";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createStreamHub } from "../../app/api/stream-hub.server.ts";
import { sha256 } from "../../app/features/publishing/sha256.server.ts";
import type { LiveEnvironment } from "../../app/platform/context.ts";
import { all } from "../engine/scenarios.ts";
import { createBenchFront } from "../http/front.ts";

const [port = "0", revision = "1"] = process.argv.slice(2);

function environmentAt(number: number, previous?: LiveEnvironment): LiveEnvironment {
  const flags = (previous?.snapshot ?? all).flags.map((flag, i) =>
    i === number % all.flags.length ? { ...flag, revision: number, on: !flag.on } : flag,
  );
  const { environment, segments, archived, publishedAt } = all;
  const parts = { environment, publishedAt, segments, archived, revision: number, flags };
  const snapshot = makeSnapshot(parts, { sha256 });
  const program = compile(snapshot, previous === undefined ? {} : { previous: previous.program });
  return { id: "environment", name: environment, revision: number, snapshot, program, lists: new Map() };
}

let live = environmentAt(Number(revision));
const streams = createStreamHub();
streams.swapped(live, undefined);
const front = createBenchFront({ live: () => live, streams });
const server = createServer((request, response) => void front(request, response));
server.listen({ port: Number(port), host: "127.0.0.1", backlog: 4096 }, () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});

process.on("message", (message) => {
  if (message === "publish") {
    const at = performance.timeOrigin + performance.now();
    const previous = live;
    live = environmentAt(previous.revision + 1, previous);
    streams.swapped(live, previous);
    const blocked = performance.timeOrigin + performance.now() - at;
    process.send?.({ at, blocked, revision: live.revision });
  } else if (message === "used") {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({ rss, heapUsed });
  } else if (message === "stop") {
    streams.close();
    server.close();
    setTimeout(() => process.exit(0), 200);
  }
});
process.on("disconnect", () => process.exit(0));
