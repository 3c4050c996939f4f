/** A server process with one subject; it tells its port, and when asked how much processor time and memory it has used. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { subjects, type SubjectName } from "./subjects.ts";

const answer = subjects[process.argv[2] as SubjectName]();
const server = createServer(answer);
server.keepAliveTimeout = 65_000;
server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on("message", () => {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rss, held: heapUsed + external });
});
process.on("disconnect", () => process.exit(0));
